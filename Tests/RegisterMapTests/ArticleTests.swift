import Foundation
import HDL
import RegisterMap
import TestSupport
import Testing
import Verilog

/// That the article says what is.
@Suite("The article on register maps")
struct ArticleTests {
  private static let article = Package.root.appendingPathComponent(
    "Documentation.docc/RegisterMap.md")

  @Test("shows code that is compiled here")
  func code() throws {
    let text = try String(contentsOf: Self.article, encoding: .utf8)
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Support/Timer.swift")
    let parts = try String(contentsOf: source, encoding: .utf8)
      .components(separatedBy: "// example: ").dropFirst()
    #expect(parts.count == 2)
    for part in parts {
      let code = part.drop { $0 != "\n" }.dropFirst()
      let example = String(code).components(separatedBy: "// end\n")[0]
      #expect(text.contains("```swift\n\(example)```"), "\(example)")
    }
  }

  @Test("shows what is written of the example")
  func tables() throws {
    let text = try String(contentsOf: Self.article, encoding: .utf8)
    let header = try Sample.timer.map.cHeader().split(separator: "\n")
    for line in header.filter({ $0.contains("CONTROL_MODE_") && $0.hasPrefix("#") }) {
      #expect(text.contains(line), "\(line)")
    }
    let table = try Sample.timer.map.markdown().components(separatedBy: "## `control`\n\n")[1]
      .components(separatedBy: "\n\n")[0]
    #expect(text.contains(table), "\(table)")
  }

  @Test("has the figures of Yosys", .enabled(if: Tool.yosys.isExpected, "yosys is not installed"))
  func figures() throws {
    let folder = try TemporaryFolder()
    let design = emitVerilog(try elaborate(RegisterBlock(Sample.sixteen.map))).design
    for file in design.files { try folder.write(file.name, file.text) }
    let script =
      "read_verilog -DSYNTHESIS \(design.files.map(\.name).joined(separator: " ")); "
      + "synth_ecp5 -nowidelut -top \(design.topModule); tee -q -o cells.json stat -json"
    let outcome = try Command.run(["yosys", "-q", "-p", script], in: folder.url)
    try #require(outcome.status == 0, "\(outcome.text)")
    struct Report: Decodable {
      struct Module: Decodable { let num_cells_by_type: [String: Int] }
      let modules: [String: Module]
    }
    let report = try JSONDecoder().decode(
      Report.self, from: Data(contentsOf: folder.url.appendingPathComponent("cells.json")))
    let cells = try #require(report.modules["\\" + design.topModule]?.num_cells_by_type)
    let tables = cells["LUT4", default: 0] + 2 * cells["CCU2C", default: 0]
    let flipFlops = cells["TRELLIS_FF", default: 0]

    let text = try String(contentsOf: Self.article, encoding: .utf8)
    let line = try #require(text.split(separator: "\n").first { $0.contains(" LUT and ") })
    let numbers = line.split { !$0.isNumber }.compactMap { Int($0) }
    if try Command.run(["yosys", "-V"]).output.hasPrefix("Yosys 0.23") {
      #expect(numbers.contains(tables) && numbers.contains(flipFlops), "\(tables) \(flipFlops)")
    } else {
      // Other versions count a little differently.
      #expect(numbers.contains { ($0 - tables).magnitude <= 4 + tables / 4 })
      #expect(numbers.contains { ($0 - flipFlops).magnitude <= 4 + flipFlops / 4 })
    }
  }
}
