import Cosimulation
import Foundation
import Simulation
import Testing

@Suite struct TraceTests {
  @Test("A trace names the signals and holds the values", arguments: Engine.allCases)
  func names(engine: Engine) async throws {
    let path = temporaryPath("counter.vcd")
    do {
      let bench = TestBench(try await engine.start(TestDesigns.counter, isTracing: true))
      try bench.reset()
      try bench.simulator.startTrace(path: path)
      bench.port("enable").value = 1
      for _ in 0..<10 { try bench.cycle() }
      try bench.simulator.stopTrace()
    }
    let text = try String(contentsOfFile: path, encoding: .utf8)
    for name in ["clk", "rst", "enable", "count", "value", "counter"] {
      #expect(text.split { " \n[".contains($0) }.contains { $0 == name }, "\(name) in \(text)")
    }
    #expect(text.contains("b1001 ") || text.contains("b00001001 "))
    #expect(!text.contains("b1101 ") && !text.contains("b00001101 "))
  }

  @Test("A trace that was stopped goes on in its file or a new one", arguments: Engine.allCases)
  func restart(engine: Engine) async throws {
    let path = temporaryPath("again.vcd")
    let bench = TestBench(try await engine.start(TestDesigns.counter, isTracing: true))
    try bench.reset()
    bench.port("enable").value = 1
    try bench.simulator.startTrace(path: path)
    try bench.cycle()
    try bench.simulator.stopTrace()
    for _ in 0..<20 { try bench.cycle() }
    try bench.simulator.startTrace(path: path)
    for _ in 0..<5 { try bench.cycle() }
    try bench.simulator.stopTrace()
    let text = try String(contentsOfFile: path, encoding: .utf8)
    // 22 and 10: one while the trace was on again, one while it was off.
    #expect(text.contains("b10110 ") || text.contains("b00010110 "))
    #expect(!text.contains("b1010 ") && !text.contains("b00001010 "))
  }

  @Test("A trace file that cannot be written is named", arguments: Engine.allCases)
  func unwritable(engine: Engine) async throws {
    let simulator = try await engine.start(TestDesigns.counter, isTracing: true)
    let path = temporaryPath("missing") + "/folder/counter.vcd"
    let error = #expect(throws: SimulationError.self) { try simulator.startTrace(path: path) }
    #expect(error?.message.contains(path) == true)
    try simulator.settle()
  }

  @Test("A model without waveforms says how to get them")
  func notCompiledIn() async throws {
    let simulator = try await Engine.verilator.start(TestDesigns.counter)
    let error = #expect(throws: SimulationError.self) {
      try simulator.startTrace(path: temporaryPath("none.vcd"))
    }
    #expect(error?.message.contains("isTracing") == true)
  }
}
