import Accelerator
import Configuration
import Datasets
import HDL
import Testing
import Verification

@Suite("Sampler from images to exemplars")
struct SamplerTests {
  @Test("positions, memory, counters and exemplars are the model's", arguments: [2, 9, 33])
  func digits(count: Int) async throws {
    let configuration = try SamplerConfiguration.preset("small")
    let images = try Dataset.open("digits").prefix(count)
    let run = try SamplerRun(
      configuration, source: "digits", images: images, rule: .refinedCells,
      exemplars: max(1, count / 4), iterations: 20, seed: 5)
    let simulator = try await Engines.start(.verilator, elaborate(Sampler(configuration)))
    let testbench = try SamplerTestbench(
      on: simulator, run, .init(seed: 3, hasStalls: false))
    try testbench.reset()
    let report = try testbench.run()
    #expect(report.mismatches.map(\.text) == [])
    #expect(report.violations == [])
    print(report.phases, report.cycles)
  }
}
