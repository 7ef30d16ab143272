import Components
import Foundation
import HDL
import TestSupport
import Testing

/// The figures of the article, and that they grow as the components say.
@Suite("Synthesis of components", .enabled(if: Tool.yosys.isExpected, "yosys is not installed"))
struct SynthesisTests {
  /// One line of the article's table.
  private struct Line: Sendable {
    let component: String
    let ports: String
    let latency: String
    let design: @Sendable () throws -> Design

    init(
      _ component: String, _ ports: String, _ latency: String,
      _ design: @escaping @Sendable () throws -> Design
    ) {
      (self.component, self.ports, self.latency, self.design) = (component, ports, latency, design)
    }
  }

  /// A combinational function of one vector.
  private static func function(
    _ name: String, _ width: Int, to result: Int, _ body: @escaping (Bits) -> Bits
  ) throws -> Design {
    try elaborate(
      Sketch(name) {
        (a: $0.input(.bits(width)), y: $0.output(.bits(result)))
      } body: { _, ports in
        ports.y.assign(body(ports.a))
      })
  }

  private static let lines = [
    Line("`Counter(modulo: 1000)`", "`enable`; `count`, `isLast`", "1") {
      try elaborate(Counter(modulo: 1000))
    },
    Line("`LFSR(width: 32)`", "`enable`; `state`", "1") { try elaborate(LFSR(width: 32)) },
    Line("`Xorshift(.xorshift32)`", "`enable`; `value`", "1") {
      try elaborate(Xorshift(.xorshift32))
    },
    Line("`Xorshift(.xorshift128)`", "`enable`; `value`", "1") {
      try elaborate(Xorshift(.xorshift128))
    },
    Line("`Arbiter(count: 8, policy: .fixedPriority)`", "`requests`; `grant`", "0") {
      try elaborate(Arbiter(count: 8, policy: .fixedPriority))
    },
    Line("`Arbiter(count: 8, policy: .roundRobin)`", "`requests`, `accept`; `grant`", "0") {
      try elaborate(Arbiter(count: 8, policy: .roundRobin))
    },
    Line("the same with `keepsGrant`", "`requests`, `accept`; `grant`", "0") {
      try elaborate(Arbiter(count: 8, policy: .roundRobin, keepsGrant: true))
    },
    Line("`UInt.oneHot()`, 5 to 32 bits", "function", "0") {
      try function("OneHot", 5, to: 32) { $0.asUInt.oneHot() }
    },
    Line("`oneHotIndex()`, 32 bits", "function", "0") {
      try function("OneHotIndex", 32, to: 5) { $0.oneHotIndex().asBits }
    },
    Line("`isOneHot()`, 32 bits", "function", "0") {
      try function("IsOneHot", 32, to: 1) { $0.isOneHot().asBits }
    },
    Line("`priorityEncoded(.lowest)`, 32 bits", "function", "0") {
      try function("PriorityEncoder", 32, to: 6) {
        let found = $0.priorityEncoded(.lowest)
        return concatenate(found.isValid, found.index)
      }
    },
    Line("`leadingZeroCount()`, 32 bits", "function", "0") {
      try function("LeadingZeroCount", 32, to: 6) { $0.leadingZeroCount().asBits }
    },
    Line("`populationCount()`, 32 bits", "function", "0") {
      try function("PopulationCount", 32, to: 6) { $0.populationCount().asBits }
    },
    Line("`rotatedLeft(by: UInt)`, 32 bits", "function", "0") {
      try function("Rotate", 37, to: 32) { $0[0..<32].rotatedLeft(by: $0[32..<37].asUInt) }
    },
    Line("`grayEncoded()`, 16 bits", "function", "0") {
      try function("GrayEncode", 16, to: 16) { $0.asUInt.grayEncoded() }
    },
    Line("`grayDecoded()`, 16 bits", "function", "0") {
      try function("GrayDecode", 16, to: 16) { $0.grayDecoded().asBits }
    },
    Line("`addingSaturated(_:)`, `SInt` of 16 bits", "function", "0") {
      try function("AddSaturated", 32, to: 16) {
        $0[0..<16].asSInt.addingSaturated($0[16..<32].asSInt).asBits
      }
    },
    Line("`absoluteDifference(_:_:)`, `UInt` of 16 bits", "function", "0") {
      try function("AbsoluteDifference", 32, to: 16) {
        absoluteDifference($0[0..<16].asUInt, $0[16..<32].asUInt).asBits
      }
    },
    Line("`minimum(of:)`, 8 numbers of 8 bits", "function", "0") {
      try function("Minimum", 64, to: 11) { a in
        let found = a.module.minimum(of: (0..<8).map { a[8 * $0..<8 * $0 + 8].asUInt })
        return concatenate(found.index, found.value)
      }
    },
    Line("`reduceTree` with `.+`, 8 numbers of 8 bits", "function", "0") {
      try function("Sum", 64, to: 11) { a in
        a.module.reduceTree((0..<8).map { a[8 * $0..<8 * $0 + 8].asUInt }) { $0 .+ $1 }.asBits
      }
    },
    Line("the same, `registerEvery: 1`", "function", "3") {
      try function("SumRegistered", 64, to: 11) { a in
        a.module.reduceTree(
          (0..<8).map { a[8 * $0..<8 * $0 + 8].asUInt }, named: "sum", registerEvery: 1
        ) { $0 .+ $1 }.value.asBits
      }
    },
    Line("`FunctionTable`, 2ˣ, 12 to 13 bits, 0.75 ulp, lines", "`enable`, `x`; `y`", "2") {
      try elaborate(FunctionCase.exponential.table())
    },
    Line("the same, parabolas", "`enable`, `x`; `y`", "3") {
      try elaborate(FunctionCase.exponential.table(degree: 2))
    },
  ]

  private static let article = Package.root.appendingPathComponent(
    "Documentation.docc/Components.md")
  private static let begin = "<!-- Figures: rewritten by UPDATE_GOLDEN=1. -->\n"
  private static let end = "<!-- End of figures. -->"

  @Test("the article has the figures of Yosys; UPDATE_GOLDEN=1 rewrites them and fails")
  func figures() throws {
    let cells = try Synthesis.cells(of: Self.lines.map { try $0.design() })
    var table =
      "| component | ports | latency | LUT | FF | multipliers |\n|---|---|---|---|---|---|\n"
    for (line, cells) in zip(Self.lines, cells) {
      #expect(cells.blockMemories == 0, "\(line.component) needs a column of its own")
      table +=
        "| \(line.component) | \(line.ports) | \(line.latency) | \(cells.tables) "
        + "| \(cells.flipFlops) | \(cells.multipliers) |\n"
    }
    let text = try String(contentsOf: Self.article, encoding: .utf8)
    let start = try #require(text.range(of: Self.begin)).upperBound
    let stop = try #require(text.range(of: Self.end)).lowerBound
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try text.replacingCharacters(in: start..<stop, with: table)
        .write(to: Self.article, atomically: true, encoding: .utf8)
      Issue.record("the figures are rewritten; look at the difference")
      return
    }
    let kept = String(text[start..<stop])
    if try Synthesis.version() == "0.23" {
      #expect(kept == table)
    } else {
      // Other versions count a little differently.
      func words(_ table: String) -> [Substring] { table.split(separator: "|") }
      try #require(words(kept).count == words(table).count)
      for (kept, found) in zip(words(kept), words(table)) where kept != found {
        let numbers = [kept, found].compactMap { Double($0.filter { $0 != " " }) }
        try #require(numbers.count == 2, "\(kept) is \(found)")
        #expect((numbers[0] - numbers[1]).magnitude <= 4 + numbers[0] / 4)
      }
    }
  }

  @Test("the latencies of the article are those of the components")
  func latencies() throws {
    #expect(try FunctionCase.exponential.table().latency == 2)
    #expect(try FunctionCase.exponential.table(degree: 2).latency == 3)
    #expect(treeDepth(8) == 3)
  }

  @Test("zero counts are as deep as a logarithm")
  func depth() throws {
    let widths = [8, 16, 32, 64, 128]
    let depths = try Synthesis.depths(
      of: widths.map { width in
        try Self.function("LeadingZeroCount_\(width)", width, to: addressBits(width + 1)) {
          $0.leadingZeroCount().asBits
        }
      })
    try #require(depths.count == widths.count)
    for (narrow, wide) in zip(depths, depths.dropFirst()) { #expect(wide <= narrow + 2) }
    #expect(depths[4] <= 12, "\(depths)")
  }

  @Test("arbiters grow with the number of requesters")
  func arbiters() throws {
    let counts = [4, 8, 16, 32]
    let cells = try Synthesis.cells(
      of: counts.map { try elaborate(Arbiter(count: $0, policy: .roundRobin)) })
    for (count, cells) in zip(counts, cells) {
      // Nobody is below requester 0, whose flip-flop is seen to be 0 only where no carry hides it.
      #expect((count - 1...count).contains(cells.flipFlops))
      #expect(cells.tables <= 10 * count)
    }
  }
}
