package import Cosimulation
package import HDL
package import Simulation
import Verilog

/// What can execute a design; a testbench runs on each.
package enum Engine: String, CaseIterable, Sendable {
  /// The interpreter of this package.
  case native
  /// The emitted Verilog, compiled.
  case verilator
  /// The emitted Verilog, interpreted.
  case icarus

  /// The design, ready to run.
  package func simulator(
    of design: Design, toolchain: Toolchain = Toolchain(), cache: ArtifactCache = ArtifactCache()
  ) async throws -> any Simulator {
    let verilog = emitVerilog(design).design
    switch self {
    case .native:
      return NativeSimulator(design)
    case .verilator:
      return try VerilatorSimulator(
        await VerilatorBuild(toolchain: toolchain, cache: cache).model(of: verilog))
    case .icarus:
      return try IcarusSimulator(
        await IcarusBuild(toolchain: toolchain, cache: cache).program(of: verilog))
    }
  }
}
