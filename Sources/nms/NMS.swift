import ArgumentParser
import Verilog

/// The command `nms`.
@main
struct NMS: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nms",
    abstract: "Generates and verifies a near-memory sampling accelerator.",
    discussion: """
      Exit codes: 0 success, 1 hardware and model differ or a trace \
      breaks its protocol, 64 wrong usage, 65 bad data, 69 a tool \
      is missing, 70 internal fault.
      """,
    version: nmsVersion,
    subcommands: [
      SampleCommand.self, EvaluateCommand.self, AccuracyCommand.self, GenerateCommand.self,
      CosimCommand.self, MutateCommand.self, AreaCommand.self, TraceCommand.self,
      EnergyCommand.self, DoctorCommand.self,
    ])
}
