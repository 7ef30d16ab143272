import Cosimulation
import Foundation
import Verilog

/// Reads a design with slang and every warning it has.
struct SlangLint {
  let toolchain: Toolchain

  /// Throws `CosimulationError` of kind `missingTool` where slang's Python module cannot be loaded.
  func require() async throws {
    let python = try toolchain.require(.pyslang)
    let run = try await ToolRun.run(python, ["-c", "import pyslang.driver"])
    guard !run.succeeded else { return }
    throw CosimulationError(
      .missingTool, "pyslang is not found; install it with `\(Tool.pyslang.installCommand)`")
  }

  /// Throws `CosimulationError` of kind `badData` with what slang has to say, if anything.
  func check(_ design: VerilogDesign) async throws {
    let python = try toolchain.require(.pyslang)
    let folder = try WorkFolder(design)
    let run = try await ToolRun.run(
      python, ["-c", Self.script] + folder.sources, folder: folder.url.path)
    guard run.succeeded, run.text.isEmpty else {
      throw CosimulationError(
        .badData, "slang warns of the Verilog of `\(design.topModule)`", details: run.firstLines())
    }
  }

  private static let script = """
    import sys, pyslang.driver
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
