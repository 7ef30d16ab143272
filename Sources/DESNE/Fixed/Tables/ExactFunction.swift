/// The functions of the tables, to nearest, from integers alone.
///
/// Each gives `f(position / 2^bits) * 2^fractionBits` rounded to nearest, a half up. Work is done
/// with 60 bits below the binary point, so the result before rounding is wrong by less than 2^-53;
/// `isCertain` tells that no rounding boundary is that near, which holds for all tables the
/// configuration allows.
package enum ExactFunction: Hashable, Sendable {
  /// 2^-x for x in [0, 1].
  case exp2
  /// log2(1 + x) for x in [0, 1].
  case log2
  /// 1 / (1 + x) for x in [0, 1].
  case reciprocal

  /// A rounded value.
  package struct Value: Hashable, Sendable {
    /// The value in units of the last place.
    package var integer: Int
    /// Whether the rounding is beyond doubt.
    package var isCertain: Bool
  }

  /// The value at `position / 2^bits`.
  ///
  /// - Parameters:
  ///   - position: 0 to 2^`bits`.
  ///   - bits: At most 30.
  ///   - fractionBits: At most 40.
  package func value(at position: Int, bits: Int, fractionBits: Int) -> Value {
    let one = 1 << Self.places
    switch self {
    case .reciprocal:
      // (2^(bits + fractionBits) / m), exact: half the divisor is added before the division.
      let divisor = Int128((1 << bits) + position)
      let dividend = Int128(1) << Int128(bits + fractionBits)
      return Value(integer: Int((2 * dividend + divisor) / (2 * divisor)), isCertain: true)
    case .exp2:
      if position == 1 << bits {
        return Value(integer: 1 << (fractionBits - 1), isCertain: true)
      }
      var product = one
      var factor = one
      var mask = 1 << bits
      var square = one >> 1
      while mask > 1 {
        // 2^-1/2, 2^-1/4, ...: each the square root of the one before.
        mask >>= 1
        factor = Self.squareRoot(square)
        square = factor
        if position & mask != 0 {
          product = Int((Int128(product) * Int128(factor)) >> Int128(Self.places))
        }
      }
      return Self.rounded(product, fractionBits: fractionBits, isExact: position == 0)
    case .log2:
      let start = one + Int((Int128(position) << Int128(Self.places)) >> Int128(bits))
      return Self.rounded(
        Self.log2(ofMantissa: start), fractionBits: fractionBits,
        isExact: position == 0 || position == 1 << bits)
    }
  }

  /// log2 of a fraction of at least 1, in units of 2^-`fractionBits`, to nearest.
  ///
  /// - Precondition: both numbers are positive and below 2^60, the fraction is at least 1.
  package static func log2(_ numerator: Int, over denominator: Int, fractionBits: Int) -> Int {
    var exponent = 0
    while numerator >> (exponent + 1) >= denominator { exponent += 1 }
    let mantissa =
      (Int128(numerator) << Int128(places)) / (Int128(denominator) << Int128(exponent))
    let value = rounded(log2(ofMantissa: Int(mantissa)), fractionBits: fractionBits, isExact: false)
    return exponent << fractionBits + value.integer
  }

  /// Bits below the binary point of the work.
  private static let places = 60

  /// log2 of a mantissa in [1, 2], bit by bit: squaring doubles the logarithm, and what reaches 2
  /// gives a one. An error of the mantissa weighs half as much with each squaring.
  private static func log2(ofMantissa start: Int) -> Int {
    if start == 2 << places { return 1 << places }
    var mantissa = UInt128(start)
    var result = 0
    for _ in 0..<places {
      mantissa = (mantissa * mantissa) >> UInt128(places)
      result <<= 1
      if mantissa >> UInt128(places + 1) != 0 {
        mantissa >>= 1
        result |= 1
      }
    }
    return result
  }

  /// The square root of a number in (0, 1], all in units of the last place, rounded down.
  private static func squareRoot(_ value: Int) -> Int {
    let square = UInt128(value) << UInt128(places)
    var root: UInt128 = 0
    var bit = UInt128(1) << UInt128(places)
    while bit != 0 {
      let trial = root | bit
      if trial * trial <= square { root = trial }
      bit >>= 1
    }
    return Int(root)
  }

  private static func rounded(_ value: Int, fractionBits: Int, isExact: Bool) -> Value {
    let dropped = places - fractionBits
    let integer = (value + (1 << (dropped - 1))) >> dropped
    // The work rounds down, so the true value lies a little above.
    let above = (value + 128 + (1 << (dropped - 1))) >> dropped
    return Value(integer: integer, isCertain: isExact || integer == above)
  }
}
