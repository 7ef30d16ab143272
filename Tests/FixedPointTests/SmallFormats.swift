import FixedPoint

/// Every range within 3 bits (signed or not) at exponents -2...1, for exhaustive tests.
///
/// Values are multiples of 1/4 below 16, so `Double` computes with them exactly and serves as the
/// independent definition.
enum SmallFormats {
  static let all: [FixedPointFormat] = {
    var formats: [FixedPointFormat] = []
    for exponent in -2...1 {
      for (lowest, highest, signed) in [(-4, 3, true), (0, 7, false)] {
        for minimum in lowest...highest {
          for maximum in minimum...highest {
            let format = try? FixedPointFormat(
              signed: signed, minimum: Int128(minimum), maximum: Int128(maximum),
              exponent: exponent)
            if let format { formats.append(format) }
          }
        }
      }
    }
    return formats
  }()

  /// The full-range formats of 1...4 bits at the same exponents.
  static let fullRange: [FixedPointFormat] = {
    var formats: [FixedPointFormat] = []
    for width in 1...4 {
      for fraction in -1...2 {
        for signed in [false, true] {
          let format = try? FixedPointFormat(
            signed: signed, integerBits: width - fraction, fractionBits: fraction)
          if let format { formats.append(format) }
        }
      }
    }
    return formats
  }()

  static func values(of format: FixedPointFormat) throws -> [FixedPointValue] {
    try (Int(format.minimum)...Int(format.maximum)).map { integer throws in
      try FixedPointValue(integer: Int128(integer), format: format)
    }
  }

  /// The number a value stands for, by repeated doubling or halving of its integer.
  static func number(_ value: FixedPointValue) -> Double {
    var number = Double(Int(value.integer))
    for _ in 0..<abs(value.format.exponent) {
      number = value.format.exponent > 0 ? number + number : number / 2
    }
    return number
  }
}
