import FixedPoint
import Foundation
import HDL
import Simulation
import TestSupport
import Testing
import Verilog

/// What fixed-point hardware computes, against the same operations of `FixedPoint`.
@Suite("Fixed-point operators")
struct FixedOperatorTests {
  static let small = FixedFormats.small
  /// The small formats, a few a test case.
  static let groups = stride(from: 0, to: small.count, by: 8).map { start in
    Array(small[start..<min(start + 8, small.count)])
  }

  /// Every number of `format`, and `count` numbers of each of the others that run through theirs.
  private static func vectors(_ formats: [FixedPointFormat]) throws -> [FixedNumbers] {
    var vectors: [FixedNumbers] = []
    for integer in formats[0].minimum...formats[0].maximum {
      for step in 0..<(formats.count == 1 ? 8 : 16) {
        let numbers = try formats.enumerated().map { index, format in
          let count = format.maximum - format.minimum + 1
          return try FixedPointValue(
            integer: index == 0 ? integer : format.minimum + Int128(step) % count, format: format)
        }
        vectors.append(
          FixedNumbers(
            numbers: numbers, condition: step & 1 ^ step >> 1 & 1 == 0,
            amount: step & FixedCase.mostAmount))
      }
    }
    return vectors
  }

  @Test("give the numbers of FixedPoint for every pair of small formats", arguments: groups)
  func pairs(_ formats: [FixedPointFormat]) throws {
    for format in formats {
      let all = [format] + Self.small
      let design = FixedDesign(
        moduleName: "Pairs", formats: all,
        cases: FixedCase.single(0, of: all)
          + Self.small.indices.flatMap { FixedCase.pair(0, $0 + 1, of: all) })
      try check(design, try Self.vectors(all))
    }
  }

  @Test("give the conversions of FixedPoint for every pair of small formats", arguments: groups)
  func conversions(_ formats: [FixedPointFormat]) throws {
    for format in formats {
      let design = FixedDesign(
        moduleName: "Conversions", formats: [format],
        cases: Self.small.flatMap { FixedCase.conversions(0, of: [format], to: $0) })
      try check(design, try Self.vectors([format]))
    }
  }

  /// Formats drawn at random, and conversions between them into formats near and far.
  static func large(_ seed: UInt64) throws -> (FixedDesign, [FixedNumbers]) {
    var generator = SplitMix64(state: seed)
    let bits = [12, 40, 63, 64, 66, 100, 126][Int(seed) % 7]
    let formats = (0..<6).map { _ in FixedFormats.random(bits, using: &generator) }
    var cases: [FixedCase] = []
    for i in formats.indices {
      cases += FixedCase.single(i, of: formats)
      for j in formats.indices { cases += FixedCase.pair(i, j, of: formats) }
      for _ in 0..<3 {
        cases += FixedCase.conversions(
          i, of: formats, to: FixedFormats.random(bits, using: &generator))
      }
      let near = try? FixedPointFormat(
        signed: formats[i].isSigned, integerBits: max(1, formats[i].integerBits - 2),
        fractionBits: max(0, formats[i].fractionBits - 3))
      if let near { cases += FixedCase.conversions(i, of: formats, to: near) }
    }
    let vectors = (0..<50).map { _ in
      FixedNumbers(
        numbers: formats.map { FixedFormats.value(of: $0, using: &generator) },
        condition: Bool.random(using: &generator),
        amount: Int.random(in: 0...FixedCase.mostAmount, using: &generator))
    }
    return (FixedDesign(moduleName: "Large\(seed)", formats: formats, cases: cases), vectors)
  }

  @Test("give the numbers of FixedPoint for large formats", arguments: UInt64(0)..<28)
  func large(_ seed: UInt64) throws {
    let (design, vectors) = try Self.large(seed)
    try check(design, vectors)
  }

  private func check(_ module: FixedDesign, _ vectors: [FixedNumbers]) throws {
    let simulator = NativeSimulator(try elaborate(module))
    let storages = simulator.ports.indices.map(simulator.storage(ofPort:))
    let inputCount = module.formats.count + 2
    var wrong = 0
    for inputs in vectors {
      for (storage, number) in zip(storages, inputs.numbers) {
        storage.integer = UInt128(truncatingIfNeeded: number.integer)
      }
      storages[inputCount - 2].integer = inputs.condition ? 1 : 0
      storages[inputCount - 1].integer = UInt128(inputs.amount)
      try simulator.settle()
      for (operation, storage) in zip(module.cases, storages.dropFirst(inputCount)) {
        let expected: UInt128 =
          switch try operation.expect(inputs) {
          case .number(let value): UInt128(truncatingIfNeeded: value.integer)
          case .condition(let isTrue): isTrue ? 1 : 0
          }
        guard storage.integer != storage.cut(expected), wrong < 10 else { continue }
        wrong += 1
        Issue.record(
          "\(operation.name), inputs \(inputs.numbers): \(storage.integer), not \(expected)")
      }
    }
  }

  @Test(
    "give the numbers of FixedPoint in Icarus, which reads the emitted Verilog",
    .enabled(if: Tool.icarus.isExpected, "iverilog is not installed"),
    arguments: UInt64(0)..<7)
  func icarus(_ seed: UInt64) throws {
    let (module, vectors) = try Self.large(seed)
    let design = emitVerilog(try elaborate(module)).design
    let inputs = design.ports.prefix(module.formats.count + 2)
    let total = inputs.reduce(0) { $0 + $1.bitWidth }
    let connections = design.ports.map { ".\($0.name)(\($0.name))" }.joined(separator: ", ")
    let nets = design.ports.map {
      "  \($0.direction == .input ? "reg" : "wire") [\($0.bitWidth - 1):0] \($0.name);"
    }
    let bench = """
      module bench;
        reg [\(total - 1):0] vectors [0:\(vectors.count - 1)];
        integer i;
      \(nets.joined(separator: "\n"))
        \(design.topModule) top (\(connections));
        initial begin
          $readmemb("vectors.txt", vectors);
          for (i = 0; i < \(vectors.count); i = i + 1) begin
            {\(inputs.map(\.name).joined(separator: ", "))} = vectors[i];
            #1 $display("\(module.cases.map { _ in "%b" }.joined(separator: " "))",
              \(design.ports.dropFirst(inputs.count).map(\.name).joined(separator: ",\n")));
          end
        end
      endmodule

      """
    func text(_ bits: [UInt8]) -> String { bits.reversed().map(String.init).joined() }
    let lines = try Tool.simulate(
      design.files + [VerilogFile(name: "bench.v", text: bench)],
      vectors.map { module.bits(of: $0).map(text).joined() + "\n" }.joined())
    try #require(lines.count == vectors.count, "\(lines.prefix(5))")
    var wrong: Set<String> = []
    for (inputs, line) in zip(vectors, lines) {
      let found = line.split(separator: " ")
      try #require(found.count == module.cases.count)
      for (operation, found) in zip(module.cases, found) {
        let expected = text(try operation.expect(inputs).bits(found.utf8.count))
        if found != expected, wrong.insert(operation.name).inserted, wrong.count < 10 {
          Issue.record("\(operation.name) of \(inputs.numbers) is \(found), not \(expected)")
        }
      }
    }
  }

  @Test("reach the Verilog without a warning", arguments: Tool.linters, UInt64(0)..<2)
  func lint(_ tool: Tool, _ seed: UInt64) throws {
    try tool.skipIfMissing()
    let design = emitVerilog(try elaborate(try Self.large(seed * 2).0)).design
    let complaints = try tool.complaints(about: design)
    #expect(complaints.isEmpty, "\(complaints.prefix(5))")
  }
}

extension PortStorage {
  /// The bits as an integer of up to 128.
  fileprivate var integer: UInt128 {
    get {
      (0..<min(16, byteCount)).reduce(UInt128(0)) {
        $0 | UInt128(bytes.load(fromByteOffset: $1, as: UInt8.self)) << UInt128(8 * $1)
      }
    }
    nonmutating set {
      let cut = cut(newValue)
      for index in 0..<byteCount {
        bytes.storeBytes(
          of: UInt8(truncatingIfNeeded: cut >> UInt128(8 * index)), toByteOffset: index,
          as: UInt8.self)
      }
    }
  }

  fileprivate func cut(_ integer: UInt128) -> UInt128 {
    bitWidth >= 128 ? integer : integer & (1 << UInt128(bitWidth) - 1)
  }
}
