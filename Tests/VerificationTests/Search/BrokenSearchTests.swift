import Configuration
import HDL
import Simulation
import Testing

@testable import Verification

/// The testbench must see every mistake, and end.
@Suite("Broken searches")
struct BrokenSearchTests {
  private func run(
    _ strategy: SearchConfiguration.Strategy, fault: SearchFault? = nil,
    change: @escaping (WrappedSimulator) -> Void = { _ in }
  ) throws -> SearchReport {
    var configuration = try SamplerConfiguration.preset("small")
    configuration.search.strategy = strategy
    let simulator = WrappedSimulator(
      NativeSimulator(try SearchCosimulation.design(configuration))
    ) { wrapped, isReset in
      if !isReset { change(wrapped) }
    }
    return try SearchTestbench(
      configuration: configuration, searches: 50, stimulus: .init(seed: 6, fault: fault)
    ).run(on: simulator)
  }

  static let strategies = SearchConfiguration.Strategy.allCases

  @Test("what changes nothing is clean", arguments: strategies)
  func transparency(strategy: SearchConfiguration.Strategy) throws {
    let report = try run(strategy)
    #expect(report.isClean)
    #expect(report.searches == 50)
    #expect(report.restarts > 10)
  }

  @Test("a fault of the testbench is found", arguments: strategies, SearchFault.allCases)
  func faults(strategy: SearchConfiguration.Strategy, fault: SearchFault) throws {
    let report = try run(strategy, fault: fault)
    #expect(!report.isClean)
    #expect((1...SearchTestbench.mostMismatches).contains(report.mismatches.count))
  }

  @Test(
    "a wrong bit of an output is found and named",
    arguments: strategies,
    [
      ("candidate_payload", "candidate"), ("best_logBeta", "best log2 beta"),
      ("best_error", "best error"), ("best_reciprocal", "best reciprocal"),
      ("best_exponent", "best exponent"), ("generations", "generations"),
      ("isWithinTolerance", "isWithinTolerance"),
    ])
  func wrongBit(strategy: SearchConfiguration.Strategy, names: (port: String, signal: String))
    throws
  {
    let report = try run(strategy) { wrapped in
      let port = wrapped.port(names.port)
      port.value ^= 1
    }
    let mismatch = try #require(report.mismatches.first)
    #expect(mismatch.signal == names.signal)
    #expect(mismatch.expected != mismatch.got)
    #expect(
      mismatch.text.hasPrefix("cycle \(mismatch.cycle): \(names.signal)"))
  }

  @Test(
    "an engine that hangs ends the run", arguments: strategies, ["candidate_valid", "isFinished"])
  func hang(strategy: SearchConfiguration.Strategy, name: String) throws {
    let report = try run(strategy) { $0.port(name).isSet = false }
    #expect(report.mismatches.map(\.signal) == [name])
    #expect(report.mismatches.map(\.expected) == [1])
  }

  @Test("a handshake raised where none is due is found", arguments: strategies)
  func raised(strategy: SearchConfiguration.Strategy) throws {
    let early = try run(strategy) { $0.port("isFinished").isSet = true }
    #expect(early.mismatches.map(\.signal) == ["isFinished"])
    let extra = try run(strategy) { $0.port("candidate_valid").isSet = true }
    #expect(!extra.isClean)
  }

  @Test("a design that is no engine is refused by the name of the port that it lacks")
  func foreignDesign() throws {
    let testbench = SearchTestbench(
      configuration: .edge, searches: 1, stimulus: .init(seed: 1))
    let error = #expect(throws: SimulationError.self) {
      try testbench.run(on: NativeSimulator(elaboratedSkidBuffer()))
    }
    #expect(
      error?.message == "the simulated design has no port start; is it a search engine?")
  }
}
