import Foundation

/// The part of a model that is the same for every design: Verilator's run-time objects and, with
/// clang, the precompiled header. It is built once for each set of tools and flags.
struct VerilatorRuntime: Sendable {
  var cache: ArtifactCache
  var installation: VerilatorInstallation
  var compiler: CompilerSetup
  var isTracing: Bool

  private static let kind = "verilator-runtime"
  private static let headerKind = "verilator-prefix"
  private static let precompiled = "prefix.pch"

  private var sources: [String] {
    ["verilated", "verilated_threads"] + (isTracing ? ["verilated_vcd_c"] : [])
  }

  private var headerText: String { VerilatorShim.prefixHeader(isTracing: isTracing) }

  /// Key of the prefix header, which lies in a folder of its own: a precompiled header remembers
  /// where its source was, so the source must not move when the rest is published.
  private var headerKey: String {
    var key = CacheKey(Self.headerKind)
    key.add("text", headerText)
    return key.digest
  }

  /// Key of the compiled parts.
  var key: String {
    var key = CacheKey(Self.kind)
    key.add("header", headerText)
    key.add("verilator", installation.identity)
    key.add("compiler", compiler.identity)
    key.add("flags", compiler.flags)
    key.add("sources", sources)
    return key.digest
  }

  /// Flags that make a unit use the runtime in `folder`; the prefix header is found by name.
  func unitFlags(_ folder: URL) -> [String] {
    let header = cache.folder(kind: Self.headerKind, key: headerKey)
    let include = ["-I", header.path]
    return compiler.isClang
      ? include + ["-include-pch", folder.appendingPathComponent(Self.precompiled).path] : include
  }

  /// Objects to link with a unit.
  func objects(_ folder: URL) -> [String] {
    sources.map { folder.appendingPathComponent($0 + ".o").path }
  }

  /// Folder of the compiled parts; builds them where they are not cached.
  func prepare() async throws(CosimulationError) -> URL {
    let key = key
    if let folder = cache.entry(kind: Self.kind, key: key, verification: .sizes),
      cache.entry(kind: Self.headerKind, key: headerKey, verification: .contents) != nil
    {
      return folder
    }
    cache.remove(kind: Self.kind, key: key)
    let header = try await publishedHeader()
    return try await cache.publish(kind: Self.kind, key: key) {
      staging throws(CosimulationError) in
      try await build(in: staging, header: header)
    }
  }

  /// Whether an error of the compiler or linker is about the compiled parts and not the model.
  func isBlamed(in text: String) -> Bool {
    text.contains("precompiled") || text.contains(cache.folder(kind: Self.kind, key: key).path)
  }

  /// Removes the compiled parts, after the compiler refused them.
  func discard() {
    cache.remove(kind: Self.kind, key: key)
    cache.remove(kind: Self.headerKind, key: headerKey)
  }

  private func publishedHeader() async throws(CosimulationError) -> URL {
    let text = headerText
    let folder: URL
    if let found = cache.entry(kind: Self.headerKind, key: headerKey, verification: .contents) {
      folder = found
    } else {
      folder = try await cache.publish(kind: Self.headerKind, key: headerKey) {
        staging throws(CosimulationError) in
        try writeText(text, to: staging.appendingPathComponent("prefix.h"))
      }
    }
    return folder.appendingPathComponent("prefix.h")
  }

  private func build(in folder: URL, header: URL) async throws(CosimulationError) {
    var include = ["-include", header.path]
    if compiler.isClang {
      try await compile(
        ["-x", "c++-header", header.path, "-o", Self.precompiled], what: "the run-time header",
        in: folder)
      include = ["-include-pch", Self.precompiled]
    }
    for source in sources {
      let path = installation.include + "/" + source + ".cpp"
      try await compile(
        include + ["-c", path, "-o", source + ".o"], what: "\(source).cpp of Verilator", in: folder)
    }
  }

  private func compile(
    _ arguments: [String], what: String, in folder: URL
  ) async throws(CosimulationError) {
    let run = try await compiler.compile(arguments, folder: folder.path)
    guard !run.succeeded else { return }
    throw CosimulationError(
      .internal, "`\(compiler.path)` cannot compile \(what) (\(run.status)); "
        + "set CXX to another C++17 compiler",
      details: run.firstLines())
  }
}

/// Writes a text file, as an error of this module.
func writeText(_ text: String, to file: URL) throws(CosimulationError) {
  do {
    try Data(text.utf8).write(to: file)
  } catch {
    throw CosimulationError(
      .internal, "`\(file.path)` cannot be written", details: error.localizedDescription)
  }
}
