import Cosimulation
import Foundation
import Verilog

/// Lets Yosys read a design and write it back as a netlist of its own operators.
struct YosysNetlist {
  let toolchain: Toolchain

  /// One round of what `opt` repeats on all modules until none changes any more, which takes more
  /// than twice as long as everything else together.
  private static let optimisation =
    "opt_expr; opt_merge -nomux; opt_muxtree; opt_reduce; opt_merge; opt_dff; opt_clean; opt_expr"

  /// The netlist, with the ports of the design.
  ///
  /// - Throws: `CosimulationError`: `missingTool` without Yosys, `badData` when it refuses the text or
  ///   warns of it.
  func netlist(of design: VerilogDesign) async throws -> VerilogDesign {
    let yosys = try toolchain.require(.yosys)
    let folder = try WorkFolder(design)
    let script =
      "read_verilog \(folder.sources.joined(separator: " ")); "
      + "hierarchy -check -top \(design.topModule); proc; \(Self.optimisation); check -assert; "
      + "write_verilog -noattr netlist.v"
    let run = try await ToolRun.run(yosys, ["-q", "-p", script], folder: folder.url.path)
    let complaints = run.text.split(separator: "\n").filter {
      $0.contains("Warning") || $0.contains("ERROR")
    }
    guard run.succeeded, complaints.isEmpty else {
      throw CosimulationError(
        .badData, "Yosys does not accept the Verilog of `\(design.topModule)`",
        details: complaints.isEmpty
          ? run.firstLines() : complaints.prefix(12).joined(separator: "\n"))
    }
    let text = try String(
      contentsOf: folder.url.appendingPathComponent("netlist.v"), encoding: .utf8)
    var netlist = design
    netlist.files = [VerilogFile(name: "netlist.v", text: text)]
    return netlist
  }
}

/// A folder with the files of a design; it goes with the value.
final class WorkFolder: Sendable {
  let url: URL
  /// Names of the Verilog files.
  let sources: [String]

  init(_ design: VerilogDesign) throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "hdl-fuzz-\(UUID().uuidString)")
    sources = design.files.map(\.name)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for file in design.files {
      try Data(file.text.utf8).write(to: url.appendingPathComponent(file.name))
    }
  }

  deinit { try? FileManager.default.removeItem(at: url) }
}
