import Foundation

/// What every model shares: Verilator's run-time objects and, with clang, the precompiled header.
///
/// The objects are built once for a Verilator and a compiler, the header once for a set of flags.
struct VerilatorRuntime: Sendable {
  var cache: ArtifactCache
  var installation: VerilatorInstallation
  var compiler: CompilerSetup
  var isTracing: Bool

  /// The flags that make a unit use the shared parts, and the objects to link with it.
  struct Parts: Sendable {
    var flags: [String]
    var objects: [String]
  }

  /// One cached file that all models share.
  private struct Part: Sendable {
    var kind: String
    var file: String
    /// Words for an error message.
    var name: String
    /// Text of the source, which is written beside the file; empty where `arguments` name one.
    var source: String
    /// Arguments of the compiler without the output.
    var arguments: [String]
  }

  private static let headerKind = "verilator-prefix"
  private static let headerName = "prefix.h"

  private var headerText: String { VerilatorShim.prefixHeader(isTracing: isTracing) }

  /// The prefix header lies in an entry of its own: a precompiled header remembers where its
  /// source was, so the source must not move when the rest is published.
  private var headerKey: String {
    var key = CacheKey(Self.headerKind)
    key.add("text", headerText)
    return key.digest
  }

  private var headerFolder: URL { cache.folder(kind: Self.headerKind, key: headerKey) }

  private var header: String { headerFolder.appendingPathComponent(Self.headerName).path }

  /// The precompiled header depends on all flags of a unit.
  private var precompiled: Part {
    Part(
      kind: "verilator-header", file: "prefix.pch", name: "the run-time header", source: "",
      arguments: compiler.flags + ["-x", "c++-header", header])
  }

  /// The objects do not depend on a model's optimisation and instructions, so they are shared by
  /// all: what is hot in a model is in its own unit.
  private var objects: [Part] {
    func part(_ file: String, _ sources: [String]) -> Part {
      Part(
        kind: "verilator-objects", file: file + ".o", name: "Verilator's " + sources[0],
        source: ([VerilatorShim.printDeclaration] + sources.map { "#include \"\($0)\"" })
          .joined(separator: "\n") + "\n",
        arguments: compiler.commonFlags + ["-O1", "-c", file + ".cpp"])
    }
    return [part("core", ["verilated.cpp", "verilated_threads.cpp"])]
      + (isTracing ? [part("waveform", ["verilated_vcd_c.cpp"])] : [])
  }

  private var parts: [Part] { (compiler.isClang ? [precompiled] : []) + objects }

  private func key(of part: Part) -> String {
    var key = CacheKey(part.kind)
    key.add("verilator", installation.identity)
    key.add("compiler", compiler.identity)
    key.add("source", part.source)
    key.add("arguments", part.arguments)
    return key.digest
  }

  /// Changes with anything the shared parts depend on.
  var key: String {
    var key = CacheKey("verilator-runtime")
    key.add("header", headerText)
    key.add("parts", parts.map { self.key(of: $0) })
    key.add("flags", compiler.flags)
    return key.digest
  }

  /// The shared parts; builds those that are not cached.
  func prepare() async throws(CosimulationError) -> Parts {
    try await publishHeader()
    var prepared = Parts(flags: ["-I", headerFolder.path], objects: [])
    if compiler.isClang {
      prepared.flags += ["-include-pch", try await publish(precompiled)]
    }
    for part in objects { prepared.objects.append(try await publish(part)) }
    return prepared
  }

  /// Removes the shared parts that an error of the compiler or linker is about, and says whether
  /// there were any. It happens when a header of the system was updated, the cache was moved or a
  /// file was damaged; otherwise the error is about the model.
  func discardParts(blamedIn text: String) -> Bool {
    let blamed = parts.filter { part in
      text.contains(cache.folder(kind: part.kind, key: key(of: part)).path)
        || part.kind == precompiled.kind && text.contains("precompiled")
    }
    for part in blamed { cache.remove(kind: part.kind, key: key(of: part)) }
    return !blamed.isEmpty
  }

  private func publishHeader() async throws(CosimulationError) {
    guard cache.entry(kind: Self.headerKind, key: headerKey, verification: .contents) == nil
    else { return }
    let text = headerText
    // Made from the old file, even where the text is the same: clang compares times of change.
    cache.remove(kind: precompiled.kind, key: key(of: precompiled))
    _ = try await cache.publish(kind: Self.headerKind, key: headerKey) {
      staging throws(CosimulationError) in
      try writeText(text, to: staging.appendingPathComponent(Self.headerName))
    }
  }

  /// Path of a part's file. Its size is compared only: the compiler and the linker notice the rest.
  private func publish(_ part: Part) async throws(CosimulationError) -> String {
    let key = key(of: part)
    if let folder = cache.entry(kind: part.kind, key: key, verification: .sizes) {
      return folder.appendingPathComponent(part.file).path
    }
    let folder = try await cache.publish(kind: part.kind, key: key) {
      staging throws(CosimulationError) in
      try await build(part, in: staging)
    }
    return folder.appendingPathComponent(part.file).path
  }

  private func build(_ part: Part, in folder: URL) async throws(CosimulationError) {
    if !part.source.isEmpty {
      let name = part.file.split(separator: ".")[0] + ".cpp"
      try writeText(part.source, to: folder.appendingPathComponent(String(name)))
    }
    let run = try await ToolRun.run(
      compiler.path, part.arguments + ["-o", part.file], folder: folder.path)
    guard !run.succeeded else { return }
    throw CosimulationError(
      .internal,
      "`\(compiler.path)` cannot compile \(part.name) (\(run.status)); "
        + "set CXX to another C++17 compiler",
      details: run.firstLines())
  }
}
