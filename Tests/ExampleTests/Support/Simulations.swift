import Cosimulation
import ExampleTestbenches
import Foundation
import HDL
import Simulation
import Testing

/// Starts designs on engines, with one cache for the whole test run.
enum Simulations {
  private static let cache: ArtifactCache = {
    atexit { try? FileManager.default.removeItem(at: Simulations.root) }
    return ArtifactCache(root: root)
  }()

  private static let root = FileManager.default.temporaryDirectory.appendingPathComponent(
    "nms-example-tests-\(ProcessInfo.processInfo.processIdentifier)")

  /// A testbench around a design. A missing tool cancels the test; where `CI` is set it fails it.
  static func bench(_ design: Design, on engine: Engine) async throws -> Testbench {
    let toolchain = Toolchain()
    let tools: [Cosimulation.Tool] =
      switch engine {
      case .native: []
      case .verilator: [.verilator, .cxx]
      case .icarus: [.iverilog, .vvp]
      }
    for tool in tools where toolchain.path(of: tool) == nil {
      if ProcessInfo.processInfo.environment["CI"] != nil { _ = try toolchain.require(tool) }
      try Test.cancel("\(tool.rawValue) is not installed: \(tool.installCommand)")
    }
    return Testbench(
      try await engine.simulator(of: design, toolchain: toolchain, cache: cache))
  }

  /// The same on the native engine.
  static func native(_ module: some Module) throws -> Testbench {
    Testbench(NativeSimulator(try elaborate(module)))
  }
}

extension SplitMix64 {
  /// Random bytes.
  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: next() >> 56) }
  }
}
