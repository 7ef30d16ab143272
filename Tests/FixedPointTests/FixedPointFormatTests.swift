import FixedPoint
import Foundation
import Testing

@Suite("FixedPointFormat")
struct FixedPointFormatTests {
  @Test("The bit width is the shortest that has a pattern for every integer of the range")
  func bitWidth() throws {
    for minimum in -20...20 {
      for maximum in minimum...20 {
        for signed in [false, true] where signed || minimum >= 0 {
          let format = try FixedPointFormat(
            signed: signed, minimum: Int128(minimum), maximum: Int128(maximum))
          // Independent definition: try widths until both ends are among the 2^width patterns.
          var width = 1
          while true {
            let count = (0..<width).reduce(1) { product, _ in product * 2 }
            let patterns = signed ? (-count / 2)...(count / 2 - 1) : 0...(count - 1)
            if patterns.contains(minimum) && patterns.contains(maximum) {
              #expect(format.isFullRange == (patterns == minimum...maximum))
              break
            }
            width += 1
          }
          #expect(format.bitWidth == width, "\(format)")
        }
      }
    }
  }

  @Test(
    "Integer and fraction bits give the range of every pattern",
    arguments: [
      (false, 8, 4, 0, 4095, -4, "UQ8.4 (0...4095 * 2^-4)"),
      (true, 3, 9, -2048, 2047, -9, "SQ3.9 (-2048...2047 * 2^-9)"),
      (true, 1, 0, -1, 0, 0, "SQ1.0 (-1...0 * 2^0)"),
      (false, 10, -2, 0, 255, 2, "UQ10.-2 (0...255 * 2^2)"),
      (true, -3, 8, -16, 15, -8, "SQ-3.8 (-16...15 * 2^-8)"),
    ])
  func integerAndFractionBits(
    signed: Bool, integerBits: Int, fractionBits: Int, minimum: Int, maximum: Int, exponent: Int,
    description: String
  ) throws {
    let format = try FixedPointFormat(
      signed: signed, integerBits: integerBits, fractionBits: fractionBits)
    #expect(format.minimum == Int128(minimum))
    #expect(format.maximum == Int128(maximum))
    #expect(format.exponent == exponent)
    #expect(format.integerBits == integerBits)
    #expect(format.fractionBits == fractionBits)
    #expect(format.isFullRange)
    #expect(format.description == description)
  }

  @Test("Widths of 1 to 127 bits exist, and their ranges end at powers of two")
  func widths() throws {
    var power: UInt128 = 1
    for width in 1...127 {
      let signed = try FixedPointFormat(signed: true, integerBits: width, fractionBits: 0)
      #expect(signed.maximum == Int128(power - 1))
      #expect(signed.minimum == -1 - Int128(power - 1))
      #expect(signed.bitWidth == width && signed.isFullRange)
      power *= 2
      let unsigned = try FixedPointFormat(signed: false, integerBits: width, fractionBits: 0)
      #expect(unsigned.maximum == Int128(power - 1))
      #expect(unsigned.minimum == 0)
      #expect(unsigned.bitWidth == width && unsigned.isFullRange)
    }
  }

  @Test("Without a sign given, a format is signed exactly if it reaches below zero")
  func signInferred() throws {
    #expect(try FixedPointFormat(minimum: -1, maximum: 3).isSigned)
    #expect(try !FixedPointFormat(minimum: 0, maximum: 3).isSigned)
  }

  @Test("Formats that cannot exist are refused with a sentence")
  func refusals() {
    expectRefusal("The range 3...2 is empty; give a minimum not above the maximum.") {
      try FixedPointFormat(minimum: 3, maximum: 2)
    }
    expectRefusal(
      "An unsigned format cannot reach down to -1; make it signed or start it at 0 or above."
    ) { try FixedPointFormat(signed: false, minimum: -1, maximum: 2) }
    expectRefusal("The exponent 513 is outside -512...512; scale the values nearer to 1.") {
      try FixedPointFormat(minimum: 0, maximum: 2, exponent: 513)
    }
    expectRefusal("A width of 128 bits is outside 1...127; change the integer or fraction bits.") {
      try FixedPointFormat(signed: true, integerBits: 120, fractionBits: 8)
    }
    expectRefusal("A width of 0 bits is outside 1...127; change the integer or fraction bits.") {
      try FixedPointFormat(signed: true, integerBits: 4, fractionBits: -4)
    }
    #expect(throws: FixedPointError.bitWidthOutOfRange(.max)) {
      try FixedPointFormat(signed: true, integerBits: .max, fractionBits: 1)
    }
    #expect(throws: FixedPointError.bitWidthOutOfRange(.min)) {
      try FixedPointFormat(signed: true, integerBits: .min, fractionBits: .min)
    }
    #expect(throws: FixedPointError.exponentOutOfRange(-.max)) {
      try FixedPointFormat(signed: true, integerBits: 2 - .max, fractionBits: .max)
    }
  }

  private func expectRefusal(
    _ sentence: String, _ make: () throws -> FixedPointFormat,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: FixedPointError.self, sourceLocation: sourceLocation) {
      try make()
    }
    #expect(error?.description == sentence, sourceLocation: sourceLocation)
  }

  @Test("A format survives encoding, even beyond 64 bits")
  func codable() throws {
    let formats = [
      try FixedPointFormat(signed: true, integerBits: 3, fractionBits: 9),
      try FixedPointFormat(signed: true, minimum: 2, maximum: 9, exponent: 4),
      try FixedPointFormat(signed: false, integerBits: 64, fractionBits: 0),
      try FixedPointFormat(signed: true, integerBits: 100, fractionBits: 27),
    ]
    let data = try JSONEncoder().encode(formats)
    #expect(try JSONDecoder().decode([FixedPointFormat].self, from: data) == formats)
  }

  @Test("The encoding is plain keys, and sign and exponent may be left out")
  func encodedText() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let format = try FixedPointFormat(minimum: 0, maximum: 1 << 70, exponent: -4)
    #expect(
      String(decoding: try encoder.encode(format), as: UTF8.self)
        == #"{"exponent":-4,"maximum":"1180591620717411303424","minimum":0,"signed":false}"#)
    let short = Data(#"{"minimum": -2, "maximum": 5}"#.utf8)
    #expect(
      try JSONDecoder().decode(FixedPointFormat.self, from: short)
        == FixedPointFormat(signed: true, minimum: -2, maximum: 5, exponent: 0))
  }

  @Test(
    "An encoding of an impossible format is refused",
    arguments: [
      #"{"minimum": 5, "maximum": 2}"#, #"{"minimum": "x", "maximum": 2}"#, #"{"maximum": 2}"#,
      #"{"minimum": -1, "maximum": 2, "signed": false}"#,
      #"{"minimum": 0, "maximum": "170141183460469231731687303715884105728"}"#,
    ])
  func badEncoding(text: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(FixedPointFormat.self, from: Data(text.utf8))
    }
  }
}
