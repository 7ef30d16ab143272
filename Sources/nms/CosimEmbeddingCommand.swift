import ArgumentParser
import Configuration
import Datasets
import Foundation
import HDL
import Reports
import Simulation
import Verification

/// Compares the embedding unit with its model on the map of some images.
struct CosimEmbeddingCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "embedding",
    abstract: "Compare the embedding unit with the model after every iteration of a map.",
    discussion: """
      The images are one set of points, whose joint probabilities the model computes. Compared bit \
      for bit: the forces, gradients, gains, velocities and positions of every point and the counts of \
      saturations in every iteration, the map read at the end, and without pauses the cycles. After \
      the images come random runs: few points and many, probabilities of all kinds. Exit code 1 means \
      a mismatch.
      """)

  @OptionGroup var options: ConfigurationOptions

  @OptionGroup var images: ImageOptions

  @Option(help: "Iterations over the images: 0 to 65535.")
  var iterations = 20

  @Option(help: "Pairs a cycle; overrides the configuration.")
  var lanes: Int?

  @Option(help: "native, verilator or icarus.")
  var engine = SimulationEngine.native

  @Option(help: "Seed of the start, the pauses and the random runs.")
  var seed: UInt64 = 1

  @Flag(inversion: .prefixedNo, help: "Pause every stream at random.")
  var stalls = true

  @Option(help: "Number of campaigns of random runs after the images.")
  var randomRuns = 4

  @Option(help: "Write a VCD file of all signals.")
  var waves: String?

  @Flag(help: "Print the result as JSON.")
  var json = false

  func validate() throws {
    try images.validateCount(from: 1)
    guard (0...65_535).contains(iterations) else {
      throw ValidationError("--iterations is \(iterations); choose 0 to 65535")
    }
    guard (0...1_000).contains(randomRuns) else {
      throw ValidationError("--random-runs is \(randomRuns); choose 0 to 1000")
    }
  }

  func run() async throws {
    try await reportingFailures {
      var configuration = try options.load(default: "edge")
      configuration.embedding.lanes = lanes ?? configuration.embedding.lanes
      let check = try EmbeddingCosimulation(
        configuration: configuration,
        dataset: images.load(upTo: configuration.affinity.maximumPoints),
        iterations: iterations,
        stimulus: .init(seed: seed, hasStalls: stalls), randomRuns: randomRuns)
      try createWaves(waves)
      let design = try EmbeddingCosimulation.design(configuration)
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
        print(Self.text(runs, lanes: configuration.embedding.lanes))
        let cycles = runs.reduce(0) { $0 + $1.report.cycles }
        print("\(cycles) cycles in \(fixed(seconds, 2)) s")
        print(isClean ? "no mismatch" : "MISMATCH")
      }
      if !isClean { throw ExitCode(1) }
    }
  }

  private struct Output: Encodable {
    var isClean: Bool
    var runs: [EmbeddingCosimulation.Run]
  }

  private static func text(_ runs: [EmbeddingCosimulation.Run], lanes: Int) -> String {
    var table = TextTable([
      "points of", "runs", "iterations", "positions", "groups", "cycles", "formula", "mismatches",
    ])
    var coverage = EmbeddingCoverage()
    for run in runs {
      let report = run.report
      coverage.add(report.coverage)
      table.append([
        run.source, "\(report.runs)", "\(report.iterations)", "\(report.positions)",
        "\(report.groups)", "\(report.cycles)", "\(report.formulaCycles)",
        "\(report.mismatches.count)",
      ])
    }
    let hasStalls = runs.first?.report.hasStalls == true
    var lines = [
      "engine \(runs.first?.report.engine ?? ""), \(lanes) pairs a cycle, "
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
