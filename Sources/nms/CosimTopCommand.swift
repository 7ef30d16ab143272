public import ArgumentParser
public import Configuration
import Datasets
import Foundation
import HDL
import MemoryDevices
import MemorySystem
import Reports
import Simulation
import Verification

extension MemoryConfiguration.BackEnd: ExpressibleByArgument {}

/// Compares the complete sampler with the model.
struct CosimTopCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "top",
    abstract: "Compare the complete sampler with the model, class after class.",
    discussion: """
      Images lie in an ideal memory at the sampler's port, or with --memory dram in a model of DRAM \
      whose commands are checked and counted; software writes its registers over \
      AXI4-Lite, waits for the interrupt and reads the exemplars. Compared are all positions of the \
      map after every iteration, all distances and joint probabilities in memory, every counter, and \
      the exemplars. A table shows the cycles of every phase beside the fewest that its work takes. \
      With --waves a run that fails is done once more, with a waveform around the first mismatch. \
      Exit code 1 means a mismatch.
      """)

  @OptionGroup var options: ConfigurationOptions

  @Option(
    help:
      "digits (embedded), or a path: IDX or CIFAR-10 folder, .npy file, folder of images.")
  var dataset = "digits"

  @Option(help: "Part of the data set: train or test.")
  var split: DatasetSplit?

  @Option(name: .customLong("class"), help: "Only this class; default: all.")
  var label: Int?

  @Option(help: "Most images of a class, from the first: 1 to 4096; default: as many as fit.")
  var count: Int?

  @Option(help: "Exemplars of a class; default: a tenth of its images.")
  var exemplars: Int?

  @Option(help: "refined-cells or grid.")
  var rule = SelectionRule.refinedCells

  @Option(help: "Iterations of the embedding; overrides the configuration.")
  var iterations: Int?

  @Option(help: "native, verilator or icarus.")
  var engine = SimulationEngine.verilator

  @Option(help: "Seed of the searches, the maps and the pauses.")
  var seed: UInt64 = 1

  @Option(
    help:
      "port (an ideal memory at the sampler's port) or dram (behind its controller); overrides the configuration."
  )
  var memory: MemoryConfiguration.BackEnd?

  @Option(help: "Write the DRAM's commands, run by run and phase by phase, as JSON.")
  var counts: String?

  @Flag(inversion: .prefixedNo, help: "Pause the memory and the bus at random.")
  var stalls = false

  @Option(help: "Write the results as JUnit XML.")
  var junit: String?

  @Option(help: "Write a VCD file around the first mismatch, if there is one.")
  var waves: String?

  @Flag(help: "Print the result as JSON.")
  var json = false

  func validate() throws {
    if let count, !(1...4_096).contains(count) {
      throw ValidationError("--count is \(count); choose 1 to 4096")
    }
    if let exemplars, exemplars < 1 {
      throw ValidationError("--exemplars is \(exemplars); choose 1 or more")
    }
    if let iterations, !(0...65_535).contains(iterations) {
      throw ValidationError("--iterations is \(iterations); choose 0 to 65535")
    }
  }

  func run() async throws {
    try await reportingFailures {
      var configuration = try options.load(default: "small")
      configuration.embedding.iterations = iterations ?? configuration.embedding.iterations
      configuration.memory.backEnd = memory ?? configuration.memory.backEnd
      if counts != nil, configuration.memory.backEnd != .dram {
        throw ConfigurationError("--counts needs a DRAM; choose --memory dram")
      }
      let images = try Dataset.open(dataset, split: split)
      let progress = ProgressReporter(isEnabled: !json)
      progress.update(0, "model")
      let check = try SamplerCosimulation(
        configuration, dataset: images, label: label,
        count: count ?? configuration.affinity.maximumPoints,
        exemplars: { exemplars ?? max(1, $0 / 10) }, rule: rule, seed: seed,
        stimulus: .init(seed: seed, hasStalls: stalls))
      let design = try SamplerCosimulation.design(configuration)
      let simulator = try await engine.simulator(of: design, isTracing: false)
      let clock = ContinuousClock()
      let start = clock.now
      let reports = try check.run(on: simulator) { progress.update($0, $1) }
      let seconds = (clock.now - start) / .seconds(1)
      progress.finish()
      if let junit {
        do {
          try Data(Self.junit(reports).xml.utf8)
            .write(to: URL(fileURLWithPath: junit), options: .atomic)
        } catch {
          throw ConfigurationError(
            "\(junit) cannot be written; name a file in a folder that exists")
        }
      }
      if let counts {
        do {
          let encoder = JSONEncoder()
          encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
          try encoder.encode(CountsFile(reports, configuration))
            .write(to: URL(fileURLWithPath: counts), options: .atomic)
        } catch {
          throw ConfigurationError(
            "\(counts) cannot be written; name a file in a folder that exists")
        }
      }
      if let waves, let failed = reports.first(where: { !$0.mismatches.isEmpty }) {
        try createWaves(waves)
        let tracing = try await engine.simulator(of: design, isTracing: true)
        try check.trace(failed, on: tracing, to: waves)
      }
      let isClean = reports.allSatisfy(\.isClean)
      if json {
        try printJSON(Output(isClean: isClean, runs: reports))
      } else {
        print(Self.text(reports))
        let cycles = reports.reduce(0) { $0 + $1.cycles }
        print("\(cycles) cycles in \(fixed(seconds, 2)) s")
        print(isClean ? "no mismatch" : "MISMATCH")
      }
      if !isClean { throw ExitCode(1) }
    }
  }

  private struct Output: Encodable {
    var isClean: Bool
    var runs: [SamplerReport]
  }

  /// What `--counts` writes: a `CountedTraffic` with totals and bytes.
  private struct CountsFile: Encodable {
    struct Run: Encodable {
      var source: String
      var points: Int
      var bytesPerImage: Int
      var iterations: Int
      var cycles: Int
      var bytesRead: Int
      var bytesWritten: Int
      var total: CommandCounts
      var phases: [SamplerReport.Commands.Phase]
    }

    var device = ""
    var channels = 0
    var queries: Int
    var burstBytes = 0
    var runs: [Run] = []

    init(_ reports: [SamplerReport], _ configuration: SamplerConfiguration) throws {
      queries = configuration.distance.queries
      for report in reports {
        guard let commands = report.commands else { continue }
        device = commands.device
        channels = commands.channels
        burstBytes = try MemoryDevice.named(device).burstBytes
        runs.append(
          Run(
            source: report.source, points: report.points, bytesPerImage: report.bytesPerImage,
            iterations: report.iterations, cycles: report.cycles,
            bytesRead: commands.total.reads * burstBytes,
            bytesWritten: commands.total.writes * burstBytes, total: commands.total,
            phases: commands.phases))
      }
    }
  }

  private static func junit(_ reports: [SamplerReport]) -> JUnitReport {
    JUnitReport(
      suite: "nms cosim top",
      cases: reports.map { report in
        JUnitReport.Case(
          name: report.source, failures: report.mismatches.map(\.text) + report.violations,
          output: ["\(report.points) images, \(report.cycles) cycles"]
            + report.phases.map { "\($0.name): \($0.cycles) cycles, at least \($0.bound)" })
      })
  }

  private static func text(_ reports: [SamplerReport]) -> String {
    var table = TextTable([
      "images", "count", "iterations", "positions", "other values", "cycles", "beats read",
      "written", "mismatches",
    ])
    for report in reports {
      table.append([
        report.source, "\(report.points)", "\(report.iterations)", "\(report.positions)",
        "\(report.values)", "\(report.cycles)", "\(report.readBeats)",
        "\(report.writtenBeats)", "\(report.mismatches.count + report.violations.count)",
      ])
    }
    var phases = TextTable(["phase", "cycles", "at least", "ratio"])
    for (index, phase) in (reports.first?.phases ?? []).enumerated() {
      let all = reports.compactMap { $0.phases.count > index ? $0.phases[index] : nil }
      let cycles = all.reduce(0) { $0 + $1.cycles }
      let bound = all.reduce(0) { $0 + $1.bound }
      phases.append([
        phase.name, "\(cycles)", "\(bound)", fixed(Double(cycles) / Double(max(bound, 1)), 3),
      ])
    }
    var commands = TextTable([
      "commands", "ACT", "PRE", "RD", "WR", "REF", "REFpb", "clocks active", "precharged",
    ])
    let all = reports.compactMap(\.commands)
    func append(_ name: String, _ counts: [CommandCounts]) {
      commands.append(
        [name]
          + [
            \CommandCounts.activates, \.precharges, \.reads, \.writes, \.refreshes, \.bankRefreshes,
            \.activeClocks,
            \.prechargedClocks,
          ].map { path in "\(counts.reduce(0) { $0 + $1[keyPath: path] })" })
    }
    for (index, phase) in (all.first?.phases ?? []).enumerated() {
      append(phase.name, all.map { $0.phases[index].counts })
    }
    if let first = all.first {
      append("all, \(first.channels) of \(first.device)", all.map(\.total))
    }
    var lines = ["engine \(reports.first?.engine ?? "")", "\(table)", "", "\(phases)"]
    if !all.isEmpty { lines += ["", "\(commands)"] }
    for report in reports {
      lines += report.mismatches.map { "\(report.source), \($0.text)" }
      lines += report.violations.map { "\(report.source), \($0)" }
    }
    return lines.joined(separator: "\n")
  }
}
