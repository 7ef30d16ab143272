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

@Suite("Affinity cosimulation")
struct AffinityCosimulationTests {
  /// A small unit whose searches end soon, so that every way to end them is met.
  static func configuration(
    _ strategy: SearchConfiguration.Strategy,
    change: (inout SamplerConfiguration) -> Void = { _ in }
  ) throws -> SamplerConfiguration {
    var configuration = try SamplerConfiguration.preset("small")
    configuration.search.strategy = strategy
    configuration.search.generations = strategy == .bisection ? 5 : 12
    configuration.search.tolerance = 16
    change(&configuration)
    try configuration.validate()
    return configuration
  }

  static func digits(_ count: Int) throws -> Dataset { try Dataset.open("digits").prefix(count) }

  /// All runs of a check; issues for every mismatch.
  static func check(
    _ configuration: SamplerConfiguration, on simulator: any Simulator, images: Int,
    hasStalls: Bool, randomRuns: Int
  ) throws -> AffinityCoverage {
    let check = try AffinityCosimulation(
      configuration: configuration, dataset: digits(images),
      stimulus: .init(seed: 5, hasStalls: hasStalls), randomRuns: randomRuns)
    var coverage = AffinityCoverage()
    let runs = try check.run(on: simulator)
    #expect(runs.count == 1 + randomRuns)
    for run in runs {
      for mismatch in run.report.mismatches { Issue.record("\(run.source), \(mismatch.text)") }
      if !hasStalls { #expect(run.report.cycles == run.report.formulaCycles, "\(run.source)") }
      #expect(run.report.rows == (run.source.hasPrefix("random") ? 12 : images))
      coverage.add(run.report.coverage)
    }
    return coverage
  }

  @Test(
    "hardware and model agree, and every corner is met",
    arguments: SearchConfiguration.Strategy.allCases)
  func agreement(strategy: SearchConfiguration.Strategy) throws {
    let configuration = try Self.configuration(strategy)
    let simulator = NativeSimulator(try AffinityCosimulation.design(configuration))
    var coverage = try Self.check(
      configuration, on: simulator, images: 64, hasStalls: true, randomRuns: 12)
    coverage.add(
      try Self.check(configuration, on: simulator, images: 24, hasStalls: false, randomRuns: 2))
    #expect(coverage.missing == [])
  }

  @Test(
    "so they do with other mutations, populations and formats",
    arguments: Variant.allCases)
  func variants(variant: Variant) throws {
    for strategy in SearchConfiguration.Strategy.allCases {
      let configuration = try Self.configuration(strategy, change: variant.change)
      let simulator = NativeSimulator(try AffinityCosimulation.design(configuration))
      _ = try Self.check(
        configuration, on: simulator, images: 12, hasStalls: true, randomRuns: 2)
    }
  }

  /// A way to differ from the default.
  enum Variant: CaseIterable {
    case best1, rand1, fourMembers, thirteenMembers, oneGeneration, noTolerance, wideBounds, narrow,
      wide, otherTables

    func change(_ configuration: inout SamplerConfiguration) {
      switch self {
      case .best1: configuration.search.mutation = .best1
      case .rand1: configuration.search.mutation = .rand1
      case .fourMembers: configuration.search.population = 4
      case .thirteenMembers: configuration.search.population = 13
      case .oneGeneration: configuration.search.generations = 1
      case .noTolerance: configuration.search.tolerance = 0
      case .wideBounds:
        configuration.search.minimumLogBeta = -30
        configuration.search.maximumLogBeta = 20
      case .narrow: narrow(&configuration.affinity.formats)
      case .wide: wide(&configuration.affinity.formats)
      case .otherTables:
        configuration.affinity.exp2Table = TableConfiguration(segmentBits: 10, degree: 0)
        configuration.affinity.log2Table = TableConfiguration(segmentBits: 6, degree: 2)
        configuration.affinity.reciprocalTable = TableConfiguration(segmentBits: 0, degree: 2)
      }
    }
    /// Every format at or near its fewest bits.
    private func narrow(_ formats: inout AffinityFormats) {
      formats.distance = format("UQ20.-12")
      formats.exponent = format("UQ4.10")
      formats.weight = format("UQ1.10")
      formats.weightFactor = format("UQ1.6")
      formats.moment = format("UQ0.8")
      formats.normalizedSum = format("UQ1.12")
      formats.log2 = format("UQ5.4")
      formats.reciprocal = format("UQ1.6")
      formats.entropy = format("UQ5.8")
      formats.conditional = format("UQ0.8")
    }

    /// Every format at or near its most bits.
    private func wide(_ formats: inout AffinityFormats) {
      formats.distance = format("UQ28.0")
      formats.betaMantissa = format("UQ1.16")
      formats.exponent = format("UQ6.14")
      formats.weight = format("UQ1.26")
      formats.weightFactor = format("UQ1.26")
      formats.moment = format("UQ0.32")
      formats.normalizedSum = format("UQ1.16")
      formats.log2 = format("UQ5.20")
      formats.reciprocal = format("UQ1.24")
      formats.entropy = format("UQ6.20")
      formats.conditional = format("UQ1.26")
    }

    private func format(_ notation: String) -> FixedPointFormat {
      let isSigned = notation.hasPrefix("S")
      let parts = notation.dropFirst(2).split(separator: ".", maxSplits: 1)
      guard let whole = Int(parts[0]), let fraction = Int(parts[1]),
        let format = try? FixedPointFormat(
          signed: isSigned, integerBits: whole, fractionBits: fraction)
      else { preconditionFailure(notation) }
      return format
    }
  }

  @Test(
    "a reset or a clear in any cycle leaves nothing behind",
    arguments: SearchConfiguration.Strategy.allCases, [true, false])
  func interruption(strategy: SearchConfiguration.Strategy, isReset: Bool) throws {
    let configuration = try Self.configuration(strategy) { $0.search.generations = 3 }
    let simulator = NativeSimulator(try AffinityCosimulation.design(configuration))
    var generator = AffinityRowGenerator(configuration, seed: 11)
    let (rows, pointCount) = generator.rows(run: 1, count: 3, seed: 1)
    var random = Xorshift64(seed: 3)
    // A cycle around each event of the first rows, and some at random.
    let cycles = Array(0..<160) + (0..<40).map { _ in 160 + random.next(below: 1_500) }
    for cycle in cycles {
      let testbench = AffinityTestbench(
        configuration: configuration, rows: rows, pointCount: pointCount, seed: 2,
        stimulus: .init(seed: UInt64(cycle), hasStalls: true))
      let report = try testbench.run(
        on: simulator, clearAfter: isReset ? nil : cycle, resetAfter: isReset ? cycle : nil)
      #expect(report.mismatches.map(\.text) == [], "after \(cycle) cycles")
      #expect(report.rows == 3, "after \(cycle) cycles")
    }
  }

  @Test("the engines agree with each other", arguments: SearchConfiguration.Strategy.allCases)
  func engines(strategy: SearchConfiguration.Strategy) async throws {
    let configuration = try Self.configuration(strategy)
    let design = try AffinityCosimulation.design(configuration)
    for engine in [SimulationEngine.verilator, .icarus] {
      let simulator = try await Engines.start(engine, design)
      _ = try Self.check(
        configuration, on: simulator, images: engine == .icarus ? 6 : 64, hasStalls: true,
        randomRuns: engine == .icarus ? 1 : 8)
    }
  }

  @Test(
    "real images in the unit of the default configuration",
    .enabled(if: RealImages.areExpected, "the folder of real images is not there"))
  func realImages() async throws {
    let configuration = SamplerConfiguration.edge
    let simulator = try await Engines.start(
      .verilator, AffinityCosimulation.design(configuration))
    for set in ["fashion-mnist", "cifar-10"] {
      let images = try Dataset.open("\(RealImages.folder)/\(set)").subset(class: 3).prefix(60)
      let check = try AffinityCosimulation(
        configuration: configuration, dataset: images,
        stimulus: .init(seed: 1, hasStalls: false), randomRuns: 0)
      let report = try #require(try check.run(on: simulator).first).report
      #expect(report.mismatches.map(\.text) == [])
      #expect(report.rows == 60)
      #expect(report.cycles == report.formulaCycles)
    }
  }

  @Test("refuses what the unit does not hold")
  func refusals() throws {
    let configuration = try SamplerConfiguration.preset("small")
    #expect(
      throws: ConfigurationError(
        "optical-digits has 65 images, but a row takes 2 to 64 points (affinity.maximumPoints); "
          + "choose another count or raise it in the configuration")
    ) {
      try AffinityCosimulation(
        configuration: configuration, dataset: Self.digits(65),
        stimulus: .init(seed: 1, hasStalls: false), randomRuns: 0)
    }
  }
}
