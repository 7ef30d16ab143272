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

  /// Throws as `prepare` does where that would refuse the text, in less time.
  public let check: @Sendable (VerilogDesign) async throws -> Void

  /// An engine from its parts; without a check of its own it checks by a build.
  public init(
    name: String, check: (@Sendable (VerilogDesign) async throws -> Void)? = nil,
    prepare: @escaping @Sendable (VerilogDesign) async throws -> Program
  ) {
    self.name = name
    self.prepare = prepare
    self.check = check ?? { try await prepare($0).discard() }
  }

  /// Verilator at the least effort of the C++ compiler; a lint warning is an error.
  ///
  /// Not those that say a comparison is always true or false: Verilator propagates values, so no
  /// text keeps it from finding that `a ^ a` is zero and nothing is below it.
  public static func verilator(_ tools: Tools) -> FuzzEngine {
    let build = VerilatorBuild(
      options: VerilatorOptions(optimization: .none, areWarningsErrors: false),
      toolchain: tools.toolchain, cache: tools.cache)
    return FuzzEngine(
      name: "verilator",
      check: { design in try refuseWarnings(await build.warnings(about: design), design) },
      prepare: { design in
        let model = try await build.model(of: design)
        let program = Program(
          start: { try VerilatorSimulator(model) },
          discard: { remove(model.library.deletingLastPathComponent()) })
        do {
          try refuseWarnings(model.warnings, design)
        } catch {
          program.discard()
          throw error
        }
        return program
      })
  }

  private static let acceptedWarnings = ["%Warning-UNSIGNED:", "%Warning-CMPCONST:"]

  private static func refuseWarnings(_ text: String, _ design: VerilogDesign) throws {
    let warnings = text.split(separator: "\n").filter { line in
      line.hasPrefix("%Warning") && !acceptedWarnings.contains { line.hasPrefix($0) }
    }
    guard !warnings.isEmpty else { return }
    throw CosimulationError(
      .badData, "Verilator warns about the Verilog of `\(design.topModule)`",
      details: warnings.prefix(12).joined(separator: "\n"))
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
    let yosys = YosysNetlist(toolchain: tools.toolchain)
    return FuzzEngine(
      name: "yosys",
      check: { design in _ = try await yosys.netlist(of: ZeroState.added(to: design)) },
      prepare: { design in
        let build = IcarusBuild(
          areWarningsErrors: false, toolchain: tools.toolchain, cache: tools.cache)
        let netlist = try await yosys.netlist(of: ZeroState.added(to: design))
        return program(try await build.program(of: netlist))
      })
  }

  private static func program(_ program: IcarusProgram) -> Program {
    Program(
      start: { try IcarusSimulator(program) },
      discard: { remove(program.file.deletingLastPathComponent()) })
  }

  private static func remove(_ folder: URL) { try? FileManager.default.removeItem(at: folder) }

  /// The engine with a change to the Verilog it is given: what a wrong emitter would do.
  public func faulty(_ change: @escaping @Sendable (String) -> String) -> FuzzEngine {
    @Sendable func changed(_ design: VerilogDesign) -> VerilogDesign {
      var design = design
      design.files = design.files.map { VerilogFile(name: $0.name, text: change($0.text)) }
      return design
    }
    return FuzzEngine(
      name: name, check: { [check] in try await check(changed($0)) },
      prepare: { [prepare] in try await prepare(changed($0)) })
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
