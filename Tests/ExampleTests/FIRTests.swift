import ExampleDesigns
import ExampleTestbenches
import HDL
import Testing

@Suite("FIR filter")
struct FIRTests {
  private static func samples(_ count: Int, bits: Int, seed: UInt64) -> [Int] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in
      switch generator.next() % 4 {
      case 0: -(1 << bits)
      case 1: (1 << bits) - 1
      default: Int.random(in: -(1 << bits)..<1 << bits, using: &generator)
      }
    }
  }

  @Test("is the integer model, with any number of taps", arguments: [1, 2, 3, 8, 31])
  func model(taps: Int) throws {
    var generator = SplitMix64(seed: UInt64(taps))
    let coefficients = (0..<taps).map { _ in Double.random(in: -1...1, using: &generator) }
    let bench = try Simulations.native(
      FIRFilter(coefficients: coefficients, coefficientBits: 7, sampleBits: 9))
    let samples = Self.samples(400, bits: 9, seed: 3)
    let model = FIRModel(coefficients: coefficients, coefficientBits: 7, sampleBits: 9)
    let found = try bench.filter(
      samples, sampleBits: 9, pauses: Pauses(percent: 25, seed: 4))
    #expect(found == model.filter(samples))
    #expect(taps < 8 || (found.contains(511) && found.contains(-512)), "saturates")
  }

  @Test("stays within the error that rounding allows of the same filter in floating point")
  func floatingPoint() throws {
    let coefficients = Example.lowPass(taps: 15)
    let bench = try Simulations.native(
      FIRFilter(coefficients: coefficients, coefficientBits: 10, sampleBits: 11))
    let samples = Self.samples(500, bits: 11, seed: 5)
    let found = try bench.filter(samples, sampleBits: 11)
    // Half a last place of each coefficient, times samples of at most 1; half a last place of the
    // result.
    let bound = 15 * 0x1p-11 + 0x1p-12
    var worst = 0.0
    for index in samples.indices {
      var exact = 0.0
      for (delay, coefficient) in coefficients.enumerated() where index >= delay {
        exact += coefficient * Double(samples[index - delay]) * 0x1p-11
      }
      exact = min(max(exact, -1), 1 - 0x1p-11)
      worst = max(worst, abs(Double(found[index]) * 0x1p-11 - exact))
    }
    #expect(worst <= bound)
    // The bound is not idle.
    #expect(worst > bound / 50)
  }

  @Test("shares multipliers of equal coefficients")
  func symmetry() throws {
    func multipliers(_ coefficients: [Double]) throws -> Int {
      let example = Example(
        name: "fir",
        design: { () throws(ElaborationError) in
          try elaborate(
            FIRFilter(coefficients: coefficients, coefficientBits: 10, sampleBits: 11))
        }, ports: [], cycles: 0..<0, check: { _ in "" })
      return try example.verilog().split(separator: "\n").count { $0.contains("] product") }
    }
    #expect(try multipliers([0.1, 0.2, 0.3, 0.2, 0.1]) == 3)
    #expect(try multipliers([0.1, 0.2, 0.3, 0.4, 0.5]) == 5)
  }
}
