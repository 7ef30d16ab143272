import Accelerator
import Configuration
import Cosimulation
import DESNE
import Datasets
import Foundation
import Simulation
import TestSupport
import Testing
import Verilog

@testable import Verification

@Suite("Distance cosimulation")
struct DistanceCosimulationTests {
  /// Two units: one whose images fit the query buffer, one that splits them.
  private static let two = [
    TestSizes(lanes: 8, queries: 3, chunkBeats: 8, blockCandidates: 4, images: 7, bytes: 64),
    TestSizes(lanes: 4, queries: 2, chunkBeats: 2, blockCandidates: 2, images: 5, bytes: 64),
  ]

  private func cosimulation(
    _ sizes: TestSizes, hasStalls: Bool = true, randomRuns: Int = 8
  ) throws -> DistanceCosimulation {
    try DistanceCosimulation(
      configuration: sizes.configuration, dataset: Dataset.opticalDigits().prefix(sizes.images),
      stimulus: .init(seed: 4, hasStalls: hasStalls), randomRuns: randomRuns)
  }

  @Test("digits and random images agree on the native engine", arguments: two, [false, true])
  func native(sizes: TestSizes, hasStalls: Bool) async throws {
    let simulator = try await Engines.start(.native, sizes.configuration)
    let runs = try cosimulation(sizes, hasStalls: hasStalls).run(on: simulator)
    #expect(
      runs.map(\.source) == ["optical-digits"] + (0..<8).map { "random images \($0)" })
    for run in runs {
      #expect(run.report.isClean, "\(run.source): \(run.report.mismatches.map(\.text))")
      #expect(run.report.engine == "native")
      if !hasStalls { #expect(run.report.cycles == run.report.formulaCycles) }
    }
    // Every fourth set of random images is longer than a query buffer.
    try #require(runs.count == 9)
    let chunkBytes = sizes.configuration.chunkBytes
    #expect(runs[4].report.bytesPerImage > chunkBytes)
    #expect(runs[8].report.bytesPerImage > chunkBytes)
    #expect(Set(runs.map(\.report.bytesPerImage)).count > 4)
  }

  @Test(
    "other engines report what the native one does", arguments: two,
    [SimulationEngine.verilator, .icarus])
  func engines(sizes: TestSizes, engine: SimulationEngine) async throws {
    let check = try cosimulation(sizes)
    let other = try check.run(on: try await Engines.start(engine, sizes.configuration))
    let native = try check.run(on: try await Engines.start(.native, sizes.configuration))
    #expect(other.map(\.report.engine) == other.map { _ in engine.rawValue })
    #expect(other.map(\.source) == native.map(\.source))
    #expect(
      other.map { run in
        var report = run.report
        report.engine = "native"
        return report
      } == native.map(\.report))
    #expect(native.allSatisfy { $0.report.isClean })
  }

  @Test("registers and memories may hold anything before the reset", arguments: [1, 2, 3])
  func initialState(seed: Int) async throws {
    let sizes = Self.two[1]
    _ = try await Engines.start(.verilator, sizes.configuration)
    let build = VerilatorBuild(options: .longRun, cache: Engines.cache)
    let model = try await build.model(
      of: emitVerilog(DistanceCosimulation.design(sizes.configuration)).design)
    let simulator = try VerilatorSimulator(
      model, initialState: seed == 1 ? .ones : .random(seed: seed))
    let runs = try cosimulation(sizes).run(on: simulator)
    #expect(
      runs.allSatisfy { $0.report.isClean }, "\(runs.flatMap(\.report.mismatches).map(\.text))")
  }

  @Test(
    "every fault is caught, and the report names images, cycle, expected and got",
    arguments: DistanceFault.allCases, SimulationEngine.allCases)
  func faults(fault: DistanceFault, engine: SimulationEngine) async throws {
    let sizes = TestSizes(
      lanes: 8, queries: 3, chunkBeats: 8, blockCandidates: 4, images: 12, bytes: 60)
    let simulator = try await Engines.start(engine, sizes.configuration, fault: fault)
    let pixels = sizes.pixels(seed: 21)
    let report = try DistanceTestbench(
      configuration: sizes.configuration, images: pixels, bytesPerImage: sizes.bytes,
      stimulus: .init(seed: 4, hasStalls: true)
    ).run(on: simulator)
    #expect(!report.isClean)
    #expect((1...DistanceTestbench.mostMismatches).contains(report.mismatches.count))
    let matrix = SquaredDistanceMatrix(images: pixels, bytesPerImage: sizes.bytes)
    for mismatch in report.mismatches {
      let query = try #require(mismatch.queryImage)
      let candidate = try #require(mismatch.candidateImage)
      #expect(mismatch.signal == "distance")
      #expect((0...report.cycles).contains(mismatch.cycle))
      #expect(mismatch.expected == matrix[query, candidate])
      #expect(mismatch.got != mismatch.expected)
      #expect(
        mismatch.text
          == "cycle \(mismatch.cycle): distance of images \(query) and \(candidate): "
          + "expected \(mismatch.expected), got \(mismatch.got)")
    }
  }

  @Test("what a fault does to a distance is what its description says")
  func faultValues() async throws {
    let sizes = TestSizes(
      lanes: 8, queries: 2, chunkBeats: 8, blockCandidates: 4, images: 2, bytes: 60)
    let pixels = [UInt8](repeating: 0, count: 60) + [UInt8](repeating: 255, count: 60)
    func got(_ fault: DistanceFault) async throws -> [[Int]] {
      let simulator = try await Engines.start(.native, sizes.configuration, fault: fault)
      return try DistanceTestbench(
        configuration: sizes.configuration, images: pixels, bytesPerImage: sizes.bytes,
        stimulus: .init(seed: 4, hasStalls: false)
      ).run(on: simulator).mismatches.map {
        [$0.queryImage ?? -1, $0.candidateImage ?? -1, Int($0.got)]
      }
    }
    let far = 60 * 65_025
    #expect(
      try await got(.swappedQuery) == [[0, 0, far], [1, 0, 0], [0, 1, 0], [1, 1, far]])
    // Sums of beats of 8 (the last of 4) squares, without the carry into bit 16.
    let beats = [Int](repeating: 8 * 65_025, count: 7) + [4 * 65_025]
    let lost = beats.reduce(0) { total, beat in
      (((total >> 16) + (beat >> 16)) << 16) | ((total + beat) & 0xffff)
    }
    #expect(try await got(.droppedCarry) == [[1, 0, lost], [0, 1, lost]])
    for value in try await got(.tailMask) {
      let difference = abs(value[2] - (value[0] == value[1] ? 0 : far))
      // One square of bytes too much.
      let root = Int(Double(difference).squareRoot().rounded())
      #expect((1...255).contains(root))
      #expect(root * root == difference)
    }
  }

  @Test("after a run with a mismatch no further one starts")
  func endOfRuns() async throws {
    let sizes = Self.two[0]
    let simulator = try await Engines.start(.native, sizes.configuration, fault: .swappedQuery)
    let runs = try cosimulation(sizes).run(on: simulator)
    #expect(runs.count == 1)
    #expect(runs.first?.report.isClean == false)
  }

  @Test("an image too large for the sizes is refused with both numbers")
  func tooLarge() throws {
    var configuration = Self.two[0].configuration
    configuration.maximumDimensions = 63
    let error = #expect(throws: ConfigurationError.self) {
      try DistanceCosimulation(
        configuration: configuration, dataset: Dataset.opticalDigits(),
        stimulus: .init(seed: 1, hasStalls: true), randomRuns: 0)
    }
    #expect(
      error?.description
        == "an image of optical-digits has 64 bytes, but distance.maximumDimensions is 63; "
        + "raise it in the configuration")
  }

  @Test("sizes that are not allowed are refused")
  func invalidSizes() throws {
    var configuration = Self.two[0].configuration
    configuration.lanes = 3
    #expect(
      throws: ConfigurationError(
        "distance.lanes is 3; choose a power of two from 2 to 256")
    ) {
      try DistanceCosimulation(
        configuration: configuration, dataset: Dataset.opticalDigits(),
        stimulus: .init(seed: 1, hasStalls: true), randomRuns: 0)
    }
  }

  @Test("random images fit the narrowest limit", arguments: [1, 2, 16, 17])
  func narrowLimits(maximumDimensions: Int) async throws {
    var configuration = Self.two[1].configuration
    configuration.maximumDimensions = maximumDimensions
    let simulator = try await Engines.start(.native, configuration)
    let dataset = try Dataset(
      name: "dots", shape: ImageShape(height: 1, width: 1), pixels: [0, 255, 3])
    let runs = try DistanceCosimulation(
      configuration: configuration, dataset: dataset,
      stimulus: .init(seed: 8, hasStalls: false), randomRuns: 8
    ).run(on: simulator)
    #expect(runs.count == 9)
    #expect(runs.allSatisfy { $0.report.isClean })
    #expect(runs.allSatisfy { $0.report.bytesPerImage <= maximumDimensions })
  }
}
