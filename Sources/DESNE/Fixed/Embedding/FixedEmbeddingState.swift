/// The map and what the descent remembers, in integers.
public struct FixedEmbeddingState: Hashable, Sendable {
  /// Positions of the points, in the format `position`.
  public var positions: [SIMD2<Int32>]
  /// Velocities, in the format `velocity`.
  public var velocities: [SIMD2<Int32>]
  /// Gains, in the format `gain`.
  public var gains: [SIMD2<Int32>]
  /// Iterations done.
  public var iteration: Int
  /// What was out of range up to now.
  public var saturations: SaturationCounters

  /// A state from its parts, for steps from a state that was computed elsewhere.
  ///
  /// - Precondition: all arrays have the same length.
  public init(
    positions: [SIMD2<Int32>], velocities: [SIMD2<Int32>], gains: [SIMD2<Int32>],
    iteration: Int = 0, saturations: SaturationCounters = SaturationCounters()
  ) {
    self.positions = positions
    self.velocities = velocities
    self.gains = gains
    self.iteration = iteration
    self.saturations = saturations
  }
}

/// The exact sums over the pairs of one iteration.
public struct EmbeddingForces: Hashable, Sendable {
  /// Sum of n p q d of each point: as many fraction bits as `attraction` and `pairPosition` have
  /// together.
  public var attraction: [SIMD2<Int>]
  /// Sum of q² d of each point: as many fraction bits as `squaredWeight` and `pairPosition` have
  /// together.
  public var repulsion: [SIMD2<Int>]
  /// Z, the sum of q over ordered pairs: the last place of `weight`.
  public var weightSum: Int
}
