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
  private func check(
    _ variant: UnitVariant, _ engine: SimulationEngine, randomSums: Int
  ) async throws {
    let check = EntropyUnitSweep(try variant.configuration)
    let summary = try check.run(
      on: await Engines.start(engine, elaborate(check.unit)), randomSums: randomSums)
    #expect(summary.mismatches == [])
    #expect(summary.comparisons == 5 * 3 * (check.edges.count + randomSums / 3))
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
    let sweep = EntropyUnitSweep(configuration)
    var random = Xorshift64(seed: 12)
    var (all, narrow) = (WorstError(), WorstError())
    var sums = sweep.edges
    for _ in 0..<(Sweep.isFull ? 1 << 22 : 1 << 20) {
      sums.append(sweep.sums(&random))
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
