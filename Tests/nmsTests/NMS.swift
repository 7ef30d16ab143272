import Foundation
import TestSupport
import Testing

/// The built command, run as a user runs it, in a folder of its own.
struct NMS {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The program that was built with these tests.
  static let executable: URL = {
    let bundle = Bundle.allBundles.first { $0.bundleURL.pathExtension == "xctest" }?.bundleURL
    let built = (bundle ?? Bundle.main.executableURL)?.deletingLastPathComponent()
      .appendingPathComponent("nms")
    if let built, FileManager.default.isExecutableFile(atPath: built.path) { return built }
    return Package.root.appendingPathComponent(".build/debug/nms")
  }()

  /// Runs the command with arguments.
  func callAsFunction(
    _ arguments: String..., environment: [String: String?] = [:]
  ) throws -> Command.Outcome {
    try run(arguments, environment: environment)
  }

  /// Runs the command with arguments.
  func run(
    _ arguments: [String], environment: [String: String?] = [:]
  ) throws -> Command.Outcome {
    let outcome = try Command.run(
      [Self.executable.path] + arguments, in: folder.url, environment: environment)
    // Whatever happens, no user sees the inside of the runtime.
    #expect(!outcome.wasKilled)
    for trace in ["Fatal error", "Swift/", "Stack dump", "Thread 0", "error: Error"] {
      #expect(!outcome.text.contains(trace))
    }
    return outcome
  }

  /// Runs the command and expects nothing but one sentence on standard error.
  func expectFailure(
    _ status: Int32, _ sentence: String, _ arguments: String...,
    environment: [String: String?] = [:], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try run(arguments, environment: environment)
    #expect(outcome.status == status, sourceLocation: sourceLocation)
    #expect(outcome.output == "", sourceLocation: sourceLocation)
    #expect(outcome.errors == "nms: \(sentence)\n", sourceLocation: sourceLocation)
  }

  /// Runs the command and expects the sentence about wrong usage, exit code 64.
  func expectMisuse(
    _ sentence: String, _ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try run(arguments)
    #expect(outcome.status == 64, sourceLocation: sourceLocation)
    #expect(outcome.output == "", sourceLocation: sourceLocation)
    let first = outcome.errors.split(separator: "\n").first.map(String.init)
    #expect(first == "Error: \(sentence)", sourceLocation: sourceLocation)
  }
}
