import Simulation

/// Small helpers that let a test name ports instead of indices.
struct TestBench {
  var simulator: any Simulator

  init(_ simulator: any Simulator) { self.simulator = simulator }

  func port(_ name: String) -> PortStorage {
    let index = simulator.ports.firstIndex { $0.name == name } ?? 0
    return simulator.storage(ofPort: index)
  }

  /// Value of a port of any width, least significant byte first.
  func bytes(_ name: String) -> [UInt8] {
    let storage = port(name)
    return (0..<(storage.bitWidth + 7) / 8).map {
      storage.bytes.load(fromByteOffset: $0, as: UInt8.self)
    }
  }

  /// Writes a port of any width, least significant byte first.
  func set(_ name: String, _ bytes: [UInt8]) {
    port(name).copy(from: bytes, count: bytes.count)
  }

  func cycle() throws {
    try simulator.settle()
    try simulator.step()
  }

  func reset() throws {
    simulator.setReset(true)
    try cycle()
    simulator.setReset(false)
  }
}

/// The generator xorshift64*, so that every run sees the same stimulus.
struct Stimulus {
  private var state: UInt64

  init(seed: UInt64) { state = seed | 1 }

  mutating func next() -> UInt64 {
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return state &* 2_685_821_657_736_338_717
  }

  /// Random bytes of a value of `bitWidth` bits, least significant first.
  mutating func bytes(bitWidth: Int) -> [UInt8] {
    var bytes = (0..<(bitWidth + 7) / 8).map { _ in UInt8(truncatingIfNeeded: next() >> 56) }
    if bitWidth & 7 != 0 { bytes[bytes.count - 1] &= (1 << UInt8(bitWidth & 7)) - 1 }
    return bytes
  }
}
