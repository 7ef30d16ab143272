import Accelerator
import RegisterMap
public import Simulation

/// What a register does with each of its bits, beside a run.
extension SamplerTestbench {
  /// Checks the registers bit by bit: that they hold what is written, that numbers out of range by a single
  /// bit are refused, that a seed of a single bit is none, and what the sampler says of itself.
  ///
  /// - Throws: `SimulationError` from the engine, or where the sampler stands still.
  public func sweepRegisters() throws(SimulationError) {
    try checkBuild()
    try holdValues()
    try configure()
    let numbers: [(name: String, value: Int, most: Int, error: Int)] = [
      ("points", run.images.count, run.configuration.affinity.maximumPoints, 0b00010),
      ("imageBytes", layout.bytesPerImage, run.configuration.distance.maximumDimensions, 0b00100),
      ("exemplars", run.exemplarCount, run.images.count, 0b01000),
    ]
    for (name, value, most, error) in numbers {
      check("bits of \(name)", 0, bits(of: name).isEmpty ? 1 : 0)
      for bit in bits(of: name) where 1 << bit > most {
        try write(1 << UInt64(bit), to: name)
        try write(1, to: "control")
        check("events after a run with \(name) 2^\(bit)", 4, Int(try read("events")))
        check("errors after a run with \(name) 2^\(bit)", error, Int(try read("errors")))
        try write(31, to: "errors")
        try write(7, to: "events")
      }
      try write(UInt64(value), to: name)
    }
    for (name, other) in [("seedLow", "seedHigh"), ("seedHigh", "seedLow")] {
      try write(0, to: other)
      for bit in bits(of: name) {
        try write(1 << UInt64(bit), to: name)
        try write(1, to: "control")
        check("events after a start with \(name) 2^\(bit)", 0, Int(try read("events") & 4))
        check("errors after a start with \(name) 2^\(bit)", 0, Int(try read("errors")))
        try write(2, to: "control")
        try waitForInterrupt(within: cycleLimit ?? 100_000)
        check("events after a stop", 2, Int(try read("events") & 6))
        try write(7, to: "events")
      }
    }
  }

  /// Checks what the sampler says of itself.
  private func checkBuild() throws(SimulationError) {
    let found = map.registers.first { $0.name == "build" }
    check("registers named build", 1, found == nil ? 0 : 1)
    guard let build = found else { return }
    let parts = [
      "maximumPoints": run.configuration.affinity.maximumPoints, "beatBytes": layout.beatBytes,
    ]
    let expected = build.fields.reduce(0) { $0 | (parts[$1.name] ?? 0) << $1.low }
    check("build", expected, Int(try read("build")))
  }

  /// Writes bits by turns and all others to every register that holds a number.
  private func holdValues() throws(SimulationError) {
    for register in map.registers where register.fields.allSatisfy({ $0.access == .readWrite }) {
      let mask = register.fields.reduce(0) { $0 | $1.mask }
      for pattern: UInt64 in [0x5555_5555, 0xaaaa_aaaa, 0x3333_3333, 0xcccc_cccc] {
        try write(pattern & mask, to: register.name)
        check("\(register.name) read back", Int(pattern & mask), Int(try read(register.name)))
      }
    }
  }

  private func bits(of name: String) -> Range<Int> {
    map.registers.first { $0.name == name }?.fields.first?.bits ?? 0..<0
  }
}
