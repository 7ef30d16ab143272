import Accelerator
import Configuration
import Cosimulation
import Foundation
import HDL
import Simulation
import Testing
import Verification

/// Starts engines for tests.
enum Engines {
  /// One cache for the whole test run, empty at its start and removed at its end.
  static let cache: ArtifactCache = {
    atexit { try? FileManager.default.removeItem(at: Engines.cacheRoot) }
    return ArtifactCache(root: cacheRoot)
  }()

  private static let cacheRoot = FileManager.default.temporaryDirectory.appendingPathComponent(
    "nms-verification-tests-\(ProcessInfo.processInfo.processIdentifier)")

  /// A distance unit in an engine.
  ///
  /// A test of an engine that is not installed is cancelled, which the log shows; where `CI` is
  /// set it fails, so that a machine without the tools never looks green.
  static func start(
    _ engine: SimulationEngine, _ sizes: DistanceConfiguration, fault: DistanceFault? = nil,
    isTracing: Bool = false
  ) async throws -> any Simulator {
    try await start(
      engine, DistanceCosimulation.design(sizes, fault: fault), isTracing: isTracing)
  }

  /// Any design in an engine.
  static func start(
    _ engine: SimulationEngine, _ design: Design, isTracing: Bool = false
  ) async throws -> any Simulator {
    let tools: [Cosimulation.Tool] =
      switch engine {
      case .native: []
      case .verilator: [.verilator, .cxx]
      case .icarus: [.iverilog, .vvp]
      }
    for tool in tools where Toolchain().path(of: tool) == nil {
      if ProcessInfo.processInfo.environment["CI"] != nil { _ = try Toolchain().require(tool) }
      try Test.cancel("\(tool.rawValue) is not installed: \(tool.installCommand)")
    }
    return try await engine.simulator(of: design, isTracing: isTracing, cache: cache)
  }
}
