/// Halves an interval of log2 beta until the entropy is close enough to its target.
public struct Bisection: Hashable, Sendable, BandwidthStrategy {
  /// The error in bits at which the search ends: 0 to 1.
  public var tolerance: Double
  /// Evaluations at most, 1 to 200.
  public var maximumEvaluations: Int
  /// Where log2 beta is searched.
  public var bounds: BandwidthBounds

  /// Creates a search; without arguments the perplexity is met to about 1e-6 of it.
  public init(
    tolerance: Double = 1e-6, maximumEvaluations: Int = 60, bounds: BandwidthBounds = .automatic
  ) {
    self.tolerance = tolerance
    self.maximumEvaluations = maximumEvaluations
    self.bounds = bounds
  }

  func validate() throws(DESNEError) {
    try DESNEError.check("the tolerance of the bisection", tolerance, 0...1)
    try DESNEError.check("the evaluations of the bisection", maximumEvaluations, 1...200)
    try validateBounds()
  }

  func search(_ row: BandwidthRow) -> BandwidthRow.Point {
    let range = row.bracketingRange(bounds)
    var (lower, upper) = (range.lowerBound, range.upperBound)
    var best = row.point(atLog2Beta: (lower + upper) / 2)
    var point = best
    for _ in 1..<maximumEvaluations where abs(best.error) > tolerance {
      // The entropy falls with beta.
      if point.error > 0 { lower = point.log2Beta } else { upper = point.log2Beta }
      let middle = (lower + upper) / 2
      guard middle > lower, middle < upper else { break }
      point = row.point(atLog2Beta: middle)
      if abs(point.error) <= abs(best.error) { best = point }
    }
    return best
  }
}
