import FixedPoint
import Testing

@Suite("Exact arithmetic")
struct FixedPointArithmeticTests {
  @Test("Over all pairs of small formats, results are exact and the ranges are tight")
  func smallPairs() throws {
    for left in SmallFormats.all {
      for right in SmallFormats.all { try check(left, right) }
    }
  }

  private func check(_ left: FixedPointFormat, _ right: FixedPointFormat) throws {
    let formats = [
      try left.adding(right), try left.subtracting(right), try left.multiplied(by: right),
    ]
    var lowest = [Double](repeating: .infinity, count: 3)
    var highest = [Double](repeating: -.infinity, count: 3)
    for a in try SmallFormats.values(of: left) {
      for b in try SmallFormats.values(of: right) {
        let results = [try a.adding(b), try a.subtracting(b), try a.multiplied(by: b)]
        let (x, y) = (SmallFormats.number(a), SmallFormats.number(b))
        for (kind, expected) in [x + y, x - y, x * y].enumerated() {
          if SmallFormats.number(results[kind]) != expected || results[kind].format != formats[kind]
          {
            Issue.record("operation \(kind) of \(a) and \(b) is not \(expected)")
          }
          lowest[kind] = min(lowest[kind], expected)
          highest[kind] = max(highest[kind], expected)
        }
        if a.isEqual(to: b) != (x == y) || a.isLess(than: b) != (x < y)
          || a.isLessThanOrEqual(to: b) != (x <= y)
        {
          Issue.record("comparison of \(a) and \(b)")
        }
      }
    }
    for (kind, format) in formats.enumerated() {
      let ends = [format.minimum, format.maximum].map { Double(Int($0)) * scale(format) }
      if ends != [lowest[kind], highest[kind]] || (format.minimum < 0 && !format.isSigned) {
        Issue.record("operation \(kind) of \(left) and \(right) has the range \(format)")
      }
    }
  }

  private func scale(_ format: FixedPointFormat) -> Double {
    (0..<abs(format.exponent)).reduce(1.0) { product, _ in
      format.exponent > 0 ? product * 2 : product / 2
    }
  }

  @Test("Negation and shift are exact over all small formats")
  func negationAndShift() throws {
    for format in SmallFormats.all { try checkNegationAndShift(format) }
  }

  private func checkNegationAndShift(_ format: FixedPointFormat) throws {
    for value in try SmallFormats.values(of: format) {
      #expect(SmallFormats.number(try value.negated()) == -SmallFormats.number(value))
      #expect(SmallFormats.number(try value.shifted(by: 3)) == 8 * SmallFormats.number(value))
      #expect(SmallFormats.number(try value.shifted(by: -2)) == SmallFormats.number(value) / 4)
      #expect(try value.shifted(by: 3).format.bitWidth == format.bitWidth)
    }
    let negated = try format.negated()
    #expect(negated.minimum == -format.maximum && negated.maximum == -format.minimum)
  }

  @Test("The union of two formats holds every value of both and reaches no farther")
  func union() throws {
    let a = try FixedPointFormat(minimum: 3, maximum: 200, exponent: -1)
    let b = try FixedPointFormat(minimum: -5, maximum: 7, exponent: 1)
    let hull = try a.union(b)
    #expect(hull == (try FixedPointFormat(minimum: -20, maximum: 200, exponent: -1)))
  }

  @Test("A sum of ten bytes is 12 bits, since ranges and not widths are added")
  func rangesNotWidths() throws {
    let byte = try FixedPointFormat(signed: false, integerBits: 8, fractionBits: 0)
    var sum = byte
    for _ in 1..<10 { sum = try sum.adding(byte) }
    #expect(sum.maximum == 2550)
    #expect(sum.bitWidth == 12)
  }

  @Test("Products of 64-bit formats are exact, split into 32-bit halves")
  func wideProducts() throws {
    let signed = try FixedPointFormat(signed: true, integerBits: 64, fractionBits: 0)
    let unsigned = try FixedPointFormat(signed: false, integerBits: 63, fractionBits: 0)
    #expect(try signed.multiplied(by: signed).maximum == Int128(1) << 126)
    #expect(try signed.multiplied(by: signed).bitWidth == 128)
    var generator = SplitMix64(seed: 1)
    for _ in 0..<2_000 {
      let a = Int64.random(in: .min ... .max, using: &generator)
      let b = Int64.random(in: 0 ... .max, using: &generator)
      let product = try FixedPointValue(integer: Int128(a), format: signed)
        .multiplied(by: FixedPointValue(integer: Int128(b), format: unsigned))
      let expected = a.multipliedFullWidth(by: b)
      #expect(product.integer >> 64 == Int128(expected.high))
      #expect(UInt64(truncatingIfNeeded: product.integer) == expected.low)
    }
  }

  @Test("Wide sums and comparisons at far exponents agree with digit-by-digit arithmetic")
  func wideSums() throws {
    var generator = SplitMix64(seed: 2)
    for _ in 0..<2_000 {
      let format = try FixedPointFormat(
        signed: true, integerBits: 64, fractionBits: Int.random(in: 0...30, using: &generator))
      let other = try FixedPointFormat(
        signed: true, integerBits: 64, fractionBits: Int.random(in: 0...30, using: &generator))
      let a = try FixedPointValue(integer: generator.integer(bits: 63), format: format)
      let b = try FixedPointValue(integer: generator.integer(bits: 63), format: other)
      // Both counted in units of 2^-30 by repeated doubling: at most 94 bits.
      let (x, y) = (units(a), units(b))
      #expect(try units(a.adding(b)) == x + y)
      #expect(try units(a.subtracting(b)) == x - y)
      #expect(a.isLess(than: b) == (x < y))
      #expect(a.isEqual(to: b) == (x == y))
    }
  }

  private func units(_ value: FixedPointValue) -> Int128 {
    (0..<(30 + value.format.exponent)).reduce(value.integer) { sum, _ in sum + sum }
  }

  @Test("Comparison needs no common format: the exponents may be 1,024 apart")
  func farComparison() throws {
    let coarse = try FixedPointFormat(signed: true, minimum: -9, maximum: 9, exponent: 512)
    let fine = try FixedPointFormat(signed: true, minimum: .min, maximum: .max, exponent: -512)
    func coarseValue(_ integer: Int128) throws -> FixedPointValue {
      try FixedPointValue(integer: integer, format: coarse)
    }
    for integer in [Int128.min, -1, 0, 1, .max] {
      let small = try FixedPointValue(integer: integer, format: fine)
      #expect(try small.isLess(than: coarseValue(1)))
      #expect(try !coarseValue(1).isLess(than: small))
      #expect(try coarseValue(-1).isLess(than: small))
      #expect(try !small.isLess(than: coarseValue(-1)))
      #expect(try small.isEqual(to: coarseValue(0)) == (integer == 0))
      #expect(try coarseValue(0).isLess(than: small) == (integer > 0))
    }
    #expect(throws: FixedPointError.resultTooWide(operation: "alignment")) {
      try coarse.adding(fine)
    }
  }

  @Test("Growth beyond 128 bits is an error with a sentence")
  func tooWide() throws {
    let wide = try FixedPointFormat(signed: true, minimum: .min, maximum: .max)
    let error = #expect(throws: FixedPointError.self) { try wide.multiplied(by: wide) }
    #expect(
      error?.description
        == "The exact product needs integers beyond 128 bits; convert an operand to fewer bits first."
    )
    #expect(throws: FixedPointError.resultTooWide(operation: "sum")) { try wide.adding(wide) }
    #expect(throws: FixedPointError.resultTooWide(operation: "difference")) {
      try wide.subtracting(wide)
    }
    #expect(throws: FixedPointError.resultTooWide(operation: "negation")) { try wide.negated() }
    #expect(throws: FixedPointError.exponentOutOfRange(600)) { try wide.shifted(by: 600) }
    #expect(throws: FixedPointError.exponentOutOfRange(.max)) {
      try wide.shifted(by: 1).shifted(by: .max)
    }
  }

  @Test("A value outside its format is refused with a sentence")
  func outsideFormat() throws {
    let format = try FixedPointFormat(signed: false, integerBits: 4, fractionBits: 2)
    let error = #expect(throws: FixedPointError.self) {
      try FixedPointValue(integer: 64, format: format)
    }
    #expect(
      error?.description
        == "The integer 64 is outside UQ4.2 (0...63 * 2^-2); convert it with a named overflow instead."
    )
    #expect(try FixedPointValue(integer: 63, format: format).description == "63 * 2^-2")
  }
}
