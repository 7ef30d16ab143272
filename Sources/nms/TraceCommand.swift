public import ArgumentParser
import DESNE
import Foundation
import MemoryDevices
public import MemorySystem
import Reports

extension MemoryTraffic.Pattern: ExpressibleByArgument {}

/// Command traces of memories.
struct TraceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Write, check and replay command traces of memories.",
    discussion: """
      A trace has a command a line: the clock, ACT, PRE, PREA, RD, WR, REF, REFB or END, then bank, \
      row and column as far as the command has them. The file - is standard input or output.
      """,
    subcommands: [TraceWriteCommand.self, TraceCheckCommand.self, TraceReplayCommand.self])
}

/// The options of all that read or write traces.
struct DeviceOption: ParsableArguments {
  @Option(
    help: "The memory: \(MemoryDevice.builtInNames.joined(separator: ", ")), or a JSON file.")
  var device = "wide-io-200"
}

/// Runs the bank scheduler and writes its commands.
struct TraceWriteCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "write", abstract: "Run the bank scheduler and write its commands.")

  @OptionGroup var device: DeviceOption

  @Option(
    help: "Requests: \(MemoryTraffic.Pattern.allCases.map(\.rawValue).joined(separator: ", ")).")
  var pattern = MemoryTraffic.Pattern.streamRead

  @Option(help: "Clocks: 1 to 1000000000.")
  var cycles = 10_000

  @Option(help: "Seed of random requests.")
  var seed: UInt64 = 1

  @Option(help: "The file; - for standard output.")
  var output = "-"

  func validate() throws {
    guard (1...1_000_000_000).contains(cycles) else {
      throw ValidationError("--cycles is \(cycles); choose 1 to 1000000000")
    }
    if output.isEmpty { throw ValidationError("--output is empty; name a file, - for the screen") }
  }

  func run() async throws {
    try await reportingFailures {
      let memory = try MemoryDevice.named(device.device)
      var random = Xorshift64(seed: seed)
      let traffic = MemoryTraffic(pattern, device: memory) { random.next(below: $0) }
      var run = SchedulerRun(memory, traffic: traffic)
      let file = try file()
      var writer = TraceWriter(
        comment: ["\(memory.name), \(pattern.rawValue), \(cycles) clocks, seed \(seed)"]
      ) { try file.write(contentsOf: $0) }
      do {
        try run.run(cycles: cycles, checksOrder: false) { try writer.write($0) }
        try writer.finish(at: run.scheduler.cycle)
      } catch {
        throw MemorySystemError(path: output, "cannot be written; choose a place with room for it")
      }
    }
  }

  private func file() throws -> FileHandle {
    if output == "-" { return .standardOutput }
    guard FileManager.default.createFile(atPath: output, contents: nil),
      let file = FileHandle(forWritingAtPath: output)
    else {
      throw MemorySystemError(path: output, "cannot be written; choose a file that may be written")
    }
    return file
  }
}

/// Checks a trace against the protocol of its memory.
struct TraceCheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check a trace against the protocol of its memory.",
    discussion: "Prints a sentence for each violation. The exit code is 1 if there is one.")

  @Argument(help: "The trace; - for standard input.")
  var trace: String

  @OptionGroup var device: DeviceOption

  @Option(help: "Violations to print: 0 to 1000000.")
  var limit = 20

  @Flag(help: "Print the result as JSON.")
  var json = false

  func validate() throws { try checkLimit(limit) }

  func run() async throws { try await replay(trace, device, limit, json) { $0.violationText } }
}

/// Checks a trace, counts its commands and sums its energy.
struct TraceReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Check a trace, count its commands and sum its energy.",
    discussion: "The exit code is 1 if the trace breaks the protocol.")

  @Argument(help: "The trace; - for standard input.")
  var trace: String

  @OptionGroup var device: DeviceOption

  @Option(help: "Violations to print: 0 to 1000000.")
  var limit = 20

  @Flag(help: "Print the result as JSON.")
  var json = false

  func validate() throws { try checkLimit(limit) }

  func run() async throws {
    try await replay(trace, device, limit, json, sumsEnergy: true) { $0.text }
  }
}

private func checkLimit(_ limit: Int) throws {
  guard (0...1_000_000).contains(limit) else {
    throw ValidationError("--limit is \(limit); choose 0 to 1000000")
  }
}

private func replay(
  _ trace: String, _ device: DeviceOption, _ limit: Int, _ json: Bool, sumsEnergy: Bool = false,
  _ text: (TraceReport) -> String
) async throws {
  try await reportingFailures {
    var memory = try MemoryDevice.named(device.device)
    if sumsEnergy { memory = try memory.withCurrents() }
    let report = TraceReport(
      try TraceReplay(TraceReader(path: trace), device: memory, limit: limit))
    if json { try printJSON(report) } else { print(text(report), terminator: "") }
    if report.violationCount > 0 { throw ExitCode(1) }
  }
}
