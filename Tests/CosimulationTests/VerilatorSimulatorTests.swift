import Cosimulation
import Foundation
import Simulation
import Testing
import Verilog

@Suite struct VerilatorSimulatorTests {
  private func start(
    _ design: VerilogDesign, options: VerilatorOptions = VerilatorOptions(),
    initialState: InitialState = .zeros
  ) async throws -> VerilatorSimulator {
    try Engine.verilator.requireTools()
    let model = try await VerilatorBuild(options: options, cache: Engine.cache).model(of: design)
    return try VerilatorSimulator(model, initialState: initialState)
  }

  /// A loop of NBAs to an array, which newer Verilator versions keep in a queue.
  private static let scatter = TestDesigns.design(
    "scatter", inputs: [("d", 16), ("mask", 64)], outputs: [("q", 16)],
    body: """
        reg [15:0] words [0:63];
        reg [5:0] pointer;
        integer k;
        always @(posedge clk) begin
          for (k = 0; k < 64; k = k + 1) if (mask[k]) words[k] <= words[k] ^ d;
          pointer <= pointer + 6'd1;
        end
        assign q = words[pointer];
      """)

  @Test(
    "After a restore the same stimulus gives the same outputs",
    arguments: [TestDesigns.distanceTree(lanes: 8), TestDesigns.hierarchy, scatter])
  func snapshots(design: VerilogDesign) async throws {
    let simulator = try await start(design)
    let inputs = simulator.ports.indices.filter { simulator.ports[$0].isInput }
    let outputs = simulator.ports.indices.filter { !simulator.ports[$0].isInput }
    func play(seed: UInt64, cycles: Int) throws -> [UInt64] {
      var stimulus = Stimulus(seed: seed)
      var seen: [UInt64] = []
      for _ in 0..<cycles {
        for index in inputs { simulator.storage(ofPort: index).value = stimulus.next() }
        try simulator.settle()
        for index in outputs { seen.append(simulator.storage(ofPort: index).value) }
        try simulator.step()
      }
      return seen
    }
    _ = try play(seed: 8, cycles: 50)
    let snapshot = try simulator.snapshot()
    #expect(snapshot.cycleCount == 50)
    let first = try play(seed: 9, cycles: 200)
    _ = try play(seed: 10, cycles: 77)
    try simulator.restore(snapshot)
    #expect(simulator.cycleCount == 50)
    #expect(try play(seed: 9, cycles: 200) == first)
    #expect(Set(first).count > 2)
  }

  @Test("A restore revives a simulation that stopped, and a trace of the replay can be written")
  func replay() async throws {
    let simulator = try await start(
      TestDesigns.stopping("$stop;"), options: VerilatorOptions(isTracing: true))
    let bench = TestBench(simulator)
    for value in 0..<UInt64(6) {
      bench.port("value").value = value
      try bench.cycle()
    }
    let snapshot = try simulator.snapshot()
    let path = temporaryPath("replay.vcd")
    for pass in 0..<2 {
      if pass == 1 {
        try simulator.restore(snapshot)
        try simulator.startTrace(path: path)
      }
      bench.port("value").value = 7
      let error = #expect(throws: SimulationError.self) { try bench.cycle() }
      #expect(error?.message.contains("$stop at guard_unit.v:") == true)
    }
    try simulator.stopTrace()
    #expect(try String(contentsOfFile: path, encoding: .utf8).contains("b0111 "))
    try simulator.restore(snapshot)
    bench.port("value").value = 3
    try bench.cycle()
  }

  @Test("A snapshot of another simulator is refused")
  func foreignSnapshot() async throws {
    let first = try await start(TestDesigns.counter)
    let second = try await start(TestDesigns.counter)
    let snapshot = try first.snapshot()
    #expect(throws: SimulationError.self) { try second.restore(snapshot) }
  }

  @Test("Registers start as asked: zeros, ones, or what the seed says")
  func initialStates() async throws {
    var values: [UInt64] = []
    let states: [InitialState] = [
      .zeros, .ones, .random(seed: 1), .random(seed: 1), .random(seed: 2), .random(seed: 0),
    ]
    for state in states {
      let bench = TestBench(try await start(TestDesigns.memory, initialState: state))
      #expect(bench.port("data").value == 0)
      try bench.simulator.settle()
      values.append(bench.port("q").value)
    }
    #expect(values[0] == 0)
    #expect(values[1] == (1 << 33) - 1)
    #expect(values[2] == values[3])
    #expect(Set(values[2...]).count == 3)
  }

  @Test("Many cycles in one call equal as many calls")
  func run() async throws {
    let simulator = try await start(TestDesigns.counter)
    let bench = TestBench(simulator)
    try bench.reset()
    bench.port("enable").value = 1
    try simulator.run(cycles: 1000)
    try simulator.settle()
    #expect(bench.port("count").value == 1000 & 0xff)
    #expect(simulator.cycleCount == 1001)
  }

  @Test("What a design prints is kept for the testbench")
  func printing() async throws {
    let simulator = try await start(
      TestDesigns.design(
        "talker", inputs: [("d", 8)], outputs: [("q", 8)],
        body: "  assign q = d;\n  always @(posedge clk) $display(\"d is %0d\", d);"))
    let bench = TestBench(simulator)
    bench.port("d").value = 42
    try bench.cycle()
    try bench.cycle()
    #expect(simulator.takePrintedText() == "d is 42\nd is 42\n")
    #expect(simulator.takePrintedText() == "")
  }

  @Test("A loop that never settles is an error and not an endless call")
  func oscillation() async throws {
    let design = TestDesigns.design(
      "ring", clocked: false, inputs: [("enable", 1)], outputs: [("q", 1)],
      body: """
          /* verilator lint_off UNOPTFLAT */
          wire loop;
          assign loop = enable & ~loop;
          assign q = loop;
        """)
    let bench = TestBench(try await start(design))
    try bench.simulator.settle()
    bench.port("enable").value = 1
    let error = #expect(throws: SimulationError.self) {
      for _ in 0..<3 { try bench.simulator.settle() }
    }
    #expect(error?.message.contains("converge") == true, "\(error?.message ?? "")")
  }

  @Test("The options for long runs give the same results")
  func longRun() async throws {
    var sums: [[UInt64]] = []
    for options in [VerilatorOptions(), .longRun] {
      let bench = TestBench(try await start(TestDesigns.distanceTree(lanes: 64), options: options))
      var stimulus = Stimulus(seed: 11)
      var seen: [UInt64] = []
      for _ in 0..<100 {
        bench.set("a", stimulus.bytes(bitWidth: 512))
        bench.set("b", stimulus.bytes(bitWidth: 512))
        try bench.simulator.settle()
        seen.append(bench.port("sum").value)
        try bench.simulator.step()
      }
      sums.append(seen)
    }
    #expect(sums[0] == sums[1])
  }

  @Test("A library that is gone is an internal error")
  func missingLibrary() async throws {
    var model = try await start(TestDesigns.counter).model
    model.library = URL(fileURLWithPath: "/nonexistent/model.so")
    let error = #expect(throws: CosimulationError.self) { try VerilatorSimulator(model) }
    #expect(error?.kind == .internal)
  }
}
