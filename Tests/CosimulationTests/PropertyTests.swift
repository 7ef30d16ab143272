import Cosimulation
import HDL
import Simulation
import Testing
import Verilog

/// Counts, with a property of every kind.
private struct Limited: Module {
  struct Ports {
    let enable: Bit
    let step: UInt
    let count: UInt
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      enable: declare.input(.bit), step: declare.input(.uint(2)), count: declare.output(.uint(4)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let value = module.register("value", .uint(4), reset: 0, enable: ports.enable)
    value.assign(value .&+ ports.step.extended(to: 4))
    module.assert("inRange", value .<= 9, #"100 % of "9" \ é"#)
    module.assume("steps", ports.step .!= 3, when: ports.enable)
    module.cover("reachesFive", value .== 5)
    module.cover("idle", .!ports.enable, duringReset: true)
    let last = module.past(value)
    module.assert("neverFalls", value .>= last.value, when: last.isValid .& value .!= 0)
    let tag = module.anyConstant("tag", .uint(4))
    module.cover("meetsTag", value .== tag)
    ports.count.assign(value)
  }
}

/// Two counters below a top.
private struct Pair: Module {
  struct Ports {
    let enables: [Bit]
    let step: UInt
    let sum: UInt
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      enables: [declare.input(.bit), declare.input(.bit)], step: declare.input(.uint(2)),
      sum: declare.output(.uint(5)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let counts = ports.enables.enumerated().map { index, enable in
      let counter = module.instance(Limited(), named: "counter_\(index)")
      counter.enable.assign(enable)
      counter.step.assign(ports.step)
      return counter.count
    }
    ports.sum.assign(counts[0] .+ counts[1])
  }
}

@Suite("Properties in every engine")
struct PropertyTests {
  /// Runs cycles after one with reset; the native simulator without `engine`.
  private func run(
    _ engine: Engine?, cycles: Int, enables: [Bool], step: UInt64
  ) async throws -> (error: SimulationError?, simulator: any Simulator) {
    let design = try elaborate(Pair())
    let simulator: any Simulator
    if let engine {
      simulator = try await engine.start(emitVerilog(design).design)
    } else {
      simulator = NativeSimulator(design)
    }
    let bench = TestBench(simulator)
    bench.port("step").value = step
    do {
      try bench.reset()
      for cycle in 0..<cycles {
        bench.port("enables_0").isSet = enables[0] && cycle >= 2
        bench.port("enables_1").isSet = enables[1]
        try bench.cycle()
      }
      return (nil, simulator)
    } catch let error as SimulationError {
      return (error, simulator)
    }
  }

  @Test(
    "a failing assertion is told in the same words as by the native simulator",
    arguments: Engine.allCases, [[true, false], [false, true], [true, true]])
  func assertion(engine: Engine, enables: [Bool]) async throws {
    let expected = try await run(nil, cycles: 20, enables: enables, step: 1).error
    let (error, _) = try await run(engine, cycles: 20, enables: enables, step: 1)
    #expect(error == expected)
    let (counter, cycle) = enables[1] ? (1, 11) : (0, 13)
    #expect(
      error?.message
        == "assertion `inRange` of `Pair.counter_\(counter)` failed in cycle \(cycle): "
        + #"100 % of "9" \ é (CosimulationTests/PropertyTests.swift:23:18)"#)
  }

  @Test("a failing assumption", arguments: Engine.allCases)
  func assumption(engine: Engine) async throws {
    let expected = try await run(nil, cycles: 6, enables: [true, false], step: 3).error
    let (error, _) = try await run(engine, cycles: 6, enables: [true, false], step: 3)
    #expect(error == expected)
    #expect(error?.failure?.property.fullName == "Pair.counter_0.steps")
    #expect(error?.failure?.cycle == 3)
  }

  @Test("the step at which it fails throws, and every one after", arguments: Engine.allCases)
  func everyLaterStep(engine: Engine) async throws {
    let (failure, simulator) = try await run(engine, cycles: 6, enables: [true, false], step: 3)
    let error = try #require(failure)
    #expect(throws: error) { try simulator.settle() }
    #expect(throws: error) { try simulator.step() }
  }

  @Test("covers are hit as often as in the native simulator", arguments: Engine.allCases)
  func covers(engine: Engine) async throws {
    let native = try await run(nil, cycles: 8, enables: [true, false], step: 1).simulator
    let simulator = try await run(engine, cycles: 8, enables: [true, false], step: 1).simulator
    let hits = try simulator.propertyCoverage().entries
    let expected = try native.propertyCoverage().entries.filter { $0.property.kind == .cover }
    #expect(hits.map(\.property) == expected.map(\.property))
    #expect(hits.map(\.count.hits) == expected.map(\.count.hits))
    #expect(hits.map(\.count.hits) == [1, 3, 3, 0, 9, 8])
    // Counting goes on.
    try TestBench(simulator).cycle()
    #expect(try simulator.propertyCoverage()["Pair.counter_1.idle"]?.hits == 10)
  }

  @Test("a model without assertions has none")
  func without() async throws {
    try Engine.verilator.requireTools()
    let build = VerilatorBuild(
      options: VerilatorOptions(hasAssertions: false), cache: Engine.cache)
    let model = try await build.model(of: emitVerilog(elaborate(Pair())).design)
    let bench = TestBench(try VerilatorSimulator(model))
    bench.port("step").value = 3
    bench.port("enables_0").isSet = true
    for _ in 0..<30 { try bench.cycle() }
    #expect(try bench.simulator.propertyCoverage().entries.isEmpty)
  }
}
