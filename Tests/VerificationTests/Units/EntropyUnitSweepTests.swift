import Configuration
import DESNE
import FixedPoint
import Foundation
import HDL
import Simulation
import Testing
import Verification

@testable import Accelerator

@Suite("Entropy unit")
struct EntropyUnitSweepTests {
  /// Sums of weights and moments.
  private struct Sums {
    var weight: Int
    var moment: Int
  }

  /// Sums of weights within 64 of every power of two, each with the moments 0, 1, some and the most.
  private func edges(_ configuration: SamplerConfiguration) -> [Sums] {
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
  private func random(
    _ configuration: SamplerConfiguration, _ random: inout Xorshift64
  ) -> Sums {
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

  private func check(
    _ variant: UnitVariant, _ engine: SimulationEngine, randomSums: Int
  ) async throws {
    let configuration = try variant.configuration
    let unit = EntropyUnit(configuration)
    let simulator = try await Engines.start(engine, elaborate(unit))
    let edges = edges(configuration)
    let bounds = AffinityShapes(configuration).bounds
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
          slot < edges.count ? edges[slot] : self.random(configuration, &random)
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
      #expect(sweep.mismatches.map(\.text) == [], "\(points) points")
      #expect(sweep.comparisons == 5 * (edges.count + randomSums / 3))
    }
  }

  @Test("evaluations are the model's in every configuration", arguments: UnitVariant.allCases)
  func native(variant: UnitVariant) async throws {
    try await check(variant, .native, randomSums: 6_000)
  }

  @Test(
    "evaluations are the model's in Verilator", arguments: [UnitVariant.edge, .fine])
  func verilator(variant: UnitVariant) async throws {
    // With NMS_SWEEPS=full 2^22 random sums of the preset edge.
    let isFull = Sweep.isFull && variant == .edge
    try await check(variant, .verilator, randomSums: isFull ? 1 << 22 : 1 << 17)
  }

  @Test("the entropy of sums that a row can have is within five units in the last place")
  func error() throws {
    let configuration = try UnitVariant.edge.configuration
    let formats = configuration.affinity.formats
    let stage = AffinityStage(configuration.affinity, pointCount: 1_000)
    let most = Foundation.log2(Double(configuration.affinity.maximumPoints))
    var random = Xorshift64(seed: 12)
    var (all, narrow) = (WorstError(), WorstError())
    var sums = edges(configuration)
    for _ in 0..<(Sweep.isFull ? 1 << 22 : 1 << 20) {
      sums.append(self.random(configuration, &random))
    }
    for (index, sums) in sums.enumerated() {
      let sum = Double(sums.weight) / Double(1 << formats.weight.fractionBits)
      let mean = Double(sums.moment) / Double(1 << formats.moment.fractionBits) / sum
      let exact = Foundation.log2(sum) + mean
      // No row of n points has more entropy than log2 n.
      guard exact <= most else { continue }
      let entropy = stage.finish(
        logBeta: 0, weightSum: sums.weight, moment: sums.moment
      ).entropy
      all.note(entropy, exact * Double(1 << formats.entropy.fractionBits), at: index)
      if mean <= 2 {
        narrow.note(entropy, exact * Double(1 << formats.entropy.fractionBits), at: index)
      }
    }
    #expect(all.count > sums.count / 4)
    // The reciprocal's 0.75 units of 2^-14 and the dropped bits of the sum weigh M / S times as much.
    #expect((3.9..<5).contains(all.value), "\(all)")
    #expect((1.3..<1.7).contains(narrow.value), "\(narrow)")
  }
}
