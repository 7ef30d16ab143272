import Cosimulation
import Foundation
import Verilog

/// Runs of Yosys in a folder of their own, which is removed at the end.
struct YosysSession {
  private let program: String
  private let folder: URL

  /// - Throws: `CosimulationError` without Yosys, or if the sources cannot be written.
  init(_ design: VerilogDesign, _ toolchain: Toolchain) throws(CosimulationError) {
    program = try toolchain.require(.yosys)
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "nms-mutants-" + UUID().uuidString)
    try writeSources(of: design, to: folder)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// Runs commands, one a line.
  ///
  /// - Throws: `CosimulationError` if one of them fails.
  func run(_ commands: [String]) async throws(CosimulationError) {
    let script = "script.ys"
    try writeText(
      commands.joined(separator: "\n") + "\n", to: folder.appendingPathComponent(script))
    let run = try await ToolRun.run(program, ["-q", "-s", script], folder: folder.path)
    guard run.succeeded else {
      throw CosimulationError(
        .internal, "Yosys does not do what it is told (\(run.status))", details: run.firstLines())
    }
  }

  /// A file that Yosys wrote.
  func text(of name: String) throws(CosimulationError) -> String {
    do {
      return try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    } catch {
      throw CosimulationError(.internal, "Yosys wrote no \(name)", details: "\(error)")
    }
  }
}
