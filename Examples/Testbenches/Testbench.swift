package import Simulation

/// Drives a simulation by the names of its ports, cycle by cycle, and keeps a part of the waveform.
package final class Testbench {
  /// What executes the design.
  package let simulator: any Simulator
  /// Cycles so far.
  package private(set) var cycle = 0
  private let storages: [String: PortStorage]
  private let shown: Range<Int>
  private var recording: TextWaveform

  /// - Parameters:
  ///   - simulator: What executes the design.
  ///   - ports: Ports to draw.
  ///   - cycles: Cycles to draw, counted from the start.
  package init(_ simulator: any Simulator, showing ports: [String] = [], cycles: Range<Int> = 0..<0)
  {
    self.simulator = simulator
    let named = simulator.ports.enumerated().map { index, port in
      (port.name, simulator.storage(ofPort: index))
    }
    storages = Dictionary(named) { first, _ in first }
    shown = cycles
    recording = TextWaveform(simulator, ports: ports)
  }

  /// The recorded cycles as text.
  package var waveform: String { recording.description }

  /// The value of a port of at most 64 bits.
  ///
  /// - Precondition: the design has the port.
  package subscript(name: String) -> UInt64 {
    get { storage(name).value }
    set { storage(name).value = newValue }
  }

  /// The bytes of a port, the most significant first.
  ///
  /// - Precondition: the design has the port.
  package func bytes(of name: String) -> [UInt8] {
    let storage = storage(name)
    return (0..<storage.bitWidth / 8).reversed().map {
      storage.bytes.load(fromByteOffset: $0, as: UInt8.self)
    }
  }

  /// Writes all bytes of a port, the most significant first.
  ///
  /// - Precondition: the design has the port.
  package func setBytes(of name: String, to bytes: [UInt8]) {
    let storage = storage(name)
    for (offset, byte) in bytes.reversed().enumerated() {
      storage.bytes.storeBytes(of: byte, toByteOffset: offset, as: UInt8.self)
    }
  }

  /// Lets the inputs take effect on the outputs.
  package func settle() throws(SimulationError) { try simulator.settle() }

  /// Takes a clock edge on what was settled last.
  package func step() throws(SimulationError) {
    if shown.contains(cycle) { recording.sample() }
    try simulator.step()
    cycle += 1
  }

  /// Settles and takes a clock edge, `count` times.
  package func run(cycles count: Int = 1) throws(SimulationError) {
    for _ in 0..<count {
      try settle()
      try step()
    }
  }

  /// One cycle with reset.
  package func reset() throws(SimulationError) {
    simulator.setReset(true)
    try run()
    simulator.setReset(false)
  }

  private func storage(_ name: String) -> PortStorage {
    guard let storage = storages[name] else {
      preconditionFailure("the design has no port \(name)")
    }
    return storage
  }
}

/// A design did something else than it should have.
package struct Mismatch: Error, CustomStringConvertible {
  /// What was found and what was expected.
  package let description: String

  package init(_ description: String) { self.description = description }
}

/// Checks that two values are equal.
package func expect<Value: Equatable>(
  _ found: Value, equals expected: Value, _ what: @autoclosure () -> String
) throws(Mismatch) {
  if found != expected { throw Mismatch("\(what()) is \(found), not \(expected)") }
}
