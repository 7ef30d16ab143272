import Accelerator
import ArgumentParser
import Configuration
import Foundation
import HDL
import MemoryDevices
import RegisterMap
import Verilog

/// Writes the Verilog of a configuration.
struct GenerateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Write the Verilog of a configuration.",
    discussion: """
      Writes OUTPUT/rtl with one file a module, a file list files.f, line maps to the Swift source \
      and the configuration itself. The same configuration gives the same bytes everywhere.
      With --unit sampler, the whole accelerator, OUTPUT/include holds its registers as a C header, \
      SystemRDL and Markdown.
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
    /// The scheduler of one channel of DRAM.
    case scheduler
    /// The whole sampler.
    case sampler
  }

  @Option(help: "distance, affinity, selection, embedding, scheduler or sampler.")
  var unit = Unit.distance

  @Option(
    help: """
      The memory of the scheduler: \(MemoryDevice.builtInNames.joined(separator: ", ")), or a JSON \
      file. Default: that of the configuration.
      """)
  var device: String?

  @Option(
    name: [.short, .long],
    help: "The folder below which rtl/, and include/ for the sampler, are written.")
  var output: String

  @Flag(help: "Print the list of files as JSON.")
  var json = false

  func validate() throws {
    guard !output.isEmpty else {
      throw ValidationError("--output is empty; name a folder, . for this one")
    }
    if device != nil, unit != .scheduler {
      throw ValidationError("--device is of the scheduler; add --unit scheduler")
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
        case .scheduler:
          try elaborate(
            DRAMScheduler(MemoryDevice.named(device ?? configuration.memory.device), tagBits: 4))
        case .sampler: try Self.sampler(configuration)
        }
      let folder = URL(fileURLWithPath: output, isDirectory: true)
      var files = [("rtl/configuration.yaml", configuration.yaml)]
      if unit == .sampler {
        let map = SamplerRegisters(configuration).map
        let stem = "include/\(map.name)_registers"
        files += [
          ("\(stem).h", try map.cHeader()), ("\(stem).rdl", try map.systemRDL()),
          ("\(stem).md", try map.markdown()),
        ]
      }
      var paths = try emitVerilog(design).write(to: folder)
      for (path, text) in files {
        try Self.write(text, to: folder.appendingPathComponent(path))
        paths.append(path)
      }
      if json {
        try printJSON(Output(top: design.top.name, configuration: configuration, files: paths))
      } else {
        print("top module \(design.top.name), configuration \(configuration.name)")
        for path in paths { print(folder.appendingPathComponent(path).relativePath) }
      }
    }
  }

  private static func sampler(_ configuration: SamplerConfiguration) throws -> Design {
    try configuration.validateSampler()
    return try elaborate(Sampler(configuration))
  }

  private static func write(_ text: String, to file: URL) throws(VerilogFileError) {
    do {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file, options: .atomic)
    } catch {
      throw VerilogFileError(path: file.path)
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
