import Foundation
import Testing
import Verilog

extension Tool {
  /// Runs the module `bench` in Icarus, beside a file `vectors.txt`.
  ///
  /// - Returns: What it wrote, line by line.
  static func simulate(_ files: [VerilogFile], _ vectors: String, in folder: URL) throws -> [String]
  {
    for file in files + [VerilogFile(name: "vectors.txt", text: vectors)] {
      try file.text.write(
        to: folder.appendingPathComponent(file.name), atomically: true, encoding: .utf8)
    }
    let build = try run(
      ["iverilog", "-g2005", "-o", "bench.vvp", "-s", "bench"] + files.map(\.name), in: folder)
    try #require(build.status == 0, "\(build.output)")
    return try run(["vvp", "-n", "bench.vvp"], in: folder).output.split(separator: "\n")
      .map(String.init)
  }

  static let linters = [verilator, icarus, yosys, slang]

  /// What the tool has to say against a design, empty if nothing.
  func complaints(about design: VerilogDesign) throws -> String {
    try withTemporaryFolder { folder in
      for file in design.files {
        try file.text.write(
          to: folder.appendingPathComponent(file.name), atomically: true, encoding: .utf8)
      }
      let files = design.files.map(\.name)
      switch name {
      case "verilator":
        return try said(
          ["verilator", "--lint-only", "-Wall", "--top-module", design.topModule] + files, folder)
      case "iverilog":
        return try said(
          ["iverilog", "-g2005", "-Wall", "-t", "null", "-s", design.topModule] + files, folder)
      case "yosys":
        let script =
          "read_verilog \(files.joined(separator: " ")); hierarchy -check -top \(design.topModule); "
          + "proc; check -assert"
        let outcome = try Tool.run(["yosys", "-p", script], in: folder)
        let lines = outcome.output.split(separator: "\n").filter {
          $0.contains("Warning") || $0.contains("ERROR")
        }
        return lines.joined(separator: "\n") + (outcome.status == 0 ? "" : "\nfailed")
      default:
        return try said(["python3", "-c", Self.slangScript] + files, folder)
      }
    }
  }

  private func said(_ command: [String], _ folder: URL) throws -> String {
    let outcome = try Tool.run(command, in: folder)
    return outcome.output + (outcome.status == 0 ? "" : "failed")
  }

  /// slang as a library: parse, elaborate and analyse with every warning there is.
  private static let slangScript = """
    import sys, pyslang
    driver = pyslang.driver.Driver()
    driver.addStandardArgs()
    line = "slang --std latest -Weverything " + " ".join(sys.argv[1:])
    fine = driver.parseCommandLine(line) and driver.processOptions() and driver.parseAllSources()
    if fine:
      compilation = driver.createCompilation()
      fine = driver.reportParseDiags()
      driver.reportCompilation(compilation, True)
      driver.runAnalysis(compilation)
      fine = driver.reportDiagnostics(True) and fine
    sys.exit(0 if fine else 1)
    """
}
