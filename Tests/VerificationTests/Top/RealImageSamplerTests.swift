import Accelerator
import Configuration
import Datasets
import HDL
import TestSupport
import Testing
import Verification

@Suite("Sampler on classes of images, whole runs")
struct RealImageSamplerTests {
  /// Ten classes of a hundred images, 500 iterations.
  private func check(_ path: String) async throws {
    var configuration = try SamplerConfiguration.preset("small")
    configuration.affinity.maximumPoints = 128
    configuration.embedding.lanes = 8
    configuration.distance.lanes = 32
    configuration.distance.queries = 16
    let check = try SamplerCosimulation(
      configuration, dataset: Dataset.open(path), label: nil, count: 100,
      exemplars: { $0 / 10 }, rule: .refinedCells, seed: 1,
      stimulus: .init(seed: 1, hasStalls: false))
    let simulator = try await Engines.start(.verilator, elaborate(Sampler(configuration)))
    let reports = try check.run(on: simulator)
    #expect(reports.flatMap(\.mismatches).map(\.text) == [])
    #expect(reports.flatMap(\.violations) == [])
    #expect(reports.map(\.points) == [Int](repeating: 100, count: 10))
    #expect(reports.allSatisfy { $0.positions == 501 * 100 && $0.exemplars.count == 10 })
    #expect(reports.allSatisfy { $0.cycles < 2_000_000 })
  }

  @Test("the embedded digits agree after every iteration")
  func digits() async throws { try await check("digits") }

  @Test(
    "real images agree after every iteration",
    .enabled(if: RealImages.areExpected, "the folder of real images is not there"),
    arguments: ["fashion-mnist", "cifar-10"])
  func images(set: String) async throws { try await check("\(RealImages.folder)/\(set)") }
}
