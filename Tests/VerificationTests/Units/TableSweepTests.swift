import DESNE
import FixedPoint
import Foundation
import HDL
import Simulation
import Testing
import Verification

@testable import Accelerator

/// The four tables of an affinity unit side by side, for one model in place of four.
private struct AffinityTables: Module {
  let mantissa: PolynomialTable
  let weight: PolynomialTable
  let logarithm: PolynomialTable
  let reciprocal: PolynomialTable

  init(_ shapes: AffinityShapes) {
    mantissa = shapes.mantissaTable
    weight = shapes.weightTable
    logarithm = shapes.logarithmTable
    reciprocal = shapes.reciprocalTable
  }

  var tables: [PolynomialTable] { [mantissa, weight, logarithm, reciprocal] }

  var moduleName: String { "AffinityTables" }

  struct Ports {
    let mantissaX, weightX, logarithmX, reciprocalX: HDL.UInt
    let mantissaY, weightY, logarithmY, reciprocalY: Fixed
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    func x(_ table: PolynomialTable) -> HDL.UInt { declare.input(.uint(table.inputBits)) }
    func y(_ table: PolynomialTable) -> Fixed { declare.output(.fixed(table.output)) }
    return Ports(
      mantissaX: x(mantissa), weightX: x(weight), logarithmX: x(logarithm),
      reciprocalX: x(reciprocal), mantissaY: y(mantissa), weightY: y(weight),
      logarithmY: y(logarithm), reciprocalY: y(reciprocal))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    func connect(_ table: PolynomialTable, _ name: String, _ x: HDL.UInt, _ y: Fixed) {
      let instance = module.instance(table, named: name)
      instance.x.assign(x)
      y.assign(instance.y)
    }
    connect(mantissa, "mantissa", ports.mantissaX, ports.mantissaY)
    connect(weight, "weight", ports.weightX, ports.weightY)
    connect(logarithm, "logarithm", ports.logarithmX, ports.logarithmY)
    connect(reciprocal, "reciprocal", ports.reciprocalX, ports.reciprocalY)
  }
}

@Suite("Tables of the affinity unit, every input")
struct TableSweepTests {
  private static let names = ["mantissa", "weight", "logarithm", "reciprocal"]

  /// The model's tables, in the order of the hardware's.
  private func models(_ shapes: AffinityShapes) -> [InterpolatedTable] {
    let affinity = shapes.configuration.affinity
    let formats = affinity.formats
    return [
      InterpolatedTable(
        .exp2, inputBits: formats.logBeta.fractionBits,
        fractionBits: formats.betaMantissa.fractionBits, configuration: affinity.exp2Table),
      InterpolatedTable(
        .exp2, inputBits: formats.exponent.fractionBits, fractionBits: formats.weight.fractionBits,
        configuration: affinity.exp2Table),
      InterpolatedTable(
        .log2, inputBits: formats.normalizedSum.fractionBits,
        fractionBits: formats.log2.fractionBits, configuration: affinity.log2Table),
      InterpolatedTable(
        .reciprocal, inputBits: formats.normalizedSum.fractionBits,
        fractionBits: formats.reciprocal.fractionBits, configuration: affinity.reciprocalTable),
    ]
  }

  /// Each variant on the native engine; on Verilator the presets' tables, which are all the same, and
  /// the coarse ones, which have other degrees.
  private static let runs: [(UnitVariant, SimulationEngine)] =
    UnitVariant.allCases.map { ($0, .native) }
    + [UnitVariant.edge, .coarse].map { ($0, .verilator) }

  @Test("hardware and model have the same value for every input", arguments: runs)
  func values(variant: UnitVariant, engine: SimulationEngine) async throws {
    let shapes = try AffinityShapes(variant.configuration)
    let bench = AffinityTables(shapes)
    let simulator = try await Engines.start(engine, elaborate(bench))
    for (index, (table, model)) in zip(bench.tables, models(shapes)).enumerated() {
      let name = Self.names[index]
      var sweep = try UnitSweep(
        simulator, inputs: ["\(name)X"], outputs: ["\(name)Y"], latency: table.latency)
      try sweep.run(1 << table.inputBits) { cycle, inputs in
        inputs[0].value = UInt64(cycle)
      } check: { input, outputs in
        outputs.expect(model.value(at: input), at: 0)
      }
      #expect(sweep.mismatches.map(\.text) == [], "\(name)")
      #expect(sweep.comparisons == 1 << table.inputBits)
    }
  }

  @Test("the presets have the same tables")
  func presets() throws {
    let tables = try [UnitVariant.edge, .small, .large].map { variant in
      AffinityTables(AffinityShapes(try variant.configuration)).tables.map(\.moduleName)
    }
    #expect(Set(tables).count == 1)
    #expect(
      tables.first == [
        "ExponentialTable_inputBits10_fractionBits11_segmentBits5_degree2",
        "ExponentialTable_inputBits10_fractionBits20_segmentBits5_degree2",
        "LogarithmTable_inputBits14_fractionBits12_segmentBits6_degree1",
        "ReciprocalTable_inputBits14_fractionBits14_segmentBits7_degree1",
      ])
  }

  /// The worst error of each table of the presets in units in the last place; 0.5 would be a table
  /// with no error but the last rounding's.
  private static let worst = [0.5254, 0.5706, 0.6816, 0.7510]

  @Test("a value is within a unit in the last place of the function", arguments: 0..<4)
  func error(index: Int) throws {
    let shapes = try AffinityShapes(UnitVariant.edge.configuration)
    let table = AffinityTables(shapes).tables[index]
    let model = models(shapes)[index]
    var error = WorstError()
    for input in 0..<1 << table.inputBits {
      let exact =
        table.function.value(at: Double(input) / Double(1 << table.inputBits))
        * Double(1 << table.fractionBits)
      error.note(model.value(at: input), exact, at: input)
    }
    #expect(error.value <= (table.function == .log2 ? 0.7 : 1))
    #expect(abs(error.value - Self.worst[index]) < 0.0005, "\(error)")
  }
}
