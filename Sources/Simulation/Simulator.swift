public import HDL

/// A running simulation of one single-clock design, whatever engine executes it.
///
/// A testbench owns the clock. One cycle is: write the inputs, `settle()`, read the outputs,
/// `step()`. Output storage is defined from the return of `settle()` to the next write, `settle`
/// or `step`; after `step()` call `settle()` before reading. `step()` takes the rising edge on the
/// state as last settled, so an input written after the last `settle()` must be settled first.
///
/// The clock is driven by the engine and is not among the ports; reset is `setReset(_:)`.
public protocol Simulator: AnyObject {
  /// Name of the engine: `native`, `verilator` or `icarus`.
  var engineName: String { get }

  /// Ports of the top module without clock and reset, in declaration order.
  var ports: [SimulatedPort] { get }

  /// Memory of one port, stable for the life of the simulator.
  ///
  /// - Precondition: `index` is a valid index of `ports`.
  func storage(ofPort index: Int) -> PortStorage

  /// Number of rising clock edges so far.
  var cycleCount: Int { get }

  /// Drives the synchronous reset; takes effect at the next `settle()`. No effect on a design
  /// without reset.
  func setReset(_ active: Bool)

  /// Propagates the inputs through the combinational logic.
  ///
  /// - Throws: `SimulationError` when the engine failed or an assertion stopped it.
  func settle() throws(SimulationError)

  /// Takes one rising clock edge on the settled state.
  ///
  /// - Throws: `SimulationError` when the engine failed or an assertion stopped it.
  func step() throws(SimulationError)

  /// Starts to write a VCD file of every named signal from now on.
  ///
  /// - Throws: `SimulationError` when the file cannot be written or the engine was built without
  ///   tracing.
  func startTrace(path: String) throws(SimulationError)

  /// Closes the trace file, if one is open.
  func stopTrace() throws(SimulationError)

  /// How often each property of the design was sampled and hit so far.
  ///
  /// - Throws: `SimulationError` when the engine failed.
  func propertyCoverage() throws(SimulationError) -> PropertyCoverage
}

extension Simulator {
  /// Nothing, for an engine that does not count.
  public func propertyCoverage() throws(SimulationError) -> PropertyCoverage { PropertyCoverage() }
}

/// A port as a testbench sees it.
public struct SimulatedPort: Sendable, Hashable {
  /// Name in the source and in the waveform.
  public var name: String
  /// Width in bits, at least 1.
  public var bitWidth: Int
  /// Whether the testbench writes it (`true`) or reads it.
  public var isInput: Bool

  /// Creates a port from its parts.
  public init(name: String, bitWidth: Int, isInput: Bool) {
    self.name = name
    self.bitWidth = bitWidth
    self.isInput = isInput
  }
}

/// An assertion or an assumption that did not hold.
public struct PropertyFailure: Sendable, Hashable {
  /// Which one.
  public var property: PropertyInstance
  /// Number of rising clock edges before the one at which it was sampled.
  public var cycle: Int

  /// Creates a failure from its parts.
  public init(property: PropertyInstance, cycle: Int) {
    self.property = property
    self.cycle = cycle
  }
}

/// What went wrong inside an engine.
public struct SimulationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// One sentence for the user.
  public var message: String

  /// The assertion or assumption that failed, where it was one.
  public var failure: PropertyFailure?

  /// Creates an error with one sentence for the user.
  public init(_ message: String) {
    self.message = message
  }

  /// Creates the error of a failed assertion or assumption.
  public init(failureOf property: PropertyInstance, cycle: Int) {
    message = property.failureText(cycle: cycle)
    failure = PropertyFailure(property: property, cycle: cycle)
  }

  /// The sentence.
  public var description: String { message }
}
