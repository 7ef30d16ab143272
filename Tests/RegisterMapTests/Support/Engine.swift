import Cosimulation
import Foundation
import HDL
import Simulation
import Testing
import Verilog

/// The engines that read the emitted Verilog.
enum Engine: String, CaseIterable, Sendable {
  case verilator
  case icarus

  /// One cache for the whole test run, empty at its start and removed at its end.
  private static let cache: ArtifactCache = {
    atexit { try? FileManager.default.removeItem(at: Engine.cacheRoot) }
    return ArtifactCache(root: cacheRoot)
  }()

  private static let cacheRoot = FileManager.default.temporaryDirectory.appendingPathComponent(
    "nms-register-map-tests-\(ProcessInfo.processInfo.processIdentifier)")

  /// Starts a simulation. A missing tool cancels the test; where `CI` is set it fails it.
  func start(_ design: Design) async throws -> any Simulator {
    let tools: [Cosimulation.Tool] = self == .verilator ? [.verilator, .cxx] : [.iverilog, .vvp]
    let toolchain = Toolchain()
    for tool in tools where toolchain.path(of: tool) == nil {
      if ProcessInfo.processInfo.environment["CI"] != nil { _ = try toolchain.require(tool) }
      try Test.cancel("\(tool.rawValue) is not installed: \(tool.installCommand)")
    }
    let verilog = emitVerilog(design).design
    switch self {
    case .verilator:
      return try VerilatorSimulator(
        await VerilatorBuild(toolchain: toolchain, cache: Self.cache).model(of: verilog))
    case .icarus:
      return try IcarusSimulator(
        await IcarusBuild(toolchain: toolchain, cache: Self.cache).program(of: verilog))
    }
  }
}
