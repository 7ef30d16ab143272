import ArgumentParser
import Configuration
import DESNE
import Datasets
import Foundation
import Reports

/// Compares the fixed-point model with the floating-point reference.
struct AccuracyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accuracy",
    abstract: "Compare the fixed-point model with floating point, signal by signal and run by run.",
    discussion: """
      Prints tables; with --output also writes accuracy.html, its charts as SVG and accuracy.json. \
      Sweeps vary every format and take minutes.
      """)

  @OptionGroup var options: ConfigurationOptions

  @Option(
    help: "digits (embedded), or a path: IDX or CIFAR-10 folder, .npy file, folder of images.")
  var dataset = "digits"

  @Option(help: "Part of the data set: train or test.")
  var split: DatasetSplit?

  @Option(name: .customLong("class"), help: "Take only images of this class.")
  var label: Int?

  @Option(help: "Number of images, from the first: 8 to 4096.")
  var count = 256

  @Option(help: "Number of whole runs: 1 to 100.")
  var seeds = 3

  @Flag(inversion: .prefixedNo, help: "Vary every format.")
  var sweeps = false

  @Option(help: "Threads; 0 is one per core. No figure depends on it.")
  var threads = 0

  @Option(help: "Folder for the page and its charts.")
  var output: String?

  func validate() throws {
    guard (8...4_096).contains(count) else {
      throw ValidationError("--count is \(count); choose 8 to 4096")
    }
    guard (1...100).contains(seeds) else {
      throw ValidationError("--seeds is \(seeds); choose 1 to 100")
    }
    guard (0...1_024).contains(threads) else {
      throw ValidationError("--threads is \(threads); choose 0 to 1024")
    }
    if let output, output.isEmpty {
      throw ValidationError("--output is empty; name a folder, . for this one")
    }
  }

  func run() async throws {
    try await reportingFailures {
      let configuration = try options.load()
      var images = try Dataset.open(dataset, split: split)
      if let label { images = try images.subset(class: label) }
      images = images.prefix(count)
      var source = dataset == "digits" ? "the embedded digits" : dataset
      if let label { source += ", class \(label)" }
      let numbers = (1...UInt64(seeds)).map { $0 }
      let report = try AccuracyReport(
        images, source: source, configuration: configuration,
        options: .init(
          seeds: numbers, sweepsFormats: sweeps, sweepSeeds: Array(numbers.prefix(3)),
          threads: threads)
      ) { FileHandle.standardError.write(Data("measuring \($0)\n".utf8)) }
      print(report.text, terminator: "")
      if let output { try write(report, to: output) }
    }
  }

  private func write(_ report: AccuracyReport, to folder: String) throws {
    let url = URL(fileURLWithPath: folder, isDirectory: true)
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      func write(_ data: Data, _ name: String) throws {
        try data.write(to: url.appendingPathComponent(name))
      }
      try write(Data(report.html.utf8), "accuracy.html")
      for chart in report.charts { try write(Data(chart.svg.utf8), "\(chart.name).svg") }
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      try write(try encoder.encode(report), "accuracy.json")
    } catch {
      throw ConfigurationError(
        "cannot write into \(folder); choose a folder that exists or can be made, and is writable")
    }
  }
}
