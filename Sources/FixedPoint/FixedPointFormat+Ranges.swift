/// The range of a format as numbers, and what conversions and further operations make of it.
extension FixedPointFormat {
  /// The smallest number of the format.
  public var minimumValue: FixedPointValue { FixedPointValue(unchecked: minimum, format: self) }

  /// The largest number of the format.
  public var maximumValue: FixedPointValue { FixedPointValue(unchecked: maximum, format: self) }

  /// Whether the format holds every number `integer * 2^exponent` of the other's range.
  ///
  /// A range of more than one integer is not held by a coarser last place.
  public func contains(_ other: FixedPointFormat) -> Bool {
    if other.minimum != other.maximum, other.exponent < exponent { return false }
    return [other.minimumValue, other.maximumValue].allSatisfy {
      (try? $0.exactlyConverted(to: self)) != nil
    }
  }

  /// The format of the values rounded to a last place that is not finer.
  ///
  /// - Throws: `FixedPointError.exponentOutOfRange` if `coarser` is out of range.
  /// - Precondition: `coarser` is not below `exponent`.
  public func rounded(
    toExponent coarser: Int, rounding: RoundingMode
  ) throws(FixedPointError) -> FixedPointFormat {
    precondition(coarser >= exponent, "rounding only drops bits")
    // Every mode is monotone, so the ends of the range stay the ends.
    return try FixedPointFormat(
      signed: isSigned,
      minimum: rounding.divide(minimum, byPowerOfTwo: coarser - exponent).quotient,
      maximum: rounding.divide(maximum, byPowerOfTwo: coarser - exponent).quotient,
      exponent: coarser)
  }

  /// The format of `|a|`, which is unsigned.
  ///
  /// - Throws: `FixedPointError.resultTooWide` if the range does not fit in 128 bits.
  public func magnitude() throws(FixedPointError) -> FixedPointFormat {
    if minimum >= 0 {
      return try FixedPointFormat(
        signed: false, minimum: minimum, maximum: maximum, exponent: exponent)
    }
    let negated = try negated()
    return try FixedPointFormat(
      signed: false, minimum: max(0, negated.minimum), maximum: max(maximum, negated.maximum),
      exponent: exponent)
  }

  /// The format of `a * 2^n` for every `n` from 0 to `most`; the exponent stays.
  ///
  /// - Throws: `FixedPointError.resultTooWide` if the range does not fit in 128 bits.
  /// - Precondition: `most` is not negative.
  public func shiftedLeft(upTo most: Int) throws(FixedPointError) -> FixedPointFormat {
    precondition(most >= 0, "a left shift is not negative")
    guard let low = minimum.shiftedLeftExactly(by: most),
      let high = maximum.shiftedLeftExactly(by: most)
    else { throw .resultTooWide(operation: "shift") }
    return try FixedPointFormat(
      signed: isSigned, minimum: min(minimum, low), maximum: max(maximum, high),
      exponent: exponent)
  }
}

extension FixedPointFormat {
  /// The integers 0 and 1.
  public static let bit = FixedPointFormat(unsigned: 1)

  /// The format of one integer and no other.
  public init(only integer: Int) {
    isSigned = integer < 0
    minimum = Int128(integer)
    maximum = Int128(integer)
    exponent = 0
  }

  private init(unsigned maximum: Int128) {
    isSigned = false
    minimum = 0
    self.maximum = maximum
    exponent = 0
  }
}

extension FixedPointValue {
  /// An integer in the format of this integer alone.
  public init(_ integer: Int) {
    self.init(unchecked: Int128(integer), format: FixedPointFormat(only: integer))
  }
}
