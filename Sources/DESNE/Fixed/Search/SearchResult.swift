/// What the search found for one point.
public struct SearchResult: Hashable, Sendable {
  /// The evaluation of least entropy error; of several the one found first.
  public var best: RowEvaluation
  /// Passes over the row times candidates of a pass.
  public var evaluations: Int
  /// Generations behind the first population, or passes of bisection.
  public var generations: Int
  /// Whether the error is within the tolerance of the configuration.
  public var isWithinTolerance: Bool
}

/// The candidates that one pass of a search compared, and the population after it.
public struct SearchGeneration: Hashable, Sendable {
  /// 0 for the first population.
  public var index: Int
  /// What was evaluated in this pass, in order.
  public var candidates: [RowEvaluation]
  /// The members after selection: of differential evolution the population, of bisection both ends of
  /// the interval (log2 beta), of fireworks the fireworks, the best first.
  public var population: [Int]
}
