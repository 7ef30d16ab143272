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

@Suite("Selection cosimulation")
struct SelectionCosimulationTests {
  static func configuration(
    change: (inout SamplerConfiguration) throws -> Void = { _ in }
  ) throws -> SamplerConfiguration {
    var configuration = try SamplerConfiguration.preset("small")
    try change(&configuration)
    try configuration.validate()
    return configuration
  }

  /// All runs of a check; issues for every mismatch.
  static func check(
    _ configuration: SamplerConfiguration, on simulator: any Simulator, images: Int, exemplars: Int,
    seed: UInt64 = 5, hasStalls: Bool, randomRuns: Int
  ) throws -> SelectionCoverage {
    let check = try SelectionCosimulation(
      configuration: configuration, dataset: Dataset.open("digits").prefix(images),
      exemplars: exemplars, rules: SelectionRule.allCases, iterations: 5,
      stimulus: .init(seed: seed, hasStalls: hasStalls), randomRuns: randomRuns)
    var coverage = SelectionCoverage()
    let runs = try check.run(on: simulator)
    #expect(runs.count == 2 + randomRuns)
    for run in runs {
      for mismatch in run.report.mismatches { Issue.record("\(run.source), \(mismatch.text)") }
      if !hasStalls { #expect(run.report.cycles == run.report.formulaCycles, "\(run.source)") }
      #expect(run.report.selections == (run.source.hasPrefix("random") ? 18 : 1))
      coverage.add(run.report.coverage)
    }
    return coverage
  }

  @Test("hardware and model agree, and every corner is met")
  func agreement() throws {
    let configuration = try Self.configuration()
    let simulator = NativeSimulator(try SelectionCosimulation.design(configuration))
    var coverage = try Self.check(
      configuration, on: simulator, images: 64, exemplars: 9, hasStalls: true, randomRuns: 6)
    coverage.add(
      try Self.check(
        configuration, on: simulator, images: 24, exemplars: 24, hasStalls: false, randomRuns: 4))
    #expect(coverage.missing == [])
  }

  /// Sizes other than those of the preset.
  enum Variant: CaseIterable {
    case twoPoints, threePoints, oddPoints, shortDistances, coarsePositions, widePositions

    func change(_ configuration: inout SamplerConfiguration) throws {
      switch self {
      case .twoPoints: configuration.affinity.maximumPoints = 2
      case .threePoints: configuration.affinity.maximumPoints = 3
      case .oddPoints: configuration.affinity.maximumPoints = 37
      case .shortDistances: configuration.distance.maximumDimensions = 64
      case .coarsePositions: try change(&configuration, integerBits: 4, fractionBits: 12)
      case .widePositions: try change(&configuration, integerBits: 11, fractionBits: 20)
      }
    }

    private func change(
      _ configuration: inout SamplerConfiguration, integerBits: Int, fractionBits: Int
    ) throws {
      for (signal, fractionBits) in [("pairPosition", 4), ("position", fractionBits)] {
        configuration = try configuration.replacingFormat(
          ofSignal: "embedding.formats.\(signal)",
          with: FixedPointFormat(
            signed: true, integerBits: integerBits, fractionBits: fractionBits))
      }
    }
  }

  @Test("so they do with other sizes and formats", arguments: Variant.allCases)
  func variants(variant: Variant) throws {
    let configuration = try Self.configuration(change: variant.change)
    let simulator = NativeSimulator(try SelectionCosimulation.design(configuration))
    let most = min(20, configuration.affinity.maximumPoints)
    _ = try Self.check(
      configuration, on: simulator, images: most, exemplars: max(1, most / 3), hasStalls: true,
      randomRuns: 2)
  }

  @Test(
    "a reset or a clear in any cycle leaves nothing behind", arguments: SelectionRule.allCases,
    [true, false])
  func interruption(rule: SelectionRule, isReset: Bool) throws {
    let configuration = try Self.configuration(change: Variant.coarsePositions.change)
    let simulator = NativeSimulator(try SelectionCosimulation.design(configuration))
    var generator = SelectionProblemGenerator(configuration, seed: 11)
    let other = try #require(SelectionRule.allCases.first { $0 != rule })
    let problems = try [rule, other, rule].map { try generator.next(rules: [$0], pointLimit: 7) }
    let alone = try SelectorTestbench(
      configuration: configuration, problems: problems,
      stimulus: .init(seed: 1, hasStalls: false)
    ).run(on: simulator)
    var random = Xorshift64(seed: 3)
    // The first cycles, and others up to the last exemplar.
    let cycles = Array(0..<48) + (0..<72).map { _ in 48 + random.next(below: alone.cycles) }
    for cycle in cycles {
      let testbench = SelectorTestbench(
        configuration: configuration, problems: problems,
        stimulus: .init(seed: UInt64(cycle), hasStalls: cycle & 1 == 0))
      let report = try testbench.run(
        on: simulator, clearAfter: isReset ? nil : cycle, resetAfter: isReset ? cycle : nil)
      #expect(report.mismatches.map(\.text) == [], "after \(cycle) cycles")
      #expect(report.selections == 3, "after \(cycle) cycles")
    }
  }

  @Test("Verilator agrees, and every corner is met")
  func verilator() async throws {
    let configuration = try Self.configuration()
    let simulator = try await Engines.start(
      .verilator, SelectionCosimulation.design(configuration))
    let coverage = try Self.check(
      configuration, on: simulator, images: 64, exemplars: 5, hasStalls: true, randomRuns: 12)
    #expect(coverage.missing == [])
  }

  @Test("Icarus agrees and meets no unknown value")
  func icarus() async throws {
    let configuration = try Self.configuration(change: Variant.coarsePositions.change)
    let simulator = try await Engines.start(.icarus, SelectionCosimulation.design(configuration))
    var generator = SelectionProblemGenerator(configuration, seed: 4)
    let problems = try (0..<12).map { _ in
      try generator.next(rules: SelectionRule.allCases, pointLimit: 9)
    }
    let report = try SelectorTestbench(
      configuration: configuration, problems: problems, stimulus: .init(seed: 2, hasStalls: true)
    ).run(on: simulator)
    #expect(report.mismatches.map(\.text) == [])
    #expect(report.selections == 12)
  }

  @Test(
    "real images in the selector of the default configuration",
    .enabled(if: RealImages.areExpected, "the folder of real images is not there"))
  func realImages() async throws {
    let configuration = SamplerConfiguration.edge
    let simulator = try await Engines.start(
      .verilator, SelectionCosimulation.design(configuration))
    for set in ["fashion-mnist", "cifar-10"] {
      let images = try Dataset.open("\(RealImages.folder)/\(set)").subset(class: 3).prefix(200)
      let check = try SelectionCosimulation(
        configuration: configuration, dataset: images, exemplars: 20,
        rules: SelectionRule.allCases, iterations: 3, stimulus: .init(seed: 1, hasStalls: false),
        randomRuns: 0)
      for run in try check.run(on: simulator) {
        #expect(run.report.mismatches.map(\.text) == [])
        #expect(run.report.exemplars == 20)
        #expect(run.report.cycles == run.report.formulaCycles)
      }
    }
  }

  @Test("refuses what the selector does not hold")
  func refusals() throws {
    let configuration = try Self.configuration()
    func check(_ images: Int, exemplars: Int) throws {
      _ = try SelectionCosimulation(
        configuration: configuration, dataset: Dataset.open("digits").prefix(images),
        exemplars: exemplars, rules: [.grid], iterations: 1,
        stimulus: .init(seed: 1, hasStalls: false), randomRuns: 0)
    }
    #expect(
      throws: ConfigurationError(
        "optical-digits has 65 images, but a map takes 2 to 64 points (affinity.maximumPoints); "
          + "choose another count or raise it in the configuration")
    ) { try check(65, exemplars: 6) }
    #expect(
      throws: ConfigurationError(
        "31 exemplars are asked for of 30 images; choose 1 to 30")
    ) { try check(30, exemplars: 31) }
  }
}
