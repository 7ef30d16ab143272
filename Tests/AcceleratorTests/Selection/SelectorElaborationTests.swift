import Accelerator
import Configuration
import FixedPoint
import HDL
import TestSupport
import Testing
import Verilog

@Suite("ExemplarSelector")
struct SelectorElaborationTests {
  /// Sizes of a selector.
  struct Variant: Sendable, CustomTestStringConvertible {
    var preset = "small"
    var points: Int?
    var dimensions: Int?
    var position: (integerBits: Int, fractionBits: Int)?
    var testDescription: String

    var configuration: SamplerConfiguration {
      get throws {
        var configuration = try SamplerConfiguration.preset(preset)
        configuration.affinity.maximumPoints = points ?? configuration.affinity.maximumPoints
        configuration.distance.maximumDimensions =
          dimensions ?? configuration.distance.maximumDimensions
        if let position {
          configuration = try configuration.replacingFormat(
            ofSignal: "embedding.formats.pairPosition",
            with: FixedPointFormat(
              signed: true, integerBits: position.integerBits, fractionBits: 4))
          configuration = try configuration.replacingFormat(
            ofSignal: "embedding.formats.position",
            with: FixedPointFormat(
              signed: true, integerBits: position.integerBits,
              fractionBits: position.fractionBits))
        }
        try configuration.validate()
        return configuration
      }
    }
  }

  private static func points(_ count: Int) -> Variant {
    Variant(points: count, testDescription: "\(count) points")
  }

  static let variants =
    SamplerConfiguration.presets.map { Variant(preset: $0.name, testDescription: $0.name) }
    + [2, 3, 5, 1_000, 1_025].map { points($0) }
    + [
      Variant(dimensions: 1, testDescription: "distances of 16 bits"),
      Variant(points: 65_536, dimensions: 1 << 24, testDescription: "all as large as can be"),
      Variant(position: (4, 12), testDescription: "coordinates of 16 bits"),
      Variant(position: (12, 20), testDescription: "coordinates of 32 bits"),
      Variant(
        points: 2, dimensions: 1, position: (4, 12), testDescription: "all as small as can be"),
      Variant(
        points: 2, dimensions: 1, position: (12, 20),
        testDescription: "grids wider than all else"),
    ]

  @Test("every linter is silent about its Verilog", arguments: Tool.linters, variants)
  func lint(tool: Tool, variant: Variant) throws {
    guard tool.isExpected else { try Test.cancel("\(tool) is not installed") }
    let design = try elaborate(ExemplarSelector(variant.configuration))
    #expect(design.modules.count == 10)
    #expect(try tool.complaints(about: emitVerilog(design).design) == "")
  }
}
