import Foundation
import Simulation
import Testing
import Verilog

@testable import Cosimulation

@Suite struct IcarusSimulatorTests {
  private func start(_ design: VerilogDesign) async throws -> IcarusSimulator {
    try Engine.icarus.requireTools()
    return try IcarusSimulator(await IcarusBuild(cache: Engine.cache).program(of: design))
  }

  @Test("Registers are unknown until reset, and read as zero")
  func unknowns() async throws {
    let simulator = try await start(TestDesigns.counter)
    let bench = TestBench(simulator)
    try simulator.settle()
    #expect(simulator.unknownPorts.map { simulator.ports[$0].name } == ["count"])
    #expect(bench.port("count").value == 0)
    try bench.reset()
    try simulator.settle()
    #expect(simulator.unknownPorts.isEmpty)
  }

  @Test("A floating bit is unknown, and the bits beside it keep their value")
  func floating() async throws {
    let simulator = try await start(
      TestDesigns.design(
        "floating", clocked: false, inputs: [("d", 4)], outputs: [("q", 40), ("p", 4)],
        body: "  assign q = {d, 35'bz, 1'b1};\n  assign p = d;"))
    let bench = TestBench(simulator)
    bench.port("d").value = 5
    try simulator.settle()
    #expect(bench.port("q").value == 5 << 36 | 1)
    #expect(simulator.unknownPorts == [1])
  }

  @Test("What a design prints is kept and does not disturb the replies")
  func printing() async throws {
    let simulator = try await start(
      TestDesigns.design(
        "talker", inputs: [("d", 8)], outputs: [("q", 8)],
        body: "  assign q = d;\n  always @(posedge clk) $display(\"d is %0d\", d);"))
    let bench = TestBench(simulator)
    bench.port("d").value = 42
    for _ in 0..<5000 { try bench.cycle() }
    try simulator.settle()
    #expect(bench.port("q").value == 42)
    #expect(simulator.cycleCount == 5000)
  }

  @Test("Thousands of steps without a settle arrive in order")
  func manySteps() async throws {
    let simulator = try await start(TestDesigns.counter)
    let bench = TestBench(simulator)
    try bench.reset()
    bench.port("enable").value = 1
    try simulator.settle()
    for _ in 0..<200_000 { try simulator.step() }
    try simulator.settle()
    #expect(bench.port("count").value == 200_000 & 0xff)
  }

  @Test("A process that was killed is an error, and leaves no zombie")
  func killed() async throws {
    let simulator = try await start(TestDesigns.counter)
    let bench = TestBench(simulator)
    try bench.reset()
    let child = simulator.process.process
    kill(child, SIGKILL)
    let error = #expect(throws: SimulationError.self) {
      for _ in 0..<100 { try bench.cycle() }
    }
    #expect(error?.message.contains("vvp ended with signal 9") == true)
    #expect(waitpid(child, nil, WNOHANG) == -1)
    #expect(throws: SimulationError.self) { try simulator.step() }
    #expect(throws: SimulationError.self) { try simulator.settle() }
  }

  @Test("A process that ends at once is an error")
  func endsAtOnce() async throws {
    try Engine.icarus.requireTools()
    var program = try await IcarusBuild(cache: Engine.cache).program(of: TestDesigns.counter)
    program.interpreter = "/bin/false"
    let simulator = try IcarusSimulator(program)
    let error = #expect(throws: SimulationError.self) {
      for _ in 0..<100 { try simulator.settle() }
    }
    #expect(error?.message == "`counter` stopped in cycle 0: vvp ended with exit code 1")
  }

  @Test("A simulator that goes away ends its process")
  func shutdown() async throws {
    var child: pid_t = 0
    do {
      let simulator = try await start(TestDesigns.counter)
      child = simulator.process.process
      try simulator.settle()
      try simulator.step()
    }
    #expect(kill(child, 0) == -1)
  }

  @Test("An interpreter that does not exist cannot be started")
  func noInterpreter() async throws {
    try Engine.icarus.requireTools()
    var program = try await IcarusBuild(cache: Engine.cache).program(of: TestDesigns.counter)
    program.interpreter = "/nonexistent/vvp"
    #expect(throws: CosimulationError.self) { try IcarusSimulator(program) }
  }

  @Test("The second build comes from the cache; errors and warnings carry Icarus's own lines")
  func build() async throws {
    try Engine.icarus.requireTools()
    let build = IcarusBuild(cache: Engine.cache)
    let good = TestDesigns.design(
      "once", inputs: [("d", 3)], outputs: [("q", 3)], body: "  assign q = d;")
    #expect(try await !build.program(of: good).wasCached)
    #expect(try await build.program(of: good).wasCached)

    var broken = good
    broken.files[0].text = "module once(input clk);\n  assign = ;\nendmodule\n"
    let error = await #expect(throws: CosimulationError.self) {
      try await build.program(of: broken)
    }
    #expect(error?.kind == .badData)
    #expect(error?.details.contains("once.v:2:") == true)

    let sloppy = TestDesigns.design(
      "implicit", inputs: [("d", 1)], outputs: [("q", 1)],
      body: "  assign undeclared = d;\n  assign q = undeclared;")
    let warning = await #expect(throws: CosimulationError.self) {
      try await build.program(of: sloppy)
    }
    #expect(warning?.message == "Icarus Verilog warns about the Verilog of `implicit`")
    var lenient = build
    lenient.areWarningsErrors = false
    #expect(try await lenient.program(of: sloppy).warnings.contains("implicit"))
  }

  @Test("Missing tools are reported by the build", arguments: [Tool.iverilog, .vvp])
  func missing(tool: Tool) async throws {
    try Engine.icarus.requireTools()
    let build = IcarusBuild(
      toolchain: Toolchain(overrides: [tool: "/nonexistent/tool"]), cache: Engine.cache)
    let error = await #expect(throws: CosimulationError.self) {
      try await build.program(of: TestDesigns.counter)
    }
    #expect(error?.kind == .missingTool)
  }

  @Test("A second waveform of one simulation is refused with the reason")
  func secondTrace() async throws {
    let simulator = try await start(TestDesigns.counter)
    let path = temporaryPath("one.vcd")
    try simulator.startTrace(path: path)
    #expect(throws: SimulationError.self) { try simulator.startTrace(path: path) }
    try simulator.stopTrace()
    let error = #expect(throws: SimulationError.self) {
      try simulator.startTrace(path: temporaryPath("two.vcd"))
    }
    #expect(error?.message.contains(path) == true)
  }
}
