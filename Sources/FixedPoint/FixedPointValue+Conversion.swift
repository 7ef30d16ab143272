extension FixedPointValue {
  /// The value in another format, rounded to its last place and brought into its range.
  ///
  /// Rounding comes first, so a value that rounds up past the maximum overflows.
  ///
  /// - Parameters:
  ///   - target: The new format.
  ///   - rounding: What becomes of bits below the new last place.
  ///   - overflow: What becomes of a rounded value outside the new range.
  /// - Returns: The value and flags for rounding, saturation and wrapping.
  /// - Throws: `FixedPointError.overflow` with `.error`; `wrapNeedsFullRange` with `.wrap` and a
  ///   format whose range is not every pattern of its bits.
  public func converted(
    to target: FixedPointFormat, rounding: RoundingMode, overflow: OverflowMode
  ) throws(FixedPointError) -> FixedPointConversion {
    try FixedPointConversion(
      integer: integer, exponent: format.exponent, format: target, rounding: rounding,
      overflow: overflow)
  }

  /// The same number in another format.
  ///
  /// - Throws: `FixedPointError.inexact` or `overflow` if the format does not hold the number.
  public func exactlyConverted(
    to target: FixedPointFormat
  ) throws(FixedPointError) -> FixedPointValue {
    let conversion = try converted(to: target, rounding: .floor, overflow: .saturate)
    if conversion.flags.contains(.saturated) {
      throw .overflow(value: description, format: target)
    }
    if conversion.flags.contains(.inexact) { throw .inexact(value: description, format: target) }
    return conversion.value
  }

  /// The fixed-point value of a floating-point number.
  ///
  /// The exact binary value of the number is rounded once; no intermediate `Double` result exists.
  ///
  /// - Throws: `FixedPointError.notFinite` for NaN and infinities; otherwise as
  ///   `converted(to:rounding:overflow:)`.
  public static func converting(
    _ number: Double, to target: FixedPointFormat, rounding: RoundingMode, overflow: OverflowMode
  ) throws(FixedPointError) -> FixedPointConversion {
    guard number.isFinite else { throw .notFinite(number) }
    // A finite Double is an integer of at most 53 bits times a power of two.
    let fractionBits = Double.significandBitCount
    let magnitude: UInt64
    let exponent: Int
    if number.isNormal {
      magnitude = number.significandBitPattern | (1 << fractionBits)
      exponent = Int(number.exponent) - fractionBits
    } else {
      magnitude = number.significandBitPattern
      exponent = Int(Double.leastNormalMagnitude.exponent) - fractionBits
    }
    let integer = number.sign == .minus ? -Int128(magnitude) : Int128(magnitude)
    return try FixedPointConversion(
      integer: integer, exponent: exponent, format: target, rounding: rounding, overflow: overflow)
  }

  /// The nearest `Double`, ties to even; exact for integers of at most 53 significant bits.
  public var doubleValue: Double {
    // The exponent range keeps the scaled number normal, so scaling never rounds a second time.
    Double(integer) * Double(sign: .plus, exponent: format.exponent, significand: 1)
  }
}
