public import ArgumentParser
import Configuration
import Datasets
import Foundation
import Reports
public import Selection
import Verification

extension MapEngine: ExpressibleByArgument {}
extension MapSearch: ExpressibleByArgument {}
extension SelectionScope: ExpressibleByArgument {}
extension MapPerplexity: ExpressibleByArgument {
  /// Reads an argument.
  public init?(argument: String) { self.init(argument) }
}

/// Chooses the images of a dataset to train on.
struct SampleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample",
    abstract: "Choose the images of a dataset to train on.",
    discussion: """
      Writes OUTPUT/exemplars.csv, .json and .npy with the positions of the images chosen, and \
      OUTPUT/map.svg with the maps and the exemplars on them. The same input gives the same bytes.
      """)

  @OptionGroup var options: ConfigurationOptions

  @Option(
    help: "digits (embedded), or a path: IDX or CIFAR-10 folder, .npy file, folder of images.")
  var dataset = "digits"

  @Option(help: "Part of the data set: train or test.")
  var split: DatasetSplit?

  @Option(help: "Number of images, from the first; all without it.")
  var count: Int?

  @Option(help: "Share of the images to keep, above 0, at most 1.")
  var ratio = 0.1

  @Option(help: "Name of the method; --list-methods tells them.")
  var method = SelectionMethods.defaultName

  /// What computes.
  enum Engine: String, CaseIterable, ExpressibleByArgument {
    /// Floating point.
    case float
    /// The integers of the hardware.
    case fixed
    /// The Verilog of the sampler, in Verilator; the same files as `fixed`.
    case rtl
  }

  @Option(
    help: """
      What computes: float, fixed (integers as in hardware) or rtl (the hardware itself in Verilator; \
      methods refined-cells and grid).
      """)
  var engine = Engine.float

  @Option(help: "Perplexity of the maps: 2 to 4096, or auto.")
  var perplexity = MapPerplexity.value(30)

  @Option(
    help: "Search of the bandwidths: differential-evolution, bisection, newton or fireworks.")
  var search = MapSearch.differentialEvolution

  @Option(help: "Steps of gradient descent: 1 to 65535.")
  var iterations = 500

  @Option(help: "Choose in classes, or in the whole set.")
  var scope = SelectionScope.classes

  @Option(help: "Seed of everything random.")
  var seed: UInt64 = 1

  @Flag(inversion: .prefixedNo, help: "Draw the maps, even if the method looks at none.")
  var plot = true

  @Option(name: [.short, .long], help: "The folder to write; without it only the summary is told.")
  var output: String?

  @Flag(help: "Print the summary as JSON.")
  var json = false

  @Flag(help: "Print the names of the methods and what they do.")
  var listMethods = false

  func validate() throws {
    guard ratio > 0, ratio <= 1 else {
      throw ValidationError("--ratio is \(ratio); choose a value above 0 and at most 1")
    }
    if let count, count < 1 {
      throw ValidationError("--count is \(count); choose 1 or more")
    }
    guard output?.isEmpty != true else {
      throw ValidationError("--output is empty; name a folder, . for this one")
    }
    do throws(SelectionError) {
      _ = try SelectionMethods.named(method)
      guard engine != .rtl || SelectionRule(rawValue: method) != nil else {
        throw SelectionError(
          "method is \(method), which the hardware lacks; choose "
            + SelectionRule.allCases.map(\.rawValue).joined(separator: " or "))
      }
      try mapOptions(.edge).validate()
    } catch {
      throw ValidationError(error.description)
    }
  }

  func run() async throws {
    try await reportingFailures {
      if listMethods {
        let width = SelectionMethods.all.map(\.name.count).max() ?? 0
        for method in SelectionMethods.all {
          let padding = String(repeating: " ", count: width - method.name.count)
          print("\(method.name)\(padding)  \(method.abstract)")
        }
        return
      }
      let method = try SelectionMethods.named(method)
      let configuration = try options.load()
      var images = try Dataset.open(dataset, split: split)
      if let count { images = images.prefix(count) }
      let progress = ProgressReporter(isEnabled: !json)
      let exemplars = try exemplarCount(ratio: ratio, of: images.count)
      let sampling =
        if engine == .rtl, let rule = SelectionRule(rawValue: method.name) {
          try await HardwareSampling.run(
            dataset: images, count: exemplars, rule: rule, mapOptions: mapOptions(configuration),
            scope: scope, seed: seed
          ) { progress.update($0, "hardware") }
        } else {
          try Sampling(
            dataset: images, count: exemplars, method: method,
            mapOptions: mapOptions(configuration), isMapWanted: plot && output != nil,
            scope: scope, seed: seed
          ) { progress.update($0, "maps") }
        }
      progress.finish()
      let files =
        try output.map { try sampling.write(to: URL(fileURLWithPath: $0, isDirectory: true)) } ?? []
      let summary = SamplingSummary(sampling)
      if json {
        try printJSON(summary)
      } else {
        print(summary.text(classNames: images.classNames))
        let folder = URL(fileURLWithPath: output ?? ".", isDirectory: true)
        for file in files { print(folder.appendingPathComponent(file).relativePath) }
      }
    }
  }

  private func mapOptions(_ configuration: SamplerConfiguration) -> MapOptions {
    MapOptions(
      engine: engine == .float ? .float : .fixed, perplexity: perplexity, search: search,
      iterations: iterations,
      configuration: configuration)
  }
}
