import ArgumentParser
import Configuration
import Foundation
import MemoryDevices
import MemorySystem
import Reports

/// Compares methods by what they move and take in memory.
struct EnergyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "energy",
    abstract: "Compare methods by memory traffic and energy, with every assumption.",
    discussion: """
      Computed from sizes, for Fashion-MNIST, CIFAR-10 and a data set of the size of ImageNet-1K. With \
      --output also writes energy.html, its charts as SVG, energy.json and energy.txt.
      """)

  @OptionGroup var options: ConfigurationOptions

  @Option(help: "The memory across the board: a built-in device or a JSON file.")
  var far = "ddr4-2400"

  @Option(help: "The memory under the sampler: a built-in device or a JSON file.")
  var near = "wide-io-200"

  @Option(help: "Images kept, in per cent: 1 to 100.")
  var keep = EnergyAssumptions().keepPercentage

  @Option(help: "Epochs of training: 1 to 10000.")
  var epochs = EnergyAssumptions().epochs

  @Option(help: "Clock of the sampler in megahertz: 1 to 10000.")
  var clock = EnergyAssumptions().samplerMegahertz

  @Option(
    help: """
      Commands counted in hardware: a file of nms cosim top --memory dram --counts. Default: counts of \
      the preset edge on Wide I/O, built in.
      """)
  var counts: String?

  @Option(help: "Folder for the page and its charts.")
  var output: String?

  @Flag(help: "Print the result as JSON.")
  var json = false

  func validate() throws {
    for (name, value, range) in [
      ("keep", keep, 1...100), ("epochs", epochs, 1...10_000), ("clock", clock, 1...10_000),
    ] where !range.contains(value) {
      throw ValidationError(
        "--\(name) is \(value); choose \(range.lowerBound) to \(range.upperBound)")
    }
    if let output, output.isEmpty {
      throw ValidationError("--output is empty; name a folder, . for this one")
    }
  }

  func run() async throws {
    try await reportingFailures {
      var assumptions = EnergyAssumptions()
      assumptions.keepPercentage = keep
      assumptions.epochs = epochs
      assumptions.samplerMegahertz = clock
      let model = EnergyModel(
        far: try .named(far).withCurrents(), near: try .named(near).withCurrents(),
        configuration: try options.load(), assumptions: assumptions,
        counted: try counts.map(CountedTraffic.init(contentsOf:)) ?? .builtIn())
      let report = EnergyReport(
        EnergyComparison(
          model, lowPower: try .named("lpddr4-3200"), stack: try .named("hbm2-2000")))
      if json { try printJSON(report.comparison) } else { print(report.text, terminator: "") }
      if let output {
        let folder = URL(filePath: output)
        do {
          try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
          try report.write(to: folder)
        } catch {
          throw MemorySystemError(
            path: output,
            "cannot be written into; choose a folder that exists or can be made, and is writable")
        }
      }
    }
  }
}
