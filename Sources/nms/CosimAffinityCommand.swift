public import ArgumentParser
public import Configuration
import Datasets
import Foundation
import HDL
import Reports
import Simulation
import Verification

extension SearchConfiguration.Strategy: ExpressibleByArgument {}

/// Compares the affinity unit with its model on every row of some images.
struct CosimAffinityCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "affinity",
    abstract: "Compare the affinity unit and its search with the model on every row of distances.",
    discussion: """
      The images are one set of points; a row is the distances of one of them to all. Compared bit \
      for bit: the sums, entropy and reciprocal of every candidate of every generation, the bandwidth \
      found, every probability, all flags and counts, and without pauses the cycles. After the images \
      come random rows: short, flat, with duplicates, beyond the formats. Exit code 1 means a mismatch.
      """)

  @OptionGroup var options: ConfigurationOptions

  @OptionGroup var images: ImageOptions

  @Option(help: "native, verilator or icarus.")
  var engine = SimulationEngine.native

  @Option(
    help:
      "differentialEvolution, bisection or fireworks; overrides the configuration.")
  var strategy: SearchConfiguration.Strategy?

  @Option(help: "Seed of the searches, the pauses and the random rows.")
  var seed: UInt64 = 1

  @Flag(inversion: .prefixedNo, help: "Pause every stream at random.")
  var stalls = true

  @Option(help: "Number of runs over random rows after the images.")
  var randomRuns = 8

  @Option(help: "Write a VCD file of all signals.")
  var waves: String?

  @Flag(help: "Print the result as JSON.")
  var json = false

  func validate() throws {
    try images.validateCount(from: 2)
    guard (0...1_000).contains(randomRuns) else {
      throw ValidationError("--random-runs is \(randomRuns); choose 0 to 1000")
    }
  }

  func run() async throws {
    try await reportingFailures {
      var configuration = try options.load(default: "edge")
      configuration.search.strategy = strategy ?? configuration.search.strategy
      let check = try AffinityCosimulation(
        configuration: configuration,
        dataset: images.load(upTo: configuration.affinity.maximumPoints),
        stimulus: .init(seed: seed, hasStalls: stalls), randomRuns: randomRuns)
      try createWaves(waves)
      let design = try AffinityCosimulation.design(configuration)
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
        print(Self.text(runs, strategy: configuration.search.strategy))
        let cycles = runs.reduce(0) { $0 + $1.report.cycles }
        print("\(cycles) cycles in \(fixed(seconds, 2)) s")
        print(isClean ? "no mismatch" : "MISMATCH")
      }
      if !isClean { throw ExitCode(1) }
    }
  }

  private struct Output: Encodable {
    var isClean: Bool
    var runs: [AffinityCosimulation.Run]
  }

  private static func text(
    _ runs: [AffinityCosimulation.Run], strategy: SearchConfiguration.Strategy
  ) -> String {
    var table = TextTable([
      "rows of", "rows", "evaluations", "probabilities", "cycles", "formula", "missed",
      "mismatches",
    ])
    var coverage = AffinityCoverage()
    for run in runs {
      let report = run.report
      coverage.add(report.coverage)
      table.append([
        run.source, "\(report.rows)", "\(report.evaluations)", "\(report.probabilities)",
        "\(report.cycles)", "\(report.formulaCycles)", "\(report.coverage.missedRows)",
        "\(report.mismatches.count)",
      ])
    }
    let hasStalls = runs.first?.report.hasStalls == true
    var lines = [
      "engine \(runs.first?.report.engine ?? ""), \(strategy.rawValue), "
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
