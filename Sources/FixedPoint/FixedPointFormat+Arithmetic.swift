/// The formats of exact results: every range is the hull of the results over the operands' ranges.
extension FixedPointFormat {
  /// The format of `a + b`, at the finer of the two exponents.
  ///
  /// - Throws: `FixedPointError.resultTooWide` if the range does not fit in 128 bits.
  public func adding(_ other: FixedPointFormat) throws(FixedPointError) -> FixedPointFormat {
    let finest = min(exponent, other.exponent)
    let (left, right) = (try aligned(toExponent: finest), try other.aligned(toExponent: finest))
    return try Self.exact(
      "sum", signed: isSigned || other.isSigned, exponent: finest,
      minimum: left.minimum.addingReportingOverflow(right.minimum),
      maximum: left.maximum.addingReportingOverflow(right.maximum))
  }

  /// The format of `a - b`, at the finer of the two exponents; signed if it can be negative.
  ///
  /// - Throws: `FixedPointError.resultTooWide` if the range does not fit in 128 bits.
  public func subtracting(_ other: FixedPointFormat) throws(FixedPointError) -> FixedPointFormat {
    let finest = min(exponent, other.exponent)
    let (left, right) = (try aligned(toExponent: finest), try other.aligned(toExponent: finest))
    return try Self.exact(
      "difference", signed: isSigned || other.isSigned, exponent: finest,
      minimum: left.minimum.subtractingReportingOverflow(right.maximum),
      maximum: left.maximum.subtractingReportingOverflow(right.minimum))
  }

  /// The format of `a * b`; the exponents add.
  ///
  /// - Throws: `FixedPointError.resultTooWide` if the range does not fit in 128 bits,
  ///   `exponentOutOfRange` if the sum of the exponents is out of range.
  public func multiplied(by other: FixedPointFormat) throws(FixedPointError) -> FixedPointFormat {
    // A product is extreme at a corner of the rectangle of operands.
    var corners: [Int128] = []
    for left in [minimum, maximum] {
      for right in [other.minimum, other.maximum] {
        let (product, overflow) = left.multipliedReportingOverflow(by: right)
        if overflow { throw .resultTooWide(operation: "product") }
        corners.append(product)
      }
    }
    return try Self.exact(
      "product", signed: isSigned || other.isSigned, exponent: exponent + other.exponent,
      minimum: (corners.min() ?? 0, false), maximum: (corners.max() ?? 0, false))
  }

  /// The format of `-a`; signed if it can be negative.
  ///
  /// - Throws: `FixedPointError.resultTooWide` if the range does not fit in 128 bits.
  public func negated() throws(FixedPointError) -> FixedPointFormat {
    try Self.exact(
      "negation", signed: isSigned, exponent: exponent,
      minimum: Int128(0).subtractingReportingOverflow(maximum),
      maximum: Int128(0).subtractingReportingOverflow(minimum))
  }

  /// The format of `a * 2^places`: the binary point moves and no bit changes, so it costs nothing.
  ///
  /// A right shift that drops bits is this with negative `places` and then a conversion, which
  /// names its rounding.
  ///
  /// - Throws: `FixedPointError.exponentOutOfRange` if the new exponent is out of range.
  public func shifted(by places: Int) throws(FixedPointError) -> FixedPointFormat {
    let (sum, overflow) = exponent.addingReportingOverflow(places)
    if overflow { throw .exponentOutOfRange(places < 0 ? .min : .max) }
    return try FixedPointFormat(
      signed: isSigned, minimum: minimum, maximum: maximum, exponent: sum)
  }

  /// The same values counted in a finer last place: zero bits are appended.
  ///
  /// - Throws: `FixedPointError.resultTooWide` if the range does not fit in 128 bits,
  ///   `exponentOutOfRange` if `finer` is out of range.
  /// - Precondition: `finer` is not above `exponent`.
  public func aligned(toExponent finer: Int) throws(FixedPointError) -> FixedPointFormat {
    precondition(finer <= exponent, "alignment only appends zero bits")
    // A difference that overflows comes from an exponent that the initialiser refuses.
    let places = exponent.subtractingReportingOverflow(finer)
    if places.overflow { throw .exponentOutOfRange(finer) }
    guard let minimum = minimum.shiftedLeftExactly(by: places.partialValue),
      let maximum = maximum.shiftedLeftExactly(by: places.partialValue)
    else { throw .resultTooWide(operation: "alignment") }
    return try FixedPointFormat(
      signed: isSigned, minimum: minimum, maximum: maximum, exponent: finer)
  }

  /// The smallest format that holds every value of both, as at the output of a multiplexer.
  ///
  /// - Throws: `FixedPointError.resultTooWide` if the range does not fit in 128 bits.
  public func union(_ other: FixedPointFormat) throws(FixedPointError) -> FixedPointFormat {
    let finest = min(exponent, other.exponent)
    let (left, right) = (try aligned(toExponent: finest), try other.aligned(toExponent: finest))
    return try FixedPointFormat(
      signed: isSigned || other.isSigned, minimum: min(left.minimum, right.minimum),
      maximum: max(left.maximum, right.maximum), exponent: finest)
  }

  private static func exact(
    _ operation: String, signed: Bool, exponent: Int,
    minimum: (partialValue: Int128, overflow: Bool),
    maximum: (partialValue: Int128, overflow: Bool)
  ) throws(FixedPointError) -> FixedPointFormat {
    if minimum.overflow || maximum.overflow { throw .resultTooWide(operation: operation) }
    return try FixedPointFormat(
      signed: signed || minimum.partialValue < 0, minimum: minimum.partialValue,
      maximum: maximum.partialValue, exponent: exponent)
  }
}
