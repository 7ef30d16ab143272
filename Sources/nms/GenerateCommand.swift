import Accelerator
import ArgumentParser
import Configuration
import Foundation
import HDL
import Verilog

/// Writes the Verilog of a configuration.
struct GenerateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Write the Verilog of a configuration.",
    discussion: """
      Writes OUTPUT/rtl with one file a module, a file list files.f, line maps to the Swift source \
      and the configuration itself. The same configuration gives the same bytes everywhere.
      """)

  @OptionGroup var options: ConfigurationOptions

  /// What is written.
  enum Unit: String, CaseIterable, ExpressibleByArgument {
    /// The distance unit.
    case distance
    /// The affinity unit with its search.
    case affinity
    /// The exemplar selector.
    case selection
    /// The embedding unit.
    case embedding
  }

  @Option(help: "distance, affinity, selection or embedding.")
  var unit = Unit.distance

  @Option(name: [.short, .long], help: "The folder below which rtl/ is written.")
  var output: String

  @Flag(help: "Print the list of files as JSON.")
  var json = false

  func validate() throws {
    guard !output.isEmpty else {
      throw ValidationError("--output is empty; name a folder, . for this one")
    }
  }

  func run() async throws {
    try await reportingFailures {
      let configuration = try options.load()
      let design =
        switch unit {
        case .distance: try elaborate(DistanceUnit(configuration.distance))
        case .affinity: try elaborate(AffinityUnit(configuration))
        case .selection: try elaborate(ExemplarSelector(configuration))
        case .embedding: try elaborate(EmbeddingUnit(configuration))
        }
      let folder = URL(fileURLWithPath: output, isDirectory: true)
      var paths = try emitVerilog(design).write(to: folder)
      let path = "rtl/configuration.yaml"
      do {
        try Data(configuration.yaml.utf8)
          .write(to: folder.appendingPathComponent(path), options: .atomic)
      } catch {
        throw VerilogFileError(path: folder.appendingPathComponent(path).path)
      }
      paths.append(path)
      if json {
        try printJSON(Output(top: design.top.name, configuration: configuration, files: paths))
      } else {
        print("top module \(design.top.name), configuration \(configuration.name)")
        for path in paths { print(folder.appendingPathComponent(path).relativePath) }
      }
    }
  }

  private struct Output: Encodable {
    var top: String
    var configuration: SamplerConfiguration
    var files: [String]
  }
}

/// Prints a value as JSON with sorted keys.
func printJSON(_ value: some Encodable) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  print(String(decoding: try encoder.encode(value), as: UTF8.self))
}
