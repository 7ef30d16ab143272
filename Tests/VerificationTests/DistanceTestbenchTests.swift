import Accelerator
import Configuration
import Simulation
import Testing

@testable import Verification

@Suite("Distance unit against its models")
struct DistanceTestbenchTests {
  /// Pairs the schedule has to compare: every image with itself and every later one, and within a
  /// group of queries in both orders.
  private func pairs(_ sizes: TestSizes) -> Int {
    stride(from: 0, to: sizes.images, by: sizes.configuration.queries).reduce(0) { sum, first in
      sum + min(sizes.configuration.queries, sizes.images - first) * (sizes.images - first)
    }
  }

  private func check(_ report: DistanceReport, _ sizes: TestSizes, hasStalls: Bool) {
    #expect(report.mismatches.isEmpty, "\(report.mismatches.map(\.text))")
    #expect(report.isClean)
    #expect(report.images == sizes.images)
    #expect(report.bytesPerImage == sizes.bytes)
    #expect(report.lanes == sizes.configuration.lanes)
    #expect(report.queries == sizes.configuration.queries)
    #expect(report.distances == pairs(sizes))
    #expect(report.hasStalls == hasStalls)
    if hasStalls {
      #expect(report.cycles >= report.formulaCycles)
    } else {
      #expect(report.cycles == report.formulaCycles)
    }
  }

  @Test(
    "agrees at every corner, with and without pauses", arguments: TestSizes.corners, [false, true])
  func corners(sizes: TestSizes, hasStalls: Bool) async throws {
    let simulator = try await Engines.start(.native, sizes.configuration)
    for seed in 1...(hasStalls ? 4 : 1) as ClosedRange<UInt64> {
      let testbench = DistanceTestbench(
        configuration: sizes.configuration, images: sizes.pixels(seed: seed),
        bytesPerImage: sizes.bytes, stimulus: .init(seed: seed, hasStalls: hasStalls))
      check(try testbench.run(on: simulator), sizes, hasStalls: hasStalls)
    }
  }

  @Test("agrees with tails of every size on one unit", arguments: [false, true])
  func tails(hasStalls: Bool) async throws {
    let simulator = try await Engines.start(.native, TestSizes.tails[0].configuration)
    for sizes in TestSizes.tails {
      let testbench = DistanceTestbench(
        configuration: sizes.configuration, images: sizes.pixels(seed: 3),
        bytesPerImage: sizes.bytes, stimulus: .init(seed: 3, hasStalls: hasStalls))
      check(try testbench.run(on: simulator), sizes, hasStalls: hasStalls)
    }
  }

  @Test("all bytes at their extremes give the largest sums")
  func extremes() async throws {
    let sizes = TestSizes(lanes: 8, queries: 2, images: 4, bytes: 256)
    var configuration = sizes.configuration
    configuration.maximumDimensions = 256
    let simulator = try await Engines.start(.native, configuration)
    let images = (0..<4).flatMap { [UInt8](repeating: $0 % 2 == 0 ? 0 : 255, count: 256) }
    let testbench = DistanceTestbench(
      configuration: configuration, images: images, bytesPerImage: 256,
      stimulus: .init(seed: 1, hasStalls: false))
    check(try testbench.run(on: simulator), sizes, hasStalls: false)
  }

  @Test(
    "random sizes agree, with pauses", arguments: Array(1...40) as [UInt64])
  func randomSizes(seed: UInt64) async throws {
    var random = SplitMix64(state: seed)
    let sizes = TestSizes(
      lanes: 1 << random.next(in: 1...4), queries: random.next(in: 1...5),
      chunkBeats: 1 << random.next(in: 1...3), blockCandidates: 1 << random.next(in: 1...3),
      images: random.next(in: 1...12), bytes: random.next(in: 1...100))
    let simulator = try await Engines.start(.native, sizes.configuration)
    for hasStalls in [true, false] {
      let testbench = DistanceTestbench(
        configuration: sizes.configuration, images: sizes.pixels(seed: seed),
        bytesPerImage: sizes.bytes, stimulus: .init(seed: seed, hasStalls: hasStalls))
      check(try testbench.run(on: simulator), sizes, hasStalls: hasStalls)
    }
  }

  @Test("a reset in the middle of a run leaves nothing behind", arguments: [1, 7, 20, 33, 50, 71])
  func resetInTheMiddle(cycles: Int) async throws {
    let sizes = TestSizes(images: 6, bytes: 19)
    let simulator = try await Engines.start(.native, sizes.configuration)
    let testbench = DistanceTestbench(
      configuration: sizes.configuration, images: sizes.pixels(seed: 1), bytesPerImage: 19,
      stimulus: .init(seed: 5, hasStalls: true))
    let stopping = WrappedSimulator(simulator) { wrapped, _ in
      if wrapped.cycleCount >= cycles { throw SimulationError("enough") }
    }
    #expect(throws: SimulationError("enough")) { try testbench.run(on: stopping) }
    check(try testbench.run(on: simulator), sizes, hasStalls: true)
  }

  @Test("the same seed gives the same run, another seed another one")
  func seeds() async throws {
    let sizes = TestSizes(images: 6, bytes: 19)
    let simulator = try await Engines.start(.native, sizes.configuration)
    func run(_ seed: UInt64) throws -> DistanceReport {
      try DistanceTestbench(
        configuration: sizes.configuration, images: sizes.pixels(seed: 1), bytesPerImage: 19,
        stimulus: .init(seed: seed, hasStalls: true)
      ).run(on: simulator)
    }
    let first = try run(1)
    #expect(try run(1) == first)
    #expect(try run(2).cycles != first.cycles)
  }

  @Test("progress rises from nothing to the whole")
  func progress() async throws {
    let sizes = TestSizes(lanes: 4, queries: 2, chunkBeats: 16, images: 64, bytes: 64)
    let simulator = try await Engines.start(.native, sizes.configuration)
    let testbench = DistanceTestbench(
      configuration: sizes.configuration, images: sizes.pixels(seed: 1), bytesPerImage: 64,
      stimulus: .init(seed: 1, hasStalls: false))
    var shares: [Double] = []
    let report = try testbench.run(on: simulator) { shares.append($0) }
    #expect(report.isClean)
    #expect(shares.count == report.cycles / 8_192)
    #expect(shares == shares.sorted())
    #expect(shares.allSatisfy { (0...1).contains($0) })
  }

  @Test("a design that is no distance unit is refused by the name of the port that it lacks")
  func foreignDesign() async throws {
    let simulator = NativeSimulator(try elaboratedSkidBuffer())
    let sizes = TestSizes(images: 1, bytes: 1)
    let testbench = DistanceTestbench(
      configuration: sizes.configuration, images: [1], bytesPerImage: 1,
      stimulus: .init(seed: 1, hasStalls: false))
    let error = #expect(throws: SimulationError.self) { try testbench.run(on: simulator) }
    #expect(
      error?.message
        == "the simulated design has no port command_valid; is it a distance unit?")
  }
}
