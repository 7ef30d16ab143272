import Configuration
import DESNE
import FixedPoint
import HDL
import Simulation
import Testing
import Verification

@testable import Accelerator

@Suite("Probability unit, every weight")
struct ProbabilityUnitSweepTests {
  private func check(
    _ variant: UnitVariant, _ engine: SimulationEngine, sums count: Int, step: Int
  ) async throws {
    let configuration = try variant.configuration
    let formats = configuration.affinity.formats
    let check = ProbabilityUnitSweep(configuration)
    let summary = try check.run(
      on: await Engines.start(engine, elaborate(check.unit)), sums: count, step: step)
    #expect(summary.mismatches == [])
    let weights = check.weights(step: step)
    #expect(summary.comparisons == 2 * count * weights.count)
    for (reciprocal, exponent) in check.sums.prefix(count) {
      let (probabilities, saturations) = check.expected(
        weights, reciprocal: reciprocal, exponent: exponent)
      let places =
        formats.weight.fractionBits + formats.reciprocal.fractionBits + exponent
        - formats.conditional.fractionBits
      let unit = places >= 0 ? 1 / Double(1 << places) : Double(1 << -places)
      var worst = WorstError()
      for slot in 0..<weights.count - saturations {
        worst.note(
          Int(probabilities[slot]), Double(weights[slot]) * Double(reciprocal) * unit, at: slot)
      }
      // One rounding of an exact product.
      #expect(worst.value <= 0.5, "\(worst)")
    }
  }

  @Test("probabilities are the model's in every configuration", arguments: UnitVariant.allCases)
  func native(variant: UnitVariant) async throws {
    let step = (1 << (try variant.configuration.affinity.formats.weight.fractionBits)) / 128
    try await check(variant, .native, sums: 8, step: step)
  }

  @Test("probabilities are the model's in Verilator", arguments: [UnitVariant.edge, .fine])
  func verilator(variant: UnitVariant) async throws {
    // With NMS_SWEEPS=full every weight of eight sums, else of two.
    let step = variant == .fine ? (Sweep.isFull ? 16 : 1_024) : 1
    try await check(variant, .verilator, sums: Sweep.isFull ? 8 : 2, step: step)
    if !Sweep.isFull { try await check(variant, .verilator, sums: 8, step: 64) }
  }
}
