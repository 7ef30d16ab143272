import Foundation
public import Verilog

/// Compiles Verilog with Icarus Verilog for a four-state simulation in a process of its own.
public struct IcarusBuild: Sendable, Hashable {
  /// Whether a warning of `-Wall` fails the build.
  public var areWarningsErrors: Bool
  /// Where the tools are.
  public var toolchain: Toolchain
  /// Where compiled files are kept.
  public var cache: ArtifactCache

  private static let kind = "icarus-programs"
  private static let warningsFile = "warnings.txt"

  /// Creates a build; the default values use the tools and the cache of the user.
  public init(
    areWarningsErrors: Bool = true, toolchain: Toolchain = Toolchain(),
    cache: ArtifactCache = ArtifactCache()
  ) {
    self.areWarningsErrors = areWarningsErrors
    self.toolchain = toolchain
    self.cache = cache
  }

  /// The compiled program of `design`, from the cache where nothing it depends on has changed.
  ///
  /// - Throws: `CosimulationError`: `missingTool` without Icarus Verilog, `badData` when it refuses
  ///   the text, else `internal`.
  public func program(of design: VerilogDesign) async throws(CosimulationError) -> IcarusProgram {
    let foreign = try ForeignSources(of: design)
    let compiler = try toolchain.require(.iverilog)
    let interpreter = try toolchain.require(.vvp)
    let harness = IcarusHarness.text(for: design)
    // `-Wno-timescale`: the design leaves the time unit to the harness.
    let flags = ["-g2005", "-Wall", "-Wno-timescale", "-s", IcarusHarness.moduleName]
    var key = CacheKey(Self.kind)
    key.add("tools", [compiler, interpreter].compactMap { FileIdentity(path: $0)?.text })
    key.add("flags", flags + [String(areWarningsErrors)])
    key.add("harness", harness)
    for file in design.files { key.add(file.name, file.text) }
    for library in foreign.libraries { key.add(library.path, library.text) }
    let name = design.topModule + ".vvp"
    let digest = key.digest
    if let folder = cache.entry(kind: Self.kind, key: digest, verification: .contents) {
      return program(design, folder, name, interpreter, wasCached: true)
    }
    let folder = try await cache.publish(kind: Self.kind, key: digest) {
      staging throws(CosimulationError) in
      let work = staging.appendingPathComponent("work")
      defer { try? FileManager.default.removeItem(at: work) }
      try writeSources(of: design, to: work)
      let harnessFile = IcarusHarness.moduleName + ".v"
      try writeText(harness, to: work.appendingPathComponent(harnessFile))
      let sources = design.files.map(\.name).filter { $0.hasSuffix(".v") || $0.hasSuffix(".sv") }
      let output = staging.appendingPathComponent(name).path
      try await compile(
        design, foreign, compiler,
        flags + ["-o", output] + foreign.arguments + sources + [harnessFile], work: work,
        staging: staging)
    }
    return program(design, folder, name, interpreter, wasCached: false)
  }

  private func compile(
    _ design: VerilogDesign, _ foreign: ForeignSources, _ compiler: String,
    _ arguments: [String], work: URL, staging: URL
  ) async throws(CosimulationError) {
    let run = try await ToolRun.run(compiler, arguments, folder: work.path)
    guard run.succeeded else {
      throw CosimulationError(
        .badData, "Icarus Verilog does not accept the Verilog of `\(design.topModule)`",
        details: run.firstLines())
    }
    let warnings = foreign.warnings(in: run.text)
    guard !warnings.isEmpty else { return }
    guard !areWarningsErrors else {
      throw CosimulationError(
        .badData, "Icarus Verilog warns about the Verilog of `\(design.topModule)`",
        details: run.firstLines())
    }
    try writeText(warnings, to: staging.appendingPathComponent(Self.warningsFile))
  }

  private func program(
    _ design: VerilogDesign, _ folder: URL, _ name: String, _ interpreter: String, wasCached: Bool
  ) -> IcarusProgram {
    let warnings = try? String(
      contentsOf: folder.appendingPathComponent(Self.warningsFile), encoding: .utf8)
    return IcarusProgram(
      file: folder.appendingPathComponent(name), interpreter: interpreter, design: design,
      wasCached: wasCached, warnings: warnings ?? "")
  }
}
