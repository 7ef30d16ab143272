import FixedPoint

extension FixedPointFormat {
  /// Reads a format as `notation` writes it, such as `UQ1.20`, `SQ6.10` or `UQ28.-8`: every pattern
  /// of its bits is a value. Nil for any other text, and for a width outside `bitWidthRange`.
  init?(notation: String) {
    let signed = notation.hasPrefix("SQ")
    guard signed || notation.hasPrefix("UQ") else { return nil }
    let numbers = notation.dropFirst(2).split(
      separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard numbers.count == 2, let integerBits = Self.count(numbers[0]),
      let fractionBits = Self.count(numbers[1]),
      let format = try? FixedPointFormat(
        signed: signed, integerBits: integerBits, fractionBits: fractionBits)
    else { return nil }
    self = format
  }

  /// A whole number of at most three digits, perhaps negative, as `notation` writes it.
  private static func count(_ text: Substring) -> Int? {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text
    guard (1...3).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isNumber }) else {
      return nil
    }
    return Int(text)
  }

  /// A format written in the source of a configuration, whose notation is known to be right.
  ///
  /// - Precondition: `notation` names a format.
  init(_ notation: StaticString) {
    guard let format = FixedPointFormat(notation: "\(notation)") else {
      preconditionFailure("\(notation) names no format")
    }
    self = format
  }
}
