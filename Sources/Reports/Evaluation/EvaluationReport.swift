import Networks
public import Selection

/// Evaluations as tables and charts.
///
/// Accuracies are per cent of the test images, as mean over the seeds and standard deviation of one
/// seed.
public struct EvaluationReport: Sendable {
  /// One evaluation a data set.
  public let evaluations: [Evaluation]
  /// The method whose advantage over the others is told; none if it was not evaluated.
  public let reference: String?

  /// Creates a report.
  public init(
    _ evaluations: [Evaluation], reference: String? = SelectionMethods.defaultName
  ) {
    self.evaluations = evaluations
    self.reference = reference.flatMap { name in
      evaluations.allSatisfy { $0.methods.contains(name) } ? name : nil
    }
  }

  /// A table of cells, with those to be set in bold.
  struct Table {
    var head: [String]
    var rows: [[String]] = []
    /// Rows and columns.
    var best: Set<[Int]> = []
    var caption: String

    /// Adds a row of differences, bold from two standard errors on.
    mutating func append(_ name: String, differences: [Evaluation.Summary?]) {
      for (column, difference) in differences.enumerated() {
        if let difference, difference.standardError > 0,
          abs(difference.mean) >= 2 * difference.standardError
        {
          best.insert([rows.count, column + 1])
        }
      }
      rows.append(
        [name] + differences.map { EvaluationReport.text($0, isSigned: true) { $0.standardError } })
    }
  }

  /// What one data set is called and how it was judged.
  static func title(_ evaluation: Evaluation) -> String {
    "\(evaluation.dataset): \(evaluation.trainingCount) images to choose from, "
      + "\(evaluation.testCount) to judge by, \(evaluation.seeds.count) seeds, "
      + "\(evaluation.updates) updates a network"
  }

  /// Methods down, learners and ratios across; the best mean of each column is bold. Below them what
  /// learners make of all images, the same for every ratio.
  static func accuracies(_ evaluation: Evaluation) -> Table {
    let columns = columns(of: evaluation)
    var table = Table(
      head: ["method"] + columns.map { "\($0.learner.rawValue) \(percent($0.ratio))" },
      caption: "Test accuracy in %: mean and standard deviation over the seeds")
    for method in evaluation.methods {
      table.rows.append(
        [method]
          + columns.map { learner, ratio in
            text(evaluation.summary(method: method, ratio: ratio, learner: learner)) {
              $0.deviation
            }
          })
    }
    for (column, place) in columns.enumerated() {
      let means = evaluation.methods.map {
        evaluation.summary(method: $0, ratio: place.ratio, learner: place.learner)?.mean ?? -1
      }
      for (row, mean) in means.enumerated() where mean >= 0 && mean == means.max() {
        table.best.insert([row, column + 1])
      }
    }
    let ceiling = columns.map {
      evaluation.summary(method: Evaluation.allImages, ratio: 1, learner: $0.learner)
    }
    if ceiling.contains(where: { $0 != nil }) {
      table.rows.append([Evaluation.allImages] + ceiling.map { text($0) { $0.deviation } })
    }
    return table
  }

  /// The reference less each other method on the mean over the learners, for each ratio and over all
  /// of them; bold as in `advantages`.
  static func meanAdvantages(of reference: String, in evaluation: Evaluation) -> Table {
    let columns = evaluation.ratios.map { [$0] } + [evaluation.ratios]
    var table = Table(
      head: ["\(reference) over"] + evaluation.ratios.map(percent) + ["all ratios"],
      caption: "Advantage of \(reference) on the mean over the learners, in percentage points")
    for method in evaluation.methods where method != reference {
      table.append(
        method,
        differences: columns.map {
          evaluation.difference(reference, over: method, ratios: $0, learners: evaluation.learners)
        })
    }
    return table
  }

  /// The reference less each other method, seed by seed; bold where it is two standard errors or
  /// more from zero.
  static func advantages(of reference: String, in evaluation: Evaluation) -> Table {
    let columns = columns(of: evaluation)
    var table = Table(
      head: ["\(reference) over"] + columns.map { "\($0.learner.rawValue) \(percent($0.ratio))" },
      caption:
        "Advantage of \(reference) in percentage points: mean of the differences seed by seed "
        + "and its standard error; bold from two standard errors on")
    for method in evaluation.methods where method != reference {
      table.append(
        method,
        differences: columns.map {
          evaluation.difference(reference, over: method, ratio: $0.ratio, learner: $0.learner)
        })
    }
    return table
  }

  /// Seconds of each choice beside shared work, and of that work.
  static func times(_ evaluation: Evaluation) -> Table {
    var table = Table(
      head: ["method"] + evaluation.ratios.map(percent),
      caption: "Seconds of a choice on one core beside shared work, mean over the seeds")
    for method in evaluation.methods {
      table.rows.append(
        [method]
          + evaluation.ratios.map { ratio in
            evaluation.seconds(method: method, ratio: ratio).map { decimals($0, 2) } ?? ""
          })
    }
    for name in ["distances", "map", "network"] {
      let seconds = evaluation.sharedWork.filter { $0.name == name }.map(\.seconds)
      guard !seconds.isEmpty else { continue }
      table.rows.append(
        ["shared: \(name)", decimals(seconds.reduce(0, +) / Double(seconds.count), 2)])
    }
    return table
  }

  /// A chart for each learner: accuracy over the ratio, a line a method, and all images as a point at
  /// 100 %.
  static func chart(_ evaluation: Evaluation, learner: Learner) -> LineChart {
    func series(_ method: String, _ ratios: [Double]) -> LineChart.Series {
      let points = ratios.compactMap { ratio in
        evaluation.summary(method: method, ratio: ratio, learner: learner).map {
          (ratio: ratio, summary: $0)
        }
      }
      return LineChart.Series(
        method, points: points.map { (100 * $0.ratio, 100 * $0.summary.mean) },
        errors: points.map { 100 * $0.summary.standardError })
    }
    let all = series(Evaluation.allImages, [1])
    return LineChart(
      title: "\(evaluation.dataset), \(learner.rawValue)", horizontalName: "images kept (%)",
      verticalName: "test accuracy (%)", horizontalScale: .logarithmic,
      series: evaluation.methods.map { series($0, evaluation.ratios) }
        + (all.points.isEmpty ? [] : [all]))
  }

  private static func columns(of evaluation: Evaluation) -> [(learner: Learner, ratio: Double)] {
    evaluation.learners.flatMap { learner in evaluation.ratios.map { (learner, $0) } }
  }

  fileprivate static func text(
    _ summary: Evaluation.Summary?, isSigned: Bool = false, _ spread: (Evaluation.Summary) -> Double
  ) -> String {
    guard let summary else { return "" }
    let mean = decimals(100 * summary.mean, 1)
    let sign = isSigned && !mean.hasPrefix("-") ? "+" : ""
    return sign + mean + (summary.count > 1 ? " ± \(decimals(100 * spread(summary), 1))" : "")
  }

  /// A share in per cent with up to two decimals, as in `0.5 %`.
  static func percent(_ share: Double) -> String {
    let hundredths = Int((share * 10_000).rounded())
    var text = "\(hundredths / 100)"
    if !hundredths.isMultiple(of: 100) {
      let rest = hundredths % 100
      text += rest.isMultiple(of: 10) ? ".\(rest / 10)" : "." + (rest < 10 ? "0" : "") + "\(rest)"
    }
    return text + " %"
  }

  /// A number with a fixed count of decimals, halves away from zero.
  static func decimals(_ value: Double, _ count: Int) -> String {
    var scale = 1.0
    for _ in 0..<count { scale *= 10 }
    let scaled = (abs(value) * scale).rounded()
    let digits = String(Int(scaled))
    let padded = String(repeating: "0", count: max(0, count + 1 - digits.count)) + digits
    let sign = value < 0 && scaled > 0 ? "-" : ""
    return sign + padded.dropLast(count) + (count > 0 ? "." + padded.suffix(count) : "")
  }
}
