import Cosimulation
import Foundation
import Simulation
import Testing
import Verilog

/// The engines every design of these tests runs on.
enum Engine: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case verilator
  case icarus

  var testDescription: String { rawValue }

  /// One cache for the whole test run, empty at its start and removed at its end.
  static let cache: ArtifactCache = {
    atexit { try? FileManager.default.removeItem(at: Engine.cacheRoot) }
    return ArtifactCache(root: cacheRoot)
  }()

  private static let cacheRoot = FileManager.default.temporaryDirectory.appendingPathComponent(
    "nms-cosimulation-tests-\(ProcessInfo.processInfo.processIdentifier)")

  private var tools: [Tool] {
    switch self {
    case .verilator: [.verilator, .cxx]
    case .icarus: [.iverilog, .vvp]
    }
  }

  /// Starts a simulation of `design`.
  ///
  /// A test of an engine that is not installed is cancelled, which the log shows; where `CI` is
  /// set it fails, so that a machine without the tools never looks green.
  func start(
    _ design: VerilogDesign, isTracing: Bool = false, toolchain: Toolchain = Toolchain()
  ) async throws -> any Simulator {
    try requireTools(toolchain)
    switch self {
    case .verilator:
      let build = VerilatorBuild(
        options: VerilatorOptions(isTracing: isTracing), toolchain: toolchain, cache: Self.cache)
      return try VerilatorSimulator(await build.model(of: design))
    case .icarus:
      let build = IcarusBuild(toolchain: toolchain, cache: Self.cache)
      return try IcarusSimulator(await build.program(of: design))
    }
  }

  /// Cancels the running test when a tool is missing.
  func requireTools(_ toolchain: Toolchain = Toolchain()) throws {
    for tool in tools where toolchain.path(of: tool) == nil {
      if ProcessInfo.processInfo.environment["CI"] != nil { _ = try toolchain.require(tool) }
      try Test.cancel("\(tool.rawValue) is not installed: \(tool.installCommand)")
    }
  }
}

/// A fresh path in the folder of temporary files; the file is not created.
func temporaryPath(_ name: String) -> String {
  let folder = Engine.cache.root.appendingPathComponent("files")
  try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  let random = String(UInt64.random(in: .min ... .max), radix: 16)
  return folder.appendingPathComponent(random + "-" + name).path
}
