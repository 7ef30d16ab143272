public import Simulation

/// Streams inputs through a pipeline that takes one a cycle, and compares what comes out `latency`
/// cycles later with what a model expects.
///
/// An input and all that belongs to it is a slot. In the cycle of slot s `drive` writes its inputs;
/// `latency` cycles later `check` sees the outputs that belong to it.
public struct UnitSweep {
  /// An output that is not what the model says.
  public struct Mismatch: Sendable, Hashable {
    /// Which input, counted from 0.
    public var slot: Int
    /// The port.
    public var output: String
    /// What the model says, in the port's bits.
    public var expected: UInt64
    /// What the hardware gave.
    public var got: UInt64

    /// One line for a report.
    public var text: String { "slot \(slot): \(output): expected \(expected), got \(got)" }
  }

  /// The outputs of a slot, and what was found wrong of all slots.
  public struct Outputs {
    fileprivate let ports: [PortStorage]
    fileprivate let names: [String]
    fileprivate var slot = 0
    fileprivate var mismatches: [Mismatch] = []
    /// Outputs compared.
    public fileprivate(set) var comparisons = 0

    /// The value of an output of at most 64 bits.
    @inline(__always)
    public func value(_ output: Int) -> UInt64 { ports[output].value }

    /// Compares an output with a number, a negative one in two's complement.
    @inline(__always)
    public mutating func expect(_ expected: Int, at output: Int) {
      let port = ports[output]
      let wanted = UInt64(bitPattern: Int64(expected)) & Self.mask(port.bitWidth)
      comparisons += 1
      if port.value != wanted { note(wanted, output) }
    }

    @inline(never)
    private mutating func note(_ expected: UInt64, _ output: Int) {
      guard mismatches.count < UnitSweep.mostMismatches else { return }
      mismatches.append(
        Mismatch(slot: slot, output: names[output], expected: expected, got: value(output)))
    }

    private static func mask(_ bitWidth: Int) -> UInt64 {
      bitWidth >= 64 ? .max : 1 << UInt64(bitWidth) - 1
    }
  }

  /// What a sweep found.
  package struct Summary: Sendable {
    /// What was wrong, with what was held during the run.
    package var mismatches: [String] = []
    /// Outputs compared.
    package var comparisons = 0

    mutating func add(_ sweep: UnitSweep, _ held: String = "") {
      mismatches += sweep.mismatches.map { (held.isEmpty ? "" : held + ", ") + $0.text }
      comparisons += sweep.comparisons
    }
  }

  /// A run ends after this many mismatches.
  public static let mostMismatches = 20

  private let simulator: any Simulator
  private let inputs: [PortStorage]
  private var outputs: Outputs
  private let latency: Int

  /// What was wrong, at most `mostMismatches`.
  public var mismatches: [Mismatch] { outputs.mismatches }
  /// Outputs compared.
  public var comparisons: Int { outputs.comparisons }

  /// Prepares a sweep and takes the reset.
  ///
  /// - Parameters:
  ///   - simulator: An engine with the unit.
  ///   - inputs: Names of the ports that are driven, in the order of `drive`.
  ///   - outputs: Names of the ports that are compared, in the order of `check`.
  ///   - latency: Cycles from inputs to outputs.
  /// - Throws: `SimulationError` for a name that is no port, and from the engine.
  public init(
    _ simulator: any Simulator, inputs: [String], outputs: [String], latency: Int
  ) throws(SimulationError) {
    self.simulator = simulator
    self.latency = latency
    self.inputs = try inputs.map { (name) throws(SimulationError) in
      try Self.port(name, of: simulator)
    }
    self.outputs = Outputs(
      ports: try outputs.map { (name) throws(SimulationError) in
        try Self.port(name, of: simulator)
      }, names: outputs)
    simulator.setReset(true)
    try simulator.settle()
    try simulator.step()
    simulator.setReset(false)
  }

  private static func port(
    _ name: String, of simulator: any Simulator
  ) throws(SimulationError) -> PortStorage {
    guard let index = simulator.ports.firstIndex(where: { $0.name == name }) else {
      throw SimulationError("the simulated design has no port \(name)")
    }
    return simulator.storage(ofPort: index)
  }

  /// Runs slots 0 to `count` - 1, or until too much is wrong.
  ///
  /// - Parameters:
  ///   - count: Number of slots.
  ///   - drive: Writes the inputs of a cycle. It is called for `latency` cycles behind the last slot
  ///     too, for inputs that belong to the outputs of the moment.
  ///   - check: Compares the outputs of a slot.
  /// - Throws: `SimulationError` from the engine.
  public mutating func run(
    _ count: Int, drive: (_ cycle: Int, _ inputs: [PortStorage]) -> Void,
    check: (_ slot: Int, _ outputs: inout Outputs) -> Void
  ) throws(SimulationError) {
    for cycle in 0..<count + latency {
      drive(cycle, inputs)
      try simulator.settle()
      if cycle >= latency {
        outputs.slot = cycle - latency
        check(cycle - latency, &outputs)
        if outputs.mismatches.count == Self.mostMismatches { return }
      }
      try simulator.step()
    }
  }
}
