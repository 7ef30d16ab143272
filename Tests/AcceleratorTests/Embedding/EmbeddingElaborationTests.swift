import Accelerator
import Configuration
import HDL
import TestSupport
import Testing
import Verilog

@Suite("EmbeddingUnit")
struct EmbeddingElaborationTests {
  /// A preset with another number of lanes or points.
  struct Variant: Sendable, CustomTestStringConvertible {
    var preset: String
    var lanes: Int?
    var points: Int?

    var testDescription: String {
      preset + (lanes.map { ", \($0) lanes" } ?? "") + (points.map { ", \($0) points" } ?? "")
    }

    var configuration: SamplerConfiguration {
      get throws {
        var configuration = try SamplerConfiguration.preset(preset)
        configuration.embedding.lanes = lanes ?? configuration.embedding.lanes
        configuration.affinity.maximumPoints = points ?? configuration.affinity.maximumPoints
        try configuration.validate()
        return configuration
      }
    }
  }

  static let variants = [
    Variant(preset: "small"), Variant(preset: "edge"), Variant(preset: "large"),
    Variant(preset: "small", lanes: 1), Variant(preset: "small", lanes: 2),
    Variant(preset: "small", lanes: 64), Variant(preset: "small", lanes: 8, points: 37),
    Variant(preset: "small", lanes: 1, points: 2), Variant(preset: "small", lanes: 16, points: 3),
    Variant(preset: "edge", points: 65_536),
  ]

  @Test("elaborates with any number of lanes and points", arguments: variants)
  func elaboration(variant: Variant) throws {
    let design = try elaborate(EmbeddingUnit(variant.configuration))
    #expect(design.modules.count >= 9)
  }

  @Test("every linter is silent about its Verilog", arguments: Tool.linters, variants)
  func lint(tool: Tool, variant: Variant) throws {
    guard tool.isExpected else { try Test.cancel("\(tool) is not installed") }
    let design = emitVerilog(try elaborate(EmbeddingUnit(variant.configuration))).design
    #expect(try tool.complaints(about: design) == "")
  }
}
