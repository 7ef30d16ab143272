/// A difference between hardware and model in a selection.
public struct SelectionMismatch: Sendable, Hashable, Codable {
  /// Clock edges since reset.
  public var cycle: Int
  /// Which selection of the run, counted from 0.
  public var selection: Int
  /// What differed, such as `cell` or `exemplar`.
  public var signal: String
  /// Which point, or which of the exemplars; nil where there is one a selection.
  public var index: Int?
  /// What the model says.
  public var expected: Int
  /// What the hardware gave.
  public var got: Int

  /// One line for the report.
  public var text: String {
    "cycle \(cycle): \(signal)" + (index.map { " \($0)" } ?? "")
      + " of selection \(selection): expected \(expected), got \(got)"
  }
}

/// What a cosimulation of the exemplar selector found.
public struct SelectionReport: Sendable, Hashable, Codable {
  /// `native`, `verilator` or `icarus`.
  public var engine: String
  /// Selections that ended.
  public var selections: Int
  /// Points of all of them.
  public var points: Int
  /// Exemplars compared.
  public var exemplars: Int
  /// Cells, clusters, sums and grids compared.
  public var comparisons: Int
  /// Clock edges from the command of each selection to its last exemplar.
  public var cycles: Int
  /// The same by the selector's formula, for streams that never pause.
  public var formulaCycles: Int
  /// Whether the streams paused at random.
  public var hasStalls: Bool
  /// What the selections have been through.
  public var coverage: SelectionCoverage
  /// The first mismatches, at most `SelectorTestbench.mostMismatches`.
  public var mismatches: [SelectionMismatch]

  /// Whether hardware and model agree, cycles included.
  public var isClean: Bool { mismatches.isEmpty && (hasStalls || cycles == formulaCycles) }
}
