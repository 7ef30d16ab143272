import Foundation
import HDL
import Simulation
import TestSupport
import Testing
import Verilog

/// What the hardware computes, against numbers worked out bit by bit in `Number`.
@Suite("Operators")
struct OperatorTests {
  static let smallWidths = (1...4).flatMap { a in (1...4).map { OperatorWidths(a: a, b: $0) } }
  static let largeWidths = [
    (7, 31), (31, 7), (32, 33), (33, 64), (63, 63), (64, 64), (65, 64), (127, 2), (128, 129),
    (129, 65), (200, 128),
  ].map { OperatorWidths(a: $0, b: $1) }

  /// Every combination of small operands; corners and seeded random ones of large operands.
  static func vectors(_ widths: OperatorWidths) -> [Values] {
    func bits(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(value >> $0 & 1) } }
    var vectors: [Values] = []
    if widths.a <= 4, widths.b <= 4 {
      for number in 0..<1 << (2 * widths.a + widths.b) {
        let rest = number &* 0x9e37_79b9
        vectors.append(
          Values(
            a: bits(number, widths.a), e: bits(number >> widths.a, widths.a),
            b: bits(number >> (2 * widths.a), widths.b), c: UInt8(rest >> 12 & 1),
            d: UInt8(rest >> 13 & 1), n: bits(rest >> 14, OperatorWidths.n)))
      }
      return vectors
    }
    var generator = SplitMix64(state: UInt64(widths.a * 1000 + widths.b))
    func random(_ count: Int, _ kind: Int) -> [UInt8] {
      switch kind {
      case 0: Array(repeating: 0, count: count)
      case 1: Array(repeating: 1, count: count)
      case 2: Array(repeating: 0, count: count - 1) + [1]
      case 3: Array(repeating: 1, count: count - 1) + [0]
      // A few significant bits, so that shifts by such an amount leave something.
      case 4: (0..<count).map { $0 < 6 ? UInt8.random(in: 0...1, using: &generator) : 0 }
      default: (0..<count).map { _ in UInt8.random(in: 0...1, using: &generator) }
      }
    }
    for number in 0..<60 {
      let kinds = number < 25 ? (number % 5, number / 5) : (5, 5)
      let a = random(widths.a, kinds.0)
      vectors.append(
        Values(
          a: a, e: number % 7 == 0 ? a : random(widths.a, number % 9),
          b: random(widths.b, number % 3 == 0 ? 4 : kinds.1), c: random(1, 5)[0],
          d: random(1, 5)[0], n: random(OperatorWidths.n, 5)))
    }
    return vectors
  }

  @Test("give the expected value in the native simulator", arguments: smallWidths + largeWidths)
  func native(_ widths: OperatorWidths) throws {
    let simulator = NativeSimulator(try elaborate(OperatorDesign(widths: widths)))
    let cases = widths.cases
    let storages = simulator.ports.indices.map(simulator.storage(ofPort:))
    var wrong: Set<String> = []
    for values in Self.vectors(widths) {
      for (storage, bits) in zip(
        storages, [values.a, values.e, values.b, [values.c], [values.d], values.n])
      {
        storage.write(bits)
      }
      try simulator.settle()
      for (operation, storage) in zip(cases, storages.dropFirst(6)) {
        let (found, expected) = (
          storage.readBits(), operation.expect(values).low(operation.width)
        )
        if found != expected, wrong.insert(operation.name).inserted {
          Issue.record(
            "\(operation.name) of \(values) is \(Self.text(found)), not \(Self.text(expected))")
        }
      }
    }
  }

  @Test(
    "give the expected value in Icarus, which reads the emitted Verilog",
    .enabled(if: Tool.icarus.isExpected, "iverilog is not installed"))
  func icarus() throws {
    for widths in Self.smallWidths + Self.largeWidths { try simulate(widths) }
  }

  private func simulate(_ widths: OperatorWidths) throws {
    let design = emitVerilog(try elaborate(OperatorDesign(widths: widths))).design
    let cases = widths.cases
    let vectors = Self.vectors(widths)
    let inputs = design.ports.prefix(6)
    let total = inputs.reduce(0) { $0 + $1.bitWidth }
    let connections = design.ports.map { ".\($0.name)(\($0.name))" }.joined(separator: ", ")
    let bench = """
      module bench;
        reg [\(total - 1):0] vectors [0:\(vectors.count - 1)];
        integer i;
      \(design.ports.map { "  \($0.direction == .input ? "reg" : "wire") [\($0.bitWidth - 1):0] \($0.name);" }.joined(separator: "\n"))
        \(design.topModule) top (\(connections));
        initial begin
          $readmemb("vectors.txt", vectors);
          for (i = 0; i < \(vectors.count); i = i + 1) begin
            {\(inputs.map(\.name).joined(separator: ", "))} = vectors[i];
            #1 $display("\(cases.map { _ in "%b" }.joined(separator: " "))",
              \(design.ports.dropFirst(6).map(\.name).joined(separator: ", ")));
          end
        end
      endmodule

      """
    let lines = try Tool.simulate(
      design.files + [VerilogFile(name: "bench.v", text: bench)],
      vectors.map { $0.text + "\n" }.joined())
    try #require(lines.count == vectors.count, "\(lines.prefix(5))")
    var wrong: Set<String> = []
    for (values, line) in zip(vectors, lines) {
      for (operation, found) in zip(cases, line.split(separator: " ")) {
        let expected = Self.text(operation.expect(values).low(operation.width))
        if found != expected, wrong.insert(operation.name).inserted {
          Issue.record(
            "\(widths): \(operation.name) of \(values) is \(found) in Icarus, not \(expected)")
        }
      }
    }
  }

  @Test(
    "reach the Verilog without a warning", arguments: Tool.linters,
    [OperatorWidths(a: 1, b: 1), OperatorWidths(a: 4, b: 3), OperatorWidths(a: 65, b: 64)])
  func lint(_ tool: Tool, _ widths: OperatorWidths) throws {
    try tool.skipIfMissing()
    let design = emitVerilog(try elaborate(OperatorDesign(widths: widths))).design
    let complaints = try tool.complaints(about: design)
    #expect(complaints.isEmpty, "\(complaints)")
  }

  private static func text(_ bits: [UInt8]) -> String {
    bits.reversed().map(String.init).joined()
  }
}
