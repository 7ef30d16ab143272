import FixedPoint

extension FunctionTable {
  /// The smallest table within the error: the fewest segments, and for these the fewest bits of
  /// precision.
  static func fit(
    _ name: String, from input: FixedPointFormat, to output: FixedPointFormat,
    maximumError: Double, degree: Int, _ function: (Double) -> Double
  ) throws(FunctionTableError) -> (polynomial: PiecewisePolynomial, error: Double) {
    let count = input.maximum - input.minimum + 1
    guard count <= Int128(largestInputCount), input.bitWidth <= 62 else {
      throw .inputTooWide(name: name, count: count)
    }
    guard output.bitWidth <= widestOutput else {
      throw .outputTooWide(name: name, bitWidth: output.bitWidth)
    }
    guard degrees.contains(degree) else { throw .degreeOutOfRange(name: name, degree: degree) }
    guard maximumError >= 0.5 else {
      throw .errorTooSmall(name: name, maximumError: maximumError)
    }
    let (place, unit) = (lastPlace(input), lastPlace(output))
    let first = Double(Int(input.minimum))
    func target(_ position: Double) -> Double { function((first + position) * place) / unit }
    var targets: [Double] = []
    targets.reserveCapacity(Int(count))
    for position in 0..<Int(count) {
      let value = target(Double(position))
      guard value.magnitude < 0x1p48 else {
        throw .notFinite(name: name, input: (first + Double(position)) * place)
      }
      targets.append(value)
    }
    return try withoutActuallyEscaping(target) { target throws(FunctionTableError) in
      let fit = PolynomialFit(
        targets: targets, target: target,
        outputRange: Int(output.minimum)...Int(output.maximum), degree: degree)
      let width = bitsToCount(to: Int(count) - 1)
      for segmentBits in 0...min(width, mostSegmentBits) {
        for precision in 0...mostPrecision {
          let found = fit.polynomial(
            offsetBits: width - segmentBits, precision: precision, within: maximumError)
          if let found { return found }
        }
      }
      throw .unreachable(
        name: name, maximumError: maximumError, segmentLimit: 1 << min(width, mostSegmentBits))
    }
  }

  /// The most bits below the output's last place; more change nothing that half a unit would show.
  private static let mostPrecision = 8

  /// Value of the last place: exact for every exponent a format may have.
  private static func lastPlace(_ format: FixedPointFormat) -> Double {
    Double(sign: .plus, exponent: format.exponent, significand: 1)
  }

  /// The fewest bits that hold a number, at least 1.
  private static func bitsToCount(to largest: Int) -> Int {
    max(1, Int.bitWidth - largest.leadingZeroBitCount)
  }
}
