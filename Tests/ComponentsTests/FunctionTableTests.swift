import Components
import FixedPoint
import Foundation
import HDL
import Testing

/// A function with the formats it is asked for in.
struct FunctionCase: Sendable, CustomTestStringConvertible {
  let name: String
  let input: FixedPointFormat
  let output: FixedPointFormat
  let maximumError: Double
  let function: @Sendable (Double) -> Double

  var testDescription: String { name }

  func table(degree: Int = 1, isPipelined: Bool = true) throws -> FunctionTable {
    try FunctionTable(
      "\(name)_\(degree)", from: input, to: output, maximumError: maximumError, degree: degree,
      isPipelined: isPipelined, function)
  }

  private static func format(_ minimum: Int, _ maximum: Int, _ exponent: Int) -> FixedPointFormat {
    do {
      return try FixedPointFormat(
        minimum: Int128(minimum), maximum: Int128(maximum), exponent: exponent)
    } catch {
      preconditionFailure("\(error)")
    }
  }

  /// 2^x on [0, 1).
  static let exponential = FunctionCase(
    name: "Exp2", input: format(0, 4095, -12), output: format(4096, 8191, -12), maximumError: 0.75
  ) { exp2($0) }

  /// 1 / x on [1, 2).
  static let reciprocal = FunctionCase(
    name: "Reciprocal", input: format(1024, 2047, -10), output: format(0, 4095, -12),
    maximumError: 1
  ) { 1 / $0 }

  /// The root on [1, 4), which is three quarters of a power of two.
  static let root = FunctionCase(
    name: "SquareRoot", input: format(512, 2047, -9), output: format(0, 1 << 14 - 1, -13),
    maximumError: 0.7
  ) { $0.squareRoot() }

  /// sin(x pi / 2) on [-1, 1).
  static let sine = FunctionCase(
    name: "Sine", input: format(-1024, 1023, -10), output: format(-4096, 4095, -12),
    maximumError: 1
  ) { sin($0 * .pi / 2) }

  /// A range that begins nowhere special, and one value more than a power of two.
  static let oblique = FunctionCase(
    name: "Oblique", input: format(-37, 220, -5), output: format(-1000, 1000, -6),
    maximumError: 0.9
  ) { $0 * $0 / 4 - $0 }

  static let all = [exponential, reciprocal, root, sine, oblique]
}

@Suite("FunctionTable")
struct FunctionTableTests {
  @Test(
    "is within the stated error of the function at every input, and no better",
    arguments: FunctionCase.all, 0...2)
  func exhaustive(function: FunctionCase, degree: Int) throws {
    let table = try function.table(degree: degree, isPipelined: false)
    #expect(table.latency == 0)
    #expect(table.maximumError <= function.maximumError)
    let bench = try Bench(table)
    var worst = 0.0
    for integer in Int(function.input.minimum)...Int(function.input.maximum) {
      bench["x"] = UInt64(bitPattern: Int64(integer))
      try bench.settle()
      let found =
        function.output.isSigned ? Int(bench.signed("y")) : Int(truncatingIfNeeded: bench["y"])
      let exact =
        function.function(Double(integer) * exp2(Double(function.input.exponent)))
        / exp2(Double(function.output.exponent))
      worst = max(worst, (Double(found) - exact).magnitude)
      try #require(found == table.value(at: integer))
    }
    #expect(worst == table.maximumError)
  }

  @Test(
    "gives a result a cycle, after its latency", arguments: FunctionCase.all, 0...2)
  func pipelined(function: FunctionCase, degree: Int) throws {
    let table = try function.table(degree: degree)
    let bench = try Bench(table)
    var stimulus = Stimulus(seed: 12)
    var expected: [Int] = []
    for _ in 0..<500 {
      let enable = stimulus.next() & 3 != 0
      let integer = Int.random(
        in: Int(function.input.minimum)...Int(function.input.maximum), using: &stimulus)
      bench["enable"] = enable ? 1 : 0
      bench["x"] = UInt64(bitPattern: Int64(integer))
      try bench.settle()
      if expected.count >= table.latency {
        let found =
          function.output.isSigned ? Int(bench.signed("y")) : Int(truncatingIfNeeded: bench["y"])
        try #require(found == expected[expected.count - table.latency])
      }
      if enable { expected.append(table.value(at: integer)) }
      try bench.step()
    }
  }

  @Test(
    "takes as few segments as these",
    arguments: [
      ("Exp2", [4096, 32, 4]), ("Reciprocal", [1024, 32, 8]), ("SquareRoot", [1536, 96, 12]),
      ("Sine", [2048, 128, 16]), ("Oblique", [258, 33, 1]),
    ])
  func sizes(name: String, segments: [Int]) throws {
    let function = try #require(FunctionCase.all.first { $0.name == name })
    let tables = try (0...2).map { try function.table(degree: $0) }
    #expect(tables.map(\.segmentCount) == segments)
    for (degree, table) in tables.enumerated() where table.segmentCount < segments[0] {
      #expect(table.latency == degree + 1)
    }
  }

  @Test("a constant needs one segment", arguments: 0...2)
  func constant(degree: Int) throws {
    let table = try FunctionTable(
      "Constant", from: FunctionCase.sine.input, to: FunctionCase.sine.output, degree: degree,
      isPipelined: false
    ) { _ in -0.25 }
    #expect(table.segmentCount == 1)
    let bench = try Bench(table)
    try bench.settle()
    #expect(bench.signed("y") == -1024)
  }

  @Test("says why a table cannot be made")
  func refused() throws {
    let exponential = FunctionCase.exponential
    func failure(
      from input: FixedPointFormat = exponential.input,
      to output: FixedPointFormat = exponential.output, maximumError: Double = 1, degree: Int = 1,
      _ function: (Double) -> Double = { $0 }
    ) -> String {
      do {
        _ = try FunctionTable(
          "F", from: input, to: output, maximumError: maximumError, degree: degree, function)
        return ""
      } catch {
        return error.description
      }
    }
    #expect(
      failure(from: try FixedPointFormat(signed: false, integerBits: 0, fractionBits: 21))
        == "table F has 2097152 inputs; at most 1048576 are checked")
    #expect(
      failure(to: try FixedPointFormat(signed: false, integerBits: 1, fractionBits: 32))
        == "table F has an output of 33 bits; at most 32 are computed exactly")
    #expect(
      failure(degree: 3) == "table F has polynomials of degree 3; a degree is 0 to 2")
    #expect(
      failure(maximumError: 0.4)
        == "table F may be wrong by 0.4 units in the last place; rounding alone takes 0.5")
    #expect(
      failure { 1 / $0 } == "table F has no finite value of a usable size at 0.0")
    // The output ends at 2.
    #expect(
      failure { 3 * $0 }
        == "table F is not within 1.0 units in the last place with up to 4096 segments")
  }
}
