/// Why a fixed-point format or value cannot be made.
public enum FixedPointError: Error, Hashable, Sendable {
  /// The smallest integer is above the largest.
  case emptyRange(minimum: Int128, maximum: Int128)
  /// An unsigned format was given a negative smallest integer.
  case negativeMinimum(Int128)
  /// The exponent is outside `FixedPointFormat.exponentRange`.
  case exponentOutOfRange(Int)
  /// The number of bits is outside `FixedPointFormat.bitWidthRange`.
  case bitWidthOutOfRange(Int)
  /// The exact result of an operation needs integers beyond 128 bits.
  case resultTooWide(operation: String)
  /// The integer lies outside the range of the format.
  case integerOutOfRange(Int128, format: FixedPointFormat)
  /// A conversion that must not overflow did: the value, as text, and the target format.
  case overflow(value: String, format: FixedPointFormat)
  /// A conversion that must be exact would lose bits: the value, as text, and the target format.
  case inexact(value: String, format: FixedPointFormat)
  /// Wrapping was asked of a format whose range is not all patterns of its bits.
  case wrapNeedsFullRange(FixedPointFormat)
  /// NaN or an infinity has no fixed-point value.
  case notFinite(Double)
}

extension FixedPointError: CustomStringConvertible {
  /// One sentence with what was found, what is allowed and what to do.
  public var description: String {
    switch self {
    case .emptyRange(let minimum, let maximum):
      "The range \(minimum)...\(maximum) is empty; give a minimum not above the maximum."
    case .negativeMinimum(let minimum):
      "An unsigned format cannot reach down to \(minimum); make it signed or start it at 0 or above."
    case .exponentOutOfRange(let exponent):
      "The exponent \(exponent) is outside \(FixedPointFormat.exponentRange.lowerBound)..."
        + "\(FixedPointFormat.exponentRange.upperBound); scale the values nearer to 1."
    case .bitWidthOutOfRange(let width):
      "A width of \(width) bits is outside \(FixedPointFormat.bitWidthRange.lowerBound)..."
        + "\(FixedPointFormat.bitWidthRange.upperBound); change the integer or fraction bits."
    case .resultTooWide(let operation):
      "The exact \(operation) needs integers beyond 128 bits; convert an operand to fewer bits first."
    case .integerOutOfRange(let integer, let format):
      "The integer \(integer) is outside \(format); convert it with a named overflow instead."
    case .overflow(let value, let format):
      "The value \(value) is outside \(format); saturate, wrap or widen the format."
    case .inexact(let value, let format):
      "The value \(value) is not a multiple of 2^\(format.exponent) as \(format) needs; "
        + "name a rounding or lower the exponent."
    case .wrapNeedsFullRange(let format):
      "Wrapping into \(format) is not defined, since its range is not every pattern of "
        + "\(format.bitWidth) bits; saturate or use a full-range format."
    case .notFinite(let value):
      "The number \(value) has no fixed-point value; pass a finite number."
    }
  }
}
