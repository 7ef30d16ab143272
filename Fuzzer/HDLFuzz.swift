import ArgumentParser
import Cosimulation
import Foundation
import Fuzzing

/// Makes random circuits, runs them on all engines and reports every disagreement.
@main
struct HDLFuzz: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hdl-fuzz",
    abstract: "Compare the engines of the hardware language on random circuits.",
    discussion: """
      Every bit of every output is compared in every cycle, and no engine may warn. A circuit with \
      a fault is made as small as possible and printed as Swift code.

      Exit codes: 0 no fault, 1 a fault, 64 wrong arguments, 69 a tool is missing, 70 a tool failed.
      """)

  /// How large the circuits are.
  enum Size: String, ExpressibleByArgument, CaseIterable {
    case small, medium, large

    var circuits: CircuitSize {
      switch self {
      case .small: .small
      case .medium: .medium
      case .large: .large
      }
    }
  }

  /// What the native simulator is compared with.
  enum Engine: String, ExpressibleByArgument, CaseIterable {
    case native, verilator, icarus, yosys
  }

  @Option(help: "Number of circuits.")
  var circuits = 1000

  @Option(help: "Seed of circuits and stimulus.")
  var seed: UInt64 = 1

  @Option(help: "Number of the first circuit.")
  var start = 0

  @Option(
    help: "How large the circuits are: \(Size.allCases.map(\.rawValue).joined(separator: ", ")).")
  var size = Size.medium

  @Option(help: "Cycles each circuit runs.")
  var cycles = 32

  @Option(
    parsing: .upToNextOption,
    help: """
      What the native simulator is compared with: verilator, icarus, yosys; native for no other, \
      which tells whether the language takes the circuits.
      """)
  var engines: [Engine] = [.verilator, .icarus, .yosys]

  @Option(help: "Batches that are worked on at a time.")
  var jobs = max(1, ProcessInfo.processInfo.activeProcessorCount)

  @Option(help: "Circuits that are built side by side.")
  var batch = 100

  @Option(help: "Let slang read one batch of so many; 0 for none.")
  var slang = 10

  @Flag(name: .customLong("print"), help: "Print the circuits as Swift code and run nothing.")
  var isPrinting = false

  func validate() throws {
    for (name, value, least) in [
      ("circuits", circuits, 1), ("start", start, 0), ("cycles", cycles, 1), ("jobs", jobs, 1),
      ("batch", batch, 1), ("slang", slang, 0),
    ] where value < least || value > 1 << 30 {
      throw ValidationError("--\(name) is \(value); give \(least) to \(1 << 30)")
    }
  }

  func run() async throws {
    var options = FuzzOptions(circuits: circuits, seed: seed)
    options.start = start
    options.size = size.circuits
    options.cycles = cycles
    options.jobs = jobs
    options.batchSize = batch
    options.slangInterval = slang
    let tools = Tools()
    let engines = engines.compactMap { engine -> FuzzEngine? in
      switch engine {
      case .native: nil
      case .verilator: FuzzEngine.verilator(tools)
      case .icarus: FuzzEngine.icarus(tools)
      case .yosys: FuzzEngine.yosys(tools)
      }
    }
    let campaign = FuzzCampaign(options, engines: engines, slangTools: tools)
    if isPrinting {
      for number in start..<start + circuits {
        print(campaign.recipe(number).swiftCode(named: "Circuit\(number)"))
      }
      return
    }
    let clock = ContinuousClock()
    let begin = clock.now
    let report: FuzzReport
    do {
      report = try await campaign.run { report in
        let done = report.coverage.circuits
        let rate = Double(done) / max(0.001, (clock.now - begin).seconds)
        let text =
          "\(done) of \(report.options.circuits) circuits, \(rate.rounded(toPlaces: 1)) a second, "
          + "\(report.findings.count) faults\n"
        FileHandle.standardError.write(Data(text.utf8))
      }
    } catch {
      FileHandle.standardError.write(Data("hdl-fuzz: \(error)\n".utf8))
      throw ExitCode((error as? CosimulationError)?.kind == .missingTool ? 69 : 70)
    }
    for finding in report.findings { print(finding.description) }
    print(report.summary)
    let seconds = (clock.now - begin).seconds
    print(
      "time          \(seconds.rounded(toPlaces: 1)) s, "
        + "\((Double(report.coverage.circuits) / seconds).rounded(toPlaces: 2)) circuits a second")
    if !report.findings.isEmpty { throw ExitCode(1) }
  }
}

extension Duration {
  /// The duration in seconds.
  fileprivate var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}

extension Double {
  /// The number in decimal with some digits after the point.
  fileprivate func rounded(toPlaces places: Int) -> String { String(format: "%.\(places)f", self) }
}
