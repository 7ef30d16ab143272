import DESNE
import FixedPoint
import Foundation
import HDL
import Simulation
import Testing
import Verification

@testable import Accelerator

@Suite("Bandwidth scale, every log2 beta")
struct BandwidthScaleSweepTests {
  private static let runs: [(UnitVariant, SimulationEngine)] =
    UnitVariant.allCases.map { ($0, .native) }
    + [UnitVariant.edge, .fine].map { ($0, .verilator) }

  @Test(
    "multiplier and shift are the model's for all log2 beta between the bounds", arguments: runs)
  func values(variant: UnitVariant, engine: SimulationEngine) async throws {
    let configuration = try variant.configuration
    let model = BandwidthUnit(configuration.affinity)
    let bounds = configuration.logBetaBounds
    let leastPlaces = configuration.leastPlaces
    #expect(leastPlaces == AffinityShapes(configuration).leastPlaces)
    let hasNegativeShift = bounds.contains { model.scale(logBeta: $0).places - leastPlaces < 0 }
    #expect(!hasNegativeShift)
    let check = BandwidthScaleSweep(configuration)
    let summary = try check.run(on: await Engines.start(engine, elaborate(check.unit)))
    #expect(summary.mismatches == [])
    #expect(summary.comparisons == 2 * bounds.count)
  }

  @Test("beta is right to a 2000th", arguments: [UnitVariant.edge, .small, .large])
  func error(variant: UnitVariant) throws {
    let configuration = try variant.configuration
    let shapes = AffinityShapes(configuration)
    let model = BandwidthUnit(configuration.affinity)
    let fractionBits = configuration.affinity.formats.logBeta.fractionBits
    let offset = shapes.leastPlaces + configuration.search.maximumLogBeta
    var worst = 0.0
    for logBeta in shapes.bounds {
      let scale = model.scale(logBeta: logBeta)
      let beta = Double(scale.mantissa) * exp2(Double(-11 - scale.places + offset))
      let exact = exp2(Double(logBeta) / Double(1 << fractionBits))
      worst = max(worst, abs(beta / exact - 1))
    }
    // Half a unit in the last place of a mantissa near 1/2 is 2^-11.
    #expect(worst < 0x1p-11)
    #expect(abs(worst - 4.760e-4) < 1e-7, "\(worst)")
  }
}
