import Foundation

/// One C++ compiler with the flags that a model and the run time share.
///
/// A precompiled header is only valid for exactly the flags it was made with, so there is one list.
struct CompilerSetup: Sendable {
  /// Full path of the compiler.
  var path: String
  /// Whether it takes clang's flags.
  var isClang: Bool
  /// Full path of lld where the compiler can use it.
  var usesLLD: Bool
  /// Flags of every compilation, models and run time.
  var commonFlags: [String]
  /// Flags of a model: the common ones, optimisation and instructions.
  var flags: [String]
  /// Lines for a cache key that change when the compiler does.
  var identity: [String]

  /// Looks at the compiler of `toolchain`; runs it only when its file does not tell its version.
  init(
    toolchain: Toolchain, installation: VerilatorInstallation, options: VerilatorOptions
  ) async throws(CosimulationError) {
    path = try toolchain.require(.cxx)
    let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath()
    var identity = [path, FileIdentity(path: path)?.text ?? ""]
    var name = resolved.lastPathComponent
    // A script, a cache wrapper or a version switch keeps its own file while the compiler behind
    // it changes: only its version tells.
    if !Self.isPlainCompiler(resolved) {
      let run = try await ToolRun.run(path, ["--version"])
      identity.append(run.output)
      name = run.output
    }
    isClang = name.contains("clang")
    let folder = resolved.deletingLastPathComponent().path
    #if os(Linux)
      usesLLD = isClang && FileManager.default.isExecutableFile(atPath: folder + "/ld.lld")
    #else
      usesLLD = false
    #endif
    commonFlags = [
      "-std=c++17", "-fPIC", "-pthread", "-fvisibility=hidden", "-w",
      "-I", installation.include, "-I", installation.include + "/vltstd",
      "-DVM_COVERAGE=0", "-DVM_SC=0", "-DVM_TRACE_FST=0", "-DVL_USER_STOP", "-DVL_USER_FATAL",
      "-DVL_USER_FINISH", VerilatorShim.printMacro,
    ]
    // Copies of inline objects that g++ marks as unique would be shared by two loaded models.
    if !isClang { commonFlags.append("-fno-gnu-unique") }
    let tracing = options.isTracing ? 1 : 0
    flags =
      commonFlags + ["-DVM_TRACE=\(tracing)", "-DVM_TRACE_VCD=\(tracing)"]
      + [options.optimization.rawValue] + Processor.flags(for: options.instructionSet)
    if isClang { flags.append("-fpch-instantiate-templates") }
    if options.instructionSet == .native { identity += Processor.features }
    self.identity = identity
  }

  private static func isPlainCompiler(_ file: URL) -> Bool {
    #if os(macOS)
      return false
    #else
      let name = file.lastPathComponent
      guard name.contains("clang") || name.contains("g++"),
        let handle = FileHandle(forReadingAtPath: file.path)
      else { return false }
      defer { try? handle.close() }
      return (try? handle.read(upToCount: 2)) != Data("#!".utf8)
    #endif
  }
}
