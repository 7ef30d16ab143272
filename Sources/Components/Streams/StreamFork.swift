public import HDL

/// One stream to several: every branch gets every payload.
///
/// - Eager: each branch takes the payload when it can, and the input moves on once all have. A bit a
///   branch remembers who has it. `valid` of a branch does not depend on `ready` of any.
/// - Lazy: all branches take it in the same cycle. Without state, but `valid` of a branch waits for
///   the `ready` of the others within the cycle, and falls with it: for branches that do not wait
///   for `valid` before they are ready, and do not mind. The outputs have no monitor.
///
/// Latency 0; a payload every cycle while all branches are ready. `ready` of the input depends on
/// that of the branches within the cycle.
public struct StreamFork<Payload: Layout>: Module where Payload.Value: HardwareData {
  /// When branches take a payload.
  public enum Policy: String, Hashable, Sendable {
    /// Each when it can.
    case eager
    /// All at once.
    case lazy
  }

  /// What moves.
  public let payload: Payload
  /// Number of branches, at least 1.
  public let count: Int
  /// When branches take a payload.
  public let policy: Policy

  /// Creates a fork into `count` branches.
  public init(_ payload: Payload, count: Int, policy: Policy = .eager) {
    self.payload = payload
    self.count = count
    self.policy = policy
  }

  /// The policy, the payload and the number of branches.
  public var moduleName: String { "StreamFork_\(policy.rawValue)_\(payload.layoutName)_\(count)" }

  /// A stream in, several out.
  public struct Ports {
    /// What is read.
    public let input: Stream<Payload.Value>
    /// What is written, a stream a branch.
    public let outputs: [Stream<Payload.Value>]
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      input: declare.sink(payload),
      outputs: (0..<max(1, count)).map { _ in
        declare.source(payload, isMonitored: policy == .eager)
      })
  }

  /// Describes who has taken the payload.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    checkCount(count, "a fork into \(count) branches", module)
    let (input, outputs) = (ports.input, ports.outputs)
    for output in outputs { output.payload.assign(input.payload) }
    switch policy {
    case .eager: eager(module, input, outputs)
    case .lazy: lazy(module, input, outputs)
    }
  }

  private func eager(
    _ module: ModuleBuilder, _ input: Stream<Payload.Value>, _ outputs: [Stream<Payload.Value>]
  ) {
    let taken = outputs.indices.map { module.register("taken_\($0)", .bit, reset: 0) as Bit }
    let done = zip(outputs, taken).enumerated().map { index, branch in
      (branch.0.ready .| branch.1).named("done_\(index)")
    }
    let allDone = module.concatenate(done.reversed()).allSet().named("allDone")
    for (index, output) in outputs.enumerated() {
      output.valid.assign(input.valid .& .!taken[index])
      taken[index].assign(input.valid .& done[index] .& .!allDone)
    }
    input.ready.assign(allDone)
  }

  private func lazy(
    _ module: ModuleBuilder, _ input: Stream<Payload.Value>, _ outputs: [Stream<Payload.Value>]
  ) {
    for (index, output) in outputs.enumerated() {
      let others = outputs.indices.filter { $0 != index }.map { outputs[$0].ready }
      output.valid.assign(
        others.isEmpty
          ? input.valid : input.valid .& module.concatenate(others.reversed()).allSet())
    }
    input.ready.assign(module.concatenate(outputs.reversed().map(\.ready)).allSet())
  }
}

extension Stream {
  /// The same stream for several readers; see `StreamFork`.
  ///
  /// - Parameters:
  ///   - name: Name of the instance.
  ///   - count: Number of readers.
  ///   - policy: When they take a payload.
  public func forked(
    _ name: String, into count: Int, policy: StreamFork<Payload.DataLayout>.Policy = .eager,
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> [Stream] {
    let fork = valid.module.instance(
      StreamFork(payload.layout, count: count, policy: policy), named: name, fileID: fileID,
      line: line, column: column)
    connect(to: fork.input, fileID: fileID, line: line, column: column)
    return fork.outputs
  }
}

/// Reports a component of no parts.
func checkCount(_ count: Int, _ what: String, _ module: ModuleBuilder) {
  if count < 1 {
    module.report(.parameterOutOfRange, what, fix: "a count is at least 1")
  }
}
