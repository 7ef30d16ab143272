import Accelerator
import Configuration
import DESNE
import Datasets
import HDL
import TestSupport
import Testing
import RegisterMap
import Verification
import Verilog

@Suite("Sampler with its memory on an AXI4 bus")
struct AXI4SamplerTests {
  private func configuration(points: Int) throws -> SamplerConfiguration {
    var configuration = try SamplerConfiguration.preset("small")
    configuration.affinity.maximumPoints = points
    configuration.memory.backEnd = .axi4
    return configuration
  }

  private func run(
    _ configuration: SamplerConfiguration, count: Int, iterations: Int = 4
  ) throws -> SamplerRun {
    try SamplerRun(
      configuration, source: "digits", images: Dataset.open("digits").prefix(count),
      rule: .refinedCells, exemplars: max(1, count / 4), iterations: iterations, seed: 3)
  }

  @Test(
    "a hundred images give the model's results, with pauses and without",
    arguments: [false, true])
  func images(hasStalls: Bool) async throws {
    let configuration = try configuration(points: 128)
    let simulator = try await Engines.start(.verilator, elaborate(Sampler(configuration)))
    for (number, count) in [100, 1, 37].enumerated() {
      let testbench = try SamplerTestbench(
        on: simulator, run(configuration, count: count),
        .init(seed: UInt64(number) + 1, hasStalls: hasStalls))
      if number == 0 { try testbench.reset() }
      let report = try testbench.run()
      #expect(report.mismatches.map(\.text) == [], "\(count) images")
      #expect(report.violations == [], "\(count) images")
    }
  }

  @Test("the interpreter agrees, also with a bus of 32 and 64 address bits", arguments: [32, 64])
  func native(addressBits: Int) async throws {
    var configuration = try configuration(points: 128)
    configuration.memory.addressBits = addressBits
    // Few passes over the rows: the interpreter is slow.
    configuration.search.strategy = .bisection
    let simulator = try await Engines.start(.native, elaborate(Sampler(configuration)))
    let count = addressBits == 32 ? 100 : 9
    let testbench = try SamplerTestbench(
      on: simulator, run(configuration, count: count, iterations: 2),
      .init(seed: 8, hasStalls: true))
    try testbench.reset()
    let report = try testbench.run()
    #expect(report.mismatches.map(\.text) == [])
    #expect(report.violations == [])
  }

  @Test("a run stopped, reset or failed at any cycle leaves nothing behind")
  func stops() async throws {
    let configuration = try configuration(points: 16)
    let simulator = try await Engines.start(.verilator, elaborate(Sampler(configuration)))
    let run = try run(configuration, count: 10, iterations: 3)
    let first = try SamplerTestbench(on: simulator, run, .init(seed: 1, hasStalls: false))
    try first.reset()
    let report = try first.run()
    #expect(report.isClean)
    var random = Xorshift64(seed: 9)
    let places = Array(0..<40) + (0..<80).map { _ in random.next(below: report.cycles) }
    for (number, place) in places.enumerated() {
      let testbench = try SamplerTestbench(
        on: simulator, run, .init(seed: UInt64(number) + 1, hasStalls: number % 2 == 1))
      switch number % 8 {
      case 7:
        try testbench.begin(cycles: place)
        try testbench.reset()
      case 5, 6:
        // Answers are as many as beats read and bursts written, fewer than half the cycles.
        try testbench.fail(afterAnswers: place * (report.readBeats - 1) / report.cycles)
      default: try testbench.stop(after: place)
      }
      let next = try SamplerTestbench(
        on: simulator, run, .init(seed: UInt64(number) + 1, hasStalls: number % 3 == 1))
      #expect(testbench.differences == [], "after \(place) cycles")
      #expect(try next.run().isClean, "after \(place) cycles")
    }
  }

  @Test("registers stand where they stand without the bus")
  func registers() throws {
    var configuration = try configuration(points: 16)
    let bus = SamplerRegisters(configuration).map.registers
    configuration.memory.backEnd = .port
    let port = SamplerRegisters(configuration).map.registers
    #expect(bus.count == port.count + 1)
    #expect(bus.last?.name == "memoryBase")
    for (one, other) in zip(bus, port) {
      #expect(one.name == other.name)
      #expect(one.offset == other.offset)
    }
  }

  @Test("a beat too wide for the bus is refused")
  func width() throws {
    var configuration = try SamplerConfiguration.preset("large")
    configuration.memory.backEnd = .axi4
    try configuration.validateSampler()
    configuration.distance.lanes = 256
    configuration.distance.queries = 64
    let error = #expect(throws: ConfigurationError.self) { try configuration.validateSampler() }
    #expect(
      error?.description
        == "distance.lanes is 256, but a beat of an AXI4 bus has at most 128 bytes; choose 128 or "
        + "fewer, or memory.backEnd port")
  }

  @Test("every linter is silent about the Verilog", arguments: Tool.linters)
  func lint(tool: Tool) throws {
    guard tool.isExpected else { try Test.cancel("\(tool) is not installed") }
    let design = emitVerilog(try elaborate(Sampler(configuration(points: 64)))).design
    #expect(try tool.complaints(about: design) == "")
  }
}
