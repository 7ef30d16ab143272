import Foundation
import Testing

/// A program of the Verilog flow, called as a user would.
struct Tool: Sendable, CustomStringConvertible {
  let name: String
  /// What to run to learn whether it is there.
  let probe: [String]

  static let verilator = Tool(name: "verilator", probe: ["verilator", "--version"])
  static let icarus = Tool(name: "iverilog", probe: ["iverilog", "-V"])
  static let yosys = Tool(name: "yosys", probe: ["yosys", "-V"])
  static let slang = Tool(name: "pyslang", probe: ["python3", "-c", "import pyslang.driver"])

  var description: String { name }

  /// Whether tests that need the tool run: it is there, or this is CI, where its absence is a
  /// failure.
  var isExpected: Bool {
    ProcessInfo.processInfo.environment["CI"] != nil || (try? Tool.run(probe))?.status == 0
  }

  /// Ends the test or the test case as skipped, by name, where the tool is missing and may be.
  func skipIfMissing() throws {
    if !isExpected { try Test.cancel("\(name) is not installed") }
  }

  /// Exit status and both outputs, in the order in which they were written.
  struct Outcome {
    var status: Int32
    var output: String
  }

  /// Runs a command found through `PATH`.
  ///
  /// - Throws: when it cannot be started.
  static func run(_ command: [String], in folder: URL? = nil) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    if let folder { process.currentDirectoryURL = folder }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: String(decoding: data, as: UTF8.self))
  }
}

/// Runs a body with a folder of its own and removes it afterwards.
func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("VerilogTests-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}
