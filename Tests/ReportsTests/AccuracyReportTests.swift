import Configuration
import DESNE
import Datasets
import Foundation
import Testing

@testable import Reports

@Suite("Accuracy report")
struct AccuracyReportTests {
  private func report(sweeps: Bool) throws -> AccuracyReport {
    var configuration = SamplerConfiguration.edge
    configuration.embedding.iterations = 60
    let digits = try Dataset.opticalDigits().subset(indices: Array(0..<60))
    return try AccuracyReport(
      digits, source: "the first <digits>", configuration: configuration,
      options: .init(seeds: [1, 2], sweepsFormats: sweeps, sweepSeeds: [1], keepRatio: 0.1))
  }

  @Test("has a row a seed and a signal, and pages and charts that are well formed")
  func page() throws {
    let report = try report(sweeps: true)
    #expect(report.runs.map(\.seed) == [1, 2])
    #expect(report.overlaps.map(\.method) == ["refined-cells", "cells", "grid"])
    #expect(report.overlaps.allSatisfy { $0.count == 6 && $0.fixed.count == 2 })
    #expect(report.exemplars.count == 2)
    #expect(
      report.charts.map(\.name) == [
        "errors", "divergence", "map-float", "map-fixed", "sweep-variation", "sweep-perplexity",
        "sweep-divergence",
      ])
    for chart in report.charts { #expect(try Markup(chart.svg).root == "svg", "\(chart.name)") }
    let html = report.html
    #expect(html.contains("the first &lt;digits&gt;"))
    #expect(html.components(separatedBy: "<figure>").count - 1 == 7)
    for name in SamplerConfiguration.signalNames { #expect(html.contains(name)) }
    for word in ["KL fixed", "attraction", "knee"] { #expect(report.text.contains(word)) }
  }

  @Test("is the same for the same input, and comes back from JSON")
  func determinism() throws {
    let one = try report(sweeps: false)
    let other = try report(sweeps: false)
    #expect(one.html == other.html)
    #expect(one.text == other.text)
    #expect(!one.text.contains("Knees"))
    #expect(one.charts.count == 4)
    let data = try JSONEncoder().encode(one)
    #expect(try JSONDecoder().decode(AccuracyReport.self, from: data).html == one.html)
  }
}
