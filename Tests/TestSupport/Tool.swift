public import Foundation

/// A program of the Verilog flow, called as a user would.
public struct Tool: Sendable, CustomStringConvertible {
  /// What it is called in messages.
  public let name: String
  /// What to run to learn whether it is there.
  let probe: [String]

  /// The Verilog to C++ compiler, as a linter too.
  public static let verilator = Tool(name: "verilator", probe: ["verilator", "--version"])
  /// The Verilog interpreter.
  public static let icarus = Tool(name: "iverilog", probe: ["iverilog", "-V"])
  /// The synthesiser.
  public static let yosys = Tool(name: "yosys", probe: ["yosys", "-V"])
  /// The strict front end.
  public static let slang = Tool(
    name: "pyslang", probe: ["python3", "-c", "import pyslang.driver"])
  /// A compiler of SystemRDL.
  public static let systemRDL = Tool(
    name: "systemrdl-compiler", probe: ["python3", "-c", "import systemrdl"])

  /// The name.
  public var description: String { name }

  /// Whether tests that need the tool run: it is there, or this is CI, where its absence is a
  /// failure.
  public var isExpected: Bool {
    ProcessInfo.processInfo.environment["CI"] != nil || (try? Command.run(probe))?.status == 0
  }
}

/// Runs programs.
public enum Command {
  /// Exit status and both outputs.
  public struct Outcome: Sendable {
    /// The exit status, or the number of the signal that ended the program.
    public var status: Int32
    /// Whether a signal ended the program.
    public var wasKilled: Bool
    /// Standard output.
    public var output: String
    /// Standard error.
    public var errors: String

    /// Both outputs, the standard one first.
    public var text: String { output + errors }
  }

  /// Runs a command found through `PATH`.
  ///
  /// - Parameters:
  ///   - command: Name or path, then the arguments.
  ///   - folder: Where it runs.
  ///   - environment: Variables to set, or with `nil` to remove.
  /// - Throws: when it cannot be started.
  public static func run(
    _ command: [String], in folder: URL? = nil, environment: [String: String?] = [:]
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    if let folder { process.currentDirectoryURL = folder }
    var variables = ProcessInfo.processInfo.environment
    for (name, value) in environment { variables[name] = value }
    process.environment = variables
    process.standardInput = FileHandle.nullDevice
    // Files and not pipes: a full pipe would stop a program that writes to the other one.
    let captures = try TemporaryFolder()
    let outputs = try ["output", "errors"].map { name in
      let url = captures.url.appendingPathComponent(name)
      try Data().write(to: url)
      return (url: url, handle: try FileHandle(forWritingTo: url))
    }
    process.standardOutput = outputs[0].handle
    process.standardError = outputs[1].handle
    try process.run()
    process.waitUntilExit()
    let texts = try outputs.map { output in
      try output.handle.close()
      return String(decoding: try Data(contentsOf: output.url), as: UTF8.self)
    }
    return Outcome(
      status: process.terminationStatus, wasKilled: process.terminationReason == .uncaughtSignal,
      output: texts[0], errors: texts[1])
  }
}
