public import Simulation

/// Runs a Verilator model inside this process.
///
/// Ports are read and written in the model's own memory; `settle()` and `step()` are one C call
/// each. Not safe to use from several threads at once.
public final class VerilatorSimulator: Simulator {
  /// Name of the engine, `verilator`.
  public let engineName = "verilator"
  /// Ports of the top module without clock and reset, in declaration order.
  public let ports: [SimulatedPort]
  /// The model this simulator runs.
  public let model: VerilatorModel

  private let library: VerilatorLibrary
  private let handle: VerilatorLibrary.Handle
  private let owner = VerilatorSnapshot.Owner()
  private let storages: [PortStorage]
  private let reset: UnsafeMutablePointer<UInt8>?
  private let cycles: UnsafeMutablePointer<UInt64>
  // Copies of the two hot entries, so that a cycle loads no more than it needs.
  private let settleFunction: VerilatorLibrary.Action
  private let stepFunction: VerilatorLibrary.Action

  /// Loads a model and creates one instance of it.
  ///
  /// - Throws: `CosimulationError` of kind `internal` when the library cannot be loaded.
  public init(
    _ model: VerilatorModel, initialState: InitialState = .zeros
  ) throws(CosimulationError) {
    let library = try VerilatorLibrary(path: model.library.path)
    guard let handle = library.create(initialState.fill, initialState.seed) else {
      throw CosimulationError(
        .internal, "the model of `\(model.design.topModule)` cannot be created")
    }
    self.model = model
    self.library = library
    self.handle = handle
    settleFunction = library.settle
    stepFunction = library.step
    reset = library.reset(handle)
    cycles = library.cycles(handle)
    ports = model.design.ports.map {
      SimulatedPort(name: $0.name, bitWidth: $0.bitWidth, isInput: $0.direction == .input)
    }
    let count = model.design.ports.count
    storages = withUnsafeTemporaryAllocation(of: VerilatorLibrary.Port.self, capacity: count + 1) {
      rows in
      _ = library.ports(handle, UnsafeMutableRawPointer(rows.baseAddress), UInt64(count))
      return rows.prefix(count).compactMap { row in
        row.bytes.map {
          PortStorage(bytes: $0, byteCount: Int(row.byteCount), bitWidth: Int(row.bitWidth))
        }
      }
    }
  }

  deinit { library.delete(handle) }

  /// Memory of one port, stable for the life of the simulator.
  ///
  /// - Precondition: `index` is a valid index of `ports`.
  public func storage(ofPort index: Int) -> PortStorage { storages[index] }

  /// Number of rising clock edges so far, also those before a restored snapshot.
  public var cycleCount: Int { Int(truncatingIfNeeded: cycles.pointee) }

  /// Drives the synchronous reset from the next `settle()` on.
  public func setReset(_ active: Bool) { reset?.pointee = active ? 1 : 0 }

  /// Propagates the inputs through the combinational logic.
  ///
  /// - Throws: `SimulationError` when the design stopped itself or the engine failed, now or before.
  public func settle() throws(SimulationError) {
    if settleFunction(handle) != 0 { throw failure }
  }

  /// Takes one rising clock edge on the settled state.
  ///
  /// - Throws: `SimulationError` when the design stopped itself or the engine failed, now or before.
  public func step() throws(SimulationError) {
    if stepFunction(handle) != 0 { throw failure }
  }

  /// Takes `count` cycles with the inputs as they are, in one call.
  ///
  /// - Throws: `SimulationError` as `step()` does; the cycle count tells how far it came.
  /// - Precondition: `count` is not negative.
  public func run(cycles count: Int) throws(SimulationError) {
    if library.run(handle, UInt64(count)) != 0 { throw failure }
  }

  /// How often each cover was hit so far; nothing for a model built without assertions.
  public func propertyCoverage() -> PropertyCoverage {
    let capacity = model.design.covers.count
    let hits = [UInt32](unsafeUninitializedCapacity: capacity) { buffer, count in
      count = Int(
        library.hits(handle, UnsafeMutableRawPointer(buffer.baseAddress), UInt64(capacity)))
    }
    return PropertyCoverage(of: model.design, hits: hits)
  }

  /// What the design printed since the last call, at most the last 64 KiB.
  public func takePrintedText() -> String {
    defer { library.clearPrinted(handle) }
    return library.printed(handle).map { String(cString: $0) } ?? ""
  }

  /// Starts to write a VCD file of every named signal from now on.
  ///
  /// - Throws: `SimulationError` when the file cannot be written or the model was built without
  ///   tracing.
  public func startTrace(path: String) throws(SimulationError) {
    switch library.openTrace(handle, path) {
    case 0: return
    case -1:
      throw SimulationError(
        "the model of `\(model.design.topModule)` was built without waveforms; "
          + "build it with the option isTracing")
    default:
      if library.settle(handle) != 0 { throw failure }
      throw SimulationError("the trace file `\(path)` cannot be written; choose another path")
    }
  }

  /// Closes the trace file, if one is open.
  public func stopTrace() throws(SimulationError) { library.closeTrace(handle) }

  /// Copies the whole state; costs a copy of all registers and memories.
  ///
  /// - Throws: `SimulationError` for a design whose state Verilator does not keep as plain bytes.
  public func snapshot() throws(SimulationError) -> VerilatorSnapshot {
    let size = Int(library.stateSize(handle))
    guard size > 0 else {
      throw SimulationError(
        "the state of `\(model.design.topModule)` cannot be copied: it holds strings or queues")
    }
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      if let base = buffer.baseAddress { library.saveState(handle, base) }
      count = size
    }
    return VerilatorSnapshot(bytes: bytes, owner: owner, cycleCount: cycleCount)
  }

  /// Puts the state back to `snapshot`; an error that stopped the simulation since is forgotten.
  ///
  /// A trace that is open goes on with later times, so that its times keep rising.
  ///
  /// - Throws: `SimulationError` when the snapshot is of another simulator.
  public func restore(_ snapshot: VerilatorSnapshot) throws(SimulationError) {
    guard snapshot.owner === owner else {
      throw SimulationError("a snapshot can be restored only into the simulator that made it")
    }
    snapshot.bytes.withUnsafeBytes { bytes in
      if let base = bytes.baseAddress { library.loadState(handle, base) }
    }
  }

  private var failure: SimulationError {
    let reason = library.message(handle).map { String(cString: $0) } ?? "unknown error"
    let printed = library.printed(handle).map { String(cString: $0) } ?? ""
    return SimulationError.stopped(
      model.design, cycle: cycleCount, reason: reason, printed: printed)
  }
}
