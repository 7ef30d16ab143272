import HDL

/// One instance of a black box in the native simulator: its behavior, and where its ports are.
final class NativeBlackBox {
  private var behavior: (any BlackBoxBehavior)?
  private let pins: BlackBoxPins
  private let inputs: [(position: Int, slot: Int)]
  private let outputs: [Int: Int]
  private let path: String
  private let module: String

  /// - Parameter slots: The slot of each port; -1 for an output that nobody reads.
  init(_ module: ModuleGraph, _ box: any BlackBox, path: String, slots: [Int32]) {
    behavior = (box as? any SimulatedBlackBox)?.makeBehavior()
    pins = BlackBoxPins(module.ports, path: path)
    inputs = module.ports.indices.filter { module.ports[$0].isInput }.map { ($0, Int(slots[$0])) }
    outputs = Dictionary(
      uniqueKeysWithValues: module.ports.indices.filter { !module.ports[$0].isInput }.map {
        ($0, Int(slots[$0]))
      })
    self.path = path
    self.module = module.name
  }

  /// Computes one output.
  func settle(_ port: Int, _ slots: UnsafeMutablePointer<UInt64>) {
    guard let behavior, let slot = outputs[port] else { return }
    capture(slots)
    behavior.settle(pins)
    let storage = pins.storage(port)
    (slots + slot).update(
      from: storage.bytes.assumingMemoryBound(to: UInt64.self), count: storage.byteCount / 8)
  }

  /// Reads the inputs.
  func capture(_ slots: UnsafeMutablePointer<UInt64>) {
    for (position, slot) in inputs where slot >= 0 {
      let storage = pins.storage(position)
      storage.bytes.copyMemory(from: slots + slot, byteCount: storage.byteCount)
    }
  }

  /// Takes a clock edge.
  func step(isReset: Bool) { behavior?.step(pins, isReset: isReset) }

  /// - Throws: `SimulationError` when there is no behavior, or when it went wrong.
  func check() throws(SimulationError) {
    if let mistake = pins.mistake { throw mistake }
    guard behavior == nil else { return }
    throw SimulationError(
      "black box `\(path)` (\(module)) has no behavior for the native simulator; make \(module) a "
        + "`SimulatedBlackBox`, or simulate its Verilog with Verilator or Icarus")
  }
}
