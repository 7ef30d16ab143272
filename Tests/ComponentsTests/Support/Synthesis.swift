import Foundation
import HDL
import TestSupport
import Verilog

/// What Yosys makes of designs.
enum Synthesis {
  /// Cells of an ECP5.
  struct Cells: Decodable {
    let counts: [String: Int]

    enum CodingKeys: String, CodingKey { case counts = "num_cells_by_type" }

    private func count(_ names: String...) -> Int {
      names.reduce(0) { $0 + (counts[$1] ?? 0) }
    }

    /// Look-up tables; a carry cell and a memory cell of 16 words take two and four.
    var tables: Int { count("LUT4") + 2 * count("CCU2C") + 4 * count("TRELLIS_DPR16X4") }
    var flipFlops: Int { count("TRELLIS_FF") }
    var multipliers: Int { count("MULT18X18D") }
    var blockMemories: Int { count("DP16KD") }
  }

  /// The version, such as `0.23`.
  static func version() throws -> String {
    let words = try Command.run(["yosys", "-V"]).output.split(separator: " ")
    return words.count > 1 ? String(words[1]) : ""
  }

  /// The cells of each design, in one run: each stands as an instance in a module that only joins
  /// them.
  static func cells(of designs: [Design]) throws -> [Cells] {
    let folder = try TemporaryFolder()
    var files: [String: String] = [:]
    var bench = ""
    var joined: [String] = []
    let emitted = designs.map { emitVerilog($0).design }
    for (index, design) in emitted.enumerated() {
      for file in design.files {
        if files.updateValue(file.text, forKey: file.name) ?? file.text != file.text {
          throw Failure(text: "two designs have a module in \(file.name)")
        }
        try folder.write(file.name, file.text)
      }
      var connections: [String] = []
      for port in [design.clock, design.reset].compactMap({ $0 }) {
        connections.append(".\(port)(\(port))")
      }
      for port in design.ports {
        let name = "d\(index)_\(port.name)"
        let direction = port.direction == .input ? "input" : "output"
        joined.append("\(direction) [\(port.bitWidth - 1):0] \(name)")
        connections.append(".\(port.name)(\(name))")
      }
      bench += "  \(design.topModule) d\(index) (\(connections.joined(separator: ", ")));\n"
    }
    let ports = (["input clock", "input reset"] + joined).joined(separator: ", ")
    try folder.write("bench.v", "module bench(\(ports));\n\(bench)endmodule\n")
    let script =
      "read_verilog -DSYNTHESIS bench.v \(files.keys.sorted().joined(separator: " ")); "
      + "synth_ecp5 -noflatten -nowidelut -top bench; tee -q -o cells.json stat -json"
    let outcome = try Command.run(["yosys", "-q", "-p", script], in: folder.url)
    struct Report: Decodable { let modules: [String: Cells] }
    guard outcome.status == 0 else { throw Failure(text: outcome.text) }
    let data = try Data(contentsOf: folder.url.appendingPathComponent("cells.json"))
    let report = try JSONDecoder().decode(Report.self, from: data)
    return try emitted.map { design in
      guard let cells = report.modules["\\" + design.topModule] else {
        throw Failure(text: "no figures of \(design.topModule)")
      }
      return cells
    }
  }

  /// The longest path of each combinational design in look-up tables of four inputs.
  static func depths(of designs: [Design]) throws -> [Int] {
    let folder = try TemporaryFolder()
    var script = ""
    for design in designs.map({ emitVerilog($0).design }) {
      for file in design.files { try folder.write(file.name, file.text) }
      script +=
        "design -reset; read_verilog \(design.files.map(\.name).joined(separator: " ")); "
        + "synth -flatten -lut 4 -top \(design.topModule); ltp -noff; "
    }
    let outcome = try Command.run(["yosys", "-p", script], in: folder.url)
    guard outcome.status == 0 else { throw Failure(text: outcome.text) }
    return outcome.output.split(separator: "\n").compactMap { line in
      guard line.hasPrefix("Longest topological path"), let range = line.range(of: "length=")
      else { return nil }
      return Int(line[range.upperBound...].prefix(while: \.isNumber))
    }
  }

  struct Failure: Error, CustomStringConvertible {
    let text: String
    var description: String { text }
  }
}
