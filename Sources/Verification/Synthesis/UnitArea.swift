public import Accelerator
public import Configuration
public import Cosimulation
import Foundation
public import HDL
import Verilog

/// What a unit takes on an ECP5, by Yosys `synth_ecp5 -nowidelut`.
public struct UnitArea: Sendable, Hashable, Codable {
  /// The unit.
  public var unit: String
  /// LUTs of four inputs, two for each pair of carries and four for each small memory.
  public var luts: Int
  /// Flip-flops.
  public var registers: Int
  /// Multipliers of 18 x 18 bits.
  public var multipliers: Int
  /// Block RAMs of 18 Kbit.
  public var blockRAMs: Int
  /// LUT levels of the longest path between registers; a multiplier counts 3.
  public var depth: Int
  /// The register at its end.
  public var slowestRegister: String
  /// LUT levels up to each register with a name: the depth of its stage.
  public var stages: [String: Int]

  /// Maps a module.
  ///
  /// - Parameters:
  ///   - unit: Its name in the table.
  ///   - design: The module as the top.
  ///   - toolchain: Where Yosys is.
  /// - Throws: `CosimulationError` when Yosys is missing or fails.
  public init(
    _ unit: String, of design: Design, toolchain: Toolchain = Toolchain()
  ) async throws(CosimulationError) {
    let emitted = emitVerilog(design).design
    let yosys = try YosysSession(emitted, toolchain)
    defer { yosys.remove() }
    let files = emitted.files.map(\.name).joined(separator: " ")
    try await yosys.run([
      "read_verilog -DSYNTHESIS \(files)",
      "synth_ecp5 -nowidelut -top \(emitted.topModule) -json mapped.json",
    ])
    let netlist: MappedNetlist
    do {
      netlist = try MappedNetlist(
        json: Data(try yosys.text(of: "mapped.json").utf8), top: emitted.topModule)
    } catch {
      throw CosimulationError(.internal, "the netlist of \(unit) is not understood: \(error)")
    }
    func count(_ type: String) -> Int { netlist.cellCounts[type] ?? 0 }
    self.unit = unit
    luts = count("LUT4") + 2 * count("CCU2C") + 4 * count("TRELLIS_DPR16X4")
    registers = count("TRELLIS_FF")
    multipliers = count("MULT18X18D")
    blockRAMs = count("DP16KD")
    stages = netlist.depths
    let slowest = netlist.depths.max { ($0.value, $1.key) < ($1.value, $0.key) }
    depth = slowest?.value ?? 0
    slowestRegister = slowest?.key ?? ""
  }

  /// The units of the affinity stage and the searches, smallest first.
  ///
  /// - Throws: `ConfigurationError` for a configuration that is not valid, else as `init`.
  public static func affinity(
    _ configuration: SamplerConfiguration, toolchain: Toolchain = Toolchain(),
    progress: (Double) -> Void = { _ in }
  ) async throws -> [UnitArea] {
    try configuration.validate()
    var fireworks = configuration
    fireworks.search.strategy = .fireworks
    var bisection = configuration
    bisection.search.strategy = .bisection
    let formats = configuration.affinity.formats
    let affinity = configuration.affinity
    let units: [(String, () throws -> Design)] = [
      (
        "2^-f",
        {
          try elaborate(
            PolynomialTable(
              .exp2, inputBits: formats.exponent.fractionBits,
              fractionBits: formats.weight.fractionBits, table: affinity.exp2Table))
        }
      ),
      (
        "log2 m",
        {
          try elaborate(
            PolynomialTable(
              .log2, inputBits: formats.normalizedSum.fractionBits,
              fractionBits: formats.log2.fractionBits, table: affinity.log2Table))
        }
      ),
      (
        "1 / m",
        {
          try elaborate(
            PolynomialTable(
              .reciprocal, inputBits: formats.normalizedSum.fractionBits,
              fractionBits: formats.reciprocal.fractionBits, table: affinity.reciprocalTable))
        }
      ),
      ("bandwidth scale", { try elaborate(BandwidthScale(configuration)) }),
      ("weight lane", { try elaborate(WeightLane(configuration)) }),
      ("entropy", { try elaborate(EntropyUnit(configuration)) }),
      ("probability", { try elaborate(ProbabilityUnit(configuration)) }),
      ("row buffer", { try elaborate(RowBuffer(configuration)) }),
      ("search, differential evolution", { try elaborate(EvolutionEngine(configuration)) }),
      ("search, fireworks", { try elaborate(FireworksEngine(fireworks)) }),
      ("search, bisection", { try elaborate(BisectionEngine(bisection)) }),
      ("affinity unit", { try elaborate(AffinityUnit(configuration)) }),
      ("affinity unit, bisection", { try elaborate(AffinityUnit(bisection)) }),
    ]
    return try await areas(of: units, toolchain, progress)
  }

  /// The units of the exemplar selector, in the order in which they work.
  ///
  /// - Throws: `ConfigurationError` for a configuration that is not valid, else as `init`.
  public static func selection(
    _ configuration: SamplerConfiguration, toolchain: Toolchain = Toolchain(),
    progress: (Double) -> Void = { _ in }
  ) async throws -> [UnitArea] {
    try configuration.validate()
    let units: [(String, () throws -> Design)] = [
      ("point walk", { try elaborate(PointWalk(configuration)) }),
      ("bounding box", { try elaborate(BoundingBox(configuration)) }),
      ("cell division", { try elaborate(CellDivision(configuration)) }),
      ("cluster rows", { try elaborate(ClusterRows(configuration)) }),
      ("nearest mean", { try elaborate(NearestMean(configuration)) }),
      ("cluster filling", { try elaborate(ClusterFilling(configuration)) }),
      ("grid search", { try elaborate(GridSearch(configuration)) }),
      ("grid choice", { try elaborate(GridChoice(configuration)) }),
      ("exemplar list", { try elaborate(ExemplarList(configuration)) }),
      ("exemplar selector", { try elaborate(ExemplarSelector(configuration)) }),
    ]
    return try await areas(of: units, toolchain, progress)
  }

  /// The units of the embedding, smallest first.
  ///
  /// - Throws: `ConfigurationError` for a configuration that is not valid, else as `init`.
  public static func embedding(
    _ configuration: SamplerConfiguration, toolchain: Toolchain = Toolchain(),
    progress: (Double) -> Void = { _ in }
  ) async throws -> [UnitArea] {
    try configuration.validate()
    let units: [(String, () throws -> Design)] = [
      ("start generator", { try elaborate(StartGenerator(configuration)) }),
      ("inverse of n and Z", { try elaborate(InverseUnit(configuration)) }),
      ("pair sequencer", { try elaborate(PairSequencer(configuration)) }),
      ("force bank", { try elaborate(ForceBank(configuration)) }),
      ("map memory", { try elaborate(MapMemory(configuration)) }),
      ("pair lane", { try elaborate(PairLane(configuration)) }),
      ("update unit, one axis", { try elaborate(UpdateUnit(configuration)) }),
      ("pair engine", { try elaborate(PairEngine(configuration)) }),
      ("embedding unit", { try elaborate(EmbeddingUnit(configuration)) }),
    ]
    return try await areas(of: units, toolchain, progress)
  }

  /// What stands behind the port of the memory with the back ends `dram` and `axi4`: the scheduler of a
  /// channel, the channel, the counters of commands, the controller of all channels, the manager of a
  /// bus. A beat that is too wide for a bus leaves out the last.
  ///
  /// - Parameter device: The DRAM, by a built-in name or as a file; nil for the configuration's.
  /// - Throws: `ConfigurationError` for a configuration that is not valid or a DRAM that is not known
  ///   or has too few channels for a beat, else as `init`.
  public static func memory(
    _ configuration: SamplerConfiguration, device: String? = nil,
    toolchain: Toolchain = Toolchain(), progress: (Double) -> Void = { _ in }
  ) async throws -> [UnitArea] {
    let units = try memoryUnits(configuration, device: device).map { unit in
      (unit.name, { try unit.block.design(of: unit.configuration) })
    }
    return try await areas(of: units, toolchain, progress)
  }

  /// The blocks that `memory` maps, and the configuration of each.
  static func memoryUnits(
    _ configuration: SamplerConfiguration, device: String? = nil
  ) throws -> [(name: String, block: MemoryBlock, configuration: SamplerConfiguration)] {
    var dram = configuration
    dram.memory.backEnd = .dram
    try dram.validate()
    if let device { dram.memory.device = device }
    try dram.validateSampler()
    let channels = dram.memory.channels
    let whole = "DRAM controller, \(channels) channel\(channels == 1 ? "" : "s")"
    var units: [(String, MemoryBlock, SamplerConfiguration)] = [
      ("DRAM scheduler", .scheduler, dram), ("DRAM channel", .channel, dram),
      ("DRAM counters", .counters, dram), (whole, .controller, dram),
    ]
    var axi4 = configuration
    axi4.memory.backEnd = .axi4
    if (try? axi4.validateSampler()) != nil {
      units.append(("AXI4 manager", .axi4, axi4))
    }
    return units
  }

  /// A block of the sampler in one piece.
  ///
  /// - Throws: `ConfigurationError` for a configuration that is not valid, else as `init`.
  public static func block(
    _ block: SamplerBlock, of configuration: SamplerConfiguration,
    toolchain: Toolchain = Toolchain()
  ) async throws -> UnitArea {
    try configuration.validate()
    try configuration.validateSampler()
    return try await UnitArea(
      block.title, of: try block.design(of: configuration), toolchain: toolchain)
  }

  private static func areas(
    of units: [(String, () throws -> Design)], _ toolchain: Toolchain, _ progress: (Double) -> Void
  ) async throws -> [UnitArea] {
    var areas: [UnitArea] = []
    for (position, unit) in units.enumerated() {
      progress(Double(position) / Double(units.count))
      areas.append(try await UnitArea(unit.0, of: try unit.1(), toolchain: toolchain))
    }
    return areas
  }
}
