import ArgumentParser
import Configuration
import Foundation
import MemoryDevices
import MemorySystem
import Reports
import Simulation
import Verification

/// Compares the DRAM scheduler with its model.
struct CosimSchedulerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scheduler",
    abstract: "Compare the DRAM scheduler with its model, clock for clock.",
    discussion: """
      Requests go to hardware and model alike; compared in every clock are the command pins, the \
      request served, whether one would be taken and whether one waits. A checker of the memory's \
      protocol and a scoreboard of the requests look at the hardware's pins alone. Exit code 1 means \
      that anything differs or breaks a rule.
      """)

  @OptionGroup var device: DeviceOption

  @Option(help: "Clocks with requests: 1 to 1000000000.")
  var cycles = 100_000

  @Option(
    help: """
      Requests: \(MemoryTraffic.Pattern.allCases.map(\.rawValue).joined(separator: ", ")). \
      Default: all, one after the other.
      """)
  var traffic: MemoryTraffic.Pattern?

  @Option(help: "native, verilator or icarus.")
  var engine = SimulationEngine.verilator

  @Option(help: "Seed of random requests.")
  var seed: UInt64 = 1

  @Option(help: "Write the results as JUnit XML.")
  var junit: String?

  @Option(help: "Write a VCD file of all signals.")
  var waves: String?

  @Flag(help: "Print the result as JSON.")
  var json = false

  func validate() throws {
    guard (1...1_000_000_000).contains(cycles) else {
      throw ValidationError("--cycles is \(cycles); choose 1 to 1000000000")
    }
    if waves != nil, traffic == nil {
      throw ValidationError("--waves shows one run; choose its --traffic")
    }
  }

  func run() async throws {
    try await reportingFailures {
      let memory = try MemoryDevice.named(device.device)
      let design = try SchedulerTestbench.design(memory)
      try createWaves(waves)
      let patterns = traffic.map { [$0] } ?? MemoryTraffic.Pattern.allCases
      let progress = ProgressReporter(isEnabled: !json)
      let clock = ContinuousClock()
      var seconds = 0.0
      var reports: [SchedulerReport] = []
      for pattern in patterns {
        let simulator = try await engine.simulator(of: design, isTracing: waves != nil)
        if let waves { try simulator.startTrace(path: waves) }
        let start = clock.now
        let testbench = SchedulerTestbench(
          device: memory, traffic: pattern, seed: seed, cycles: cycles)
        reports.append(
          try testbench.run(on: simulator) { progress.update($0, pattern.rawValue) })
        seconds += (clock.now - start) / .seconds(1)
        try simulator.stopTrace()
      }
      progress.finish()
      if let junit { try Self.write(reports, to: junit) }
      let isClean = reports.allSatisfy(\.isClean)
      if json {
        try printJSON(Output(isClean: isClean, runs: reports))
      } else {
        print(Self.text(reports))
        print("\(reports.reduce(0) { $0 + $1.cycles }) clocks in \(fixed(seconds, 2)) s")
        print(isClean ? "no mismatch" : "MISMATCH")
      }
      if !isClean { throw ExitCode(1) }
    }
  }

  private struct Output: Encodable {
    var isClean: Bool
    var runs: [SchedulerReport]
  }

  private static func write(_ reports: [SchedulerReport], to path: String) throws {
    let report = JUnitReport(
      suite: "nms cosim scheduler",
      cases: reports.map {
        JUnitReport.Case(
          name: "\($0.device) \($0.traffic.rawValue)", failures: $0.failures,
          output: ["\($0.cycles) clocks, \($0.served) requests served"])
      })
    do {
      try Data(report.xml.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw ConfigurationError("\(path) cannot be written; name a file in a folder that exists")
    }
  }

  private static func text(_ reports: [SchedulerReport]) -> String {
    var table = TextTable([
      "traffic", "clocks", "requests", "ACT", "RD", "WR", "PRE", "REF", "REFB",
      "data bus", "beside refresh", "violations", "mistakes", "mismatches",
    ])
    for report in reports {
      let counts = report.counts
      table.append([
        report.traffic.rawValue, "\(report.cycles)", "\(report.served)", "\(counts.activates)",
        "\(counts.reads)", "\(counts.writes)", "\(counts.precharges)", "\(counts.refreshes)",
        "\(counts.bankRefreshes)",
        "\(fixed(100 * report.dataBusUse, 2)) %",
        "\(fixed(100 * report.dataBusUseBesideRefresh, 2)) %", "\(report.violationCount)",
        "\(report.mistakeCount)", "\(report.mismatchCount)",
      ])
    }
    let first = reports.first
    var lines = ["engine \(first?.engine ?? ""), memory \(first?.device ?? "")", "\(table)"]
    for report in reports {
      lines += report.failures.map { "\(report.traffic.rawValue), \($0)" }
    }
    return lines.joined(separator: "\n")
  }
}
