public import Configuration

/// DE-SNE in integers only, bit for bit what the hardware computes.
///
/// ```swift
/// let model = try FixedModel(.edge)
/// let distances = try SquaredDistances(images: pixels, bytesPerImage: 784)
/// let run = try model.run(distances: distances, seed: 1)
/// print(run.state.positions[0], run.saturations.total)
/// ```
public struct FixedModel: Sendable {
  /// Sizes and formats.
  public let configuration: SamplerConfiguration

  /// - Throws: `ConfigurationError` if the configuration is not valid.
  public init(_ configuration: SamplerConfiguration) throws {
    try configuration.validate()
    self.configuration = configuration
  }

  /// What a run gives.
  public struct Run: Hashable, Sendable {
    /// Bandwidths and probabilities.
    public var affinities: FixedAffinities
    /// The map after the last iteration.
    public var state: FixedEmbeddingState

    /// What was out of range in all of the run.
    public var saturations: SaturationCounters {
      var all = affinities.saturations
      all.add(state.saturations)
      return all
    }
  }

  /// From distances to the map.
  ///
  /// - Parameters:
  ///   - distances: Exact squared distances of all pairs.
  ///   - seed: Starts the searches and the map.
  ///   - iterations: As the configuration says, unless given.
  ///   - threads: Threads to use, 0 is one per core; the result is the same for any number.
  ///   - probe: What watches.
  /// - Throws: `ConfigurationError` for more points than the configuration allows.
  /// - Complexity: O(n²) a pass of the search and an iteration.
  public func run(
    distances: SquaredDistances, seed: UInt64, iterations: Int? = nil, threads: Int = 1,
    probe: FixedModelProbe = FixedModelProbe()
  ) throws -> Run {
    let affinities = try affinities(
      distances: distances, seed: seed, threads: threads, probe: probe)
    return Run(
      affinities: affinities,
      state: embedding(
        affinities, seed: seed, iterations: iterations, threads: threads, probe: probe))
  }

  /// Bandwidths and probabilities.
  ///
  /// - Throws: `ConfigurationError` for more points than the configuration allows.
  public func affinities(
    distances: SquaredDistances, seed: UInt64, threads: Int = 1,
    probe: FixedModelProbe = FixedModelProbe()
  ) throws -> FixedAffinities {
    let limit = configuration.affinity.maximumPoints
    guard distances.count <= limit else {
      throw ConfigurationError(
        "there are \(distances.count) points, but affinity.maximumPoints is \(limit); raise it or "
          + "take fewer points")
    }
    return AffinityRun(configuration, count: distances.count).affinities(
      rows: { distances.row($0).map(UInt64.init) }, seed: seed, threads: threads, probe: probe)
  }

  /// The map of points with given probabilities.
  public func embedding(
    _ affinities: FixedAffinities, seed: UInt64, iterations: Int? = nil, threads: Int = 1,
    probe: FixedModelProbe = FixedModelProbe()
  ) -> FixedEmbeddingState {
    let embedding = FixedEmbedding(configuration, count: affinities.count)
    var state = embedding.start(seed: seed)
    for _ in 0..<(iterations ?? configuration.embedding.iterations) {
      embedding.step(&state, joint: affinities.joint, threads: threads, probe: probe)
    }
    return state
  }
}
