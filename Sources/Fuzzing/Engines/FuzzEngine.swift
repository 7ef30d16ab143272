public import Cosimulation
import Foundation
public import Simulation
public import Verilog

/// A way to run emitted Verilog.
///
/// The native simulator is not one: it runs the design itself and is what they are compared with.
public struct FuzzEngine: Sendable {
  /// A built design.
  public struct Program: Sendable {
    /// Starts it, with all registers and memories zero.
    public var start: @Sendable () throws -> any Simulator
    /// Removes what was built.
    public var discard: @Sendable () -> Void

    /// A program from its parts.
    public init(
      start: @escaping @Sendable () throws -> any Simulator,
      discard: @escaping @Sendable () -> Void
    ) {
      self.start = start
      self.discard = discard
    }
  }

  /// What it is called in reports.
  public let name: String
  /// Builds a design.
  ///
  /// Throws `CosimulationError` of kind `badData` where it refuses the text or warns of it.
  public let prepare: @Sendable (VerilogDesign) async throws -> Program

  /// An engine from its parts.
  public init(
    name: String, prepare: @escaping @Sendable (VerilogDesign) async throws -> Program
  ) {
    self.name = name
    self.prepare = prepare
  }

  /// Verilator at the least effort of the C++ compiler; a lint warning is an error.
  public static func verilator(_ tools: Tools) -> FuzzEngine {
    FuzzEngine(name: "verilator") { design in
      let build = VerilatorBuild(
        options: VerilatorOptions(optimization: .none), toolchain: tools.toolchain,
        cache: tools.cache)
      let model = try await build.model(of: design)
      return Program(
        start: { try VerilatorSimulator(model) },
        discard: { remove(model.library.deletingLastPathComponent()) })
    }
  }

  /// Icarus Verilog; a warning is an error.
  public static func icarus(_ tools: Tools) -> FuzzEngine {
    FuzzEngine(name: "icarus") { design in
      let build = IcarusBuild(toolchain: tools.toolchain, cache: tools.cache)
      return program(try await build.program(of: ZeroState.added(to: design)))
    }
  }

  /// The netlist that Yosys makes of it, run by Icarus Verilog; a warning of Yosys is an error.
  public static func yosys(_ tools: Tools) -> FuzzEngine {
    FuzzEngine(name: "yosys") { design in
      let netlist = try await YosysNetlist(toolchain: tools.toolchain)
        .netlist(of: ZeroState.added(to: design))
      let build = IcarusBuild(
        areWarningsErrors: false, toolchain: tools.toolchain, cache: tools.cache)
      return program(try await build.program(of: netlist))
    }
  }

  private static func program(_ program: IcarusProgram) -> Program {
    Program(
      start: { try IcarusSimulator(program) },
      discard: { remove(program.file.deletingLastPathComponent()) })
  }

  private static func remove(_ folder: URL) { try? FileManager.default.removeItem(at: folder) }

  /// The engine with a change to the Verilog it is given: what a wrong emitter would do.
  public func faulty(
    _ change: @escaping @Sendable (String) -> String
  ) -> FuzzEngine {
    FuzzEngine(name: name) { [prepare] design in
      var design = design
      design.files = design.files.map { VerilogFile(name: $0.name, text: change($0.text)) }
      return try await prepare(design)
    }
  }
}

/// Where engines find their tools and keep what they build while it is needed.
public struct Tools: Sendable {
  /// Where the tools are.
  public var toolchain: Toolchain
  /// Where built programs are kept until they have run.
  public var cache: ArtifactCache

  /// The tools and the cache of the user by default.
  public init(toolchain: Toolchain = Toolchain(), cache: ArtifactCache = ArtifactCache()) {
    self.toolchain = toolchain
    self.cache = cache
  }
}
