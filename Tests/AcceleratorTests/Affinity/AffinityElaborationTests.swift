import Accelerator
import Configuration
import HDL
import TestSupport
import Testing
import Verilog

@Suite("AffinityUnit")
struct AffinityElaborationTests {
  /// A preset with a strategy.
  struct Variant: Sendable, CustomTestStringConvertible {
    var preset: String
    var change: @Sendable (inout SamplerConfiguration) -> Void
    var testDescription: String

    var configuration: SamplerConfiguration {
      get throws {
        var configuration = try SamplerConfiguration.preset(preset)
        change(&configuration)
        try configuration.validate()
        return configuration
      }
    }
  }

  static let variants =
    ["small", "edge", "large"].flatMap { preset in
      SearchConfiguration.Strategy.allCases.map { strategy in
        Variant(
          preset: preset, change: { $0.search.strategy = strategy },
          testDescription: "\(preset) \(strategy)")
      }
    }
    + SearchConfiguration.Mutation.allCases.map { mutation in
      Variant(
        preset: "small", change: { $0.search.mutation = mutation }, testDescription: "\(mutation)")
    }
    + [
      Variant(
        preset: "small",
        change: {
          $0.search.strategy = .fireworks
          $0.search.population = 4
        }, testDescription: "fireworks of four"),
      Variant(
        preset: "small", change: { $0.search.population = 4 }, testDescription: "four members"),
      Variant(
        preset: "small", change: { $0.search.population = 13 }, testDescription: "13 members"),
      Variant(
        preset: "small",
        change: {
          $0.search.strategy = .bisection
          $0.search.bisectionBits = 1
        }, testDescription: "plain bisection"),
    ]

  @Test("elaborates in every strategy", arguments: variants)
  func elaboration(variant: Variant) throws {
    let design = try elaborate(AffinityUnit(variant.configuration))
    #expect(design.modules.count >= 7)
  }

  @Test("every linter is silent about its Verilog", arguments: Tool.linters, variants)
  func lint(tool: Tool, variant: Variant) throws {
    guard tool.isExpected else { try Test.cancel("\(tool) is not installed") }
    let design = emitVerilog(try elaborate(AffinityUnit(variant.configuration))).design
    #expect(try tool.complaints(about: design) == "")
  }
}
