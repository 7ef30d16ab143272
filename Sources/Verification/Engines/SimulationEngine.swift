public import Cosimulation
public import HDL
public import Simulation
import Verilog

/// The engines that run a design; the same testbench runs on each.
public enum SimulationEngine: String, CaseIterable, Sendable {
  /// The interpreter of this package: starts at once.
  case native
  /// The emitted Verilog, compiled by Verilator: the quickest in long runs.
  case verilator
  /// The emitted Verilog, interpreted by Icarus Verilog: slow, knows unknown values.
  case icarus

  /// Elaborated hardware, ready to run in this engine.
  ///
  /// - Parameters:
  ///   - design: The checked design.
  ///   - isTracing: Whether `startTrace(path:)` will be called.
  ///   - toolchain: Where Verilator, the compiler and Icarus are.
  ///   - cache: Where built models are kept.
  /// - Throws: `CosimulationError` when a tool is missing or fails.
  public func simulator(
    of design: Design, isTracing: Bool, toolchain: Toolchain = Toolchain(),
    cache: ArtifactCache = ArtifactCache()
  ) async throws(CosimulationError) -> any Simulator {
    switch self {
    case .native: return NativeSimulator(design)
    case .verilator:
      var options = VerilatorOptions.longRun
      options.isTracing = isTracing
      let build = VerilatorBuild(options: options, toolchain: toolchain, cache: cache)
      return try VerilatorSimulator(try await build.model(of: emitVerilog(design).design))
    case .icarus:
      let build = IcarusBuild(toolchain: toolchain, cache: cache)
      return try IcarusSimulator(try await build.program(of: emitVerilog(design).design))
    }
  }
}
