import ExampleTestbenches
import Foundation
import TestSupport
import Testing
import Verilog

/// The figures of the article.
@Suite(
  "Synthesis of examples", .serialized,
  .enabled(if: Tool.yosys.isExpected, "yosys is not installed"))
struct ExampleSynthesisTests {
  private struct Report: Decodable {
    struct Cells: Decodable {
      let counts: [String: Int]
      enum CodingKeys: String, CodingKey { case counts = "num_cells_by_type" }
    }
    let design: Cells
  }

  private static let article = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Documentation.docc/Examples.md")

  /// The columns of the table: look-up tables (a carry cell and a memory cell of 16 words take two
  /// and four), flip-flops, multipliers and block memories.
  private static func figures(of example: Example) throws -> String {
    let folder = try TemporaryFolder()
    let design = emitVerilog(try example.design()).design
    for file in design.files { try folder.write(file.name, file.text) }
    let script =
      "read_verilog -DSYNTHESIS \(design.files.map(\.name).joined(separator: " ")); "
      + "synth_ecp5 -nowidelut -top \(design.topModule); tee -q -o cells.json stat -json"
    let outcome = try Command.run(["yosys", "-q", "-p", script], in: folder.url)
    try #require(outcome.status == 0, "\(outcome.text)")
    let data = try Data(contentsOf: folder.url.appendingPathComponent("cells.json"))
    let cells = try JSONDecoder().decode(Report.self, from: data).design.counts
    func count(_ names: String...) -> Int { names.reduce(0) { $0 + (cells[$1] ?? 0) } }
    let columns = [
      count("LUT4") + 2 * count("CCU2C") + 4 * count("TRELLIS_DPR16X4"), count("TRELLIS_FF"),
      count("MULT18X18D"), count("DP16KD"),
    ]
    return "| `\(example.name)` | " + columns.map(String.init).joined(separator: " | ") + " |"
  }

  @Test("gives the figures of the article; UPDATE_GOLDEN=1 rewrites them and fails")
  func figures() throws {
    let version = try Command.run(["yosys", "-V"]).output
    // Another version of Yosys counts otherwise.
    try #require(version.contains("0.23") || ProcessInfo.processInfo.environment["CI"] == nil)
    guard version.contains("0.23") else { try Test.cancel("the figures are those of Yosys 0.23") }
    let text = try String(contentsOf: Self.article, encoding: .utf8)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for example in Example.all {
      let line = try Self.figures(of: example)
      // The last one: a table above tells what the examples are.
      let row = try #require(lines.lastIndex { $0.hasPrefix("| `\(example.name)` |") })
      #expect(lines[row] == line)
      lines[row] = line
    }
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try lines.joined(separator: "\n").write(to: Self.article, atomically: true, encoding: .utf8)
      Issue.record("the table is rewritten; look at the difference")
    }
  }
}
