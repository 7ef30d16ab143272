import Configuration
import DESNE
import FixedPoint
import Foundation
import HDL
import Simulation
import Testing
import Verification

@testable import Accelerator

@Suite("Weight lane")
struct WeightLaneSweepTests {
  private func sweep(
    _ variant: UnitVariant, _ engine: SimulationEngine, logBetas count: Int, distances most: Int
  ) async throws {
    let configuration = try variant.configuration
    let check = WeightLaneSweep(configuration)
    let summary = try check.run(
      on: await Engines.start(engine, elaborate(check.unit)), logBetas: count, distances: most)
    #expect(summary.mismatches == [])
    let all = Int(configuration.affinity.formats.distance.maximum)
    #expect(summary.comparisons > count * min(most, all))
  }

  @Test("weights and sums are the model's in every configuration", arguments: UnitVariant.allCases)
  func native(variant: UnitVariant) async throws {
    try await sweep(variant, .native, logBetas: 16, distances: 512)
  }

  @Test("weights and sums are the model's for every distance at some log2 beta, in Verilator")
  func verilator() async throws {
    // With NMS_SWEEPS=full 2^24 inputs.
    try await sweep(.edge, .verilator, logBetas: Sweep.isFull ? 16 : 1, distances: 1 << 20)
    if !Sweep.isFull {
      try await sweep(.edge, .verilator, logBetas: 16, distances: 1 << 14)
    }
  }

  @Test(
    "the same with other formats, in Verilator", arguments: [UnitVariant.large, .fine])
  func verilatorFormats(variant: UnitVariant) async throws {
    try await sweep(
      variant, .verilator, logBetas: 16, distances: Sweep.isFull ? 1 << 20 : 1 << 13)
  }

  @Test(
    "a weight is within 0.0004 of 2^-x, and within a unit in the last place of its own exponent's")
  func error() throws {
    let configuration = try UnitVariant.edge.configuration
    let formats = configuration.affinity.formats
    let stage = AffinityStage(configuration.affinity, pointCount: 1_000)
    let all = (0...UInt32(formats.distance.maximum)).map { $0 }
    var total = WorstError()
    var table = WorstError()
    let one = Double(1 << formats.weight.fractionBits)
    let unit = Double(1 << -formats.distance.fractionBits)
    for logBeta in WeightLaneSweep(configuration).logBetas.prefix(Sweep.isFull ? 16 : 4) {
      let (exponents, weights) = stage.weights(all, logBeta: logBeta)
      let beta = exp2(Double(logBeta) / Double(1 << formats.logBeta.fractionBits)) * unit
      for (distance, weight) in weights.enumerated() {
        total.note(Int(weight), one * exp2(-beta * Double(distance)), at: distance)
        let exponent = Double(exponents[distance]) / Double(1 << formats.exponent.fractionBits)
        table.note(Int(weight), one * exp2(-exponent), at: distance)
      }
    }
    // Half a unit in the last place of the exponent near 0 is 2^-11 ln 2 = 0.00034; the multiplier's
    // error adds less than that elsewhere: where it is large the weight is small.
    #expect(total.value / one < 0.0004, "\(total)")
    #expect(table.value < 1, "\(table)")
    // The worst in units in the last place of a weight, 2^-20.
    #expect(abs(total.value - 355) < 15, "\(total)")
    #expect(abs(table.value - 0.78) < 0.05, "\(table)")
  }
}
