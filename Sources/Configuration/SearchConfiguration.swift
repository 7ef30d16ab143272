/// The search for the bandwidth of each point: log2 beta of least entropy error.
public struct SearchConfiguration: Codable, Hashable, Sendable {
  /// How log2 beta is searched.
  public enum Strategy: String, CaseIterable, Codable, Hashable, Sendable {
    /// Differential evolution, the published method.
    case differentialEvolution
    /// Bisection, which monotony of the perplexity allows: the control.
    case bisection
    /// Fireworks with an amplitude that adapts.
    case fireworks
  }

  /// How differential evolution makes a mutant of member i; a, b, c are distinct members other
  /// than i.
  public enum Mutation: String, CaseIterable, Codable, Hashable, Sendable {
    /// x_i + F (best - x_i) + F (a - b).
    case currentToBest1
    /// best + F (a - b).
    case best1
    /// a + F (b - c).
    case rand1
  }

  /// How log2 beta is searched.
  public var strategy: Strategy
  /// The mutation of differential evolution.
  public var mutation: Mutation
  /// Members of the population, or fireworks and their sparks of one generation: 4 to 64.
  public var population: Int
  /// Generations behind the first population: 1 to 1,024. Bisection takes as many passes as its
  /// interval needs, and not more than these.
  public var generations: Int
  /// F in 1/256: 1 to 511.
  public var differentialWeight: Int
  /// The crossover rate in 1/256: 0 to 256. With one dimension the mutant always gives its only
  /// coordinate, so the rate has no effect and draws no random number; it is kept as the method has
  /// it.
  public var crossoverRate: Int
  /// The smallest log2 beta: a whole number inside the format `affinity.formats.logBeta`.
  public var minimumLogBeta: Int
  /// The largest log2 beta, above the smallest.
  public var maximumLogBeta: Int
  /// The search stops once an entropy error is at most this, in units of the last place of
  /// `affinity.formats.entropy`: 0 to 65,535.
  public var tolerance: Int
  /// Bits that one pass of bisection finds: 1 to 4, with 2^bits - 1 candidates at once.
  public var bisectionBits: Int

  /// Creates a section from its parts; `validate()` tells whether they are allowed.
  public init(
    strategy: Strategy = .differentialEvolution, mutation: Mutation = .currentToBest1,
    population: Int = 8, generations: Int = 40, differentialWeight: Int = 192,
    crossoverRate: Int = 230, minimumLogBeta: Int = -24, maximumLogBeta: Int = -8,
    tolerance: Int = 8, bisectionBits: Int = 3
  ) {
    self.strategy = strategy
    self.mutation = mutation
    self.population = population
    self.generations = generations
    self.differentialWeight = differentialWeight
    self.crossoverRate = crossoverRate
    self.minimumLogBeta = minimumLogBeta
    self.maximumLogBeta = maximumLogBeta
    self.tolerance = tolerance
    self.bisectionBits = bisectionBits
  }
}
