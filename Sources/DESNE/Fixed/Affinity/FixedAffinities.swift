/// The affinities of a run in integers.
public struct FixedAffinities: Hashable, Sendable {
  /// Number of points.
  public var count: Int
  /// The least distance of each row, exact; 0 for a single point.
  public var minimums: [UInt64]
  /// What the search found for each point; empty for a single point.
  public var bandwidths: [SearchResult]
  /// p_j|i, row after row with 0 for a point and itself, in the format `conditional`.
  public var conditional: [UInt32]
  /// n p_ij for j > i, row after row, in the format `joint`.
  public var joint: [UInt32]
  /// What was out of range.
  public var saturations: SaturationCounters

  /// Points whose search did not reach the tolerance: with more duplicates than neighbours wanted,
  /// all distances equal, or a search cut short.
  public var missedPoints: [Int] {
    bandwidths.indices.filter { !bandwidths[$0].isWithinTolerance }
  }

  /// n p_ij of two distinct points.
  public subscript(first: Int, second: Int) -> UInt32 {
    let (low, high) = (min(first, second), max(first, second))
    return joint[Self.rowStart(low, count: count) + high - low - 1]
  }

  /// Where a row of `joint` starts.
  static func rowStart(_ row: Int, count: Int) -> Int { row * (2 * count - row - 1) / 2 }
}
