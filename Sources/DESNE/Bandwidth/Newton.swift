import CDESNEKernels

/// Newton's method on the entropy over log2 beta, kept inside an interval that shrinks like that of a
/// bisection: a step that leaves it, or is not half as long as the last, becomes a halving.
public struct Newton: Hashable, Sendable, BandwidthStrategy {
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
    try DESNEError.check("the tolerance of Newton's method", tolerance, 0...1)
    try DESNEError.check("the evaluations of Newton's method", maximumEvaluations, 1...200)
    try validateBounds()
  }

  func search(_ row: BandwidthRow) -> BandwidthRow.Point {
    let range = row.bracketingRange(bounds)
    var (lower, upper) = (range.lowerBound, range.upperBound)
    // A warm start: the mean excess weighs 2^-k, k the bits by which the entropy has to fall.
    let fall = nms_log2(Double(row.neighbours)) - row.targetEntropy
    let start = nms_log2(max(fall, 0.1) * 2) - nms_log2(max(row.meanExcess, 1e-300))
    var best = row.point(atLog2Beta: min(max(start, lower), upper))
    var point = best
    var lastStep = upper - lower
    for _ in 1..<maximumEvaluations where abs(best.error) > tolerance {
      if point.error > 0 { lower = point.log2Beta } else { upper = point.log2Beta }
      var next = point.log2Beta - point.error / point.slope
      // Steps that do not halve go to and fro about a steep place.
      let isShrinking = abs(next - point.log2Beta) < lastStep / 2
      if !(next > lower && next < upper && isShrinking) { next = (lower + upper) / 2 }
      lastStep = abs(next - point.log2Beta)
      guard next > lower, next < upper else { break }
      point = row.point(atLog2Beta: next)
      if abs(point.error) <= abs(best.error) { best = point }
    }
    return best
  }
}
