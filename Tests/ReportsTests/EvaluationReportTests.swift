import Datasets
import Foundation
import Networks
import Testing

@testable import Reports
@testable import Selection

@Suite("Evaluation reports")
struct EvaluationReportTests {
  /// Two methods, two ratios, one learner, three seeds.
  private static func evaluation() throws -> Evaluation {
    let images = try Dataset(
      name: "set<1>", shape: ImageShape(height: 1, width: 1),
      pixels: [UInt8](repeating: 0, count: 200), labels: [UInt8](repeating: 0, count: 200))
    var evaluation = Evaluation(
      dataset: "set<1>", trainingCount: 200, testCount: 50, ratios: [0.005, 0.1],
      methods: ["cells", "random"], learners: [.mlp], seeds: [1, 2, 3], updates: 7)
    let accuracies: [String: [[Double]]] = [
      "cells": [[0.50, 0.52, 0.54], [0.80, 0.80, 0.80]],
      "random": [[0.40, 0.44, 0.42], [0.70, 0.80, 0.90]],
    ]
    for seed in 0..<3 {
      for method in evaluation.methods {
        for (place, ratio) in evaluation.ratios.enumerated() {
          let count = place == 0 ? 1 : 20
          evaluation.choices.append(
            .init(
              method: method, ratio: ratio, seed: UInt64(seed + 1),
              exemplars: try Exemplars(
                method: method, indices: Array(0..<count), count: count, dataset: images),
              seconds: 0.5 * Double(seed)))
          evaluation.cells.append(
            .init(
              method: method, ratio: ratio, seed: UInt64(seed + 1), learner: .mlp,
              accuracy: try #require(accuracies[method])[place][seed], seconds: 1))
        }
      }
    }
    evaluation.sharedWork = [.init(name: "map", seed: 1, seconds: 2.346)]
    return evaluation
  }

  @Test("show mean and standard deviation, advantages with standard errors, and times as text")
  func text() throws {
    let report = EvaluationReport([try Self.evaluation()], reference: "cells")
    #expect(
      report.text == """
        set<1>: 200 images to choose from, 50 to judge by, 3 seeds, 7 updates a network

        Test accuracy in %: mean and standard deviation over the seeds

        method   mlp 0.5 %     mlp 10 %
        cells   52.0 ± 2.0   80.0 ± 0.0
        random  42.0 ± 2.0  80.0 ± 10.0

        Advantage of cells in percentage points: mean of the differences seed by seed and its \
        standard error; bold from two standard errors on

        cells over    mlp 0.5 %    mlp 10 %
        random      +10.0 ± 1.2  +0.0 ± 5.8

        Advantage of cells on the mean over the learners, in percentage points

        cells over        0.5 %        10 %  all ratios
        random      +10.0 ± 1.2  +0.0 ± 5.8  +5.0 ± 2.6

        Seconds of a choice on one core beside shared work, mean over the seeds

        method       0.5 %  10 %
        cells         0.50  0.50
        random        0.50  0.50
        shared: map   2.35

        """)
  }

  @Test("set the best of a column and clear advantages in bold in Markdown")
  func markdown() throws {
    let markdown = EvaluationReport([try Self.evaluation()], reference: "cells").markdown
    #expect(markdown.contains("| method | mlp 0.5 % | mlp 10 % |\n|---|---:|---:|\n"))
    #expect(markdown.contains("| cells | **52.0 ± 2.0** | **80.0 ± 0.0** |"))
    #expect(markdown.contains("| random | **+10.0 ± 1.2** | +0.0 ± 5.8 |"))
  }

  @Test("give one line a cell of the table as CSV")
  func csv() throws {
    let lines = EvaluationReport([try Self.evaluation()]).csv.split(separator: "\n")
    #expect(lines.count == 5)
    #expect(lines[1] == "set<1>,cells,0.005,1,mlp,3,0.52000,0.02000,0.500")
    #expect(lines[4] == "set<1>,random,0.1,20,mlp,3,0.80000,0.10000,0.500")
  }

  @Test("draw a chart for each learner and escape what markup would misread")
  func html() throws {
    let evaluation = try Self.evaluation()
    let html = EvaluationReport([evaluation]).html
    #expect(html.contains("set&lt;1&gt;") && !html.contains("set<1>"))
    #expect(html.components(separatedBy: "<svg").count == 2)
    #expect(
      EvaluationReport.chart(evaluation, learner: .mlp).series.map(\.name) == ["cells", "random"])
  }

  @Test("tell the advantage of the default method where nothing else is asked for")
  func defaultReference() throws {
    let evaluation = try Self.evaluation()
    #expect(EvaluationReport([evaluation]).reference == nil)
    let renamed = Evaluation(
      dataset: "set", trainingCount: 1, testCount: 1, ratios: [], methods: ["refined-cells"],
      learners: [], seeds: [], updates: 1)
    #expect(EvaluationReport([renamed]).reference == "refined-cells")
  }

  @Test("show what learners make of all images below the methods")
  func allImages() throws {
    var evaluation = try Self.evaluation()
    for (seed, accuracy) in [(1, 0.95), (2, 0.96), (3, 0.97)] {
      evaluation.cells.append(
        .init(
          method: Evaluation.allImages, ratio: 1, seed: UInt64(seed), learner: .mlp,
          accuracy: accuracy, seconds: 1))
    }
    let report = EvaluationReport([evaluation], reference: "cells")
    let series = EvaluationReport.chart(evaluation, learner: .mlp).series
    #expect(series.map(\.name) == ["cells", "random", "all images"])
    #expect(series[2].points.map(\.x) == [100])
    #expect(report.markdown.contains("| all images | 96.0 ± 1.0 | 96.0 ± 1.0 |"))
    #expect(report.csv.hasSuffix("\nset<1>,all images,1.0,200,mlp,3,0.96000,0.01000,0.000\n"))
  }

  @Test("leave advantages out where the reference was not evaluated")
  func reference() throws {
    let report = EvaluationReport([try Self.evaluation()], reference: "grid")
    #expect(report.reference == nil)
    #expect(!report.text.contains("Advantage"))
  }

  @Test("write every format, and JSON that reads back the same")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let evaluation = try Self.evaluation()
    let names = try EvaluationReport([evaluation]).write(to: folder)
    #expect(
      names == [
        "evaluation.txt", "evaluation.md", "evaluation.csv", "evaluation.json",
        "evaluation.html", "evaluation-set-1--mlp.svg",
      ])
    let data = try Data(contentsOf: folder.appending(path: "evaluation.json"))
    #expect(try JSONDecoder().decode([Evaluation].self, from: data) == [evaluation])
  }

  @Test(
    "print percentages and decimals in full",
    arguments: [(0.01, "1 %"), (0.2, "20 %"), (1, "100 %"), (0.005, "0.5 %"), (0.0125, "1.25 %")])
  func percentages(share: Double, text: String) {
    #expect(EvaluationReport.percent(share) == text)
    #expect(EvaluationReport.decimals(-0.04, 1) == "0.0")
    #expect(EvaluationReport.decimals(0.999, 2) == "1.00")
  }
}
