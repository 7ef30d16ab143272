import ArgumentParser
import Configuration
import Cosimulation
import Datasets
import Foundation
import HDL
import Reports
import Simulation
import Verification

/// Tells how much of the hardware the cosimulation would miss.
struct MutateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mutate",
    abstract: "Put small changes into a unit's netlist and count those the cosimulation sees.",
    discussion: """
      Yosys spreads the changes over all cells of the netlist. Each is run in Verilator with the \
      cosimulation of the unit; for those that go unseen Yosys is asked for a proof that the changed \
      module does the same. Exit code 1 means that more than one in a hundred of the others survived.
      """)

  /// What is changed.
  enum Unit: String, CaseIterable, ExpressibleByArgument {
    /// The affinity unit with its search.
    case affinity
    /// The engine of the search alone.
    case search
    /// The distance unit.
    case distance
    /// The exemplar selector.
    case selection
    /// The embedding unit.
    case embedding
    /// The complete sampler.
    case top
  }

  @OptionGroup var options: ConfigurationOptions

  @Argument(help: "affinity, search, distance, selection, embedding or top.")
  var unit: Unit

  @Option(
    help:
      "differentialEvolution, bisection or fireworks; overrides the configuration.")
  var strategy: SearchConfiguration.Strategy?

  @Option(help: "Number of changes: 1 to 10000.")
  var mutants = 200

  @Option(help: "Chooses the changes.")
  var seed = 1

  @Flag(help: "Print the result as JSON.")
  var json = false

  func validate() throws {
    guard (1...10_000).contains(mutants) else {
      throw ValidationError("--mutants is \(mutants); choose 1 to 10000")
    }
  }

  func run() async throws {
    try await reportingFailures {
      var configuration = try options.load(default: "small")
      configuration.search.strategy = strategy ?? configuration.search.strategy
      let progress = ProgressReporter(isEnabled: !json)
      let outcomes =
        switch unit {
        case .affinity:
          try await AffinityMutation(configuration, count: mutants, seed: seed).run {
            progress.update($0, "mutants")
          }
        case .search:
          try await SearchMutation(configuration, count: mutants, seed: seed).run {
            progress.update($0, "mutants")
          }
        case .selection:
          try await SelectionMutation(configuration, count: mutants, seed: seed).run {
            progress.update($0, "mutants")
          }
        case .embedding:
          try await EmbeddingMutation(configuration, count: mutants, seed: seed).run {
            progress.update($0, "mutants")
          }
        case .top:
          try await SamplerMutation(configuration, count: mutants, seed: seed).run {
            progress.update($0, "mutants")
          }
        case .distance:
          try await DistanceMutation(configuration.distance, count: mutants, seed: seed).run {
            progress.update($0, "mutants")
          }
        }
      progress.finish()
      let survivors = outcomes.filter { $0.verdict == .survived }
      let killed = outcomes.count { $0.verdict == .killed }
      if json {
        try printJSON(outcomes)
      } else {
        for survivor in survivors { print("survived: \(survivor.mutant.text)") }
        let share = 100 * Double(killed) / Double(max(1, killed + survivors.count))
        print(
          "\(outcomes.count) mutants: \(killed) killed, "
            + "\(outcomes.count - killed - survivors.count) proven equivalent, "
            + "\(survivors.count) survived: \(fixed(share, 1)) % of those that differ are seen")
      }
      if survivors.count * 100 > killed + survivors.count { throw ExitCode(1) }
    }
  }
}
