/// The error of a class as a power of its number of images: `error(n) = error(m) (m / n)^b`.
enum LearningCurve {
  /// The exponent between two measurements, from 0 for a stable class to 1 for a sensitive one.
  ///
  /// A secant of the power law, which is close for factors of about two and needs no logarithm:
  /// `(e1 - e2) / (e1 + e2)` over `(n2 - n1) / (n2 + n1)`.
  static func exponent(
    from first: (count: Int, error: Double), to second: (count: Int, error: Double)
  ) -> Double {
    let errors = first.error + second.error
    guard errors > 0, second.count > first.count else { return 0 }
    let fall = (first.error - second.error) / errors
    let rise = Double(second.count - first.count) / Double(second.count + first.count)
    return min(1, max(0, fall / rise))
  }

  /// Shares out images one by one, each to the class whose error falls most by it.
  ///
  /// With the power law one more image lowers the error by about `b error / n`. A twentieth is added
  /// to every exponent: a class whose error did not fall by chance is not left out for good.
  ///
  /// - Parameters:
  ///   - total: Images after sharing.
  ///   - counts: Images before.
  ///   - errors: Errors measured with `counts`.
  ///   - exponents: Exponents of the learning curves.
  ///   - limits: Images of each class.
  static func shares(
    of total: Int, from counts: [Int], errors: [Double], exponents: [Double], limits: [Int]
  ) -> [Int] {
    var shares = counts
    for _ in 0..<max(0, total - counts.reduce(0, +)) {
      var best = -1
      var most = -1.0
      for group in shares.indices where shares[group] < limits[group] {
        let expected = errors[group] * Double(max(1, counts[group])) / Double(max(1, shares[group]))
        let fall = (exponents[group] + 0.05) * expected / Double(max(1, shares[group]))
        if fall > most {
          most = fall
          best = group
        }
      }
      if best >= 0 { shares[best] += 1 }
    }
    return shares
  }
}
