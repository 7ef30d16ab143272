import Configuration
import Datasets
import Simulation
import TestSupport
import Testing
import Verification

@Suite("Distances of real images")
struct RealImageTests {
  @Test(
    "lanes are in use at least 95 % of the time, and all distances agree",
    .enabled(if: RealImages.areExpected, "the folder of real images is not there"),
    arguments: ["fashion-mnist", "cifar-10"], [16, 64])
  func utilization(set: String, lanes: Int) async throws {
    let images = try Dataset.open("\(RealImages.folder)/\(set)", split: .test).prefix(64)
    let configuration = DistanceConfiguration(
      lanes: lanes, queries: 8, chunkBeats: 256, blockCandidates: 64, maximumDimensions: 4_096)
    let simulator = try await Engines.start(.native, configuration)
    let runs = try DistanceCosimulation(
      configuration: configuration, dataset: images,
      stimulus: .init(seed: 1, hasStalls: false), randomRuns: 0
    ).run(on: simulator)
    let report = try #require(runs.first?.report)
    #expect(runs.count == 1)
    #expect(report.isClean, "\(report.mismatches.map(\.text))")
    #expect(report.images == 64)
    #expect(report.bytesPerImage == (set == "cifar-10" ? 3_072 : 784))
    #expect(report.laneUtilization >= 0.95)
    #expect(report.laneUtilization <= 1)
    // Eight groups: candidates 64, 56, ... 8, and every image once as a query.
    #expect(report.dataSetReads == 5.5)
  }

  @Test(
    "longer images than the buffer hold agree, block by block",
    .enabled(if: RealImages.areExpected, "the folder of real images is not there"))
  func splitImages() async throws {
    let images = try Dataset.open("\(RealImages.folder)/cifar-10", split: .test).prefix(20)
    let configuration = DistanceConfiguration(
      lanes: 16, queries: 4, chunkBeats: 32, blockCandidates: 8, maximumDimensions: 3_072)
    let simulator = try await Engines.start(.native, configuration)
    for hasStalls in [false, true] {
      let runs = try DistanceCosimulation(
        configuration: configuration, dataset: images,
        stimulus: .init(seed: 1, hasStalls: hasStalls), randomRuns: 0
      ).run(on: simulator)
      #expect(runs.allSatisfy { $0.report.isClean })
    }
  }
}
