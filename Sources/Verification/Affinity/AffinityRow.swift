import DESNE

/// A row of distances for the affinity unit.
public struct AffinityRow: Sendable, Hashable {
  /// The point whose row it is.
  public var point: Int
  /// Exact squared distances to all points, its own among them.
  public var distances: [UInt64]

  /// Creates a row of at least two points.
  public init(point: Int, distances: [UInt64]) {
    self.point = point
    self.distances = distances
  }
}

/// What the model says of a row.
struct ExpectedRow {
  /// All evaluations of the search, in order.
  let evaluations: [RowEvaluation]
  /// What the search found.
  let result: SearchResult
  /// p_j|i with a 0 for the point itself.
  let probabilities: [UInt32]
  /// The least distance.
  let minimum: UInt64
  /// Whether all distances to others are equal.
  let isFlat: Bool
  /// Others at the least distance.
  let nearest: Int
  /// What was out of range.
  let saturations: SaturationCounters
  /// Whether the search used up its generations.
  let isSpent: Bool

  init(_ row: AffinityRow, model: AffinityRun, seed: UInt64) {
    var evaluations: [RowEvaluation] = []
    var probe = FixedModelProbe()
    probe.generation = { _, generation in evaluations += generation.candidates }
    let found = model.row(row.distances, point: row.point, seed: seed, probe: probe)
    result = found.result
    probabilities = found.conditional[..<row.point] + [0] + found.conditional[row.point...]
    minimum = found.minimum
    saturations = found.saturations
    self.evaluations = evaluations
    var others = row.distances
    others.remove(at: row.point)
    let least = others.min() ?? 0
    isFlat = others.allSatisfy { $0 == least }
    nearest = others.count { $0 == least }
    isSpent = result.generations == model.search.configuration.generations
  }
}
