public import HDL

/// Narrow to wide: collects `ratio` payloads of a packet, fewer at its end.
///
/// Latency 1 after the last of a group; a narrow payload every cycle. `ready` of the input depends
/// on that of the output within the cycle; `valid` and the payload are registers. Lanes beyond the
/// end of a packet repeat the first.
public struct StreamWidener<Content: Layout>: Module where Content.Value: HardwareData {
  /// What moves.
  public let content: Content
  /// Number of narrow payloads in a wide one, at least 2.
  public let ratio: Int

  /// Creates a converter for `ratio` payloads a group.
  public init(_ content: Content, ratio: Int) {
    self.content = content
    self.ratio = ratio
  }

  /// The payload and the ratio.
  public var moduleName: String { "StreamWidener_\(content.layoutName)_by\(ratio)" }

  /// A narrow stream in, a wide one out.
  public struct Ports {
    /// What is read.
    public let input: Stream<Packet<Content.Value>>
    /// What is written.
    public let output: Stream<WidePacket<Content.Value>>
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      input: declare.target(StreamInterface(PacketLayout(content))),
      output: declare.initiator(StreamInterface(WidePacketLayout(content, ratio: lanes))))
  }

  /// Describes the lanes.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    checkRatio(ratio, "a widener", module)
    let (input, output) = (ports.input, ports.output)
    let isFull = module.register("isFull", .bit, reset: 0)
    let ready = (.!isFull .| output.ready).named("takes")
    let accepts = (input.valid .& ready).named("accepts")
    let lane = module.register("lane", .uint(addressBits(lanes)), reset: 0)
    let isGroupEnd = (lane .== lanes - 1 .| input.payload.isLast).named("isGroupEnd")
    module.when(accepts) {
      module.when(isGroupEnd) { lane.assign(module.constant(0, lane.shape)) }.otherwise {
        lane.assign(lane .&+ 1)
      }
    }
    module.when(ready) { isFull.assign(input.valid .& isGroupEnd) }

    // The first of a group goes to all lanes, so that none is ever undefined.
    let isFirst = (lane .== 0).named("isFirst")
    let held = (0..<lanes).map { index in
      module.register(
        "lanes_\(index)", of: content,
        enable: accepts .& (index == 0 ? isFirst : isFirst .| lane .== index))
    }
    for register in held { register.assign(input.payload.data) }
    let count = module.register("count", output.payload.count.shape, enable: accepts)
    count.assign(lane.extended(to: count.bitWidth) .&+ 1)
    let isLast = module.register("isLast", .bit, enable: accepts)
    isLast.assign(input.payload.isLast)

    input.ready.assign(ready)
    output.valid.assign(isFull)
    output.payload.assign(WidePacket(lanes: Row(held), count: count, isLast: isLast))
  }

  private var lanes: Int { max(2, ratio) }
}

/// Wide to narrow: gives the payloads of a group one after the other, as many as it counts.
///
/// Latency 0, a narrow payload every cycle. `valid` and the payload follow the input within the
/// cycle through a multiplexer; `ready` of the input follows that of the output.
public struct StreamNarrower<Content: Layout>: Module where Content.Value: HardwareData {
  /// What moves.
  public let content: Content
  /// Number of narrow payloads in a wide one, at least 2.
  public let ratio: Int

  /// Creates a converter for `ratio` payloads a group.
  public init(_ content: Content, ratio: Int) {
    self.content = content
    self.ratio = ratio
  }

  /// The payload and the ratio.
  public var moduleName: String { "StreamNarrower_\(content.layoutName)_by\(ratio)" }

  /// A wide stream in, a narrow one out.
  public struct Ports {
    /// What is read.
    public let input: Stream<WidePacket<Content.Value>>
    /// What is written.
    public let output: Stream<Packet<Content.Value>>
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      input: declare.target(StreamInterface(WidePacketLayout(content, ratio: lanes))),
      output: declare.initiator(StreamInterface(PacketLayout(content))))
  }

  /// Describes the counter of lanes.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    checkRatio(ratio, "a narrower", module)
    let (input, output) = (ports.input, ports.output)
    let lane = module.register("lane", .uint(addressBits(lanes)), reset: 0)
    let next = (lane.extended(to: input.payload.count.bitWidth) .&+ 1).named("next")
    let isGroupEnd = (next .== input.payload.count).named("isGroupEnd")
    module.when(input.valid .& output.ready) {
      module.when(isGroupEnd) { lane.assign(module.constant(0, lane.shape)) }.otherwise {
        lane.assign(lane .&+ 1)
      }
    }
    let isPossible =
      lanes & (lanes + 1) == 0
      ? input.payload.count .!= 0 : input.payload.count .!= 0 .& input.payload.count .<= lanes
    module.assume(
      "countInRange", isPossible, "a group has 1 to \(lanes) payloads", when: input.valid)
    input.ready.assign(output.ready .& isGroupEnd)
    output.valid.assign(input.valid)
    output.payload.assign(
      Packet(
        data: select(input.payload.lanes.elements, by: lane),
        isLast: input.payload.isLast .& isGroupEnd))
  }

  private var lanes: Int { max(2, ratio) }
}

private func checkRatio(_ ratio: Int, _ what: String, _ module: ModuleBuilder) {
  if ratio < 2 {
    module.report(.parameterOutOfRange, "\(what) by \(ratio)", fix: "a ratio is at least 2")
  }
}

extension Stream {
  /// Groups of `ratio` payloads of this stream, which has no packets; see `StreamWidener`.
  ///
  /// - Parameter name: Name of the instance.
  public func widened(
    _ name: String, by ratio: Int, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> Stream<Row<Payload>> {
    let module = valid.module
    let converter = module.instance(
      StreamWidener(payload.layout, ratio: ratio), named: name, fileID: fileID, line: line,
      column: column)
    let never = module.constant(0, .bit, fileID: fileID, line: line, column: column)
    map { Packet(data: $0, isLast: never) }
      .connect(to: converter.input, fileID: fileID, line: line, column: column)
    converter.output.payload.count.ignore(fileID: fileID, line: line, column: column)
    converter.output.payload.isLast.ignore(fileID: fileID, line: line, column: column)
    return converter.output.map(\.lanes)
  }

  /// The elements of this stream's rows one after the other; see `StreamNarrower`.
  ///
  /// - Parameter name: Name of the instance.
  public func narrowed<Element: HardwareData>(
    _ name: String, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> Stream<Element> where Payload == Row<Element> {
    let module = valid.module
    let ratio = payload.elements.count
    let converter = module.instance(
      StreamNarrower(payload.elements[0].layout, ratio: ratio), named: name, fileID: fileID,
      line: line, column: column)
    let never = module.constant(0, .bit, fileID: fileID, line: line, column: column)
    let all = module.constant(
      max(2, ratio), converter.input.payload.count.shape, fileID: fileID, line: line,
      column: column)
    map { WidePacket(lanes: $0, count: all, isLast: never) }
      .connect(to: converter.input, fileID: fileID, line: line, column: column)
    converter.output.payload.isLast.ignore(fileID: fileID, line: line, column: column)
    return converter.output.map(\.data)
  }
}
