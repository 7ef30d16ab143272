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
  /// Mantissas' reciprocals and exponents, by which the sum 1 comes first and the largest last.
  private func sums(_ configuration: SamplerConfiguration) -> [(reciprocal: Int, exponent: Int)] {
    let one = 1 << configuration.affinity.formats.reciprocal.fractionBits
    let points = configuration.affinity.maximumPoints
    let highest = Int.bitWidth - 1 - points.leadingZeroBitCount
    return [
      (one, 0), (one - 1, 0), (one / 2 + 1, highest), (one, 1), (one * 3 / 4, 3), (one / 2, 0),
      (one * 5 / 7, highest / 2), (one, highest),
    ]
  }

  private func check(
    _ variant: UnitVariant, _ engine: SimulationEngine, sums count: Int, step: Int
  ) async throws {
    let configuration = try variant.configuration
    let formats = configuration.affinity.formats
    let stage = AffinityStage(configuration.affinity, pointCount: 1_000)
    let simulator = try await Engines.start(engine, elaborate(ProbabilityUnit(configuration)))
    var sweep = try UnitSweep(
      simulator, inputs: ["weight", "reciprocal", "exponent"],
      outputs: ["probability", "isSaturated"], latency: ProbabilityUnit.latency)
    let one = 1 << formats.weight.fractionBits
    let weights = stride(from: 0, to: one, by: step).map { UInt32($0) } + [UInt32(one)]
    for (reciprocal, exponent) in sums(configuration).prefix(count) {
      let evaluation = RowEvaluation(
        logBeta: 0, weightSum: 0, moment: 0, log2: 0, reciprocal: reciprocal,
        sumExponent: exponent, meanExponent: 0, entropy: 0, error: 0)
      var saturations = 0
      let expected = stage.conditional(
        weights: weights, evaluation: evaluation, saturations: &saturations)
      // Of a larger weight the probability is not smaller.
      let firstSaturated = weights.count - saturations
      var worst = WorstError()
      let places =
        formats.weight.fractionBits + formats.reciprocal.fractionBits + exponent
        - formats.conditional.fractionBits
      let unit = places >= 0 ? 1 / Double(1 << places) : Double(1 << -places)
      try sweep.run(weights.count) { cycle, inputs in
        inputs[0].value = cycle < weights.count ? UInt64(weights[cycle]) : 0
        inputs[1].value = UInt64(reciprocal)
        inputs[2].value = UInt64(exponent)
      } check: { slot, outputs in
        outputs.expect(Int(expected[slot]), at: 0)
        outputs.expect(slot >= firstSaturated ? 1 : 0, at: 1)
        if slot < firstSaturated {
          worst.note(
            Int(expected[slot]), Double(weights[slot]) * Double(reciprocal) * unit, at: slot)
        }
      }
      #expect(sweep.mismatches.map(\.text) == [], "\(reciprocal), \(exponent)")
      // One rounding of an exact product.
      #expect(worst.value <= 0.5, "\(worst)")
      guard sweep.mismatches.isEmpty else { return }
    }
    #expect(sweep.comparisons == 2 * count * weights.count)
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
