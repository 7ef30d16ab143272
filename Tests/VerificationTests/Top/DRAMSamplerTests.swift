import Accelerator
import Configuration
import Datasets
import HDL
import Simulation
import TestSupport
import Testing
import Verification
import Verilog

@Suite("Sampler on DRAM")
struct DRAMSamplerTests {
  /// A sampler for so many images behind some channels of Wide I/O.
  static func configuration(points: Int, lanes: Int = 32) throws -> SamplerConfiguration {
    var configuration = try SamplerConfiguration.preset("small")
    configuration.affinity.maximumPoints = points
    configuration.distance.lanes = lanes
    configuration.distance.queries = 16
    configuration.memory.backEnd = .dram
    configuration.memory.channels = max(1, lanes / 16)
    return configuration
  }

  static func run(
    _ configuration: SamplerConfiguration, count: Int, iterations: Int = 6
  ) throws -> SamplerRun {
    try SamplerRun(
      configuration, source: "digits", images: Dataset.open("digits").prefix(count),
      rule: .refinedCells, exemplars: max(1, count / 4), iterations: iterations, seed: 5)
  }

  /// A run with its commands; what is wrong with it.
  static func check(_ testbench: SamplerTestbench) throws -> SamplerReport {
    let report = try testbench.run()
    #expect(report.mismatches.map(\.text) == [])
    #expect(report.violations == [])
    let commands = try #require(report.commands)
    #expect(min(commands.total.reads, commands.total.writes, commands.total.activates) > 0)
    let phases = commands.phases.map(\.counts)
    #expect(phases.reduce(0) { $0 + $1.reads } == commands.total.reads)
    #expect(phases.reduce(0) { $0 + $1.writes } == commands.total.writes)
    // Every clock of every channel is counted once.
    for (phase, cycles) in zip(phases, report.phases) {
      #expect(phase.clocks == cycles.cycles * commands.channels)
    }
    return report
  }

  @Test("gives the model's results in the interpreter", arguments: [16, 64])
  func native(lanes: Int) throws {
    let configuration = try Self.configuration(points: 32, lanes: lanes)
    let simulator = NativeSimulator(try elaborate(Sampler(configuration)))
    let testbench = try SamplerTestbench(
      on: simulator, Self.run(configuration, count: 9, iterations: 2),
      .init(seed: 3, hasStalls: false))
    try testbench.reset()
    _ = try Self.check(testbench)
  }

  @Test("gives the model's results run after run, also after it was stopped at any time")
  func stops() async throws {
    let configuration = try Self.configuration(points: 128)
    let simulator = try await Engines.start(.verilator, elaborate(Sampler(configuration)))
    let testbench = try SamplerTestbench(
      on: simulator, Self.run(configuration, count: 33), .init(seed: 3, hasStalls: true))
    try testbench.reset()
    for cycles in [1, 40, 300, 1_100, 2_500, 7_000] {
      try testbench.stop(after: cycles)
      #expect(testbench.differences == [])
    }
    _ = try Self.check(testbench)
    _ = try Self.check(testbench)
  }

  /// A hundred images of one class.
  private func check(_ path: String) async throws {
    let configuration = try Self.configuration(points: 128)
    let check = try SamplerCosimulation(
      Self.shortened(configuration), dataset: Dataset.open(path), label: 3, count: 100,
      exemplars: { $0 / 10 }, rule: .refinedCells, seed: 1,
      stimulus: .init(seed: 1, hasStalls: false))
    let simulator = try await Engines.start(.verilator, elaborate(Sampler(configuration)))
    let reports = try check.run(on: simulator)
    #expect(reports.flatMap(\.mismatches).map(\.text) == [])
    #expect(reports.flatMap(\.violations) == [])
    let report = try #require(reports.first)
    #expect(report.points == 100)
    #expect((report.commands?.total.reads ?? 0) > 10_000)
    #expect((report.commands?.total.refreshes ?? 0) > 100)
  }

  private static func shortened(_ configuration: SamplerConfiguration) -> SamplerConfiguration {
    var result = configuration
    result.embedding.iterations = 40
    return result
  }

  @Test("a hundred embedded digits agree")
  func digits() async throws { try await check("digits") }

  @Test(
    "a hundred real images agree",
    .enabled(if: RealImages.areExpected, "the folder of real images is not there"),
    arguments: ["fashion-mnist", "cifar-10"])
  func images(set: String) async throws { try await check("\(RealImages.folder)/\(set)") }

  @Test("has no warning in any linter", arguments: TestSupport.Tool.linters)
  func lint(tool: TestSupport.Tool) throws {
    let design = try elaborate(Sampler(Self.configuration(points: 64, lanes: 16)))
    #expect(try tool.complaints(about: emitVerilog(design).design) == "")
  }

  @Test("refuses memories that do not fit")
  func refused() throws {
    var configuration = try Self.configuration(points: 64)
    configuration.memory.device = "wide-io-300"
    #expect(throws: ConfigurationError.self) { try configuration.validateSampler() }
    configuration.memory.device = "wide-io-200"
    configuration.distance.lanes = 256
    configuration.memory.channels = 2
    #expect(throws: ConfigurationError.self) { try configuration.validateSampler() }
  }
}
