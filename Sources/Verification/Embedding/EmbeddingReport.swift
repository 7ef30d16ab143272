/// A difference between hardware and model in a run of the embedding unit.
public struct EmbeddingMismatch: Sendable, Hashable, Codable {
  /// Clock edges since reset.
  public var cycle: Int
  /// Which run, from 0.
  public var run: Int
  /// Which iteration of it; -1 for the start.
  public var iteration: Int
  /// What differed, such as `x` or `gain x`.
  public var signal: String
  /// The point; nil where it is of none.
  public var point: Int?
  /// What the model says.
  public var expected: Int
  /// What the hardware gave.
  public var got: Int

  /// One line for the report.
  public var text: String {
    "cycle \(cycle): \(signal)" + (point.map { " of point \($0)" } ?? "")
      + " in iteration \(iteration) of run \(run): expected \(expected), got \(got)"
  }
}

/// What runs have been through: a campaign has covered what it counted at least once.
public struct EmbeddingCoverage: Sendable, Hashable, Codable {
  /// Runs of one point.
  public var singlePoints = 0
  /// Runs of two points.
  public var twoPoints = 0
  /// Runs of as many points as there are lanes.
  public var wholeGroups = 0
  /// Runs of one point more than there are lanes.
  public var groupsAndOne = 0
  /// Runs of as many points as the configuration allows.
  public var longestRuns = 0
  /// Runs without an iteration.
  public var emptyRuns = 0
  /// Runs of fewer points than the run before.
  public var shorterRuns = 0
  /// Runs in which the exaggeration ends.
  public var exaggerationEnds = 0
  /// Runs in which the momentum changes.
  public var momentumChanges = 0
  /// Iterations in which all points lie on one another.
  public var coincidingPoints = 0
  /// Iterations in which all weights are 0.
  public var weightless = 0
  /// Runs with coordinates beyond the format of the pairs.
  public var saturatedPairPositions = 0
  /// Runs with distances or attractions beyond their format.
  public var saturatedPairs = 0
  /// Runs with gradients beyond their format.
  public var saturatedGradients = 0
  /// Runs with gains beyond their format.
  public var saturatedGains = 0
  /// Runs with velocities beyond their format.
  public var saturatedVelocities = 0
  /// Runs with positions beyond their format.
  public var saturatedPositions = 0
  /// Cycles in which a token waited.
  public var heldPasses = 0
  /// Cycles in which joint probabilities waited.
  public var heldJoints = 0
  /// Cycles in which the unit would have taken joint probabilities and there were none.
  public var missingJoints = 0

  /// Nothing is covered.
  public init() {}

  /// Adds another run's.
  public mutating func add(_ other: EmbeddingCoverage) {
    for counter in Self.counters { self[keyPath: counter.path] += other[keyPath: counter.path] }
  }

  /// The names of what was never covered.
  public var missing: [String] {
    Self.counters.filter { self[keyPath: $0.path] == 0 }.map(\.name)
  }

  private struct Counter {
    let name: String
    let path: WritableKeyPath<EmbeddingCoverage, Int>
  }

  private static var counters: [Counter] {
    [
      Counter(name: "one point", path: \.singlePoints),
      Counter(name: "two points", path: \.twoPoints),
      Counter(name: "points as lanes", path: \.wholeGroups),
      Counter(name: "one point more than lanes", path: \.groupsAndOne),
      Counter(name: "most points", path: \.longestRuns),
      Counter(name: "no iteration", path: \.emptyRuns),
      Counter(name: "fewer points than before", path: \.shorterRuns),
      Counter(name: "exaggeration ends", path: \.exaggerationEnds),
      Counter(name: "momentum changes", path: \.momentumChanges),
      Counter(name: "all points at one place", path: \.coincidingPoints),
      Counter(name: "all weights 0", path: \.weightless),
      Counter(name: "saturated pair position", path: \.saturatedPairPositions),
      Counter(name: "saturated pair", path: \.saturatedPairs),
      Counter(name: "saturated gradient", path: \.saturatedGradients),
      Counter(name: "saturated gain", path: \.saturatedGains),
      Counter(name: "saturated velocity", path: \.saturatedVelocities),
      Counter(name: "saturated position", path: \.saturatedPositions),
      Counter(name: "token held", path: \.heldPasses),
      Counter(name: "joint probabilities held", path: \.heldJoints),
      Counter(name: "joint probabilities missing", path: \.missingJoints),
    ]
  }
}

/// What a cosimulation of the embedding unit found.
public struct EmbeddingReport: Sendable, Hashable, Codable {
  /// `native`, `verilator` or `icarus`.
  public var engine: String
  /// Runs compared.
  public var runs: Int
  /// Iterations compared.
  public var iterations: Int
  /// Positions compared, two coordinates each, after all iterations.
  public var positions: Int
  /// Groups of pairs that the unit took.
  public var groups: Int
  /// Clock edges from each command to the first in which the unit was idle, summed.
  public var cycles: Int
  /// The same by the unit's formula, for streams that never pause.
  public var formulaCycles: Int
  /// Whether the streams paused at random.
  public var hasStalls: Bool
  /// What the runs have been through.
  public var coverage: EmbeddingCoverage
  /// The first mismatches, at most `EmbeddingTestbench.mostMismatches`.
  public var mismatches: [EmbeddingMismatch]

  /// Whether hardware and model agree, cycles included.
  public var isClean: Bool { mismatches.isEmpty && (hasStalls || cycles == formulaCycles) }
}
