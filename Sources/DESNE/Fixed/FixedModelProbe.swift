/// What a comparison with the hardware watches: a closure for each boundary between blocks, none of
/// which costs anything where it is missing. With a probe rows are computed one after the other.
public struct FixedModelProbe {
  /// The exact distances of a point to all points.
  public var distances: ((_ point: Int, _ row: [UInt64]) -> Void)?
  /// The row's minimum, and the distances above it without the point's own, in the format `distance`.
  public var preparedRow: ((_ point: Int, _ minimum: UInt64, _ row: [UInt32]) -> Void)?
  /// One generation of the search: every evaluation with its sums, and the population after it.
  public var generation: ((_ point: Int, _ generation: SearchGeneration) -> Void)?
  /// The bandwidth found.
  public var bandwidth: ((_ point: Int, _ result: SearchResult) -> Void)?
  /// Exponents and weights of the row at that bandwidth.
  public var weights: ((_ point: Int, _ exponents: [UInt32], _ weights: [UInt32]) -> Void)?
  /// p_j|i without the point itself.
  public var conditional: ((_ point: Int, _ row: [UInt32]) -> Void)?
  /// n p_ij for j above the point.
  public var joint: ((_ point: Int, _ row: ArraySlice<UInt32>) -> Void)?
  /// The sums over the pairs of an iteration.
  public var forces: ((_ iteration: Int, _ forces: EmbeddingForces) -> Void)?
  /// Gradients times learning rate, in the format `gradient`.
  public var gradients: ((_ iteration: Int, _ gradients: [SIMD2<Int32>]) -> Void)?
  /// The state after an iteration, its map re-centred.
  public var state: ((_ iteration: Int, _ state: FixedEmbeddingState) -> Void)?

  /// Watches nothing.
  public init() {}

  /// Whether a boundary of the affinity stage or the search is watched.
  var watchesRows: Bool {
    distances != nil || preparedRow != nil || generation != nil || bandwidth != nil
      || weights != nil || conditional != nil
  }
}
