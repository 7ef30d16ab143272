/// The exponential and logarithm from sums and products in a fixed order: a C library may round
/// its own differently on another machine.
enum ElementaryFunctions {
  private static let logarithmOf2 = 0.693_147_180_559_945_3

  /// e to the power of `x`, within 3 units in the last place; 0 below -700.
  ///
  /// - Precondition: `x` is at most 700.
  static func exponential(_ x: Double) -> Double {
    guard x > -700 else { return 0 }
    let exponent = (x / logarithmOf2).rounded()
    // 32 leading bits, so that the product is exact, and the rest.
    let remainder =
      x - exponent * 0.693_147_180_369_123_8 - exponent * 1.908_214_929_270_587_7e-10
    var sum = 1.0
    for divisor in stride(from: 14.0, through: 1, by: -1) { sum = 1 + remainder / divisor * sum }
    return Double(sign: .plus, exponent: Int(exponent), significand: sum)
  }

  /// The natural logarithm of a positive number.
  static func logarithm(_ x: Double) -> Double {
    // x = m 2^e with m near 1; ln m = 2 artanh((m - 1) / (m + 1)).
    var significand = x.significand
    var exponent = Double(x.exponent)
    if significand > 1.414_213_562_373_095 {
      significand /= 2
      exponent += 1
    }
    let ratio = (significand - 1) / (significand + 1)
    let square = ratio * ratio
    var sum = 0.0
    for power in stride(from: 25.0, through: 1, by: -2) { sum = 1 / power + square * sum }
    return exponent * logarithmOf2 + 2 * ratio * sum
  }

  /// The cosine of `x` between 0 and pi, by its Taylor series.
  static func cosine(_ x: Double) -> Double {
    let square = x * x
    var sum = 1.0
    for order in stride(from: 26.0, through: 2, by: -2) {
      sum = 1 - square / (order * (order - 1)) * sum
    }
    return sum
  }
}
