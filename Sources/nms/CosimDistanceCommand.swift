public import Accelerator
public import ArgumentParser
import Configuration
public import Datasets
import Foundation
import HDL
import Reports
import Simulation
public import Verification

extension SimulationEngine: ExpressibleByArgument {}
extension DistanceFault: ExpressibleByArgument {}
extension DatasetSplit: ExpressibleByArgument {}

/// Compares the distance unit with its model on all pairs of some images.
struct CosimDistanceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "distance",
    abstract: "Compare the distance unit with its model on all pairs of images.",
    discussion: """
      Every distance and every handshake of every cycle is compared. After the images of the data \
      set come a few sets of random images of awkward sizes. Exit code 1 means a mismatch.
      """)

  @OptionGroup var options: ConfigurationOptions

  @Option(
    help:
      "digits (embedded), or a path: IDX or CIFAR-10 folder, .npy file, folder of images.")
  var dataset = "digits"

  @Option(help: "Part of the data set: train or test.")
  var split: DatasetSplit?

  @Option(help: "Number of images, from the first: 1 to 8192.")
  var count = 256

  @Option(help: "native, verilator or icarus.")
  var engine = SimulationEngine.native

  @Option(help: "Query images a pass (T); overrides the configuration.")
  var queries: Int?

  @Option(help: "Bytes a beat (L); overrides the configuration.")
  var lanes: Int?

  @Option(help: "Beats of an image in a query buffer; overrides the configuration.")
  var chunkBeats: Int?

  @Option(help: "Seed of the pauses and the random images.")
  var seed: UInt64 = 1

  @Flag(inversion: .prefixedNo, help: "Pause every stream at random.")
  var stalls = true

  @Option(help: "Number of runs over random images after the data set.")
  var randomRuns = 4

  @Option(help: "Write a VCD file of all signals.")
  var waves: String?

  @Option(
    help: "Build a mistake into the unit: tail-mask, swapped-query or dropped-carry.")
  var fault: DistanceFault?

  @Flag(help: "Print the result as JSON.")
  var json = false

  func validate() throws {
    // All distances of the model are kept: 8,192 images take 512 MiB.
    guard (1...8_192).contains(count) else {
      throw ValidationError("--count is \(count); choose 1 to 8192")
    }
    guard (0...1_000).contains(randomRuns) else {
      throw ValidationError("--random-runs is \(randomRuns); choose 0 to 1000")
    }
  }

  func run() async throws {
    try await reportingFailures {
      var sizes = try options.load(default: "small").distance
      sizes.queries = queries ?? sizes.queries
      sizes.lanes = lanes ?? sizes.lanes
      sizes.chunkBeats = chunkBeats ?? sizes.chunkBeats
      let images = try Dataset.open(dataset, split: split).prefix(count)
      let check = try DistanceCosimulation(
        configuration: sizes, dataset: images,
        stimulus: .init(seed: seed, hasStalls: stalls), randomRuns: randomRuns)
      try createWaves(waves)
      let design = try DistanceCosimulation.design(sizes, fault: fault)
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
        print(CosimDistanceCommand.text(runs))
        let cycles = runs.reduce(0) { $0 + $1.report.cycles }
        print("\(cycles) cycles in \(fixed(seconds, 2)) s")
        print(isClean ? "no mismatch" : "MISMATCH")
      }
      if !isClean { throw ExitCode(1) }
    }
  }

  private struct Output: Encodable {
    var isClean: Bool
    var runs: [DistanceCosimulation.Run]
  }

  private static func text(_ runs: [DistanceCosimulation.Run]) -> String {
    var table = TextTable([
      "images", "count", "bytes", "T", "L", "distances", "cycles", "formula", "lanes used",
      "reads of the set", "mismatches",
    ])
    for run in runs {
      let report = run.report
      table.append([
        run.source, "\(report.images)", "\(report.bytesPerImage)", "\(report.queries)",
        "\(report.lanes)", "\(report.distances)", "\(report.cycles)", "\(report.formulaCycles)",
        fixed(100 * report.laneUtilization, 1) + " %", fixed(report.dataSetReads, 2),
        "\(report.mismatches.count)",
      ])
    }
    var lines = ["engine \(runs.first?.report.engine ?? ""), \(stallText(runs))", "\(table)"]
    for run in runs {
      lines += run.report.mismatches.map { "\(run.source), \($0.text)" }
      if run.report.mismatches.isEmpty, !run.report.isClean {
        lines.append(
          "\(run.source): expected \(run.report.formulaCycles) cycles by the formula, "
            + "got \(run.report.cycles)")
      }
    }
    return lines.joined(separator: "\n")
  }

  private static func stallText(_ runs: [DistanceCosimulation.Run]) -> String {
    runs.first?.report.hasStalls == true
      ? "streams pause at random; the formula is for streams that do not; "
        + "with pauses the cycle model checks every handshake"
      : "streams never pause; cycles must equal the formula"
  }
}

/// A number with a fixed count of decimals.
func fixed(_ value: Double, _ decimals: Int) -> String {
  String(format: "%.\(decimals)f", value)
}

/// Makes sure that the waveform file can be written, before minutes go into the simulation.
func createWaves(_ path: String?) throws {
  guard let path, !FileManager.default.createFile(atPath: path, contents: nil) else { return }
  throw ConfigurationError(
    "cannot write the waveform file \(path); choose a folder that exists and is writable")
}
