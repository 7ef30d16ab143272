extension FixedSearch {
  /// Bisection with 2^bits - 1 inner points of the interval at once. The entropy falls as beta grows,
  /// so the first point with an error not above 0 ends the next interval.
  func bisect(
    _ observe: ((SearchGeneration) -> Void)?, _ evaluate: (Int) -> RowEvaluation
  ) -> SearchResult {
    let bits = configuration.bisectionBits
    var (low, high) = (bounds.lowerBound, bounds.upperBound)
    var best: RowEvaluation?
    var passes = 0
    var evaluations = 0
    while true {
      let width = high - low
      let points = (1..<1 << bits).map { low + (width * $0) >> bits }
      let candidates = points.map(evaluate)
      evaluations += candidates.count
      let found = Self.best((best.map { [$0] } ?? []) + candidates)
      best = found
      let end = candidates.firstIndex { $0.error <= 0 }
      if let end {
        high = points[end]
        if end > 0 { low = points[end - 1] }
      } else {
        low = points[points.count - 1]
      }
      observe?(SearchGeneration(index: passes, candidates: candidates, population: [low, high]))
      passes += 1
      if high - low <= 1 || passes >= configuration.generations || isDone(found) {
        return result(found, evaluations: evaluations, generations: passes)
      }
    }
  }
}
