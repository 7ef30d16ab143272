/// A difference between hardware and model in a row of the affinity unit.
public struct AffinityMismatch: Sendable, Hashable, Codable {
  /// Clock edges since reset.
  public var cycle: Int
  /// The point whose row it is.
  public var point: Int
  /// What differed, such as `error` or `p`.
  public var signal: String
  /// Which one of the row: the evaluation, or the other point; nil where there is one a row.
  public var index: Int?
  /// What the model says.
  public var expected: Int
  /// What the hardware gave.
  public var got: Int

  /// One line for the report.
  public var text: String {
    "cycle \(cycle): \(signal)" + (index.map { " \($0)" } ?? "")
      + " of point \(point): expected \(expected), got \(got)"
  }
}

/// What rows have been through: a campaign has covered what it counted at least once.
public struct AffinityCoverage: Sendable, Hashable, Codable {
  /// Rows that ended within the tolerance before the last generation allowed.
  public var earlyStops = 0
  /// Rows that used up all generations.
  public var spentSearches = 0
  /// Rows that missed the tolerance.
  public var missedRows = 0
  /// Rows with all distances equal.
  public var flatRows = 0
  /// Rows with several nearest points.
  public var duplicateRows = 0
  /// Rows with distances beyond their format.
  public var rowsWithSaturatedDistances = 0
  /// Rows with probabilities beyond their format.
  public var rowsWithSaturatedProbabilities = 0
  /// Rows of two points.
  public var shortestRows = 0
  /// Rows of as many points as the configuration allows.
  public var longestRows = 0
  /// Cycles in which a command waited.
  public var heldCommands = 0
  /// Cycles in which a probability waited.
  public var heldProbabilities = 0
  /// Cycles in which a result waited.
  public var heldResults = 0

  /// Nothing is covered.
  public init() {}

  /// Adds another run's.
  public mutating func add(_ other: AffinityCoverage) {
    for path in Self.counters { self[keyPath: path.path] += other[keyPath: path.path] }
  }

  /// The names of what was never covered.
  public var missing: [String] {
    Self.counters.filter { self[keyPath: $0.path] == 0 }.map(\.name)
  }

  private struct Counter {
    let name: String
    let path: WritableKeyPath<AffinityCoverage, Int>
  }

  private static var counters: [Counter] {
    [
      Counter(name: "early stop", path: \.earlyStops),
      Counter(name: "all generations used", path: \.spentSearches),
      Counter(name: "tolerance missed", path: \.missedRows),
      Counter(name: "all distances equal", path: \.flatRows),
      Counter(name: "several nearest points", path: \.duplicateRows),
      Counter(name: "saturated distance", path: \.rowsWithSaturatedDistances),
      Counter(name: "saturated probability", path: \.rowsWithSaturatedProbabilities),
      Counter(name: "row of two points", path: \.shortestRows),
      Counter(name: "longest row", path: \.longestRows),
      Counter(name: "command held", path: \.heldCommands),
      Counter(name: "probability held", path: \.heldProbabilities),
      Counter(name: "result held", path: \.heldResults),
    ]
  }
}

/// What a cosimulation of the affinity unit found.
public struct AffinityReport: Sendable, Hashable, Codable {
  /// `native`, `verilator` or `icarus`.
  public var engine: String
  /// Rows compared.
  public var rows: Int
  /// Candidates whose sums, entropy and reciprocal were compared.
  public var evaluations: Int
  /// Probabilities compared.
  public var probabilities: Int
  /// Clock edges from reset to the one that took the last result.
  public var cycles: Int
  /// The same by the unit's formula, for streams that never pause.
  public var formulaCycles: Int
  /// Whether the streams paused at random.
  public var hasStalls: Bool
  /// What the rows have been through.
  public var coverage: AffinityCoverage
  /// The first mismatches, at most `AffinityTestbench.mostMismatches`.
  public var mismatches: [AffinityMismatch]

  /// Whether hardware and model agree, cycles included.
  public var isClean: Bool { mismatches.isEmpty && (hasStalls || cycles == formulaCycles) }
}
