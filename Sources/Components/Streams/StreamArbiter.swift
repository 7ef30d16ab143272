public import HDL

/// Several streams to one: their payloads one after the other, chosen by an `Arbiter`.
///
/// An input that was chosen stays chosen until its payload is taken, so the output keeps the rule of
/// streams. With round robin an input waits for one payload of each other at most.
///
/// Latency 0, a payload every cycle. `valid` and the payload follow the inputs within the cycle,
/// through the arbiter and a multiplexer; `ready` of the inputs follows that of the output.
public struct StreamArbiter<Payload: Layout>: Module where Payload.Value: HardwareData {
  /// What moves.
  public let payload: Payload
  /// Number of inputs, at least 1.
  public let count: Int
  /// Which input goes first.
  public let policy: Arbiter.Policy
  /// What a proof looks at.
  package var proof = StreamProof()

  /// Creates an arbiter of `count` streams.
  public init(_ payload: Payload, count: Int, policy: Arbiter.Policy = .roundRobin) {
    self.payload = payload
    self.count = count
    self.policy = policy
  }

  /// The policy, the payload and the number of inputs.
  public var moduleName: String {
    "StreamArbiter_\(policy.rawValue)_\(payload.layoutName)_\(count)"
  }

  /// Streams in, a stream out, and whose payload it is.
  public struct Ports {
    /// What is read.
    public let inputs: [Stream<Payload.Value>]
    /// What is written.
    public let output: Stream<Payload.Value>
    /// Index of the input whose payload is at the output; 0 while there is none.
    public let source: UInt
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      inputs: (0..<possibleCount).map { _ in declare.sink(payload) },
      output: declare.source(payload), source: declare.output(.uint(addressBits(possibleCount))))
  }

  /// Describes the choice.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    checkCount(count, "an arbiter of \(count) streams", module)
    let (inputs, output) = (ports.inputs, ports.output)
    let requests = module.concatenate(inputs.reversed().map(\.valid)).named("requests")
    let arbiter = module.instance(
      Arbiter(count: possibleCount, policy: policy, keepsGrant: proof.fault != .turns),
      named: "arbiter")
    // The fault: without keeping, the arbiter turns to another input while the sink waits.
    arbiter.requests.assign(requests)
    arbiter.accept?.assign(output.ready)
    let source = arbiter.grant.oneHotIndex().named("chosen")
    ports.source.assign(source)
    for (index, input) in inputs.enumerated() {
      input.ready.assign(arbiter.grant[index] .& output.ready)
    }
    output.valid.assign(requests.anySet())
    output.payload.assign(select(inputs.map(\.payload), by: source))
  }

  private var possibleCount: Int { max(1, count) }
}

extension ModuleBuilder {
  /// The payloads of several streams in one; see `StreamArbiter`.
  ///
  /// - Parameters:
  ///   - name: Name of the instance.
  ///   - streams: At least one, with payloads of one layout.
  ///   - policy: Which goes first.
  public func arbitrate<Payload: HardwareData>(
    _ name: String, _ streams: [Stream<Payload>], policy: Arbiter.Policy = .roundRobin,
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Stream<Payload>? {
    guard let first = streams.first else {
      report(
        .emptyList, "an arbiter of no streams", fix: "pass at least one stream", fileID: fileID,
        line: line, column: column)
      return nil
    }
    let arbiter = instance(
      StreamArbiter(first.payload.layout, count: streams.count, policy: policy), named: name,
      fileID: fileID, line: line, column: column)
    for (stream, input) in zip(streams, arbiter.inputs) {
      stream.connect(to: input, fileID: fileID, line: line, column: column)
    }
    arbiter.source.ignore(fileID: fileID, line: line, column: column)
    return arbiter.output
  }
}
