import Foundation
public import Verilog

/// Turns Verilog into a shared library that runs in this process.
///
/// Verilator translates, one C++ unit is compiled and linked with a run time that is built once,
/// and the library is kept in the cache under the hash of everything it depends on. A cached
/// library costs a few milliseconds.
public struct VerilatorBuild: Sendable, Hashable {
  /// How models are translated and compiled.
  public var options: VerilatorOptions
  /// Where the tools are.
  public var toolchain: Toolchain
  /// Where libraries are kept.
  public var cache: ArtifactCache

  private static let kind = "verilator-models"
  private static let warningsFile = "warnings.txt"
  private static let generatedFolder = "generated"

  /// Creates a build; the default values use the tools and the cache of the user.
  public init(
    options: VerilatorOptions = VerilatorOptions(), toolchain: Toolchain = Toolchain(),
    cache: ArtifactCache = ArtifactCache()
  ) {
    self.options = options
    self.toolchain = toolchain
    self.cache = cache
  }

  /// The compiled model of `design`, from the cache where nothing it depends on has changed.
  ///
  /// - Throws: `CosimulationError`: `missingTool` without Verilator or a C++ compiler, `badData`
  ///   when Verilator refuses the text or the port list does not match it, else `internal`.
  public func model(of design: VerilogDesign) async throws(CosimulationError) -> VerilatorModel {
    let foreign = try ForeignSources(of: design)
    let installation = try toolchain.verilator()
    let compiler = try await CompilerSetup(
      toolchain: toolchain, installation: installation, options: options)
    let runtime = VerilatorRuntime(
      cache: cache, installation: installation, compiler: compiler, isTracing: options.isTracing)
    let key = key(of: design, foreign, runtime: runtime)
    if let folder = cache.entry(kind: Self.kind, key: key, verification: .contents) {
      return model(design, in: folder, key: key, wasCached: true)
    }
    let folder = try await cache.publish(kind: Self.kind, key: key) {
      staging throws(CosimulationError) in
      try await build(design, foreign, with: runtime, name: Self.libraryName(key), in: staging)
    }
    return model(design, in: folder, key: key, wasCached: false)
  }

  /// What Verilator warns of in `design`, which is not compiled; empty for clean Verilog.
  ///
  /// - Throws: `CosimulationError`: `missingTool` without Verilator, `badData` when it refuses the
  ///   text, which with `areWarningsErrors` it does on a warning.
  package func warnings(about design: VerilogDesign) async throws(CosimulationError) -> String {
    let installation = try toolchain.verilator()
    let foreign = try ForeignSources(of: design)
    let work = FileManager.default.temporaryDirectory.appendingPathComponent(
      "nms-lint-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: work) }
    try writeSources(of: design, to: work)
    if let file = foreign.waivers {
      try writeText(file.text, to: work.appendingPathComponent(file.name))
    }
    return try await translate(design, foreign, installation, in: work)
  }

  private static func libraryName(_ key: String) -> String {
    #if os(macOS)
      key + ".dylib"
    #else
      key + ".so"
    #endif
  }

  private func model(
    _ design: VerilogDesign, in folder: URL, key: String, wasCached: Bool
  ) -> VerilatorModel {
    let warnings = try? String(
      contentsOf: folder.appendingPathComponent(Self.warningsFile), encoding: .utf8)
    return VerilatorModel(
      library: folder.appendingPathComponent(Self.libraryName(key)), design: design,
      options: options, wasCached: wasCached, warnings: warnings ?? "")
  }

  private func key(
    of design: VerilogDesign, _ foreign: ForeignSources, runtime: VerilatorRuntime
  ) -> String {
    var key = CacheKey(Self.kind)
    key.add("runtime", runtime.key)
    key.add("verilator", arguments(of: design, foreign))
    key.add("shim", VerilatorShim.body)
    key.add("covers", CoverHarness(of: design, options)?.text ?? "")
    key.add("clock", design.clock ?? "")
    key.add("reset", design.reset ?? "")
    key.add("linker", String(runtime.compiler.usesLLD))
    key.add("ports", design.ports.map { "\($0.direction) \($0.bitWidth) \($0.name)" })
    for file in design.files { key.add(file.name, file.text) }
    for library in foreign.libraries { key.add(library.path, library.text) }
    return key.digest
  }

  /// Arguments of Verilator, which runs in the folder of the sources.
  private func arguments(of design: VerilogDesign, _ foreign: ForeignSources) -> [String] {
    // Small functions compile sooner; large ones run a third faster on a 512-lane design.
    let largestFunction = options.optimization == .full ? "20000" : "1000"
    var arguments = [
      "--cc", "-Wall", "--no-timing", "--timescale-override", "1ns/1ns", "--output-split", "0",
      // These optimisations give wrong values. The first takes the bits above a complement for ones
      // in releases up to 5.026 at least (Verilator issues 4059, 4841, 5186); in 5.006 the second
      // compares the sign of a zero-extended value wrongly, the third loses bits beside a comparison
      // of wide values.
      "-fno-const-bit-op-tree", "-fno-dfg", "-fno-subst-const",
      "--output-split-cfuncs", largestFunction, options.hasAssertions ? "--assert" : "--no-assert",
      "--prefix", VerilatedSources.prefix, "--Mdir", Self.generatedFolder, "--top-module",
      CoverHarness(of: design, options)?.moduleName ?? design.topModule,
    ]
    // Synthesis has no properties; what only they read, such as the clock, is unused then.
    if !options.hasAssertions, !design.properties.isEmpty {
      arguments += ["-DSYNTHESIS", "-Wno-UNUSED"]
    }
    if !options.areWarningsErrors { arguments.append("-Wno-fatal") }
    // Without the width Verilator leaves signals of more than 256 bits out of the waveform.
    if options.isTracing { arguments += ["--trace", "--trace-max-width", "65536"] }
    let suffixes = [".v", ".sv", ".vlt"]
    // A waiver counts only for what follows it.
    return arguments + (foreign.waivers.map { [$0.name] } ?? []) + foreign.arguments
      + design.files.map(\.name).filter { name in suffixes.contains { name.hasSuffix($0) } }
      + (CoverHarness(of: design, options).map { [$0.fileName] } ?? [])
  }

  /// Builds in a folder inside `staging` and leaves only the library and the warnings there.
  private func build(
    _ design: VerilogDesign, _ foreign: ForeignSources, with runtime: VerilatorRuntime,
    name: String, in staging: URL
  ) async throws(CosimulationError) {
    let work = staging.appendingPathComponent("work")
    defer { try? FileManager.default.removeItem(at: work) }
    try writeSources(of: design, to: work)
    if let file = foreign.waivers {
      try writeText(file.text, to: work.appendingPathComponent(file.name))
    }
    let covers = CoverHarness(of: design, options)
    if let covers {
      try writeText(covers.text, to: work.appendingPathComponent(covers.fileName))
    }
    let warnings = try await translate(design, foreign, runtime.installation, in: work)
    if !warnings.isEmpty {
      try writeText(warnings, to: staging.appendingPathComponent(Self.warningsFile))
    }
    let generated = work.appendingPathComponent(Self.generatedFolder)
    let sources: VerilatedSources
    do {
      sources = try VerilatedSources(folder: generated)
    } catch {
      throw CosimulationError(
        .internal, "the output of `\(runtime.installation.binary)` cannot be read",
        details: error.localizedDescription)
    }
    let unit = try VerilatorShim.unit(
      design: design, sources: sources, isTracing: options.isTracing,
      coverPorts: covers?.ports ?? [])
    try writeText(unit, to: generated.appendingPathComponent("unit.cpp"))
    let library = staging.appendingPathComponent(name)
    var run = try await link(runtime, folder: generated, library: library)
    // The header and each object may be at fault once; after that the complaint is about the model.
    for _ in 0..<3 where !run.succeeded && runtime.discardParts(blamedIn: run.text) {
      run = try await link(runtime, folder: generated, library: library)
    }
    guard run.succeeded else {
      throw CosimulationError(
        .internal,
        "`\(runtime.compiler.path)` cannot compile the model of "
          + "`\(design.topModule)` (\(run.status)); set CXX to another C++17 compiler",
        details: run.firstLines())
    }
  }

  private func translate(
    _ design: VerilogDesign, _ foreign: ForeignSources, _ installation: VerilatorInstallation,
    in work: URL
  ) async throws(CosimulationError) -> String {
    let arguments = arguments(of: design, foreign)
    func run(_ arguments: [String]) async throws(CosimulationError) -> ToolRun {
      try await ToolRun.run(
        installation.binary, arguments, folder: work.path, environment: installation.environment)
    }
    var outcome = try await run(arguments)
    // Verilator 5.006 stops at the parity of a bit which it finds late to be extended with zeros.
    // Without substitution of variables it does not, but the model is larger and slower.
    if !outcome.succeeded, outcome.errors.contains("%Error: Internal Error") {
      // The first run leaves part of its output, which would be compiled as well.
      try? FileManager.default.removeItem(at: work.appendingPathComponent(Self.generatedFolder))
      outcome = try await run(["-fno-subst"] + arguments)
    }
    guard outcome.succeeded else {
      throw CosimulationError(
        .badData, "Verilator does not accept the Verilog of `\(design.topModule)`",
        details: outcome.firstLines())
    }
    return outcome.errors
  }

  private func link(
    _ runtime: VerilatorRuntime, folder: URL, library: URL
  ) async throws(CosimulationError) -> ToolRun {
    let ready = try await runtime.prepare()
    let linker = runtime.compiler.usesLLD ? ["-fuse-ld=lld"] : []
    return try await ToolRun.run(
      runtime.compiler.path,
      runtime.compiler.flags + ready.flags + ["-shared", "unit.cpp"] + ready.objects + linker
        + ["-o", library.path],
      folder: folder.path)
  }
}
