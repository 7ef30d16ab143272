import Configuration
import DESNE

extension AccuracyReport {
  /// The charts by the names of their files.
  public var charts: [(name: String, svg: String)] {
    var charts = [
      ("errors", errorChart.svg), ("divergence", divergenceChart.svg),
    ]
    for (name, index) in [("map-float", 0), ("map-fixed", 1)] where index < maps.count {
      charts.append((name, mapChart(index).svg))
    }
    if !affinitySweeps.isEmpty {
      charts += [
        (
          "sweep-variation",
          sweepChart(
            affinitySweeps, .totalVariation, "Width and total variation of p",
            "total variation of p"
          ).svg
        ),
        (
          "sweep-perplexity",
          sweepChart(
            affinitySweeps, .perplexityError, "Width and error of the perplexity",
            "median relative error"
          ).svg
        ),
        ("sweep-divergence", divergenceSweepChart.svg),
      ]
    }
    return charts
  }

  /// The report as a page that stands alone.
  public var html: String {
    var page = HTMLPage(title: "Accuracy of the fixed-point model")
    let difference = fixedDivergence.mean - realDivergence.mean
    page.addParagraph(
      "\(count) images of \(bytesPerImage) bytes from \(source), configuration "
        + "\(configuration.name). Everything in the fixed-point model is an integer; the yardstick "
        + "is the same algorithm in 64-bit floating point with exact bandwidths.")
    page.addList([
      "Divergence of the map: \(Self.decimals(fixedDivergence.mean, 4)) nats in fixed point, "
        + "\(Self.decimals(realDivergence.mean, 4)) in floating point; the difference of "
        + "\(Self.decimals(difference, 4)) compares with a spread over seeds of "
        + "\(Self.decimals(realDivergence.standardDeviation, 4)).",
      "Half of all points have a perplexity within "
        + "\(Self.percent(quality.medianPerplexityError)) of the target, 99 of 100 within "
        + "\(Self.percent(quality.perplexityError99)), after "
        + "\(Self.decimals(quality.evaluations, 0)) evaluations a point.",
      "Signals out of range in \(runs.count) runs: "
        + "\(runs.reduce(0) { $0 + $1.saturations.total }).",
    ])
    page.addHeading("Whole runs")
    page.addParagraph(
      "Trajectories part after a few iterations, whatever the arithmetic, so whole runs are "
        + "compared as distributions over seeds: what fixed point does must not be more than what "
        + "another seed does.")
    add(runTable, to: &page)
    page.addFigure(
      svg: divergenceChart.svg, caption: "Divergence of the map in nats, for each start.")
    add(overlapTable, to: &page)
    for index in maps.indices {
      page.addFigure(
        svg: mapChart(index).svg,
        caption: "Seed \(runs.first?.seed ?? 0), \(index == 0 ? "floating" : "fixed") point; "
          + "exemplars by the rule \(overlaps.first?.method ?? "") are marked.")
    }
    page.addHeading("Step by step")
    page.addParagraph(
      "Teacher forcing: each row of the affinity stage is given the floating-point bandwidth, each "
        + "iteration of the embedding the floating-point state, so no error is carried along. "
        + "Relative is the root mean square of the error over that of the signal. A gain doubles "
        + "an error of next to nothing: where a gradient is almost 0 its sign, which decides on "
        + "growth or decay, is left to rounding.")
    page.addFigure(svg: errorChart.svg, caption: "Relative error of every signal.")
    for table in tables.dropFirst(2).prefix(3) { add(table, to: &page) }
    if !affinitySweeps.isEmpty { addSweeps(to: &page) }
    page.addHeading("Configuration")
    page.addTable(
      ["signal", "format", "bits"],
      rows: SamplerConfiguration.signalNames.compactMap { name in
        configuration.format(ofSignal: name).map { [name, $0.notation, "\($0.bitWidth)"] }
      }, caption: "Every signal's format; sums over points and pairs are exact.")
    return page.html
  }

  private func addSweeps(to page: inout HTMLPage) {
    page.addHeading("How narrow may each signal be?")
    let tolerance = embeddingSweeps.first?.tolerances.first ?? 0
    page.addParagraph(
      "Each format is varied alone. The knee is the fewest fraction bits such that they and all "
        + "wider ones are, against the widest, within 2e-4 of total variation and 3e-4 of "
        + "perplexity error (affinity stage; bisection, so that no luck of a search is in it), or "
        + "within the floating-point spread over seeds of "
        + "\(Self.decimals(tolerance, 4)) nats (embedding; mean of several starts).")
    add(kneeTable, to: &page)
    for (name, svg) in charts where name.hasPrefix("sweep") {
      page.addFigure(
        svg: svg, caption: "Horizontal: fraction bits more or fewer than configured.")
    }
    for sweep in affinitySweeps + embeddingSweeps {
      page.addTable(
        ["format"] + sweep.figures.map(Self.name),
        rows: sweep.entries.map { entry in
          [entry.format]
            + zip(entry.values, entry.errors).map { value, error in
              error > 0
                ? "\(Self.decimals(value, 4)) ± \(Self.decimals(error, 4))"
                : Self.scientific(value)
            }
        }, caption: sweep.signal)
    }
  }

  private func add(_ table: Table, to page: inout HTMLPage) {
    page.addTable(table.head, rows: table.rows, caption: table.caption)
  }

  static func name(_ figure: FormatSweep.Figure) -> String {
    switch figure {
    case .totalVariation: "total variation of p"
    case .perplexityError: "median perplexity error"
    case .divergence: "divergence in nats"
    }
  }

  private var errorChart: BarChart {
    let errors =
      affinityErrors
      + embeddingErrors.map { error in
        var error = error
        if error.name == "weightSum" { error.name = "Z" }
        return error
      }
    var chart = BarChart(
      title: "Teacher forcing: relative error of each signal", verticalName: "error / signal (rms)",
      categories: errors.map(\.name),
      series: [BarChart.Series("relative error", values: errors.map(\.relative))],
      verticalScale: .logarithmic, startsAtZero: false)
    chart.width = 1_080
    return chart
  }

  private var divergenceChart: BarChart {
    BarChart(
      title: "Divergence of the map", verticalName: "KL in nats",
      categories: runs.map { "seed \($0.seed)" },
      series: [
        BarChart.Series("float", values: runs.map(\.realDivergence)),
        BarChart.Series("fixed", values: runs.map(\.fixedDivergence)),
      ], startsAtZero: false)
  }

  private func mapChart(_ index: Int) -> ScatterChart {
    var chart = ScatterChart(
      title: index == 0 ? "Floating point" : "Fixed point",
      groups: [
        ScatterChart.Group(
          "image", points: maps[index].map { ($0.x, $0.y) },
          marked: Set(index < exemplars.count ? exemplars[index] : []))
      ])
    chart.side = 440
    return chart
  }

  /// A line a signal, with the width counted from the configured one.
  private func sweepChart(
    _ sweeps: [FormatSweep], _ figure: FormatSweep.Figure, _ title: String, _ name: String
  ) -> LineChart {
    LineChart(
      title: title, horizontalName: "fraction bits from the configured format",
      verticalName: name, verticalScale: .logarithmic,
      series: sweeps.compactMap { sweep in
        guard let place = sweep.figures.firstIndex(of: figure) else { return nil }
        return LineChart.Series(
          Self.shortName(sweep.signal),
          points: sweep.entries.map {
            (Double($0.fractionBits - sweep.configured), $0.values[place])
          })
      }, markers: [(0, "configured")])
  }

  private var divergenceSweepChart: LineChart {
    // What goes wrong altogether would flatten all the rest.
    let best = embeddingSweeps.flatMap(\.entries).compactMap(\.values.first).min() ?? 0
    return LineChart(
      title: "Width and divergence of the map",
      horizontalName: "fraction bits from the configured format", verticalName: "KL in nats",
      series: embeddingSweeps.map { sweep in
        let shown = sweep.entries.filter { $0.values[0] <= 1.15 * best }
        return LineChart.Series(
          Self.shortName(sweep.signal),
          points: shown.map { (Double($0.fractionBits - sweep.configured), $0.values[0]) },
          errors: shown.map { $0.errors[0] })
      }, markers: [(0, "configured")])
  }

  private static func shortName(_ signal: String) -> String {
    String(signal.split(separator: ".").last ?? "")
  }
}
