public import Foundation
import Networks
import Selection

extension EvaluationReport {
  /// All tables as text.
  public var text: String {
    sections { title, tables in
      ([title]
        + tables.map { table in
          var text = TextTable(table.head)
          for row in table.rows { text.append(row) }
          return "\(table.caption)\n\n\(text)"
        }).joined(separator: "\n\n")
    }.joined(separator: "\n\n\n") + "\n"
  }

  /// All tables as Markdown.
  public var markdown: String {
    sections { title, tables in
      (["### \(title)"]
        + tables.map { table in
          var lines = ["\(table.caption).", ""]
          lines.append("| " + table.head.joined(separator: " | ") + " |")
          lines.append("|---|" + String(repeating: "---:|", count: table.head.count - 1))
          for (row, cells) in table.rows.enumerated() {
            let marked = cells.enumerated().map { column, cell in
              table.best.contains([row, column]) ? "**\(cell)**" : cell
            }
            lines.append("| " + marked.joined(separator: " | ") + " |")
          }
          return lines.joined(separator: "\n")
        }).joined(separator: "\n\n")
    }.joined(separator: "\n\n") + "\n"
  }

  /// A line for each data set, method, ratio and learner, for spreadsheets, and one for each learner
  /// on all images.
  public var csv: String {
    var lines = [
      "dataset,method,ratio,images,learner,seeds,mean,deviation,selection_seconds"
    ]
    for evaluation in evaluations {
      for method in evaluation.methods {
        for ratio in evaluation.ratios {
          let images = evaluation.choices.first { $0.method == method && $0.ratio == ratio }?
            .exemplars.indices.count
          let seconds = evaluation.seconds(method: method, ratio: ratio) ?? 0
          for learner in evaluation.learners {
            lines += Self.line(
              evaluation, method, ratio, learner, images: images ?? 0, seconds: seconds)
          }
        }
      }
      for learner in evaluation.learners {
        lines += Self.line(
          evaluation, Evaluation.allImages, 1, learner, images: evaluation.trainingCount,
          seconds: 0)
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A line of the spreadsheet; none where nothing was computed.
  private static func line(
    _ evaluation: Evaluation, _ method: String, _ ratio: Double, _ learner: Learner, images: Int,
    seconds: Double
  ) -> [String] {
    evaluation.summary(method: method, ratio: ratio, learner: learner).map { summary in
      [
        [
          evaluation.dataset, method, "\(ratio)", "\(images)", learner.rawValue,
          "\(summary.count)", decimals(summary.mean, 5), decimals(summary.deviation, 5),
          decimals(seconds, 3),
        ].joined(separator: ",")
      ]
    } ?? []
  }

  /// A page with all tables and charts.
  public var html: String {
    var page = HTMLPage(title: "What learners make of the exemplars")
    for evaluation in evaluations {
      page.addHeading(Self.title(evaluation))
      for table in tables(of: evaluation) {
        page.addTable(
          table.head, rows: table.rows, emphasised: table.best, caption: table.caption)
      }
      for learner in evaluation.learners {
        page.addFigure(
          svg: Self.chart(evaluation, learner: learner).svg,
          caption: "\(learner.rawValue): mean over the seeds and its standard error")
      }
    }
    return page.html
  }

  /// Writes `evaluation.txt`, `.md`, `.csv`, `.json` and `.html`, and a chart for each data set and
  /// learner as `.svg`.
  ///
  /// - Returns: Names of the files.
  /// - Throws: What writing a file throws.
  @discardableResult
  public func write(to folder: URL) throws -> [String] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    var files = [
      ("evaluation.txt", Data(text.utf8)), ("evaluation.md", Data(markdown.utf8)),
      ("evaluation.csv", Data(csv.utf8)), ("evaluation.json", try encoder.encode(evaluations)),
      ("evaluation.html", Data(html.utf8)),
    ]
    for evaluation in evaluations {
      let dataset = String(evaluation.dataset.map { $0.isLetter || $0.isNumber ? $0 : "-" })
      for learner in evaluation.learners {
        files.append(
          (
            "evaluation-\(dataset)-\(learner.rawValue).svg",
            Data(Self.chart(evaluation, learner: learner).svg.utf8)
          ))
      }
    }
    for (name, data) in files { try data.write(to: folder.appending(path: name)) }
    return files.map(\.0)
  }

  private func tables(of evaluation: Evaluation) -> [Table] {
    [Self.accuracies(evaluation)]
      + (reference.map {
        [
          Self.advantages(of: $0, in: evaluation),
          Self.meanAdvantages(of: $0, in: evaluation),
        ]
      } ?? [])
      + [Self.times(evaluation)]
  }

  private func sections(_ form: (String, [Table]) -> String) -> [String] {
    evaluations.map { form(Self.title($0), tables(of: $0)) }
  }
}
