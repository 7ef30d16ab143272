import Configuration
import DESNE
import FixedPoint
import HDL
import Simulation
import Testing

@testable import Verification

@Suite("Search engines against the model")
struct SearchTestbenchTests {
  private func check(
    _ strategies: [SearchConfiguration.Strategy], engines: Int, searches: Int, seed: UInt64 = 1,
    hasStalls: Bool = true, engine: SimulationEngine = .native, preset: String = "small"
  ) async throws -> [SearchReport] {
    let check = try SearchCosimulation(
      configuration: .preset(preset), strategies: strategies, engines: engines, searches: searches,
      stimulus: .init(seed: seed, hasStalls: hasStalls))
    var reports: [SearchReport] = []
    for (number, configuration) in check.configurations.enumerated() {
      let design = try SearchCosimulation.design(configuration)
      let report = try check.run(number, on: try await Engines.start(engine, design))
      #expect(report.mismatches.map(\.text) == [], "\(configuration.search)")
      #expect(report.searches == searches)
      #expect(report.candidates >= report.generations)
      reports.append(report)
    }
    return reports
  }

  @Test(
    "random searches on engines of random sizes agree, and meet everything there is to meet",
    arguments: SearchConfiguration.Strategy.allCases)
  func coverage(strategy: SearchConfiguration.Strategy) async throws {
    let reports = try await check([strategy], engines: 16, searches: 60)
    var coverage = SearchCoverage()
    for report in reports { coverage.add(report.coverage) }
    let (missing, count) = coverage.missing([strategy])
    #expect(missing.map(\.rawValue) == [])
    #expect(count > 35)
  }

  @Test("without pauses they agree too", arguments: SearchConfiguration.Strategy.allCases)
  func withoutStalls(strategy: SearchConfiguration.Strategy) async throws {
    _ = try await check([strategy], engines: 6, searches: 20, hasStalls: false)
  }

  @Test(
    "every population agrees",
    arguments: [.differentialEvolution, .fireworks] as [SearchConfiguration.Strategy])
  func populations(strategy: SearchConfiguration.Strategy) throws {
    for population in 4...64 {
      var configuration = try SamplerConfiguration.preset("small")
      configuration.search.strategy = strategy
      configuration.search.population = population
      configuration.search.generations = 1 + population % 7
      configuration.search.mutation =
        SearchConfiguration.Mutation.allCases[population % 3]
      let report = try SearchTestbench(
        configuration: configuration, searches: 4, stimulus: .init(seed: UInt64(population))
      ).run(on: NativeSimulator(SearchCosimulation.design(configuration)))
      #expect(report.mismatches.map(\.text) == [], "\(population)")
      #expect(report.searches == 4)
    }
  }

  @Test(
    "the widest and the narrowest formats agree", arguments: SearchConfiguration.Strategy.allCases)
  func formats(strategy: SearchConfiguration.Strategy) throws {
    for (logBeta, entropy, tolerance) in [
      ((8, 12), (6, 20), 65_535), ((4, 4), (5, 4), 3), ((4, 4), (5, 4), 65_535),
      ((8, 4), (6, 20), 0), ((4, 12), (5, 12), 8),
    ] {
      var configuration = try SamplerConfiguration.preset("small")
      configuration.affinity.formats.logBeta = try FixedPointFormat(
        signed: true, integerBits: logBeta.0, fractionBits: logBeta.1)
      configuration.affinity.formats.entropy = try FixedPointFormat(
        signed: false, integerBits: entropy.0, fractionBits: entropy.1)
      configuration.affinity.exp2Table.segmentBits = 4
      let limit = 1 << (configuration.affinity.formats.logBeta.integerBits - 1)
      configuration.search.strategy = strategy
      configuration.search.minimumLogBeta = -limit
      configuration.search.maximumLogBeta = limit - 1
      configuration.search.tolerance = tolerance
      try configuration.validate()
      let report = try SearchTestbench(
        configuration: configuration, searches: 40, stimulus: .init(seed: 9)
      ).run(on: NativeSimulator(SearchCosimulation.design(configuration)))
      #expect(report.mismatches.map(\.text) == [], "\(logBeta) \(entropy)")
    }
  }

  @Test(
    "other engines report what the native one does",
    arguments: SearchConfiguration.Strategy.allCases,
    [SimulationEngine.verilator, .icarus])
  func engines(strategy: SearchConfiguration.Strategy, engine: SimulationEngine) async throws {
    let searches = engine == .icarus ? 20 : 400
    let other = try await check([strategy], engines: 1, searches: searches, engine: engine)
    let native = try await check([strategy], engines: 1, searches: searches)
    #expect(other.map(\.engine) == [engine.rawValue])
    #expect(
      other.map { report in
        var report = report
        report.engine = "native"
        return report
      } == native)
  }

  @Test("the same seed gives the same run, another seed another one")
  func seeds() async throws {
    let strategies = SearchConfiguration.Strategy.allCases
    let first = try await check(strategies, engines: 2, searches: 5, seed: 4)
    #expect(try await check(strategies, engines: 2, searches: 5, seed: 4) == first)
    #expect(try await check(strategies, engines: 2, searches: 5, seed: 5) != first)
  }

  @Test("a start leads to the model's stream of the seed and the point")
  func stream() {
    for (seed, point) in [(1, 0), (1, 63), (77, 4_095)] as [(UInt64, Int)] {
      var stream = Xorshift64(state: Xorshift64(seed: seed).state ^ UInt64(point) << 20)
      for _ in 0..<8 { _ = stream.next() }
      #expect(stream.state == FixedSearch.stream(seed: seed, point: point).state)
    }
  }
}
