/// A set of numbers `integer * 2^exponent`, the integer running over a closed range.
///
/// The range, not only a width, is carried through arithmetic, so growth is exact: the sum of ten
/// values in 0...255 lies in 0...2550, which is 12 bits and never needs a check.
public struct FixedPointFormat: Hashable, Sendable {
  /// Whether the bits have a sign bit (two's complement).
  public let isSigned: Bool
  /// The smallest integer of the format.
  public let minimum: Int128
  /// The largest integer of the format.
  public let maximum: Int128
  /// The power of two of the last place: a value is `integer * 2^exponent`.
  public let exponent: Int

  /// The exponents a format may have; every value is then a finite, normal `Double` or zero.
  public static let exponentRange = -512...512

  /// The widths that `init(signed:integerBits:fractionBits:)` takes.
  public static let bitWidthRange = 1...127

  /// Makes the format of the integers `minimum...maximum` scaled by `2^exponent`.
  ///
  /// - Parameters:
  ///   - signed: Whether there is a sign bit; without one given, only if `minimum` is negative.
  ///   - minimum: The smallest integer, inclusive.
  ///   - maximum: The largest integer, inclusive.
  ///   - exponent: The power of two of the last place.
  /// - Throws: `FixedPointError` for an empty range, a negative minimum without a sign, or an
  ///   exponent outside `exponentRange`.
  public init(
    signed: Bool? = nil, minimum: Int128, maximum: Int128, exponent: Int = 0
  ) throws(FixedPointError) {
    guard minimum <= maximum else {
      throw .emptyRange(minimum: minimum, maximum: maximum)
    }
    let isSigned = signed ?? (minimum < 0)
    guard isSigned || minimum >= 0 else { throw .negativeMinimum(minimum) }
    guard Self.exponentRange.contains(exponent) else { throw .exponentOutOfRange(exponent) }
    self.isSigned = isSigned
    self.minimum = minimum
    self.maximum = maximum
    self.exponent = exponent
  }

  /// Makes the format of every pattern of `integerBits + fractionBits` bits.
  ///
  /// The sign bit, where there is one, counts among the integer bits: `SQ3.9` has 12 bits and the
  /// range -4 to 4 - 2^-9. Either number may be negative: `UQ10.-2` holds multiples of 4 in 8 bits.
  ///
  /// - Throws: `FixedPointError` if the sum is outside `bitWidthRange` or `-fractionBits` is outside
  ///   `exponentRange`.
  public init(signed: Bool, integerBits: Int, fractionBits: Int) throws(FixedPointError) {
    let (width, overflow) = integerBits.addingReportingOverflow(fractionBits)
    guard !overflow, Self.bitWidthRange.contains(width) else {
      throw .bitWidthOutOfRange(overflow ? (integerBits < 0 ? .min : .max) : width)
    }
    // Every Int but the smallest has a negation; the smallest is out of range either way.
    let exponent = 0 &- fractionBits
    let minimum = signed ? -(Int128(1) << (width - 1)) : 0
    // Written without 2^127, which an Int128 does not hold.
    let maximum = Int128.max >> (Int128.bitWidth - 1 - (signed ? width - 1 : width))
    try self.init(signed: signed, minimum: minimum, maximum: maximum, exponent: exponent)
  }
}

extension FixedPointFormat {
  /// Bits needed for every integer of the range, with the sign bit if signed; at least 1.
  public var bitWidth: Int {
    guard isSigned else { return max(1, Self.magnitudeBits(of: maximum)) }
    return 1 + max(Self.magnitudeBits(of: minimum), Self.magnitudeBits(of: maximum))
  }

  /// Bits left of the binary point, with the sign bit; negative if leading fraction bits are absent.
  public var integerBits: Int { bitWidth + exponent }

  /// Bits right of the binary point; negative if the last place is above 1.
  public var fractionBits: Int { -exponent }

  /// Whether the range is every pattern of `bitWidth` bits, so that wrapping is defined.
  public var isFullRange: Bool {
    let width = bitWidth
    let magnitude = isSigned ? width - 1 : width
    let largest = magnitude == 0 ? 0 : Int128.max >> (Int128.bitWidth - 1 - magnitude)
    return maximum == largest && minimum == (isSigned ? ~largest : 0)
  }

  /// Whether the integer lies in `minimum...maximum`.
  public func contains(_ integer: Int128) -> Bool { integer >= minimum && integer <= maximum }

  /// Bits of a two's complement integer without its sign bit.
  private static func magnitudeBits(of integer: Int128) -> Int {
    let magnitude = integer < 0 ? ~integer : integer
    return Int128.bitWidth - magnitude.leadingZeroBitCount
  }
}

extension FixedPointFormat: CustomStringConvertible {
  /// The bits left and right of the binary point, such as `UQ8.4` or `SQ3.9`.
  public var notation: String { "\(isSigned ? "SQ" : "UQ")\(integerBits).\(fractionBits)" }

  /// The notation and the range, such as `UQ8.4 (0...4095 * 2^-4)`.
  public var description: String { "\(notation) (\(minimum)...\(maximum) * 2^\(exponent))" }
}
