import Configuration
import DESNE
import FixedPoint
import Foundation

extension AccuracyReport {
  /// A table for people: names of columns and cells.
  struct Table {
    var head: [String]
    var rows: [[String]]
    var caption: String
  }

  /// The report as text tables.
  public var text: String {
    tables.map { table in
      var text = TextTable(table.head)
      for row in table.rows { text.append(row) }
      return table.caption + "\n\(text)"
    }.joined(separator: "\n\n") + "\n"
  }

  var tables: [Table] {
    [runTable, overlapTable, qualityTable]
      + [
        Self.errorTable(
          affinityErrors,
          "Affinity stage, each row given the floating-point bandwidth: errors of every signal"),
        Self.errorTable(
          embeddingErrors,
          "Embedding, one iteration from floating-point states: errors of every signal"),
      ] + (affinitySweeps.isEmpty ? [] : [kneeTable])
  }

  var runTable: Table {
    var rows = runs.map { run in
      [
        "\(run.seed)", Self.decimals(run.realDivergence, 4), Self.decimals(run.fixedDivergence, 4),
        Self.decimals(run.realTrustworthiness, 4), Self.decimals(run.fixedTrustworthiness, 4),
        Self.percent(run.neighbourOverlap), "\(run.saturations.total)",
      ]
    }
    func summary(_ name: String, _ value: (Statistics) -> Double) -> [String] {
      [name]
        + [
          realDivergence, fixedDivergence, Statistics(runs.map(\.realTrustworthiness)),
          Statistics(runs.map(\.fixedTrustworthiness)),
        ].map { Self.decimals(value($0), 4) }
    }
    rows.append(summary("mean", \.mean) + ["", ""])
    rows.append(summary("deviation", \.standardDeviation) + ["", ""])
    return Table(
      head: [
        "seed", "KL float", "KL fixed", "trust float", "trust fixed", "10 neighbours in common",
        "saturated",
      ], rows: rows,
      caption: "Whole runs from the same start: divergence in nats, trustworthiness of 5 neighbours"
    )
  }

  var overlapTable: Table {
    Table(
      head: ["rule", "exemplars", "fixed and float", "float and float of another seed"],
      rows: overlaps.map {
        [
          $0.method, "\($0.count)", Self.percent(Statistics($0.fixed).mean),
          $0.otherSeed.isEmpty ? "-" : Self.percent(Statistics($0.otherSeed).mean),
        ]
      }, caption: "Exemplars that two maps have in common, mean over seeds")
  }

  var qualityTable: Table {
    Table(
      head: ["figure", "value"],
      rows: [
        ["median perplexity error", Self.scientific(quality.medianPerplexityError)],
        ["99th percentile", Self.scientific(quality.perplexityError99)],
        ["points off by more than 1 %", "\(quality.outliers)"],
        ["total variation of p", Self.scientific(quality.totalVariation)],
        ["evaluations a point", Self.decimals(quality.evaluations, 1)],
      ],
      caption:
        "Search \(configuration.search.strategy.rawValue): bandwidths found against exact ones")
  }

  static func errorTable(_ errors: [SignalError], _ caption: String) -> Table {
    Table(
      head: ["signal", "format", "relative", "median", "99 %", "largest", "bias"],
      rows: errors.map {
        [
          $0.name, $0.format, scientific($0.relative), scientific($0.median),
          scientific($0.percentile99), scientific($0.maximum), scientific($0.bias),
        ]
      }, caption: caption)
  }

  var kneeTable: Table {
    Table(
      head: ["signal", "format", "fraction bits", "knee", "to spare"],
      rows: (affinitySweeps + embeddingSweeps).map { sweep in
        [
          sweep.signal, configuration.format(ofSignal: sweep.signal)?.notation ?? "",
          "\(sweep.configured)", sweep.knee.map { "\($0)" } ?? "-",
          sweep.knee.map { "\(sweep.configured - $0)" } ?? "-",
        ]
      },
      caption:
        "Knees: the fewest fraction bits that do no measurable harm, other formats as they are")
  }

  static func decimals(_ value: Double, _ count: Int) -> String {
    String(format: "%.\(count)f", value)
  }

  static func percent(_ value: Double) -> String { decimals(100 * value, 1) + " %" }

  static func scientific(_ value: Double) -> String {
    value == 0 ? "0" : String(format: "%.1e", value)
  }
}
