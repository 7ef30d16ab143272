/// The result of a conversion: the value in its new format and what happened on the way.
public struct FixedPointConversion: Hashable, Sendable {
  /// The converted value.
  public let value: FixedPointValue
  /// Whether it was rounded, saturated or wrapped; empty for an exact conversion.
  public let flags: ConversionFlags

  /// Brings `integer * 2^exponent`, any exponent, into a format.
  init(
    integer: Int128, exponent: Int, format: FixedPointFormat, rounding: RoundingMode,
    overflow: OverflowMode
  ) throws(FixedPointError) {
    if overflow == .wrap && !format.isFullRange { throw .wrapNeedsFullRange(format) }
    var flags: ConversionFlags = []
    let places = exponent - format.exponent
    let rounded: Int128?
    if places >= 0 {
      rounded = integer.shiftedLeftExactly(by: places)
    } else {
      let (quotient, isExact) = rounding.divide(integer, byPowerOfTwo: -places)
      if !isExact { flags.insert(.inexact) }
      rounded = quotient
    }
    if let rounded, format.contains(rounded) {
      self.value = FixedPointValue(unchecked: rounded, format: format)
      self.flags = flags
      return
    }
    let result: Int128
    switch overflow {
    case .error:
      throw .overflow(value: "\(integer) * 2^\(exponent)", format: format)
    case .saturate:
      // An integer that left 128 bits is beyond every format, on the side of its sign.
      let isBelow = rounded.map { $0 < format.minimum } ?? (integer < 0)
      result = isBelow ? format.minimum : format.maximum
      flags.insert(.saturated)
    case .wrap:
      result = (rounded ?? (integer << places)).lowBits(
        format.bitWidth, isSigned: format.isSigned)
      flags.insert(.wrapped)
    }
    self.value = FixedPointValue(unchecked: result, format: format)
    self.flags = flags
  }
}

extension Int128 {
  /// The low `count` bits read as an unsigned or two's complement integer.
  fileprivate func lowBits(_ count: Int, isSigned: Bool) -> Int128 {
    let unused = Int128.bitWidth - count
    if isSigned { return (self << unused) >> unused }
    return Int128(truncatingIfNeeded: (UInt128(truncatingIfNeeded: self) << unused) >> unused)
  }
}
