import Accelerator
import Configuration
import DESNE
import HDL
import Simulation
import Testing
import Verification

@Suite("Affinity cosimulation")
struct AffinityCosimulationTests {
  @Test("hardware and model agree", arguments: SearchConfiguration.Strategy.allCases)
  func agreement(strategy: SearchConfiguration.Strategy) throws {
    var configuration = try SamplerConfiguration.preset("small")
    configuration.search.strategy = strategy
    let simulator = NativeSimulator(try elaborate(AffinityUnit(configuration)))
    var random = Xorshift64(seed: 7)
    let rows = (0..<6).map { point in
      AffinityRow(
        point: point, distances: (0..<40).map { $0 == point ? 0 : random.next() >> 42 })
    }
    let bench = AffinityTestbench(
      configuration: configuration, rows: rows, pointCount: 40, seed: 3,
      stimulus: .init(seed: 1, hasStalls: false))
    let report = try bench.run(on: simulator)
    for mismatch in report.mismatches { Issue.record("\(mismatch.text)") }
    #expect(report.rows == 6)
    #expect(report.cycles == report.formulaCycles)
  }
}
