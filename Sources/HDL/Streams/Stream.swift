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

extension Stream where Payload: HardwareValue {
  /// Connects this stream, as the source, to a sink.
  public func connect(
    to sink: Stream, fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) {
    sink.payload.assign(payload, fileID: fileID, line: line, column: column)
    connectHandshake(to: sink, fileID, line, column)
  }
}

extension Stream where Payload: Bundle {
  /// Connects this stream, as the source, to a sink.
  public func connect(
    to sink: Stream, fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) {
    sink.payload.assign(payload, fileID: fileID, line: line, column: column)
    connectHandshake(to: sink, fileID, line, column)
  }
}

extension Stream {
  fileprivate func connectHandshake(
    to sink: Stream, _ fileID: StaticString, _ line: UInt32, _ column: UInt32
  ) {
    sink.valid.assign(valid, fileID: fileID, line: line, column: column)
    ready.assign(sink.ready, fileID: fileID, line: line, column: column)
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
    _ payload: L, isMonitored: Bool = true
  ) -> Stream<L.Value> where L.Value: HardwareData {
    initiator(StreamInterface(payload, isMonitored: isMonitored))
  }

  /// A stream that this module reads.
  public func sink<L: Layout>(
    _ payload: L, isMonitored: Bool = true
  ) -> Stream<L.Value> where L.Value: HardwareData {
    target(StreamInterface(payload, isMonitored: isMonitored))
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
