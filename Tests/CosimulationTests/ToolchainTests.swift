import Cosimulation
import Foundation
import Testing

@Suite struct ToolchainTests {
  /// Search with nothing on the path.
  private let empty = Toolchain(environment: ["PATH": "/nonexistent"])

  @Test("A missing tool is named with the command that installs it", arguments: Tool.allCases)
  func missing(tool: Tool) {
    var toolchain = empty
    toolchain.overrides[tool] = "/nonexistent/tool"
    let error = #expect(throws: CosimulationError.self) { try toolchain.require(tool) }
    #expect(error?.kind == .missingTool)
    #expect(error?.message.contains(tool.installCommand) == true)
    #expect(error?.message.contains("/nonexistent/tool") == true)
  }

  @Test("Without the override the message names no path")
  func plainMessage() {
    let error = #expect(throws: CosimulationError.self) { try empty.require(.verilator) }
    #expect(
      error?.description
        == "verilator is not found; install it with `\(Tool.verilator.installCommand)`")
  }

  @Test("A variable that names no executable is blamed")
  func variable() {
    let toolchain = Toolchain(environment: ["NMS_VERILATOR": "/nonexistent/bin", "PATH": "/"])
    let error = #expect(throws: CosimulationError.self) { try toolchain.require(.verilator) }
    #expect(error?.message.contains("at `/nonexistent/bin`") == true)
    #expect(error?.message.contains("the variable NMS_VERILATOR names") == true)
  }

  @Test("The compiler variable wins over the path")
  func compilerVariable() throws {
    let toolchain = Toolchain(environment: ["CXX": "/bin/sh", "PATH": "/usr/bin"])
    #expect(toolchain.path(of: .cxx) == "/bin/sh")
    let named = Toolchain(environment: ["CXX": "sh", "PATH": "/bin"])
    #expect(named.path(of: .cxx) == "/bin/sh")
  }

  @Test("The Perl wrapper and a folder both lead to the compiled Verilator")
  func wrapper() throws {
    try Engine.verilator.requireTools()
    let compiled = try Toolchain().require(.verilator)
    let folder = URL(fileURLWithPath: compiled).deletingLastPathComponent()
    for given in [folder.path + "/verilator", folder.path, folder.path + "/.."] {
      let found = Toolchain(environment: ["NMS_VERILATOR": given]).path(of: .verilator)
      #expect(found?.hasSuffix("/verilator_bin") == true, "\(given)")
    }
  }

  @Test("The report lists every tool, as text and as JSON")
  func report() async throws {
    let report = await Toolchain().report()
    #expect(report.tools.map(\.tool) == Tool.allCases)
    for line in report.text.split(separator: "\n") {
      #expect(line.hasPrefix("found ") || line.contains("; install: "), "\(line)")
      #expect(!line.contains("Unable to get version"))
    }
    for status in report.tools where status.isFound {
      #expect(status.version != nil, "\(status.tool)")
    }
    let decoded = try JSONDecoder().decode(
      ToolReport.self, from: JSONEncoder().encode(report))
    #expect(decoded == report)
  }

  @Test("A report of an empty machine names every install command")
  func emptyReport() async {
    var toolchain = empty
    for tool in Tool.allCases { toolchain.overrides[tool] = "/nonexistent/tool" }
    let report = await toolchain.report()
    #expect(report.missing.count == Tool.allCases.count)
    for tool in Tool.allCases { #expect(report.text.contains(tool.installCommand)) }
  }

  @Test("The cache folder follows the variables in their order")
  func cacheFolder() {
    func root(_ environment: [String: String]) -> String {
      ArtifactCache(environment: environment).root.path
    }
    let home = ["HOME": "/h", "XDG_CACHE_HOME": "/x", "NMS_CACHE": "/n"]
    #expect(root(home) == "/n")
    #expect(root(home.filter { $0.key != "NMS_CACHE" }) == "/x/near-memory-sampling")
    #expect(root(["HOME": "/h"]) == "/h/.cache/near-memory-sampling")
  }
}
