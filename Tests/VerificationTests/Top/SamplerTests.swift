import Accelerator
import Configuration
import Cosimulation
import DESNE
import Datasets
import FixedPoint
import HDL
import Simulation
import TestSupport
import Testing
import Verification

/// Small samplers.
private enum Samplers {
  /// As the preset `small`, for a few points.
  static func configuration(points: Int = 64) throws -> SamplerConfiguration {
    var configuration = try SamplerConfiguration.preset("small")
    configuration.affinity.maximumPoints = points
    return configuration
  }

  static func simulator(
    _ engine: SimulationEngine, _ configuration: SamplerConfiguration
  ) async throws -> any Simulator {
    try await Engines.start(engine, elaborate(Sampler(configuration)))
  }

  /// A run on the embedded digits.
  static func run(
    _ configuration: SamplerConfiguration, count: Int, rule: SelectionRule = .refinedCells,
    exemplars: Int? = nil, iterations: Int = 8, seed: UInt64 = 5
  ) throws -> SamplerRun {
    try SamplerRun(
      configuration, source: "digits", images: Dataset.open("digits").prefix(count), rule: rule,
      exemplars: exemplars ?? max(1, count / 4), iterations: iterations, seed: seed)
  }
}

@Suite("Sampler from images to exemplars")
struct SamplerTests {
  @Test(
    "positions, memory, counters and exemplars are the model's, run after run",
    arguments: SelectionRule.allCases, [false, true])
  func sizes(rule: SelectionRule, hasStalls: Bool) async throws {
    let configuration = try Samplers.configuration()
    let simulator = try await Samplers.simulator(.verilator, configuration)
    // Without a reset in between: what a run leaves must not matter to the next one.
    for (number, count) in [1, 64, 2, 9, 8, 33, 3, 40, 1].enumerated() {
      let run = try Samplers.run(
        configuration, count: count, rule: rule, exemplars: number == 4 ? count : nil,
        seed: UInt64(number))
      let testbench = try SamplerTestbench(
        on: simulator, run, .init(seed: UInt64(number) + 1, hasStalls: hasStalls))
      if number == 0 { try testbench.reset() }
      let report = try testbench.run()
      #expect(report.mismatches.map(\.text) == [], "\(count) images")
      #expect(report.violations == [], "\(count) images")
      #expect(report.positions == 9 * count)
      #expect(report.exemplars.count == (number == 4 ? count : max(1, count / 4)))
    }
  }

  @Test(
    "the interpreter and Icarus agree", arguments: [SimulationEngine.native, .icarus])
  func engines(engine: SimulationEngine) async throws {
    let configuration = try Samplers.configuration(points: 16)
    let simulator = try await Samplers.simulator(engine, configuration)
    let run = try Samplers.run(configuration, count: 9, iterations: 2)
    let testbench = try SamplerTestbench(on: simulator, run, .init(seed: 7, hasStalls: true))
    try testbench.reset()
    let report = try testbench.run()
    #expect(report.mismatches.map(\.text) == [])
    #expect(report.violations == [])
  }

  @Test("images of several chunks, other lanes and searches", arguments: 0..<4)
  func shapes(variant: Int) async throws {
    var configuration = try Samplers.configuration(points: 32)
    switch variant {
    case 0:
      configuration.distance.chunkBeats = 2
      configuration.distance.blockCandidates = 8
    case 1:
      configuration.embedding.lanes = 2
      configuration.search.strategy = .bisection
      configuration.distance.lanes = 32
      configuration.distance.queries = 16
    case 2:
      configuration.embedding.lanes = 1
      configuration.search.strategy = .fireworks
      configuration.distance.queries = 4
    default:
      configuration.distance.maximumDimensions = 1 << 17
      configuration.distance.lanes = 64
      configuration.distance.queries = 16
      configuration.embedding.lanes = 8
    }
    let simulator = try await Samplers.simulator(.verilator, configuration)
    for count in [30, 17] {
      let run = try Samplers.run(configuration, count: count, iterations: 4)
      let testbench = try SamplerTestbench(
        on: simulator, run, .init(seed: 2, hasStalls: count == 17))
      try testbench.reset()
      let report = try testbench.run()
      #expect(report.mismatches.map(\.text) == [])
      #expect(report.violations == [])
    }
  }

  @Test("a run stopped at any cycle leaves nothing behind")
  func stops() async throws {
    let configuration = try Samplers.configuration(points: 16)
    let simulator = try await Samplers.simulator(.verilator, configuration)
    let run = try Samplers.run(configuration, count: 10, iterations: 3)
    var random = Xorshift64(seed: 9)
    let first = try SamplerTestbench(on: simulator, run, .init(seed: 1, hasStalls: false))
    try first.reset()
    let cycles = try first.run().cycles
    let places = Array(0..<60) + (0..<140).map { _ in random.next(below: cycles) }
    for (number, place) in places.enumerated() {
      let testbench = try SamplerTestbench(
        on: simulator, run, .init(seed: UInt64(number) + 1, hasStalls: number % 2 == 1))
      if number % 10 == 9 {
        // A reset instead of a stop, in the midst of a run.
        try testbench.begin(cycles: place)
        let next = try SamplerTestbench(
          on: simulator, run, .init(seed: UInt64(number), hasStalls: false))
        try next.reset()
        #expect(try next.run().isClean, "reset after \(place) cycles")
        continue
      }
      try testbench.stop(after: place)
      let report = try testbench.run()
      #expect(report.mismatches.map(\.text) == [], "stopped after \(place) cycles")
      #expect(report.violations == [], "stopped after \(place) cycles")
    }
  }

  @Test(
    "a failed run is done again with a waveform around its first mismatch, and no more",
    arguments: [SimulationEngine.native, .verilator])
  func waves(engine: SimulationEngine) async throws {
    var configuration = try Samplers.configuration(points: 16)
    configuration.embedding.iterations = 4
    var other = configuration
    other.embedding.learningRateBits -= 1
    let check = try SamplerCosimulation(
      configuration, dataset: Dataset.open("digits"), label: 3, count: 16, exemplars: { $0 / 4 },
      rule: .refinedCells, seed: 1, stimulus: .init(seed: 1, hasStalls: true))
    let simulator = try await Engines.start(engine, elaborate(Sampler(other)), isTracing: true)
    let reports = try check.run(on: simulator)
    let report = try #require(reports.first)
    let mismatch = try #require(report.mismatches.first)
    #expect(mismatch.signal.hasPrefix("iteration 1, "))
    let margin = SamplerCosimulation.traceMargin
    try #require(mismatch.cycle > margin.before)
    let folder = try TemporaryFolder()
    let path = folder.path("failure.vcd")
    let before = simulator.cycleCount
    try check.trace(report, on: simulator, to: path)
    // Two cycles of reset come first.
    #expect(simulator.cycleCount - before == 2 + mismatch.cycle + margin.after)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.contains(" observedValid "))
    let times = text.split(separator: "\n").compactMap {
      $0.hasPrefix("#") ? Int($0.dropFirst()) : nil
    }
    let start = before + 2 + mismatch.cycle - margin.before
    #expect(times.first == 10 * start)
    #expect((times.last ?? 0) / 10 <= simulator.cycleCount)
    #expect((times.last ?? 0) / 10 >= simulator.cycleCount - 1)
  }

  @Test("wrong registers and a second start are refused, told and harmless")
  func misuse() async throws {
    let configuration = try Samplers.configuration(points: 16)
    let simulator = try await Samplers.simulator(.verilator, configuration)
    let run = try Samplers.run(configuration, count: 12, iterations: 3)
    for hasStalls in [false, true] {
      let testbench = try SamplerTestbench(
        on: simulator, run, .init(seed: 4, hasStalls: hasStalls))
      try testbench.reset()
      try testbench.misuse()
      #expect(testbench.differences == [])
      #expect(try testbench.run().isClean)
    }
  }

  @Test("what is out of range is counted as the model counts it")
  func saturation() async throws {
    var configuration = try Samplers.configuration(points: 32)
    for (signal, isSigned, integerBits, fractionBits) in [
      ("affinity.formats.distance", false, 10, 0), ("embedding.formats.gradient", true, 2, 18),
      ("embedding.formats.gain", false, 1, 8), ("embedding.formats.attraction", false, 0, 10),
    ] {
      configuration = try configuration.replacingFormat(
        ofSignal: signal,
        with: FixedPointFormat(
          signed: isSigned, integerBits: integerBits, fractionBits: fractionBits))
    }
    configuration.embedding.learningRateBits = 10
    let simulator = try await Samplers.simulator(.verilator, configuration)
    let run = try Samplers.run(configuration, count: 32, iterations: 40)
    let testbench = try SamplerTestbench(on: simulator, run, .init(seed: 4, hasStalls: false))
    try testbench.reset()
    let report = try testbench.run()
    #expect(report.mismatches.map(\.text) == [])
    #expect(report.saturations.distances > 0)
    #expect(report.saturations.gradients > 0)
  }

  @Test("registers keep every bit, and one that is out of range is refused, also behind a bus")
  func registers() async throws {
    for backEnd in [MemoryConfiguration.BackEnd.port, .axi4] {
      var configuration = try Samplers.configuration(points: 16)
      configuration.memory.backEnd = backEnd
      let simulator = try await Samplers.simulator(.verilator, configuration)
      let run = try Samplers.run(configuration, count: 5, iterations: 2)
      let testbench = try SamplerTestbench(
        on: simulator, run, .init(seed: 6, hasStalls: backEnd == .axi4))
      try testbench.reset()
      try testbench.sweepRegisters()
      #expect(testbench.differences == [], "\(backEnd)")
      #expect(try testbench.run().isClean, "\(backEnd)")
    }
  }

  @Test("a sampler that takes a point more than it should is seen by its registers")
  func wrongRegisters() throws {
    let configuration = try Samplers.configuration(points: 31)
    let simulator = NativeSimulator(try elaborate(Sampler(Samplers.configuration(points: 32))))
    let run = try Samplers.run(configuration, count: 5, iterations: 2)
    let testbench = try SamplerTestbench(on: simulator, run, .init(seed: 6, hasStalls: false))
    try testbench.reset()
    try testbench.sweepRegisters()
    #expect(testbench.differences.contains { $0.contains("errors after a run with points 2^5") })
    #expect(testbench.differences.contains { $0.contains("build") })
  }

  @Test("regions lie anywhere in the address space, across its middle and at its end")
  func regions() async throws {
    let configuration = try Samplers.configuration(points: 16)
    let simulator = try await Samplers.simulator(.verilator, configuration)
    // Two points are equally far from all others each.
    for (number, count) in [11, 2, 16].enumerated() {
      let run = try Samplers.run(configuration, count: count, iterations: 2)
      let layout = SamplerLayout(
        configuration, count: count, bytesPerImage: run.images.shape.byteCount)
      for firstBeat in [
        1 << 31 - 3, 1 << 31 - layout.distanceBase - 5, 1 << 31 - layout.probabilityBase - 1,
        0x5555_5555, 0xaaaa_aaaa, 1 << 32 - layout.beatCount,
      ] {
        let testbench = try SamplerTestbench(
          on: simulator, run,
          .init(seed: UInt64(number), hasStalls: number == 0, firstBeat: firstBeat))
        try testbench.reset()
        let report = try testbench.run()
        #expect(report.mismatches.map(\.text) == [], "\(count) images at \(firstBeat)")
        #expect(report.violations == [], "\(count) images at \(firstBeat)")
      }
    }
  }

  @Test("a sampler with another parameter than the model's is seen", arguments: 0..<4)
  func differences(variant: Int) async throws {
    let configuration = try Samplers.configuration(points: 16)
    var other = configuration
    switch variant {
    case 0: other.search.differentialWeight = 200
    case 1: other.embedding.finalMomentum = 800
    case 2: other.embedding.gainFloor = 4
    default: other.affinity.reciprocalTable.segmentBits = 4
    }
    let simulator = try await Samplers.simulator(.verilator, other)
    let run = try Samplers.run(configuration, count: 16, iterations: 120)
    let testbench = try SamplerTestbench(on: simulator, run, .init(seed: 4, hasStalls: false))
    try testbench.reset()
    #expect(try !testbench.run().mismatches.isEmpty)
  }

  @Test("what a sampler cannot do is told before anything runs")
  func refusals() throws {
    let configuration = try Samplers.configuration()
    #expect(throws: ConfigurationError.self) {
      _ = try Samplers.run(configuration, count: 65)
    }
    #expect(throws: ConfigurationError.self) {
      _ = try Samplers.run(configuration, count: 9, exemplars: 10)
    }
    for change: (inout SamplerConfiguration) -> Void in [
      { $0.distance.lanes = 4 }, { $0.distance.queries = 2 }, { $0.embedding.lanes = 16 },
      { $0.affinity.maximumPoints = 8 },
    ] {
      var wrong = configuration
      change(&wrong)
      #expect(throws: ConfigurationError.self) { try wrong.validateSampler() }
    }
  }
}
