import Foundation
import Subprocess

/// The result of one run of a tool.
package struct ToolRun: Sendable {
  package var succeeded: Bool
  /// Exit code or signal in words, for a message.
  package var status: String
  package var output: String
  package var errors: String

  /// Both streams, errors first, without empty lines.
  package var text: String {
    (errors + "\n" + output).split(separator: "\n").joined(separator: "\n")
  }

  /// The first lines of the output that matter, at most `count`.
  package func firstLines(_ count: Int = 12) -> String {
    let lines = text.split(separator: "\n")
    let shown = lines.prefix(count).joined(separator: "\n")
    return lines.count > count ? shown + "\n... (\(lines.count - count) more lines)" : shown
  }

  /// Runs the program at `path` to its end.
  ///
  /// - Parameter environment: variables to set, or to remove where the value is `nil`.
  package static func run(
    _ path: String, _ arguments: [String], folder: String? = nil,
    environment: [String: String?] = [:]
  ) async throws(CosimulationError) -> ToolRun {
    // Enough for the warnings of a large design; more is cut by the tools themselves.
    let limit = 1 << 24
    var overrides: [Environment.Key: String?] = [:]
    for (name, value) in environment { overrides[Environment.Key(stringLiteral: name)] = value }
    await ToolGate.shared.enter()
    let outcome: Result<ToolRun, any Error>
    do {
      let result = try await Subprocess.run(
        .path(.init(path)), arguments: Arguments(arguments),
        environment: .inherit.updating(overrides),
        workingDirectory: folder.map { .init($0) },
        output: .string(limit: limit), error: .string(limit: limit))
      outcome = .success(
        ToolRun(
          succeeded: result.terminationStatus.isSuccess,
          status: result.terminationStatus.description, output: result.standardOutput,
          errors: result.standardError))
    } catch {
      outcome = .failure(error)
    }
    await ToolGate.shared.leave()
    do {
      return try outcome.get()
    } catch {
      throw CosimulationError(
        .internal, "`\(path)` could not be run; check that it is an executable for this machine",
        details: "\(error)")
    }
  }
}
