import Configuration
import Foundation
import Testing

@testable import DESNE

@Suite("Function tables in integers")
struct TableTests {
  static func exact(_ function: ExactFunction, _ x: Double) -> Double {
    switch function {
    case .exp2: Foundation.exp2(-x)
    case .log2: Foundation.log2(1 + x)
    case .reciprocal: 1 / (1 + x)
    }
  }

  @Test(
    "exact values are the nearest to what Double finds, and beyond doubt",
    arguments: [ExactFunction.exp2, .log2, .reciprocal], [4, 12, 24, 30])
  func nearest(function: ExactFunction, fractionBits: Int) {
    for bits in [0, 1, 5, 11] {
      for position in 0...1 << bits {
        let value = function.value(at: position, bits: bits, fractionBits: fractionBits)
        let scaled =
          Self.exact(function, Double(position) / Double(1 << bits))
          * Double(1 << fractionBits)
        #expect(value.isCertain)
        // A double has 53 bits, so its own error is below 2^-22 of a unit.
        let distance = (Double(value.integer) - scaled).magnitude
        #expect(distance <= 0.5 + 0x1p-20, "\(function) \(position)/2^\(bits)")
      }
    }
  }

  /// A table, and the largest distance of any entry from the function in units of the last place.
  struct Case: Sendable, CustomTestStringConvertible {
    var function: ExactFunction
    var inputBits: Int
    var fractionBits: Int
    var table: TableConfiguration
    var limit: Double
    var testDescription: String { "\(function) \(table) \(inputBits) -> \(fractionBits)" }
  }

  static let cases = [
    // The tables of the default configuration.
    Case(
      function: .exp2, inputBits: 10, fractionBits: 20, table: .init(segmentBits: 5, degree: 2),
      limit: 0.571),
    Case(
      function: .exp2, inputBits: 10, fractionBits: 11, table: .init(segmentBits: 5, degree: 2),
      limit: 0.526),
    Case(
      function: .log2, inputBits: 14, fractionBits: 12, table: .init(segmentBits: 6, degree: 1),
      limit: 0.682),
    Case(
      function: .reciprocal, inputBits: 14, fractionBits: 14,
      table: .init(segmentBits: 7, degree: 1), limit: 0.751),
    Case(
      function: .reciprocal, inputBits: 12, fractionBits: 14,
      table: .init(segmentBits: 6, degree: 1), limit: 1.40),
    Case(
      function: .reciprocal, inputBits: 16, fractionBits: 16,
      table: .init(segmentBits: 6, degree: 1), limit: 4.40),
    // A segment for every input is the function, rounded.
    Case(
      function: .exp2, inputBits: 10, fractionBits: 20, table: .init(segmentBits: 10, degree: 0),
      limit: 0.54),
    Case(
      function: .exp2, inputBits: 10, fractionBits: 20, table: .init(segmentBits: 5, degree: 1),
      limit: 61.3),
    Case(
      function: .reciprocal, inputBits: 14, fractionBits: 20,
      table: .init(segmentBits: 6, degree: 2), limit: 0.67),
  ]

  @Test("every input's result is within the error stated", arguments: cases)
  func error(test: Case) {
    let table = InterpolatedTable(
      test.function, inputBits: test.inputBits, fractionBits: test.fractionBits,
      configuration: test.table)
    #expect(table.values.count == 1 << test.inputBits)
    var worst = 0.0
    for input in 0..<1 << test.inputBits {
      let scaled =
        Self.exact(test.function, Double(input) / Double(1 << test.inputBits))
        * Double(1 << test.fractionBits)
      worst = max(worst, (Double(table.value(at: input)) - scaled).magnitude)
    }
    #expect(worst <= test.limit)
    // The bound is no looser than it need be.
    #expect(worst > 0.95 * test.limit, "\(worst)")
  }

  @Test("log2 of a ratio is the nearest", arguments: [4, 12, 20])
  func ratios(fractionBits: Int) {
    for (numerator, denominator) in [(30, 1), (1, 1), (2, 1), (999, 3), (4, 3), (4_096, 1)] {
      let value = ExactFunction.log2(numerator, over: denominator, fractionBits: fractionBits)
      let scaled =
        Foundation.log2(Double(numerator) / Double(denominator)) * Double(1 << fractionBits)
      #expect((Double(value) - scaled).magnitude <= 0.5 + 1e-6)
    }
  }

  @Test("tables keep the order of the function's values")
  func monotone() {
    let falling = InterpolatedTable(
      .exp2, inputBits: 10, fractionBits: 20, configuration: .init(segmentBits: 4, degree: 2))
    #expect(zip(falling.values, falling.values.dropFirst()).allSatisfy { $0 > $1 })
    #expect(falling.value(at: 0) == 1 << 20)
    let rising = InterpolatedTable(
      .log2, inputBits: 10, fractionBits: 12, configuration: .init(segmentBits: 5, degree: 1))
    #expect(zip(rising.values, rising.values.dropFirst()).allSatisfy { $0 < $1 })
    #expect(rising.value(at: 0) == 0)
  }

  @Test("rounding goes to the nearest, a half up, and widens for negative places")
  func rounding() {
    #expect(
      [-6, -5, -3, -2, -1, 0, 1, 2, 3, 5].map { $0.shiftedRight(rounding: 2) } == [
        -1, -1, -1, 0, 0, 0, 0, 1, 1, 1,
      ])
    #expect(3.shiftedRight(rounding: -2) == 12)
    #expect(Int128(-5).shiftedRight(rounding: 1) == -2)
    #expect(Int128(7).shiftedRight(rounding: 0) == 7)
    #expect(Int128(1).shiftedRight(rounding: 120) == 0)
  }
}
