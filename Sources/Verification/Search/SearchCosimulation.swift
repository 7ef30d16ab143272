import Accelerator
public import Configuration
import DESNE
public import HDL
public import Simulation

/// The whole check of the search engines: the strategies of a configuration, and random ones.
public struct SearchCosimulation: Sendable {
  /// What is tried, one engine each.
  public let configurations: [SamplerConfiguration]
  /// Searches of each.
  public let searches: Int
  /// What the testbench does; each configuration has a seed of its own.
  public let stimulus: SearchTestbench.Stimulus

  /// Plans a check.
  ///
  /// - Parameters:
  ///   - configuration: Formats, and sizes of the first engine of each strategy.
  ///   - strategies: Which engines.
  ///   - engines: Engines of each strategy: the first one as configured, others with random
  ///     populations, generations, mutations, bounds and tolerances.
  ///   - searches: Searches of each engine.
  ///   - stimulus: Seed, pauses and restarts.
  /// - Throws: `ConfigurationError` for a configuration that is not valid.
  public init(
    configuration: SamplerConfiguration, strategies: [SearchConfiguration.Strategy],
    engines: Int, searches: Int, stimulus: SearchTestbench.Stimulus
  ) throws {
    try configuration.validate()
    var configurations: [SamplerConfiguration] = []
    for strategy in strategies {
      var random = Xorshift64(seed: stimulus.seed ^ 0x5ea7c4)
      for number in 0..<engines {
        var variant = configuration
        variant.search.strategy = strategy
        if number > 0 { Self.vary(&variant, number, &random) }
        try variant.validate()
        configurations.append(variant)
      }
    }
    self.configurations = configurations
    self.searches = searches
    self.stimulus = stimulus
  }

  /// Sizes at random; kinds of sizes take turns, so that a few engines meet them all.
  private static func vary(
    _ configuration: inout SamplerConfiguration, _ number: Int, _ random: inout Xorshift64
  ) {
    let mutations = SearchConfiguration.Mutation.allCases
    configuration.search.mutation = mutations[number % mutations.count]
    configuration.search.population =
      switch number % 5 {
      case 0: 5 + random.next(below: 3)
      case 1: 4
      case 2: 9 + random.next(below: 7)
      case 3: 8 << random.next(below: 3)
      default: 64
      }
    configuration.search.generations =
      switch number % 3 {
      case 0: 2 + random.next(below: 15)
      case 1: 17 + random.next(below: 24)
      default: 1
      }
    configuration.search.bisectionBits = 1 + number % 4
    configuration.search.differentialWeight =
      [1, 128, 511, 1 + random.next(below: 511)][
        random.next(below: 4)]
    configuration.search.tolerance = [0, 1, 8, random.next(below: 65_536)][number / 2 % 4]
    // Bounds anywhere in the format.
    let limit = 1 << (configuration.affinity.formats.logBeta.integerBits - 1)
    guard random.next() >> 32 & 1 == 0 else { return }
    let low = -limit + random.next(below: 2 * limit - 1)
    configuration.search.minimumLogBeta = low
    configuration.search.maximumLogBeta = low + 1 + random.next(below: limit - 1 - low)
  }

  /// Runs the searches of one configuration.
  ///
  /// - Parameters:
  ///   - number: Which of `configurations`.
  ///   - simulator: An engine with its `design`.
  ///   - progress: Called now and then with the share of the work done.
  /// - Throws: `SimulationError` from the engine.
  public func run(
    _ number: Int, on simulator: any Simulator, progress: (Double) -> Void = { _ in }
  ) throws(SimulationError) -> SearchReport {
    var stimulus = stimulus
    stimulus.seed ^= UInt64(number) << 32
    return try SearchTestbench(
      configuration: configurations[number], searches: searches, stimulus: stimulus
    ).run(on: simulator, progress: progress)
  }

  /// The hardware that such a check runs on: the engine of the configuration's strategy.
  ///
  /// - Throws: `ElaborationError` never for a valid configuration.
  public static func design(
    _ configuration: SamplerConfiguration
  ) throws(ElaborationError) -> Design {
    switch configuration.search.strategy {
    case .differentialEvolution: try elaborate(EvolutionEngine(configuration))
    case .bisection: try elaborate(BisectionEngine(configuration))
    case .fireworks: try elaborate(FireworksEngine(configuration))
    }
  }
}
