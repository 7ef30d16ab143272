import ArgumentParser
import Cosimulation

/// Tells which tools are there.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Tell which tools are there, their versions, and how to get what is missing.")

  @Flag(help: "Print the report as JSON.")
  var json = false

  func run() async throws {
    try await reportingFailures {
      let report = await Toolchain().report()
      if json {
        try printJSON(report)
      } else {
        print(report.text, terminator: "")
      }
    }
  }
}
