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

  @Test("hardware and model agree, and every corner is met")
  func agreement() throws {
    let configuration = try Self.configuration()
    let simulator = NativeSimulator(try EmbeddingCosimulation.design(configuration))
    var coverage = try Self.check(
      configuration, on: simulator, images: 64, hasStalls: true, randomRuns: 2)
    coverage.add(
      try Self.check(configuration, on: simulator, images: 40, hasStalls: false, randomRuns: 2))
    for variant in [EmbeddingVariant.narrow, .coarse, .coinciding] {
      let configuration = try variant.configuration
      let simulator = NativeSimulator(try EmbeddingCosimulation.design(configuration))
      coverage.add(
        try Self.check(configuration, on: simulator, images: 12, hasStalls: true, randomRuns: 2))
    }
    #expect(coverage.missing == [])
  }

  @Test(
    "so they do with other lanes, formats, tables and schedules",
    arguments: EmbeddingVariant.allCases, [true, false])
  func variants(variant: EmbeddingVariant, hasStalls: Bool) throws {
    let configuration = try variant.configuration
    let simulator = NativeSimulator(try EmbeddingCosimulation.design(configuration))
    _ = try Self.check(
      configuration, on: simulator, images: min(20, configuration.affinity.maximumPoints),
      hasStalls: hasStalls, randomRuns: 1)
  }

  @Test("a reset or a clear in any cycle leaves nothing behind", arguments: [true, false])
  func interruption(isReset: Bool) throws {
    let configuration = try Self.configuration { $0.embedding.lanes = 2 }
    let simulator = NativeSimulator(try EmbeddingCosimulation.design(configuration))
    // Seven points, a single one, five.
    let runs = [7, 1, 5].enumerated().map { index, count in
      EmbeddingRun(
        count: count, joint: (0..<count * (count - 1) / 2).map { UInt32(4_000 * $0 + 1) },
        seed: UInt64(index), iterations: 2)
    }
    var random = Xorshift64(seed: 3)
    let cycles = Array(0..<240) + (0..<60).map { _ in 240 + random.next(below: 600) }
    for cycle in cycles {
      let testbench = EmbeddingTestbench(
        configuration: configuration, runs: runs,
        stimulus: .init(seed: UInt64(cycle), hasStalls: true))
      let report = try testbench.run(
        on: simulator, clearAfter: isReset ? nil : cycle, resetAfter: isReset ? cycle : nil)
      #expect(report.mismatches.map(\.text) == [], "after \(cycle) cycles")
      #expect(report.runs == 3, "after \(cycle) cycles")
    }
  }

  @Test("the engines agree with each other", arguments: [SimulationEngine.verilator, .icarus])
  func engines(engine: SimulationEngine) async throws {
    let configuration = try Self.configuration()
    let simulator = try await Engines.start(
      engine, EmbeddingCosimulation.design(configuration))
    _ = try Self.check(
      configuration, on: simulator, images: engine == .icarus ? 9 : 64,
      iterations: engine == .icarus ? 4 : 30, hasStalls: true,
      randomRuns: engine == .icarus ? 1 : 4)
  }

  @Test(
    "real images in the unit of the default configuration",
    .enabled(if: RealImages.areExpected, "the folder of real images is not there"))
  func realImages() async throws {
    let configuration = SamplerConfiguration.edge
    let simulator = try await Engines.start(
      .verilator, EmbeddingCosimulation.design(configuration))
    for set in ["fashion-mnist", "cifar-10"] {
      let images = try Dataset.open("\(RealImages.folder)/\(set)").subset(class: 3).prefix(60)
      let check = try EmbeddingCosimulation(
        configuration: configuration, dataset: images, iterations: 110,
        stimulus: .init(seed: 1, hasStalls: false), randomRuns: 0)
      let report = try #require(try check.run(on: simulator).first).report
      #expect(report.mismatches.map(\.text) == [])
      #expect(report.iterations == 110)
      #expect(report.cycles == report.formulaCycles)
    }
  }

  @Test("the formula is near half of the squared number of points over the lanes")
  func bound() {
    let unit = EmbeddingUnit(.edge)
    // 1,000 points in 8 lanes: 62,500.
    #expect((62_437...62_500 * 102 / 100).contains(unit.groupsOfIteration(points: 1_000)))
    #expect((62_500...62_500 * 110 / 100).contains(unit.cyclesOfIteration(points: 1_000)))
  }

  /// A part of the configuration in which the unit differs from the model, and where that shows first.
  struct Difference: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var change: @Sendable (inout EmbeddingConfiguration) -> Void
  }

  static let differences = [
    Difference(testDescription: "x") { $0.startBits = 5 },
    Difference(testDescription: "attraction x") {
      $0.reciprocalTable = TableConfiguration(segmentBits: 5, degree: 1)
    },
    Difference(testDescription: "gradient x") { $0.exaggeration = 5 },
    Difference(testDescription: "gain x") { $0.gainDecay = 204 },
    Difference(testDescription: "velocity x") { $0.finalMomentum = 820 },
  ]

  @Test("a unit of another configuration is seen", arguments: differences)
  func detection(difference: Difference) throws {
    let configuration = try Self.configuration()
    var other = configuration
    difference.change(&other.embedding)
    let simulator = NativeSimulator(try EmbeddingCosimulation.design(other))
    let check = try EmbeddingCosimulation(
      configuration: configuration, dataset: Self.digits(20), iterations: 8,
      stimulus: .init(seed: 5, hasStalls: false), randomRuns: 0)
    let report = try #require(try check.run(on: simulator).first).report
    #expect(!report.isClean)
    #expect(report.mismatches.first?.signal == difference.testDescription)
  }

  @Test("refuses what the unit does not hold")
  func refusals() throws {
    let configuration = try SamplerConfiguration.preset("small")
    #expect(
      throws: ConfigurationError(
        "optical-digits has 65 images, but a map takes 1 to 64 points (affinity.maximumPoints); "
          + "choose another count or raise it in the configuration")
    ) {
      try EmbeddingCosimulation(
        configuration: configuration, dataset: Self.digits(65), iterations: 1,
        stimulus: .init(seed: 1, hasStalls: false), randomRuns: 0)
    }
  }
}
