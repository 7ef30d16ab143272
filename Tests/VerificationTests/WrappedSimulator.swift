import Accelerator
import HDL
import Simulation

func elaboratedSkidBuffer() throws -> Design { try elaborate(SkidBuffer(width: 8)) }

/// A simulator that passes everything on and lets a test change what is seen after `settle()`.
///
/// Outputs are shadow copies, so a changed value never feeds back into the engine.
final class WrappedSimulator: Simulator {
  private let base: any Simulator
  private let change: (WrappedSimulator, Bool) throws -> Void
  private var shadows: [PortStorage] = []
  private var isReset = false

  /// - Parameter change: Called after each `settle()`, with whether reset is active, when the shadow
  ///   copies hold what the engine shows; what it throws must be a `SimulationError`.
  init(_ base: any Simulator, change: @escaping (WrappedSimulator, Bool) throws -> Void) {
    self.base = base
    self.change = change
    for (index, port) in base.ports.enumerated() {
      let storage = base.storage(ofPort: index)
      guard !port.isInput else {
        shadows.append(storage)
        continue
      }
      let bytes = UnsafeMutableRawPointer.allocate(byteCount: storage.byteCount, alignment: 8)
      shadows.append(
        PortStorage(bytes: bytes, byteCount: storage.byteCount, bitWidth: storage.bitWidth))
    }
  }

  deinit {
    for (port, shadow) in zip(base.ports, shadows) where !port.isInput { shadow.bytes.deallocate() }
  }

  var engineName: String { base.engineName }
  var ports: [SimulatedPort] { base.ports }
  var cycleCount: Int { base.cycleCount }

  func storage(ofPort index: Int) -> PortStorage { shadows[index] }

  /// The port of a name.
  func port(_ name: String) -> PortStorage {
    shadows[base.ports.firstIndex { $0.name == name } ?? 0]
  }

  func setReset(_ active: Bool) {
    isReset = active
    base.setReset(active)
  }

  func settle() throws(SimulationError) {
    try base.settle()
    for (index, port) in base.ports.enumerated() where !port.isInput {
      shadows[index].copy(
        from: base.storage(ofPort: index).bytes, count: shadows[index].byteCount)
    }
    do {
      try change(self, isReset)
    } catch let error as SimulationError {
      throw error
    } catch {
      throw SimulationError("\(error)")
    }
  }

  func step() throws(SimulationError) { try base.step() }
  func startTrace(path: String) throws(SimulationError) { try base.startTrace(path: path) }
  func stopTrace() throws(SimulationError) { try base.stopTrace() }
}
