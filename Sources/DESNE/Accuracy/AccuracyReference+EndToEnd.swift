internal import Configuration

/// Two whole runs from the same start, one in floating point and one in fixed point.
public struct RunComparison: Codable, Hashable, Sendable {
  /// The seed of both.
  public var seed: UInt64
  /// The Kullback-Leibler divergence of the floating-point map in nats, from the exact P.
  public var realDivergence: Double
  /// The same of the fixed-point map.
  public var fixedDivergence: Double
  /// Trustworthiness of the floating-point map for 5 neighbours.
  public var realTrustworthiness: Double
  /// The same of the fixed-point map.
  public var fixedTrustworthiness: Double
  /// Share of the 10 nearest points of the two maps that agree.
  public var neighbourOverlap: Double
  /// Signals out of range in the fixed-point run.
  public var saturations: SaturationCounters
}

extension AccuracyReference {
  /// The maps of both implementations.
  public struct Maps: Sendable {
    /// The floating-point map.
    public var real: [SIMD2<Double>]
    /// The fixed-point map.
    public var fixed: FixedEmbeddingState
  }

  /// Runs both implementations from one start.
  ///
  /// - Parameters:
  ///   - affinities: What the fixed-point search found.
  ///   - seed: The start.
  ///   - threads: Threads to use; 0 is one per core.
  public func compare(
    affinities found: FixedAffinities, seed: UInt64, threads: Int = 0
  ) throws -> (comparison: RunComparison, maps: Maps) {
    let descent = try descent(seed: seed)
    while descent.iteration < options.iterations { descent.step() }
    let real = descent.state.positions
    let fixed = try FixedModel(configuration).embedding(found, seed: seed, threads: threads)
    let positions = fixed.realPositions(configuration.embedding.formats)
    let neighbours = min(5, (count - 1) / 2)
    var saturations = found.saturations
    saturations.add(fixed.saturations)
    let comparison = RunComparison(
      seed: seed, realDivergence: descent.klDivergence(),
      fixedDivergence: try divergence(of: positions),
      realTrustworthiness: try MapQuality.trustworthiness(
        real, distances, neighbours: neighbours, threads: threads),
      fixedTrustworthiness: try MapQuality.trustworthiness(
        positions, distances, neighbours: neighbours, threads: threads),
      neighbourOverlap: try MapQuality.overlap(
        real, positions, neighbours: min(10, count - 1), threads: threads),
      saturations: saturations)
    return (comparison, Maps(real: real, fixed: fixed))
  }

  /// The Kullback-Leibler divergence of a map from the exact P, in nats.
  public func divergence(of positions: [SIMD2<Double>]) throws -> Double {
    try GradientDescent(
      affinities: affinities, options: options, state: EmbeddingState(positions: positions)
    ).klDivergence()
  }
}
