/// A flow of payloads with back-pressure: a payload moves at every clock edge at which both `valid`
/// and `ready` are 1.
///
/// Once valid, a payload stays, and stays the same, until it is taken; every simulation and proof of
/// a module with streams among its ports checks that (see `StreamInterface`).
public struct Stream<Payload: HardwareData> {
  /// What moves.
  public let payload: Payload
  /// The source has a payload.
  public let valid: Bit
  /// The sink takes it at the clock edge.
  public let ready: Bit

  /// A stream of the three.
  public init(payload: Payload, valid: Bit, ready: Bit) {
    self.payload = payload
    self.valid = valid
    self.ready = ready
  }

  /// 1 in the cycles at whose end a payload moves.
  public func fires(
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Bit {
    let module = valid.builder
    let location = module.locate(fileID, line, column)
    return Bit(
      module, module.append(.and, width: 1, [valid.node, ready.node], location: location))
  }

  /// The same flow with payloads made from its payloads, in the same cycle.
  public func map<Other: HardwareData>(_ transform: (Payload) -> Other) -> Stream<Other> {
    Stream<Other>(payload: transform(payload), valid: valid, ready: ready)
  }
}

extension Stream {
  /// Connects this stream, as the source, to a sink.
  public func connect(
    to sink: Stream, fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) {
    let module = valid.builder.elaborator.current ?? valid.builder
    guard !module.refuseBackwards(self, sink, module.locate(fileID, line, column)) else { return }
    sink.payload.assign(payload, fileID: fileID, line: line, column: column)
    sink.valid.assign(valid, fileID: fileID, line: line, column: column)
    ready.assign(sink.ready, fileID: fileID, line: line, column: column)
  }
}

extension ModuleBuilder {
  /// Reports a connection from a stream that is written here to one that is read here.
  fileprivate func refuseBackwards<Payload>(
    _ source: Stream<Payload>, _ sink: Stream<Payload>, _ location: Int32
  ) -> Bool {
    guard source.valid.builder === self, sink.valid.builder === self,
      graph.operations[Int(source.valid.node)].isTarget,
      !graph.operations[Int(sink.valid.node)].isTarget,
      !graph.operations[Int(source.ready.node)].isTarget
    else { return false }
    for stream in [source, sink] {
      let values = Fields.collect(stream.payload).map(\.signal)
      let signals = values + [stream.valid.signal, stream.ready.signal]
      excuse(signals)
      for signal in signals where graph.operations[Int(signal.node)].isTarget {
        excuse([], target: signal.node)
      }
    }
    report(
      .notAssignable,
      "the streams of \(describe(source.valid.node)) and \(describe(sink.valid.node)) are connected "
        + "the wrong way round", location,
      notes: [
        .init(message: "this one is written here", location: graph.location(of: source.valid.node)),
        .init(message: "this one is read here", location: graph.location(of: sink.valid.node)),
      ], fix: "connect the stream that is read to the one that is written")
    return true
  }
}

/// The ports of a stream; its initiator is the source.
public struct StreamInterface<PayloadLayout: Layout>: Interface
where PayloadLayout.Value: HardwareData {
  /// What moves.
  public let payload: PayloadLayout
  /// Whether simulations and proofs check that a payload stays until it is taken.
  public let isMonitored: Bool

  /// The ports of a stream of such payloads.
  public init(_ payload: PayloadLayout, isMonitored: Bool = true) {
    self.payload = payload
    self.isMonitored = isMonitored
  }

  /// Declares payload, valid and ready.
  public func ports(_ declare: PortDeclarer) -> Stream<PayloadLayout.Value> {
    let stream = Stream(
      payload: declare.output(of: payload), valid: declare.output(.bit),
      ready: declare.input(.bit))
    if isMonitored { declare.monitor(stream) }
    return stream
  }
}

extension PortDeclarer {
  /// A stream that this module writes.
  public func source<L: Layout>(
    _ payload: L, isMonitored: Bool = true, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> Stream<L.Value> where L.Value: HardwareData {
    initiator(
      StreamInterface(payload, isMonitored: isMonitored), fileID: fileID, line: line,
      column: column)
  }

  /// A stream of single values that this module writes.
  public func source<Value: HardwareValue>(
    _ payload: Shape<Value>, isMonitored: Bool = true, fileID: StaticString = #fileID,
    line: UInt32 = #line, column: UInt32 = #column
  ) -> Stream<Value> {
    initiator(
      StreamInterface(payload, isMonitored: isMonitored), fileID: fileID, line: line,
      column: column)
  }

  /// A stream of single values that this module reads.
  public func sink<Value: HardwareValue>(
    _ payload: Shape<Value>, isMonitored: Bool = true, fileID: StaticString = #fileID,
    line: UInt32 = #line, column: UInt32 = #column
  ) -> Stream<Value> {
    target(
      StreamInterface(payload, isMonitored: isMonitored), fileID: fileID, line: line,
      column: column)
  }

  /// A stream that this module reads.
  public func sink<L: Layout>(
    _ payload: L, isMonitored: Bool = true, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> Stream<L.Value> where L.Value: HardwareData {
    target(
      StreamInterface(payload, isMonitored: isMonitored), fileID: fileID, line: line,
      column: column)
  }
}

extension ModuleBuilder {
  /// A stream of wires within the module: one side assigns `valid` and `payload`, the other `ready`.
  public func stream<L: Layout>(
    _ name: String, of payload: L, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> Stream<L.Value> where L.Value: HardwareData {
    let stream = Stream(
      payload: wire("\(name)_payload", of: payload, fileID: fileID, line: line, column: column),
      valid: wire("\(name)_valid", .bit, fileID: fileID, line: line, column: column),
      ready: wire("\(name)_ready", .bit, fileID: fileID, line: line, column: column))
    return stream
  }
}
