public import Configuration
public import Cosimulation
import Foundation
public import HDL
import Verilog

/// What every module of a design takes on an ECP5, by Yosys `synth_ecp5 -nowidelut -noflatten`.
///
/// Every module is mapped once however often it stands in the design, so that designs can be mapped
/// that are too large in one piece. Nothing is optimised across the ports of modules: the sums are
/// upper bounds.
public struct HierarchyArea: Sendable, Hashable, Codable {
  /// What one module, or a whole with all that is in it, is made of.
  public struct Cells: Sendable, Hashable, Codable {
    /// LUTs of four inputs, two for each pair of carries and four for each small memory.
    public var luts = 0
    /// Flip-flops.
    public var registers = 0
    /// Multipliers of 18 x 18 bits.
    public var multipliers = 0
    /// Block RAMs of 18 Kbit.
    public var blockRAMs = 0

    mutating func add(_ other: Cells, times count: Int = 1) {
      luts += count * other.luts
      registers += count * other.registers
      multipliers += count * other.multipliers
      blockRAMs += count * other.blockRAMs
    }
  }

  /// A module.
  public struct Module: Sendable, Hashable, Codable {
    /// Its name.
    public var name: String
    /// How often it stands in the design.
    public var instances: Int
    /// What one takes, without the modules in it.
    public var own: Cells
    /// What one takes with all that is in it.
    public var whole: Cells
  }

  /// The name of the module that has all others in it.
  public var top: String
  /// The modules directly in it, in the order of their names.
  public var blocks: [Module]
  /// All modules in the order of their names.
  public var modules: [Module]

  /// Maps a design.
  ///
  /// - Parameters:
  ///   - design: The design.
  ///   - toolchain: Where Yosys is.
  /// - Throws: `CosimulationError` when Yosys is missing or fails.
  public init(of design: Design, toolchain: Toolchain = Toolchain()) async throws(CosimulationError)
  {
    let emitted = emitVerilog(design).design
    let yosys = try YosysSession(emitted, toolchain)
    defer { yosys.remove() }
    try await yosys.run([
      "read_verilog -DSYNTHESIS \(emitted.files.map(\.name).joined(separator: " "))",
      "synth_ecp5 -nowidelut -noflatten -top \(emitted.topModule)",
      "tee -o cells.json stat -json -top \(emitted.topModule)",
    ])
    do {
      // Yosys 0.23 writes the tree of modules between the lines of JSON.
      let lines = try yosys.text(of: "cells.json").split(separator: "\n").filter {
        $0.drop { $0 == " " }.first.map { "\"{}".contains($0) } ?? false
      }
      try self.init(
        statistics: Data(lines.joined(separator: "\n").utf8), top: emitted.topModule)
    } catch let error as CosimulationError {
      throw error
    } catch {
      throw CosimulationError(.internal, "the statistics of Yosys are not understood: \(error)")
    }
  }

  private struct Statistics: Decodable {
    struct Module: Decodable {
      var num_cells_by_type: [String: Int]
    }
    var modules: [String: Module]
  }

  /// - Parameters:
  ///   - statistics: What `stat -json` wrote.
  ///   - top: The module that has all others in it.
  init(statistics: Data, top: String) throws {
    let counts = try JSONDecoder().decode(Statistics.self, from: statistics).modules
      .reduce(into: [:]) { $0[String($1.key.drop { $0 == "\\" })] = $1.value.num_cells_by_type }
    var known: [String: Module] = [:]
    func module(_ name: String) -> Module {
      if let module = known[name] { return module }
      let cells = counts[name] ?? [:]
      func count(_ type: String) -> Int { cells[type] ?? 0 }
      let own = Cells(
        luts: count("LUT4") + 2 * count("CCU2C") + 4 * count("TRELLIS_DPR16X4"),
        registers: count("TRELLIS_FF"), multipliers: count("MULT18X18D"),
        blockRAMs: count("DP16KD"))
      var whole = own
      for (type, count) in cells where counts[type] != nil {
        whole.add(module(type).whole, times: count)
      }
      let found = Module(name: name, instances: 0, own: own, whole: whole)
      known[name] = found
      return found
    }
    _ = module(top)
    func place(_ name: String, times count: Int) {
      known[name]?.instances += count
      for (type, each) in counts[name] ?? [:] where counts[type] != nil {
        place(type, times: count * each)
      }
    }
    place(top, times: 1)
    self.top = top
    modules = known.values.sorted { $0.name < $1.name }
    blocks = modules.filter { counts[top]?[$0.name] != nil }
  }

  /// Maps the sampler.
  ///
  /// - Throws: `ConfigurationError` for a configuration that is not valid, else as `init`.
  public static func sampler(
    _ configuration: SamplerConfiguration, toolchain: Toolchain = Toolchain()
  ) async throws -> HierarchyArea {
    try configuration.validate()
    try configuration.validateSampler()
    return try await HierarchyArea(
      of: SamplerCosimulation.design(configuration), toolchain: toolchain)
  }
}
