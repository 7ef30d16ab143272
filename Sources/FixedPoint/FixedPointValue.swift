/// An integer with its format: the exact number `integer * 2^exponent`.
///
/// `==` and hashing compare the representation, integer and format; `isEqual(to:)` and
/// `isLess(than:)` compare the numbers.
public struct FixedPointValue: Hashable, Sendable {
  /// The integer, in `format.minimum...format.maximum`.
  public let integer: Int128
  /// The format the integer is read in.
  public let format: FixedPointFormat

  /// Makes the value `integer * 2^format.exponent`.
  ///
  /// - Throws: `FixedPointError.integerOutOfRange` if the format does not hold the integer.
  public init(integer: Int128, format: FixedPointFormat) throws(FixedPointError) {
    guard format.contains(integer) else {
      throw .integerOutOfRange(integer, format: format)
    }
    self.integer = integer
    self.format = format
  }

  /// For integers known to lie in the format, such as the results of exact arithmetic.
  init(unchecked integer: Int128, format: FixedPointFormat) {
    assert(format.contains(integer))
    self.integer = integer
    self.format = format
  }
}

extension FixedPointValue: CustomStringConvertible {
  /// The integer and its scale, such as `19 * 2^-4`.
  public var description: String { "\(integer) * 2^\(format.exponent)" }
}

/// Exact arithmetic: the result's format is that of `FixedPointFormat`'s operation of the same name.
extension FixedPointValue {
  /// The exact sum.
  ///
  /// - Throws: `FixedPointError.resultTooWide` if the format of the sum does not fit in 128 bits.
  public func adding(_ other: FixedPointValue) throws(FixedPointError) -> FixedPointValue {
    let result = try format.adding(other.format)
    return FixedPointValue(
      unchecked: aligned(to: result) + other.aligned(to: result), format: result)
  }

  /// The exact difference.
  ///
  /// - Throws: `FixedPointError.resultTooWide` if the format of the difference does not fit in 128
  ///   bits.
  public func subtracting(_ other: FixedPointValue) throws(FixedPointError) -> FixedPointValue {
    let result = try format.subtracting(other.format)
    return FixedPointValue(
      unchecked: aligned(to: result) - other.aligned(to: result), format: result)
  }

  /// The exact product.
  ///
  /// - Throws: `FixedPointError.resultTooWide` or `exponentOutOfRange` if there is no format for it.
  public func multiplied(by other: FixedPointValue) throws(FixedPointError) -> FixedPointValue {
    FixedPointValue(
      unchecked: integer * other.integer, format: try format.multiplied(by: other.format))
  }

  /// The exact negation.
  ///
  /// - Throws: `FixedPointError.resultTooWide` if the format of the negation does not fit in 128
  ///   bits.
  public func negated() throws(FixedPointError) -> FixedPointValue {
    let result = try format.negated()
    return FixedPointValue(unchecked: -integer, format: result)
  }

  /// The exact value times `2^places`: only the exponent changes.
  ///
  /// - Throws: `FixedPointError.exponentOutOfRange` if the new exponent is out of range.
  public func shifted(by places: Int) throws(FixedPointError) -> FixedPointValue {
    FixedPointValue(unchecked: integer, format: try format.shifted(by: places))
  }

  /// The integer at the exponent of a format that is known to hold it.
  private func aligned(to result: FixedPointFormat) -> Int128 {
    integer << (format.exponent - result.exponent)
  }
}
