import HDL
import Simulation
import Testing

/// Counts to a limit that its assertion knows better.
private struct Limited: Module {
  let limit: Int

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
    module.assert("inRange", value .<= limit, "the limit is \(limit)")
    module.assume("steps", ports.step .!= 3, when: ports.enable)
    module.cover("reachesFive", value .== 5)
    module.cover("idle", .!ports.enable, duringReset: true)
    ports.count.assign(value)
  }
}

@Suite("Properties in the native simulator")
struct PropertyTests {
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
        let counter = module.instance(Limited(limit: 9), named: "counter_\(index)")
        counter.enable.assign(enable)
        counter.step.assign(ports.step)
        return counter.count
      }
      ports.sum.assign(counts[0] .+ counts[1])
    }
  }

  /// Runs cycles with the given inputs after one with reset.
  private func run(
    _ simulator: NativeSimulator, cycles: Int, enables: (Int) -> [Bool], step: UInt64
  ) throws {
    simulator.setReset(true)
    try simulator.settle()
    try simulator.step()
    simulator.setReset(false)
    simulator.storage(ofPort: 2).value = step
    for cycle in 0..<cycles {
      for (index, enable) in enables(cycle).enumerated() {
        simulator.storage(ofPort: index).isSet = enable
      }
      try simulator.settle()
      try simulator.step()
    }
  }

  @Test("a failing assertion names itself, the instance, the cycle and its line")
  func assertion() throws {
    let simulator = NativeSimulator(try elaborate(Pair()))
    let error = #expect(throws: SimulationError.self) {
      try run(simulator, cycles: 20, enables: { [$0 % 2 == 0, true] }, step: 1)
    }
    #expect(
      error?.message == "assertion `inRange` of `Pair.counter_1` failed in cycle 11: "
        + "the limit is 9 (SimulationTests/PropertyTests.swift:23:18)")
    #expect(error?.failure?.property.name == "inRange")
    #expect(error?.failure?.cycle == 11)
    // The edge was not taken.
    #expect(simulator.cycleCount == 11)
    #expect(simulator.peek("counter_1.value") == [10])
  }

  @Test("a failing assumption, only where it is enabled")
  func assumption() throws {
    let idle = NativeSimulator(try elaborate(Pair()))
    try run(idle, cycles: 5, enables: { _ in [false, false] }, step: 3)
    let simulator = NativeSimulator(try elaborate(Pair()))
    let error = #expect(throws: SimulationError.self) {
      try run(simulator, cycles: 5, enables: { [$0 == 2, false] }, step: 3)
    }
    #expect(
      error?.message == "assumption `steps` of `Pair.counter_0` failed in cycle 3 "
        + "(SimulationTests/PropertyTests.swift:24:18)")
  }

  @Test("counts samples and hits, and adds runs")
  func coverage() throws {
    var total = PropertyCoverage()
    for index in 0..<2 {
      let simulator = NativeSimulator(try elaborate(Pair()))
      try run(simulator, cycles: 8, enables: { _ in [index == 0, false] }, step: 1)
      total.merge(simulator.propertyCoverage())
    }
    #expect(
      total.description == """
        assertion Pair.counter_0.inRange: 16 of 16
        assumption Pair.counter_0.steps: 8 of 8
        cover Pair.counter_0.reachesFive: 1 of 16
        cover Pair.counter_0.idle: 10 of 18
        assertion Pair.counter_1.inRange: 16 of 16
        assumption Pair.counter_1.steps: 0 of 0
        cover Pair.counter_1.reachesFive: 0 of 16
        cover Pair.counter_1.idle: 18 of 18
        """)
    #expect(total.missedCovers.map(\.property.fullName) == ["Pair.counter_1.reachesFive"])
    #expect(total["Pair.counter_0.reachesFive"] == PropertyCoverage.Count(samples: 16, hits: 1))
    #expect(total["Pair.reachesFive"] == nil)
  }

  /// Values of earlier cycles.
  private struct Echo: Module {
    struct Ports {
      let a: UInt
      let y: UInt
      let valid: Bit
    }

    func ports(_ declare: PortDeclarer) -> Ports {
      Ports(
        a: declare.input(.uint(8)), y: declare.output(.uint(8)), valid: declare.output(.bit))
    }

    func body(_ module: ModuleBuilder, _ ports: Ports) {
      let past = module.past(ports.a, cycles: 3)
      ports.y.assign(past.value)
      ports.valid.assign(past.isValid)
    }
  }

  @Test("a past value is as old as asked for and valid so many cycles after reset")
  func past() throws {
    let simulator = NativeSimulator(try elaborate(Echo()))
    simulator.setReset(true)
    try simulator.settle()
    try simulator.step()
    simulator.setReset(false)
    for cycle in 0..<10 {
      simulator.storage(ofPort: 0).value = UInt64(cycle + 50)
      try simulator.settle()
      #expect(simulator.storage(ofPort: 2).isSet == (cycle >= 3))
      if cycle >= 3 { #expect(simulator.storage(ofPort: 1).value == UInt64(cycle + 47)) }
      try simulator.step()
    }
  }
}
