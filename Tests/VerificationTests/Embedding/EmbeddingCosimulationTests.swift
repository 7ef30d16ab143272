import Accelerator
import Configuration
import Cosimulation
import DESNE
import Datasets
import FixedPoint
import HDL
import Simulation
import TestSupport
import Testing

@testable import Verification

@Suite("Embedding cosimulation")
struct EmbeddingCosimulationTests {
  /// A small unit whose schedule ends soon.
  static func configuration(
    change: (inout SamplerConfiguration) -> Void = { _ in }
  ) throws -> SamplerConfiguration {
    var configuration = try SamplerConfiguration.preset("small")
    configuration.embedding.exaggeratedIterations = 3
    configuration.embedding.initialMomentumIterations = 5
    change(&configuration)
    try configuration.validate()
    return configuration
  }

  static func digits(_ count: Int) throws -> Dataset { try Dataset.open("digits").prefix(count) }

  /// All runs of a check; issues for every mismatch.
  static func check(
    _ configuration: SamplerConfiguration, on simulator: any Simulator, images: Int,
    iterations: Int = 8, hasStalls: Bool, randomRuns: Int, seed: UInt64 = 5
  ) throws -> EmbeddingCoverage {
    let check = try EmbeddingCosimulation(
      configuration: configuration, dataset: digits(images), iterations: iterations,
      stimulus: .init(seed: seed, hasStalls: hasStalls), randomRuns: randomRuns)
    var coverage = EmbeddingCoverage()
    let runs = try check.run(on: simulator)
    #expect(runs.count == 1 + randomRuns)
    for run in runs {
      for mismatch in run.report.mismatches { Issue.record("\(run.source), \(mismatch.text)") }
      if !hasStalls { #expect(run.report.cycles == run.report.formulaCycles, "\(run.source)") }
      #expect(run.report.runs == (run.source.hasPrefix("random") ? 10 : 1))
      coverage.add(run.report.coverage)
    }
    return coverage
  }

  @Test("hardware and model agree", arguments: [false, true])
  func agreement(hasStalls: Bool) throws {
    let configuration = try Self.configuration()
    let simulator = NativeSimulator(try EmbeddingCosimulation.design(configuration))
    _ = try Self.check(
      configuration, on: simulator, images: 64, hasStalls: hasStalls, randomRuns: 2)
  }
}
