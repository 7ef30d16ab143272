/// Finds the integers of a `PiecewisePolynomial` for a function and proves their error.
struct PolynomialFit {
  /// The function in units of the output's last place, at each input counted from the smallest.
  let targets: [Double]
  /// The same function between the inputs.
  let target: (Double) -> Double
  /// The integers of the output.
  let outputRange: ClosedRange<Int>
  /// Highest power of the offset.
  let degree: Int

  /// A polynomial for each segment of 2^`offsetBits` inputs, and the largest distance of its result
  /// from the function over all inputs, in units in the last place.
  ///
  /// - Parameters:
  ///   - offsetBits: Bits of the offset within a segment.
  ///   - precision: Bits below the output's last place that the sums carry.
  ///   - limit: The largest error of use.
  /// - Returns: `nil` as soon as an input is further off than `limit`.
  func polynomial(
    offsetBits: Int, precision: Int, within limit: Double
  ) -> (polynomial: PiecewisePolynomial, error: Double)? {
    let degree = offsetBits == 0 ? 0 : degree
    let length = 1 << offsetBits
    let segmentCount = (targets.count + length - 1) / length
    // A coefficient of degree k is multiplied by offsets below 2^(k * offsetBits), and carries as
    // many bits more, so that its rounding counts no more than that of the others.
    let scales = (0...degree).map { precision + $0 * offsetBits }
    var result = PiecewisePolynomial(
      offsetBits: offsetBits,
      coefficients: Array(repeating: [], count: degree + 1),
      shifts: (0..<degree).map { scales[$0 + 1] - scales[$0] }, guardBits: precision,
      sumRanges: [])
    // Below this no product with an offset leaves an Int, nor does the sum of two.
    let largest = 0x1p60 / Double(length)
    var worst = 0.0
    for segment in 0..<segmentCount {
      let inputs = segment * length..<min((segment + 1) * length, targets.count)
      let exact = interpolation(over: inputs, degree: degree)
      for power in 0...degree {
        let scaled = exact[power] * Double(1 << scales[power])
        guard scaled.magnitude < largest else { return nil }
        result.coefficients[power].append(power == 0 ? 0 : Int(scaled.rounded()))
      }
      guard let constant = constant(of: result, over: inputs) else { return nil }
      result.coefficients[0][segment] = constant
      for input in inputs {
        let value = result.value(at: input)
        let limited = min(max(value, outputRange.lowerBound), outputRange.upperBound)
        let error = (Double(limited) - targets[input]).magnitude
        if error > limit { return nil }
        worst = max(worst, error)
      }
    }
    result.sumRanges = sumRanges(of: result)
    return (result, worst)
  }

  /// The constant coefficient that leaves the error of the rest, as the hardware computes it, as far
  /// above as below, and half a unit for rounding.
  private func constant(of polynomial: PiecewisePolynomial, over inputs: Range<Int>) -> Int? {
    var (lowest, highest) = (Double.infinity, -Double.infinity)
    for input in inputs {
      let sum = polynomial.sums(at: input)[polynomial.degree]
      let rest = targets[input] * Double(1 << polynomial.guardBits) - Double(sum)
      lowest = min(lowest, rest)
      highest = max(highest, rest)
    }
    let middle = (lowest + highest) / 2
    guard middle.magnitude < 0x1p50 else { return nil }
    let half = polynomial.guardBits == 0 ? 0 : 1 << (polynomial.guardBits - 1)
    return Int(middle.rounded()) + half
  }

  /// The polynomial in the offset that agrees with the function at the Chebyshev nodes of a segment:
  /// close to the one with the smallest largest error. Coefficients of degree 0, 1, ...
  private func interpolation(over inputs: Range<Int>, degree: Int) -> [Double] {
    let last = Double(inputs.count - 1)
    // Too few inputs for the degree: all are met by a lower one.
    let order = min(degree, inputs.count - 1)
    // cos((2k + 1) pi / (2n)) for n nodes.
    let unit: [Double] =
      switch order {
      case 0: [0]
      case 1: [-0.5.squareRoot(), 0.5.squareRoot()]
      default: [-0.75.squareRoot(), 0, 0.75.squareRoot()]
      }
    let nodes = unit.map { (1 + $0) * last / 2 }
    // Newton's divided differences, then expanded about offset 0.
    var differences = nodes.map { target(Double(inputs.lowerBound) + $0) }
    for level in 1..<nodes.count {
      for index in (level..<nodes.count).reversed() {
        differences[index] =
          (differences[index] - differences[index - 1]) / (nodes[index] - nodes[index - level])
      }
    }
    var coefficients = [differences[order]]
    for index in (0..<order).reversed() {
      var product = [differences[index]] + coefficients
      for power in coefficients.indices { product[power] -= nodes[index] * coefficients[power] }
      coefficients = product
    }
    return coefficients + Array(repeating: 0, count: degree - order)
  }

  private func sumRanges(of polynomial: PiecewisePolynomial) -> [ClosedRange<Int>] {
    var ranges = polynomial.sums(at: 0).map { $0...$0 }
    for input in targets.indices {
      for (index, sum) in polynomial.sums(at: input).enumerated() {
        let range = ranges[index]
        ranges[index] = min(range.lowerBound, sum)...max(range.upperBound, sum)
      }
    }
    // From degree 0 up, as the coefficients are.
    return ranges.reversed()
  }
}
