/// How the bandwidth of a point is found.
public enum BandwidthSearch: Hashable, Sendable {
  /// Halving an interval.
  case bisection(Bisection)
  /// Newton's method inside an interval.
  case newton(Newton)
  /// Differential evolution, the search of DE-SNE.
  case differentialEvolution(DifferentialEvolution)
  /// Fireworks, the search of AdapSNE.
  case fireworks(Fireworks)

  /// Differential evolution as measured best: current-to-best/1, 8 members, F = 0.75.
  public static let `default` = BandwidthSearch.differentialEvolution(DifferentialEvolution())

  /// The parameters, whichever the strategy.
  var strategy: any BandwidthStrategy {
    switch self {
    case .bisection(let strategy): strategy
    case .newton(let strategy): strategy
    case .differentialEvolution(let strategy): strategy
    case .fireworks(let strategy): strategy
    }
  }

  /// Checks every parameter against its range.
  ///
  /// - Throws: `DESNEError` that names the first out of range and the range.
  public func validate() throws(DESNEError) { try strategy.validate() }

  /// Searches the bandwidth of a row.
  ///
  /// Rows with a degeneracy are not searched: equal distances get log2 beta = 0 (every beta gives the
  /// same p), duplicates the upper end and too few neighbours the lower end of the bounds.
  ///
  /// - Returns: The point found; `error` is its residual.
  public func solve(_ row: BandwidthRow) -> BandwidthRow.Point {
    let strategy = strategy
    switch row.degeneracy {
    case nil: return strategy.search(row)
    case .equalDistances: return row.point(atLog2Beta: 0)
    case .duplicates:
      return row.point(atLog2Beta: row.bracketingRange(strategy.bounds).upperBound)
    case .fewNeighbours:
      return row.point(atLog2Beta: row.bracketingRange(strategy.bounds).lowerBound)
    }
  }
}

/// What the searches have in common.
protocol BandwidthStrategy: Sendable {
  /// Where log2 beta is searched.
  var bounds: BandwidthBounds { get }
  /// Checks every parameter against its range.
  func validate() throws(DESNEError)
  /// Searches a row without degeneracy.
  func search(_ row: BandwidthRow) -> BandwidthRow.Point
}

extension BandwidthStrategy {
  func validateBounds() throws(DESNEError) {
    guard case .fixed(let range) = bounds else { return }
    try DESNEError.check("the lower bound of log2 beta", range.lowerBound, -128...128)
    try DESNEError.check("the upper bound of log2 beta", range.upperBound, -128...128)
  }
}
