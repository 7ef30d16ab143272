public import ArgumentParser
import Configuration
import Foundation
import HDL
import Reports
import Simulation
public import Verification

extension SearchFault: ExpressibleByArgument {}

/// Compares the search engines with their model on errors from made-up curves and rows.
struct CosimSearchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Compare the search engines with their model on random curves of errors.",
    discussion: """
      Every candidate, the best evaluation after every generation and what is found are compared. \
      The first engine of each strategy is the configured one, others have random populations, \
      generations, mutations, bounds and tolerances. Exit code 1 means a mismatch.
      """)

  @OptionGroup var options: ConfigurationOptions

  @Option(
    help:
      "differentialEvolution, bisection or fireworks. Default: all three.")
  var strategy: SearchConfiguration.Strategy?

  @Option(help: "native, verilator or icarus.")
  var engine = SimulationEngine.native

  @Option(help: "Search engines of each strategy. Default: 16, of which the others build only 2.")
  var variants: Int?

  @Option(help: "Searches of each engine.")
  var runs = 100

  @Option(help: "Seed of the sizes, the curves, the searches and the pauses.")
  var seed: UInt64 = 1

  @Flag(inversion: .prefixedNo, help: "Hold candidates and delay evaluations at random.")
  var stalls = true

  @Flag(inversion: .prefixedNo, help: "Start about half of the searches in the middle of another.")
  var restarts = true

  @Option(
    help: "Let the testbench make a mistake: opposite-error or wrong-reciprocal.")
  var fault: SearchFault?

  @Flag(help: "Print the result as JSON.")
  var json = false

  func validate() throws {
    guard (1...1_000_000).contains(runs) else {
      throw ValidationError("--runs is \(runs); choose 1 to 1000000")
    }
    guard (1...1_000).contains(variants ?? 1) else {
      throw ValidationError("--variants is \(variants ?? 1); choose 1 to 1000")
    }
  }

  func run() async throws {
    try await reportingFailures {
      let strategies = strategy.map { [$0] } ?? SearchConfiguration.Strategy.allCases
      let check = try SearchCosimulation(
        configuration: options.load(default: "small"), strategies: strategies,
        engines: variants ?? (engine == .native ? 16 : 2), searches: runs,
        stimulus: .init(seed: seed, hasStalls: stalls, hasRestarts: restarts, fault: fault))
      let progress = ProgressReporter(isEnabled: !json)
      let clock = ContinuousClock()
      var duration = Duration.zero
      var reports: [SearchReport] = []
      for (number, configuration) in check.configurations.enumerated() {
        let design = try SearchCosimulation.design(configuration)
        let simulator = try await engine.simulator(of: design, isTracing: false)
        let name = Self.name(of: configuration.search)
        let start = clock.now
        reports.append(try check.run(number, on: simulator) { progress.update($0, name) })
        duration += clock.now - start
      }
      progress.finish()
      let output = Output(reports, strategies)
      if json {
        try printJSON(output)
      } else {
        print(text(output))
        let cycles = reports.reduce(0) { $0 + $1.cycles }
        print("\(cycles) cycles in \(fixed(duration / .seconds(1), 2)) s")
        print(output.isClean ? "no mismatch" : "MISMATCH")
      }
      if !output.isClean { throw ExitCode(1) }
    }
  }

  private struct Output: Encodable {
    var isClean: Bool
    var reports: [SearchReport]
    var covered: Int
    var notCovered: [String]

    init(_ reports: [SearchReport], _ strategies: [SearchConfiguration.Strategy]) {
      isClean = reports.allSatisfy(\.isClean)
      self.reports = reports
      var coverage = SearchCoverage()
      for report in reports { coverage.add(report.coverage) }
      let (missing, count) = coverage.missing(strategies)
      covered = count - missing.count
      notCovered = missing.map(\.rawValue)
    }
  }

  private func text(_ output: Output) -> String {
    var table = TextTable([
      "engine", "generations", "searches", "restarts", "candidates", "cycles", "mismatches",
    ])
    for report in output.reports {
      table.append([
        Self.name(of: report.configuration), "\(report.configuration.generations)",
        "\(report.searches)", "\(report.restarts)", "\(report.candidates)", "\(report.cycles)",
        "\(report.mismatches.count)",
      ])
    }
    var lines = ["simulator \(engine.rawValue)", "\(table)"]
    for report in output.reports {
      lines += report.mismatches.map { "\(Self.name(of: report.configuration)), \($0.text)" }
    }
    let all = output.covered + output.notCovered.count
    lines.append(
      "covered \(output.covered) of \(all)"
        + (output.notCovered.isEmpty
          ? "" : "; missing: \(output.notCovered.joined(separator: ", "))"))
    return lines.joined(separator: "\n")
  }

  private static func name(of search: SearchConfiguration) -> String {
    switch search.strategy {
    case .differentialEvolution:
      "differentialEvolution \(search.mutation.rawValue) \(search.population)"
    case .bisection: "bisection \(search.bisectionBits) bits"
    case .fireworks: "fireworks \(search.population)"
    }
  }
}
