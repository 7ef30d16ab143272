package import Accelerator
package import Configuration
package import DESNE
package import Simulation

/// Sums next to every power of two and random ones through an `EntropyUnit`, against the model.
package struct EntropyUnitSweep: Sendable {
  private let configuration: SamplerConfiguration

  package init(_ configuration: SamplerConfiguration) { self.configuration = configuration }

  package var unit: EntropyUnit { EntropyUnit(configuration) }

  /// Sums of weights and moments.
  package struct Sums {
    package var weight: Int
    package var moment: Int
  }

  /// Sums of weights within 64 of every power of two, each with the moments 0, 1, some and the most.
  package var edges: [Sums] {
    let formats = configuration.affinity.formats
    let one = 1 << formats.weight.fractionBits
    let most = configuration.affinity.maximumPoints << formats.weight.fractionBits
    let mostMoment = configuration.affinity.maximumPoints << formats.moment.fractionBits
    var random = Xorshift64(seed: 3)
    var sums: [Sums] = []
    var power = one
    while power <= 2 * most {
      for weight in power - 64...power + 64 where (one...most).contains(weight) {
        let some = random.next(below: mostMoment)
        sums += [0, 1, some >> random.next(below: 30), some, mostMoment].map {
          Sums(weight: weight, moment: $0)
        }
      }
      power *= 2
    }
    return sums
  }

  /// Sums as rows have them and any others: magnitudes are spread over all powers of two.
  package func sums(_ random: inout Xorshift64) -> Sums {
    let formats = configuration.affinity.formats
    let points = configuration.affinity.maximumPoints
    let one = 1 << formats.weight.fractionBits
    let bits = Int.bitWidth - points.leadingZeroBitCount
    let most = points << formats.weight.fractionBits
    let weight = min(one + random.next(below: one << random.next(below: bits)), most)
    let mostMoment = points << formats.moment.fractionBits
    let moment = random.next(below: mostMoment) >> random.next(below: 20)
    return Sums(weight: weight, moment: moment)
  }

  /// - Parameters:
  ///   - simulator: An engine with the unit.
  ///   - randomSums: Number of random sums, a third of them for each of three perplexities.
  package func run(on simulator: any Simulator, randomSums: Int) throws -> UnitSweep.Summary {
    let edges = edges
    let bounds = configuration.logBetaBounds
    var summary = UnitSweep.Summary()
    for points in [2, 20, configuration.affinity.maximumPoints] {
      let stage = AffinityStage(configuration.affinity, pointCount: points)
      var sweep = try UnitSweep(
        simulator, inputs: ["valid", "logBeta", "weightSum", "momentSum", "targetEntropy"],
        outputs: [
          "evaluationValid", "evaluation_logBeta", "evaluation_error", "evaluation_reciprocal",
          "evaluation_exponent",
        ], latency: unit.latency)
      // Two generators in step: one for the inputs, one for what is expected of them.
      var (driven, expected) = (Xorshift64(seed: 8), Xorshift64(seed: 8))
      func sums(_ slot: Int, _ random: inout Xorshift64) -> (isValid: Bool, Int, Sums) {
        let bits = random.next()
        let logBeta = bounds.lowerBound + random.next(below: bounds.count)
        return (
          bits & 7 != 0, logBeta,
          slot < edges.count ? edges[slot] : self.sums(&random)
        )
      }
      try sweep.run(edges.count + randomSums / 3) { cycle, inputs in
        let (isValid, logBeta, sums) = sums(cycle, &driven)
        inputs[0].isSet = isValid
        inputs[1].value = UInt64(bitPattern: Int64(logBeta))
        inputs[2].value = UInt64(sums.weight)
        inputs[3].value = UInt64(sums.moment)
        inputs[4].value = UInt64(stage.targetEntropy)
      } check: { slot, outputs in
        let (isValid, logBeta, sums) = sums(slot, &expected)
        outputs.expect(isValid ? 1 : 0, at: 0)
        let wanted = stage.finish(logBeta: logBeta, weightSum: sums.weight, moment: sums.moment)
        outputs.expect(logBeta, at: 1)
        outputs.expect(wanted.error, at: 2)
        outputs.expect(wanted.reciprocal, at: 3)
        outputs.expect(wanted.sumExponent, at: 4)
      }
      summary.add(sweep, "\(points) points")
      guard sweep.mismatches.isEmpty else { break }
    }
    return summary
  }
}
