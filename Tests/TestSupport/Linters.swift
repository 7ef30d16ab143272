import Foundation
public import Verilog

extension Tool {
  /// The four programs that read what is emitted.
  public static let linters = [verilator, icarus, yosys, slang]

  /// What the tool has to say against a design, empty if nothing.
  public func complaints(about design: VerilogDesign) throws -> String {
    let folder = try TemporaryFolder()
    let all = design.files + design.stubs
    for file in all { try folder.write(file.name, file.text) }
    let files = all.map(\.name)
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
      let outcome = try Command.run(["yosys", "-p", script], in: folder.url)
      let lines = outcome.text.split(separator: "\n").filter {
        $0.contains("Warning") || $0.contains("ERROR")
      }
      return lines.joined(separator: "\n") + (outcome.status == 0 ? "" : "\nfailed")
    default:
      return try said(["python3", "-c", Self.slangScript] + files, folder)
    }
  }

  private func said(_ command: [String], _ folder: TemporaryFolder) throws -> String {
    let outcome = try Command.run(command, in: folder.url)
    return outcome.text + (outcome.status == 0 ? "" : "failed")
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
