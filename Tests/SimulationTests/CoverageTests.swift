import Foundation
import HDL
import Simulation
import Testing

/// A machine of four states, one of which has no way in, and a register of which some bits rest.
private struct Washer: Module {
  struct Ports {
    let start: Bit
    let stop: Bit
    let isBusy: Bit
    let turns: Bits
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      start: declare.input(.bit), stop: declare.input(.bit), isBusy: declare.output(.bit),
      turns: declare.output(.bits(70)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let state = module.register("state", .uint(2), reset: 0)
    let idle = state .== 0
    let next = mux(ports.stop, module.constant(0, .uint(2)), mux(state .== 1, 2, state))
    state.assign(mux(idle, mux(ports.start, module.constant(1, .uint(2)), 0), next))
    ports.isBusy.assign(.!idle)
    let turns = module.register("turns_made", .uint(70), reset: 0, enable: state .== 2)
    turns.assign(turns .&+ 1)
    ports.turns.assign(turns.asBits)
    module.cover("stopsWhileRunning", ports.stop .& state .== 2)
    module.cover("startsAgain", ports.start .& .!idle)
  }
}

@Suite("Coverage")
struct CoverageTests {
  private static let machine = Coverage.Selection(
    "state", names: [0: "idle", 1: "fill", 2: "spin", 3: "drain"],
    transitions: [
      .init(from: 0, to: 1), .init(from: 1, to: 2), .init(from: 2, to: 0), .init(from: 1, to: 0),
    ])

  /// Runs cycles with the inputs that the letters name: start, stop, or neither.
  private func run(_ inputs: String, isCollecting: Bool = true) throws -> Coverage {
    let simulator = NativeSimulator(try elaborate(Washer()))
    if isCollecting {
      simulator.startCoverage(machines: [Self.machine, .init("nothing", names: [:])])
    }
    for letter in inputs {
      simulator.storage(ofPort: 0).value = letter == "+" ? 1 : 0
      simulator.storage(ofPort: 1).value = letter == "-" ? 1 : 0
      try simulator.settle()
      try simulator.step()
    }
    return simulator.coverage()
  }

  @Test("tells what was missed, by name")
  func report() throws {
    let short = try run("+....").report
    #expect(
      short == """
        toggles: 6 of 144 (4.1 %), up and down of 72 register bits
          state[1]: never fell
          turns_made[69:2]: never rose
          turns_made[69:1]: never fell
        machine state: 3 of 4 (75.0 %) states, 2 of 4 (50.0 %) transitions
          drain: never entered
          fill to idle: never taken
          spin to idle: never taken
        covers: 0 of 2 (0.0 %)
          Washer.stopsWhileRunning: never hit
          Washer.startsAgain: never hit
        """)
    let long = try run("+....-.+-").report
    #expect(
      long == """
        toggles: 9 of 144 (6.2 %), up and down of 72 register bits
          turns_made[69:3]: never rose
          turns_made[69:2]: never fell
        machine state: 3 of 4 (75.0 %) states, 4 of 4 (100.0 %) transitions
          drain: never entered
        covers: 1 of 2 (50.0 %)
          Washer.startsAgain: never hit
        """)
  }

  @Test("counts states by cycle and transitions by edge, the last one included")
  func counts() throws {
    let machine = try #require(try run("+....-").machines.first)
    #expect(machine.states.map(\.key) == [0, 1, 2])
    #expect(machine.states.map(\.count) == [2, 1, 4])
    #expect(
      machine.transitions.map(\.key) == [
        .init(from: 0, to: 1), .init(from: 1, to: 2), .init(from: 2, to: 0),
      ])
    #expect(machine.missedStates == [3])
    #expect(machine.missedTransitions == [.init(from: 1, to: 0)])
  }

  @Test("of several runs is the same in every order and grouping")
  func merging() throws {
    let runs = try ["+....", "..-", "+-+-", "+.....-+.-"].map { try run($0) }
    func merged(_ order: [Int]) -> Coverage {
      order.reduce(into: Coverage()) { $0.merge(runs[$1]) }
    }
    let all = merged([0, 1, 2, 3])
    #expect(merged([3, 1, 0, 2]) == all)
    var grouped = merged([0, 1])
    grouped.merge(merged([2, 3]))
    #expect(grouped == all)
    #expect(all != runs[0])
    var again = runs[0]
    again.merge(Coverage())
    #expect(again == runs[0])
  }

  @Test("is kept as the same JSON, and read back")
  func json() throws {
    let coverage = try run("+...-")
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let data = try encoder.encode(coverage)
    #expect(try encoder.encode(try run("+...-")) == data)
    #expect(try JSONDecoder().decode(Coverage.self, from: data) == coverage)
  }

  @Test("without being started has the properties and nothing else")
  func off() throws {
    let coverage = try run("+...-", isCollecting: false)
    #expect(coverage.toggles.isEmpty && coverage.machines.isEmpty)
    #expect(coverage.properties.entries.count == 2)
    #expect(
      coverage.report == """
        covers: 1 of 2 (50.0 %)
          Washer.startsAgain: never hit
        """)
  }
}
