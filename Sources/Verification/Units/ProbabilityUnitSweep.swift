package import Accelerator
package import Configuration
import DESNE
package import Simulation

/// Weights at some sums through a `ProbabilityUnit`, against the model.
package struct ProbabilityUnitSweep: Sendable {
  private let configuration: SamplerConfiguration

  package init(_ configuration: SamplerConfiguration) { self.configuration = configuration }

  package var unit: ProbabilityUnit { ProbabilityUnit(configuration) }

  /// Mantissas' reciprocals and exponents, by which the sum 1 comes first and the largest last.
  package var sums: [(reciprocal: Int, exponent: Int)] {
    let one = 1 << configuration.affinity.formats.reciprocal.fractionBits
    let points = configuration.affinity.maximumPoints
    let highest = Int.bitWidth - 1 - points.leadingZeroBitCount
    return [
      (one, 0), (one - 1, 0), (one / 2 + 1, highest), (one, 1), (one * 3 / 4, 3), (one / 2, 0),
      (one * 5 / 7, highest / 2), (one, highest),
    ]
  }

  /// Weights from 0 to 1, `step` in the last place apart.
  package func weights(step: Int) -> [UInt32] {
    let one = 1 << configuration.affinity.formats.weight.fractionBits
    return stride(from: 0, to: one, by: step).map { UInt32($0) } + [UInt32(one)]
  }

  /// Probabilities by the model, and how many of the last are beyond the format: of a larger weight the
  /// probability is not smaller.
  package func expected(
    _ weights: [UInt32], reciprocal: Int, exponent: Int
  ) -> (probabilities: [UInt32], saturations: Int) {
    let evaluation = RowEvaluation(
      logBeta: 0, weightSum: 0, moment: 0, log2: 0, reciprocal: reciprocal,
      sumExponent: exponent, meanExponent: 0, entropy: 0, error: 0)
    var saturations = 0
    let probabilities = AffinityStage(configuration.affinity, pointCount: 1_000).conditional(
      weights: weights, evaluation: evaluation, saturations: &saturations)
    return (probabilities, saturations)
  }

  /// - Parameters:
  ///   - simulator: An engine with the unit.
  ///   - count: Number of sums, at most 8.
  ///   - step: Distance of the weights in the last place.
  package func run(
    on simulator: any Simulator, sums count: Int, step: Int
  ) throws -> UnitSweep.Summary {
    let weights = weights(step: step)
    var summary = UnitSweep.Summary()
    for (reciprocal, exponent) in sums.prefix(count) {
      let (probabilities, saturations) = expected(
        weights, reciprocal: reciprocal, exponent: exponent)
      var sweep = try UnitSweep(
        simulator, inputs: ["weight", "reciprocal", "exponent"],
        outputs: ["probability", "isSaturated"], latency: ProbabilityUnit.latency)
      try sweep.run(weights.count) { cycle, inputs in
        inputs[0].value = cycle < weights.count ? UInt64(weights[cycle]) : 0
        inputs[1].value = UInt64(reciprocal)
        inputs[2].value = UInt64(exponent)
      } check: { slot, outputs in
        outputs.expect(Int(probabilities[slot]), at: 0)
        outputs.expect(slot >= weights.count - saturations ? 1 : 0, at: 1)
      }
      summary.add(sweep, "reciprocal \(reciprocal), exponent \(exponent)")
      guard sweep.mismatches.isEmpty else { break }
    }
    return summary
  }
}
