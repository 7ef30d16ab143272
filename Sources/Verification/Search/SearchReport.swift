public import Configuration

/// A difference between hardware and model in a search.
public struct SearchMismatch: Sendable, Hashable, Codable {
  /// Clock edges since reset.
  public var cycle: Int
  /// Which search of the run, counted from 0.
  public var search: Int
  /// Its generation, 0 for the first.
  public var generation: Int
  /// What differed, such as `candidate` or `best error`.
  public var signal: String
  /// Which candidate of the generation; nil where there is one a generation.
  public var index: Int?
  /// What the model says.
  public var expected: Int
  /// What the hardware gave.
  public var got: Int

  /// One line for the report.
  public var text: String {
    "cycle \(cycle): \(signal)" + (index.map { " \($0)" } ?? "")
      + " of generation \(generation) of search \(search): expected \(expected), got \(got)"
  }
}

/// What a run of searches on one engine found.
public struct SearchReport: Sendable, Hashable, Codable {
  /// `native`, `verilator` or `icarus`.
  public var engine: String
  /// Strategy and sizes.
  public var configuration: SearchConfiguration
  /// Searches that ended.
  public var searches: Int
  /// Searches that were abandoned for the next.
  public var restarts: Int
  /// Generations compared, the first ones among them, or passes of bisection.
  public var generations: Int
  /// Candidates compared.
  public var candidates: Int
  /// Clock edges behind reset.
  public var cycles: Int
  /// What the searches have been through.
  public var coverage: SearchCoverage
  /// The first mismatches, at most `SearchTestbench.mostMismatches`.
  public var mismatches: [SearchMismatch]

  /// Whether hardware and model agree.
  public var isClean: Bool { mismatches.isEmpty }
}

/// A mistake that the testbench makes on purpose, to show that such a mistake is found.
public enum SearchFault: String, CaseIterable, Sendable {
  /// Errors reach the engine with the opposite sign, 0 as 1.
  case oppositeError = "opposite-error"
  /// The lowest bit of every reciprocal is inverted.
  case wrongReciprocal = "wrong-reciprocal"
}
