import HDL
import Simulation
import Testing

/// A simulation whose ports are called by name.
struct Bench {
  let simulator: any Simulator
  private let storages: [String: PortStorage]

  init(_ simulator: any Simulator) {
    self.simulator = simulator
    var storages: [String: PortStorage] = [:]
    for (index, port) in simulator.ports.enumerated() {
      storages[port.name] = simulator.storage(ofPort: index)
    }
    self.storages = storages
  }

  init(_ module: some Module) throws { self.init(NativeSimulator(try elaborate(module))) }

  /// The value of a port of at most 64 bits. A port that does not exist fails the test.
  subscript(_ name: String) -> UInt64 {
    get {
      guard let storage = storages[name] else {
        Issue.record("there is no port \(name)")
        return 0
      }
      return storage.value
    }
    nonmutating set {
      if let storage = storages[name] {
        storage.value = newValue
      } else {
        Issue.record("there is no port \(name)")
      }
    }
  }

  func settle() throws { try simulator.settle() }

  func step() throws { try simulator.step() }

  func reset() throws {
    simulator.setReset(true)
    try settle()
    try step()
    simulator.setReset(false)
  }
}

/// The numbers of a test: the same in every run.
struct Stimulus: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
