public import ArgumentParser
import Configuration
import Datasets
import Foundation
import HDL
import Reports
import Simulation
public import Verification

extension SelectionRule: ExpressibleByArgument {}

/// Compares the exemplar selector with the rules of the model on the map of some images.
struct CosimSelectionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "selection",
    abstract: "Compare the exemplar selector with the model on the map of some images.",
    discussion: """
      The images are one set of points; their map is the integer model's. Compared bit for bit: the \
      cell of every point, its cluster after the step of k-means and after empty clusters were \
      filled, the sums of its distances, every grid tried, the exemplars, and without pauses the \
      cycles. After the images come random maps: few and many points, duplicates, lines, the ends of \
      the format. Exit code 1 means a mismatch.
      """)

  @OptionGroup var options: ConfigurationOptions

  @Option(
    help:
      "digits (embedded), or a path: IDX or CIFAR-10 folder, .npy file, folder of images.")
  var dataset = "digits"

  @Option(help: "Part of the data set: train or test.")
  var split: DatasetSplit?

  @Option(name: .customLong("class"), help: "Only images of this class.")
  var label: Int?

  @Option(help: "Number of images, from the first: 2 to 4096; default: 256.")
  var count = 256

  @Option(help: "Number of exemplars: 1 to the number of images; default: a tenth of them.")
  var exemplars: Int?

  @Option(help: "refined-cells or grid. Default: both, one after the other.")
  var rule: SelectionRule?

  @Option(help: "Steps of gradient descent of the map: 1 to 65535.")
  var iterations = 20

  @Option(help: "native, verilator or icarus.")
  var engine = SimulationEngine.native

  @Option(help: "Seed of the map, the pauses and the random maps.")
  var seed: UInt64 = 1

  @Flag(inversion: .prefixedNo, help: "Pause every stream at random.")
  var stalls = true

  @Option(help: "Number of runs over random maps after the images.")
  var randomRuns = 8

  @Option(help: "Write a VCD file of all signals.")
  var waves: String?

  @Flag(help: "Print the result as JSON.")
  var json = false

  func validate() throws {
    guard (2...4_096).contains(count) else {
      throw ValidationError("--count is \(count); choose 2 to 4096")
    }
    guard (1...65_535).contains(iterations) else {
      throw ValidationError("--iterations is \(iterations); choose 1 to 65535")
    }
    guard (0...1_000).contains(randomRuns) else {
      throw ValidationError("--random-runs is \(randomRuns); choose 0 to 1000")
    }
  }

  func run() async throws {
    try await reportingFailures {
      let configuration = try options.load(default: "edge")
      var images = try Dataset.open(dataset, split: split)
      if let label { images = try images.subset(class: label) }
      images = images.prefix(count)
      let check = try SelectionCosimulation(
        configuration: configuration, dataset: images,
        exemplars: exemplars ?? max(1, images.count / 10),
        rules: rule.map { [$0] } ?? SelectionRule.allCases, iterations: iterations,
        stimulus: .init(seed: seed, hasStalls: stalls), randomRuns: randomRuns)
      try createWaves(waves)
      let design = try SelectionCosimulation.design(configuration)
      let simulator = try await engine.simulator(of: design, isTracing: waves != nil)
      if let waves { try simulator.startTrace(path: waves) }
      let progress = ProgressReporter(isEnabled: !json)
      let clock = ContinuousClock()
      let start = clock.now
      let runs = try check.run(on: simulator) { progress.update($0, $1) }
      let seconds = (clock.now - start) / .seconds(1)
      progress.finish()
      try simulator.stopTrace()
      let isClean = runs.allSatisfy(\.report.isClean)
      if json {
        try printJSON(Output(isClean: isClean, runs: runs))
      } else {
        print(Self.text(runs))
        let cycles = runs.reduce(0) { $0 + $1.report.cycles }
        print("\(cycles) cycles in \(fixed(seconds, 2)) s")
        print(isClean ? "no mismatch" : "MISMATCH")
      }
      if !isClean { throw ExitCode(1) }
    }
  }

  private struct Output: Encodable {
    var isClean: Bool
    var runs: [SelectionCosimulation.Run]
  }

  private static func text(_ runs: [SelectionCosimulation.Run]) -> String {
    var table = TextTable([
      "maps of", "maps", "points", "exemplars", "cells, sums, grids", "cycles", "formula",
      "mismatches",
    ])
    var coverage = SelectionCoverage()
    for run in runs {
      let report = run.report
      coverage.add(report.coverage)
      table.append([
        run.source, "\(report.selections)", "\(report.points)", "\(report.exemplars)",
        "\(report.comparisons)", "\(report.cycles)", "\(report.formulaCycles)",
        "\(report.mismatches.count)",
      ])
    }
    let hasStalls = runs.first?.report.hasStalls == true
    var lines = [
      "engine \(runs.first?.report.engine ?? ""), "
        + (hasStalls
          ? "streams pause at random; the formula is for streams that do not"
          : "streams never pause; cycles must equal the formula"),
      "\(table)",
    ]
    for run in runs {
      lines += run.report.mismatches.map { "\(run.source), \($0.text)" }
      if run.report.mismatches.isEmpty, !run.report.isClean {
        lines.append(
          "\(run.source): expected \(run.report.formulaCycles) cycles by the formula, "
            + "got \(run.report.cycles)")
      }
    }
    let missing = coverage.missing
    lines.append(
      "not covered: " + (missing.isEmpty ? "nothing" : missing.joined(separator: ", ")))
    return lines.joined(separator: "\n")
  }
}
