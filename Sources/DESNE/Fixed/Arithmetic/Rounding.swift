package import FixedPoint

/// The two conversions that the hardware has: drop low bits to nearest, a half up, and saturate.
///
/// Bounds: a value and its rounding constant stay below 2^62 in magnitude, which the ranges of the
/// configuration's formats assure; wider products are `Int128`.
extension Int {
  /// `self / 2^places` to nearest, a half up; for negative places `self * 2^-places`.
  @inline(__always)
  package func shiftedRight(rounding places: Int) -> Int {
    places > 0 ? (self + (1 << (places - 1))) >> places : self << -places
  }
}

extension Int128 {
  /// `self / 2^places` to nearest, a half up; for negative places `self * 2^-places`.
  @inline(__always)
  package func shiftedRight(rounding places: Int) -> Int {
    if places > 100 { return 0 }
    let result = places > 0 ? (self + (1 << Int128(places - 1))) >> Int128(places) : self << -places
    return Int(clamping: result)
  }
}

/// The range of a format as machine integers.
package struct IntegerRange: Sendable {
  package let minimum: Int
  package let maximum: Int
  package let fractionBits: Int

  /// - Precondition: the format has at most 63 bits.
  package init(_ format: FixedPointFormat) {
    minimum = Int(format.minimum)
    maximum = Int(format.maximum)
    fractionBits = format.fractionBits
  }

  /// The nearest integer of the range; counts where that is another.
  @inline(__always)
  package func saturated(_ value: Int, _ count: inout Int) -> Int {
    if value > maximum {
      count += 1
      return maximum
    }
    if value < minimum {
      count += 1
      return minimum
    }
    return value
  }
}

/// A positive integer as mantissa and exponent: what a count of leading zeros and a shift make.
package struct Normalized: Hashable, Sendable {
  /// The bits below the leading one, the highest first; lower ones are dropped.
  package let fraction: Int
  /// The place of the leading one.
  package let exponent: Int

  /// - Precondition: `value` is positive.
  @inline(__always)
  package init(_ value: Int, fractionBits: Int) {
    exponent = Int.bitWidth - 1 - value.leadingZeroBitCount
    let below = value ^ (1 << exponent)
    let places = exponent - fractionBits
    fraction = places >= 0 ? below >> places : below << -places
  }
}
