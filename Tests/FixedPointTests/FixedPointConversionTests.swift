import FixedPoint
import Testing

@Suite("Conversion")
struct FixedPointConversionTests {
  /// Rounds a multiple of 1/4 to a multiple of `unit` by the floating-point standard's functions.
  private func round(_ number: Double, to unit: Double, _ mode: RoundingMode) -> Double {
    let quotient = number / unit
    return switch mode {
    case .floor: quotient.rounded(.down) * unit
    case .ceiling: quotient.rounded(.up) * unit
    case .towardZero: quotient.rounded(.towardZero) * unit
    case .nearestHalfUp: (quotient + 0.5).rounded(.down) * unit
    case .nearestEven: quotient.rounded(.toNearestOrEven) * unit
    }
  }

  private func check(
    _ value: FixedPointValue, to target: FixedPointFormat, _ rounding: RoundingMode,
    _ overflow: OverflowMode
  ) throws {
    let number = SmallFormats.number(value)
    let unit = SmallFormats.number(
      try FixedPointValue(
        integer: 1, format: FixedPointFormat(minimum: 1, maximum: 1, exponent: target.exponent)))
    let rounded = round(number, to: unit, rounding)
    let (lowest, highest) = (Double(Int(target.minimum)) * unit, Double(Int(target.maximum)) * unit)
    var expected = rounded
    var flags: ConversionFlags = rounded == number ? [] : .inexact
    if rounded < lowest || rounded > highest {
      switch overflow {
      case .error:
        // Written out since `#expect(throws:)` is slow by the thousand.
        do throws(FixedPointError) {
          let result = try value.converted(to: target, rounding: rounding, overflow: .error)
          Issue.record("\(value) to \(target), \(rounding): \(result), not an overflow")
        } catch {
          guard case .overflow = error else { throw error }
        }
        return
      case .saturate:
        expected = min(max(rounded, lowest), highest)
        flags.insert(.saturated)
      case .wrap:
        // Independent definition: walk by whole turns until inside.
        let turn = highest - lowest + unit
        while expected < lowest { expected += turn }
        while expected > highest { expected -= turn }
        flags.insert(.wrapped)
      }
    }
    let result = try value.converted(to: target, rounding: rounding, overflow: overflow)
    if SmallFormats.number(result.value) != expected || result.flags != flags
      || result.value.format != target
    {
      Issue.record("\(value) to \(target), \(rounding), \(overflow): \(result), not \(expected)")
    }
    let (again, againFlags) = try {
      let result = try FixedPointValue.converting(
        number, to: target, rounding: rounding, overflow: overflow)
      return (result.value, result.flags)
    }()
    if again != result.value || againFlags != flags {
      Issue.record("\(number) as Double to \(target), \(rounding), \(overflow): \(again)")
    }
  }

  @Test("Over small formats every rounding and overflow matches exact arithmetic", arguments: 0..<8)
  func small(part: Int) throws {
    let sources = SmallFormats.fullRange
    for (index, target) in (SmallFormats.all + SmallFormats.fullRange).enumerated()
    where index % 8 == part {
      for source in sources where source.bitWidth == 4 {
        for value in try SmallFormats.values(of: source) {
          for rounding in RoundingMode.allCases {
            try check(value, to: target, rounding, .saturate)
            try check(value, to: target, rounding, .error)
            if target.isFullRange { try check(value, to: target, rounding, .wrap) }
          }
        }
      }
    }
  }

  @Test("At large widths rounding follows quotient and remainder chosen beforehand")
  func largeRounding() throws {
    var generator = SplitMix64(seed: 3)
    for _ in 0..<4_000 {
      let shift = Int.random(in: 1...62, using: &generator)
      let quotient = generator.integer(bits: 64)
      let unit = Int128(1) << shift
      let remainder: Int128 =
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: 0
        case 1: unit / 2
        case 2: unit / 2 - (unit > 2 ? 1 : 0)
        default: Int128.random(in: 0..<unit, using: &generator)
        }
      let integer = quotient * unit + remainder
      for mode in RoundingMode.allCases {
        let up: Bool =
          switch mode {
          case .floor: false
          case .ceiling: remainder > 0
          case .towardZero: remainder > 0 && quotient < 0
          case .nearestHalfUp: remainder + remainder >= unit
          case .nearestEven:
            remainder + remainder > unit
              || (remainder + remainder == unit && !quotient.isMultiple(of: 2))
          }
        let result = mode.divide(integer, byPowerOfTwo: shift)
        #expect(result.quotient == quotient + (up ? 1 : 0), "\(mode) \(integer) / 2^\(shift)")
        #expect(result.isExact == (remainder == 0))
      }
    }
  }

  @Test(
    "A shift past every bit leaves the sign's neighbours of zero",
    arguments: [
      (Int128(5), [0, 1, 0, 0, 0]), (Int128(-5), [-1, 0, 0, 0, 0]), (Int128(0), [0, 0, 0, 0, 0]),
      (Int128.max, [0, 1, 0, 0, 0]),
    ])
  func farShift(integer: Int128, expected: [Int]) {
    for shift in [128, 129, 300, 5_000] {
      let quotients = RoundingMode.allCases.map {
        Int($0.divide(integer, byPowerOfTwo: shift).quotient)
      }
      #expect(quotients == expected)
    }
  }

  @Test("The smallest integer is exactly minus a half of 2^128, a quarter of 2^129")
  func smallestInteger() {
    func quotients(_ shift: Int) -> [Int] {
      RoundingMode.allCases.map { Int($0.divide(.min, byPowerOfTwo: shift).quotient) }
    }
    #expect(quotients(127) == [-1, -1, -1, -1, -1])
    #expect(quotients(128) == [-1, 0, 0, 0, 0])
    #expect(quotients(129) == [-1, 0, 0, 0, 0])
  }

  @Test("Saturation and wrapping of 64-bit values match the standard integers")
  func largeOverflow() throws {
    let wide = try FixedPointFormat(signed: true, integerBits: 100, fractionBits: 0)
    let narrow = try FixedPointFormat(signed: true, integerBits: 64, fractionBits: 0)
    let unsigned = try FixedPointFormat(signed: false, integerBits: 64, fractionBits: 0)
    var generator = SplitMix64(seed: 4)
    for _ in 0..<2_000 {
      let integer = generator.integer(bits: 99)
      let value = try FixedPointValue(integer: integer, format: wide)
      func converted(_ target: FixedPointFormat, _ mode: OverflowMode) throws -> Int128 {
        try value.converted(to: target, rounding: .floor, overflow: mode).value.integer
      }
      #expect(try converted(narrow, .saturate) == Int128(Int64(clamping: integer)))
      #expect(try converted(unsigned, .saturate) == Int128(UInt64(clamping: integer)))
      #expect(try converted(narrow, .wrap) == Int128(Int64(truncatingIfNeeded: integer)))
      #expect(try converted(unsigned, .wrap) == Int128(UInt64(truncatingIfNeeded: integer)))
    }
  }

  @Test("A value that leaves 128 bits saturates to the side of its sign and wraps to its low bits")
  func beyond128Bits() throws {
    let coarse = try FixedPointFormat(signed: true, minimum: -3, maximum: 3, exponent: 200)
    let target = try FixedPointFormat(signed: true, integerBits: 8, fractionBits: 0)
    for (integer, end) in [(Int128(-1), Int128(-128)), (1, 127), (-3, -128), (3, 127)] {
      let value = try FixedPointValue(integer: integer, format: coarse)
      let saturated = try value.converted(to: target, rounding: .floor, overflow: .saturate)
      #expect(saturated.value.integer == end)
      #expect(saturated.flags == .saturated)
      let wrapped = try value.converted(to: target, rounding: .floor, overflow: .wrap)
      #expect(wrapped.value.integer == 0)
      #expect(wrapped.flags == .wrapped)
    }
  }

  @Test("An exact conversion is an error when it would lose bits or range")
  func exactConversion() throws {
    let source = try FixedPointFormat(signed: true, integerBits: 4, fractionBits: 4)
    let target = try FixedPointFormat(signed: true, integerBits: 3, fractionBits: 2)
    func convert(_ integer: Int128) throws -> Int128 {
      try FixedPointValue(integer: integer, format: source).exactlyConverted(to: target).integer
    }
    #expect(try convert(-20) == -5)
    let inexact = #expect(throws: FixedPointError.self) { try convert(-21) }
    #expect(
      inexact?.description
        == "The value -21 * 2^-4 is not a multiple of 2^-2 as SQ3.2 (-16...15 * 2^-2) needs; "
        + "name a rounding or lower the exponent.")
    let overflow = #expect(throws: FixedPointError.self) { try convert(64) }
    #expect(
      overflow?.description
        == "The value 64 * 2^-4 is outside SQ3.2 (-16...15 * 2^-2); "
        + "saturate, wrap or widen the format.")
  }

  @Test("Wrapping into a range that is not every pattern of its bits is refused")
  func wrapNeedsFullRange() throws {
    let target = try FixedPointFormat(minimum: 0, maximum: 9)
    let error = #expect(throws: FixedPointError.self) {
      try FixedPointValue.converting(3, to: target, rounding: .floor, overflow: .wrap)
    }
    #expect(
      error?.description
        == "Wrapping into UQ4.0 (0...9 * 2^0) is not defined, since its range is not every pattern "
        + "of 4 bits; saturate or use a full-range format.")
  }

  @Test("NaN and infinities are errors", arguments: [Double.nan, .infinity, -.infinity])
  func notFinite(number: Double) throws {
    let target = try FixedPointFormat(signed: true, integerBits: 8, fractionBits: 8)
    let error = #expect(throws: FixedPointError.self) {
      try FixedPointValue.converting(number, to: target, rounding: .floor, overflow: .saturate)
    }
    #expect(
      error?.description
        == "The number \(number) has no fixed-point value; pass a finite number.")
  }

  @Test("The extremes of Double round and saturate by the same rules")
  func doubleExtremes() throws {
    let target = try FixedPointFormat(signed: true, integerBits: 4, fractionBits: 4)
    func convert(_ number: Double, _ rounding: RoundingMode) throws -> (Int, ConversionFlags) {
      let result = try FixedPointValue.converting(
        number, to: target, rounding: rounding, overflow: .saturate)
      return (Int(result.value.integer), result.flags)
    }
    #expect(try convert(.greatestFiniteMagnitude, .floor) == (127, .saturated))
    #expect(try convert(-.greatestFiniteMagnitude, .floor) == (-128, .saturated))
    #expect(try convert(.leastNonzeroMagnitude, .floor) == (0, .inexact))
    #expect(try convert(.leastNonzeroMagnitude, .ceiling) == (1, .inexact))
    #expect(try convert(-.leastNonzeroMagnitude, .floor) == (-1, .inexact))
    #expect(try convert(-.leastNormalMagnitude, .nearestEven) == (0, .inexact))
    #expect(try convert(-0.0, .floor) == (0, []))
    #expect(try convert(0.1, .nearestEven) == (2, .inexact))
    #expect(try convert(7.97, .nearestEven) == (127, [.inexact, .saturated]))
  }

  @Test("Doubles and fixed-point values convert back and forth without loss up to 53 bits")
  func doubleRoundTrip() throws {
    var generator = SplitMix64(seed: 5)
    for _ in 0..<2_000 {
      let exponent = Int.random(in: -512...512, using: &generator)
      let format = try FixedPointFormat(
        signed: true, minimum: -(1 << 53), maximum: 1 << 53, exponent: exponent)
      let integer = generator.integer(bits: 53)
      let value = try FixedPointValue(integer: integer, format: format)
      let number = value.doubleValue
      #expect(number.isFinite && (integer == 0 || number.isNormal))
      let back = try FixedPointValue.converting(
        number, to: format, rounding: .floor, overflow: .error)
      #expect(back.value == value)
      #expect(back.flags.isEmpty)
    }
  }

  @Test("doubleValue of a long integer is the nearest double, ties to even")
  func doubleNearest() throws {
    let format = try FixedPointFormat(signed: true, minimum: .min, maximum: .max, exponent: -3)
    // Around 2^60 doubles are 256 apart, so the tie lies at 128.
    for (offset, expected) in [(127, 0), (128, 0), (129, 256), (384, 512), (383, 256)] {
      let value = try FixedPointValue(integer: (1 << 60) + Int128(offset), format: format)
      #expect(value.doubleValue == Double((1 << 60) + expected) / 8)
      #expect(try value.negated(in: format).doubleValue == -Double((1 << 60) + expected) / 8)
    }
  }
}

extension FixedPointValue {
  /// The negation in the same format, for a format whose smallest integer has none.
  fileprivate func negated(in format: FixedPointFormat) throws -> FixedPointValue {
    try FixedPointValue(integer: -integer, format: format)
  }
}
