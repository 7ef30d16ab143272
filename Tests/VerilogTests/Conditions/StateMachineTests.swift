import HDL
import Simulation
import Testing

@Suite("State machines")
struct StateMachineTests {
  @Test("behave the same in every encoding", arguments: StateEncoding.allCases, [false, true])
  func encodings(_ encoding: StateEncoding, _ recovers: Bool) throws {
    let simulator = NativeSimulator(
      try elaborate(TrafficLight(encoding: encoding, recovers: recovers)))
    let storages = simulator.ports.indices.map(simulator.storage(ofPort:))
    simulator.setReset(true)
    try simulator.settle()
    try simulator.step()
    simulator.setReset(false)
    var lamps: [UInt64] = []
    for _ in 0..<40 {
      storages[0].value = 1
      try simulator.settle()
      if lamps.last != storages[2].value { lamps.append(storages[2].value) }
      #expect((storages[3].value == 1) == (storages[2].value == 1))
      try simulator.step()
    }
    #expect(lamps == [4, 6, 1, 2, 4, 6, 1, 2, 4, 6, 1, 2, 4, 6, 1])
    storages[1].value = 1
    for _ in 0..<20 {
      try simulator.settle()
      try simulator.step()
    }
    #expect(storages[2].value == 0)
  }

  @Test("tell their states, codes and transitions, and draw them")
  func diagram() throws {
    let design = try elaborate(TrafficLight(encoding: .gray, recovers: true))
    let machine = try #require(design.top.stateMachines.first)
    #expect(machine.states.map(\.name) == ["red", "redAmber", "green", "amber", "failed"])
    #expect(machine.states.map(\.code) == [[0], [1], [3], [2], [6]])
    #expect(machine.stateName(ofCode: [2]) == "amber")
    #expect(machine.stateName(ofCode: [5]) == nil)
    #expect(
      machine.mermaid == """
        stateDiagram-v2
          [*] --> red
          red --> redAmber: tick .& timer .== 7
          redAmber --> green: tick
          green --> failed: fail
          green --> amber: not (fail), timer .== 5
          amber --> red: tick
          failed --> [*]

        """)
    #expect(
      machine.dot == """
        digraph "light" {
          rankdir=LR;
          node [shape=ellipse];
          start [shape=point];
          "failed" [peripheries=2];
          start -> "red";
          "red" -> "redAmber" [label="tick .& timer .== 7"];
          "redAmber" -> "green" [label="tick"];
          "green" -> "failed" [label="fail"];
          "green" -> "amber" [label="not (fail), timer .== 5"];
          "amber" -> "red" [label="tick"];
        }

        """)
  }

  @Test("are drawn and covered by the names of their states", arguments: StateEncoding.allCases)
  func names(_ encoding: StateEncoding) throws {
    let simulator = NativeSimulator(
      try elaborate(TrafficLight(encoding: encoding, recovers: false)))
    var waveform = TextWaveform(simulator, signals: ["light"])
    simulator.storage(ofPort: 0).value = 1
    for cycle in 0..<24 {
      simulator.setReset(cycle == 0)
      try simulator.settle()
      if cycle >= 7, cycle < 20 { waveform.sample() }
      try simulator.step()
      if cycle == 0 { simulator.startCoverage() }
    }
    #expect(
      waveform.description == """
        light  red      ········ redAmber green    ········ ········ ········ ········ ········ \
        amber    red      redAmber green
        """)
    let lines = simulator.coverage().report.split(separator: "\n")
    #expect(
      lines.drop { !$0.hasPrefix("machine") } == [
        "machine light: 4 of 5 (80.0 %) states, 4 of 5 (80.0 %) transitions",
        "  failed: never entered",
        "  green to failed: never taken",
      ])
  }
}
