public import HDL

/// Lets a payload pass for every credit: for a reader that says in advance for how much it has room.
///
/// Latency 0, a payload every cycle. `valid` and `ready` pass through a gate each; a payload once
/// offered stays, as only a payload taken costs a credit. A credit returned counts from the next
/// cycle on.
public struct StreamCreditGate<Payload: Layout>: Module where Payload.Value: HardwareData {
  /// What moves.
  public let payload: Payload
  /// Number of credits after reset, 1 to 2^20, and the most there are.
  public let credits: Int

  /// Creates a gate with so many credits.
  public init(_ payload: Payload, credits: Int) {
    self.payload = payload
    self.credits = credits
  }

  /// The payload and the number of credits.
  public var moduleName: String { "StreamCreditGate_\(payload.layoutName)_\(credits)" }

  /// A stream in, a stream out, credits back.
  public struct Ports {
    /// What is read.
    public let input: Stream<Payload.Value>
    /// What is written.
    public let output: Stream<Payload.Value>
    /// The reader has room for another one.
    public let returned: Bit
    /// Number of credits left, a register.
    public let credits: UInt
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      input: declare.sink(payload), output: declare.source(payload),
      returned: declare.input(.bit), credits: declare.output(.uint(addressBits(possible + 1))))
  }

  /// Describes the counter.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    if credits != possible {
      module.report(
        .parameterOutOfRange, "a gate of \(credits) credits", fix: "choose 1 to \(1 << 20)")
    }
    let (input, output) = (ports.input, ports.output)
    let spends = (output.valid .& output.ready).named("spends")
    let left = module.register(
      "left", .uint(addressBits(possible + 1)), reset: possible, enable: spends .^ ports.returned)
    left.assign(mux(spends, left .&- 1, left .&+ 1))
    let hasCredit = (left .!= 0).named("hasCredit")
    module.assume(
      "returnsWhatWasSpent", left .!= possible, "a credit comes back that was not spent",
      when: ports.returned)
    input.ready.assign(output.ready .& hasCredit)
    output.valid.assign(input.valid .& hasCredit)
    output.payload.assign(input.payload)
    ports.credits.assign(left)
  }

  private var possible: Int { max(1, min(credits, 1 << 20)) }
}
