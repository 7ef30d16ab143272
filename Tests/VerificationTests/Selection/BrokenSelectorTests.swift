import Configuration
import DESNE
import Simulation
import Testing

@testable import Verification

/// The testbench must see every wrong bit of what it compares.
@Suite("Broken selectors")
struct BrokenSelectorTests {
  /// A run on a sound selector whose outputs are changed on the way to the testbench.
  private func run(
    hasStalls: Bool = false, change: @escaping (WrappedSimulator) -> Void
  ) throws -> SelectionReport {
    let configuration = try SamplerConfiguration.preset("small")
    let wrapped = WrappedSimulator(
      NativeSimulator(try SelectionCosimulation.design(configuration))
    ) { wrapped, isReset in
      if !isReset { change(wrapped) }
    }
    var generator = SelectionProblemGenerator(configuration, seed: 5)
    let problems = try (0..<12).map { number in
      try generator.next(rules: [SelectionRule.allCases[number % 2]], pointLimit: 12)
    }
    return try SelectorTestbench(
      configuration: configuration, problems: problems,
      stimulus: .init(seed: 2, hasStalls: hasStalls)
    ).run(on: wrapped)
  }

  @Test("the wrapper that changes nothing changes nothing", arguments: [false, true])
  func transparency(hasStalls: Bool) throws {
    #expect(try run(hasStalls: hasStalls) { _ in }.isClean)
  }

  @Test(
    "one wrong bit is named",
    arguments: [
      ("observed_ownerValid", "observed_owner", "cell of point"),
      ("observed_sumValid", "observed_sum", "sum of point"),
      ("observed_sumValid", "observed_sumPoint", "point of sum"),
      ("observed_gridValid", "observed_edge", "edge"),
      ("observed_gridValid", "observed_occupied", "occupied cells"),
      ("pass_valid", "pass_payload", "last pass"),
      ("exemplar_valid", "exemplar_payload_index", "exemplar"),
      ("exemplar_valid", "exemplar_payload_isLast", "isLast"),
      ("isIdle", "isIdle", "idle"),
    ])
  func wrongBit(valid: String, changed: String, signal: String) throws {
    final class Once { var isDone = false }
    let once = Once()
    let report = try run { wrapped in
      guard !once.isDone, wrapped.port(valid).isSet else { return }
      once.isDone = true
      wrapped.port(changed).value ^= 1
    }
    #expect(!report.isClean)
    #expect(report.mismatches.first?.signal == signal)
  }

  @Test(
    "what is offered and withdrawn is named",
    arguments: [("pass", "held token"), ("exemplar", "held exemplar")])
  func withdrawn(stream: String, signal: String) throws {
    final class State { var (waits, isDone) = (false, false) }
    let state = State()
    let report = try run(hasStalls: true) { wrapped in
      let (valid, ready) = (wrapped.port("\(stream)_valid"), wrapped.port("\(stream)_ready"))
      if state.waits, !state.isDone {
        state.isDone = true
        valid.isSet = false
      }
      state.waits = valid.isSet && !ready.isSet
    }
    #expect(state.isDone)
    #expect(report.mismatches.first?.signal == signal)
  }
}
