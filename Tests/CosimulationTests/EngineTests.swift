import Foundation
import Simulation
import Testing
import Verilog

/// The same testbench bodies on every engine, against values computed here.
@Suite struct EngineTests {
  // A cancelled case of a test with arguments is not named in the log; these two tests are.
  @Test("Verilator is installed; without it its cases below are skipped")
  func verilatorIsInstalled() throws { try Engine.verilator.requireTools() }

  @Test("Icarus Verilog is installed; without it its cases below are skipped")
  func icarusIsInstalled() throws { try Engine.icarus.requireTools() }

  @Test("A counter counts while enabled and returns to zero on reset", arguments: Engine.allCases)
  func counter(engine: Engine) async throws {
    let bench = TestBench(try await engine.start(TestDesigns.counter))
    #expect(bench.simulator.engineName == engine.rawValue)
    try bench.reset()
    var expected: UInt64 = 0
    var stimulus = Stimulus(seed: 1)
    for cycle in 0..<600 {
      let enable = stimulus.next() >> 62 != 0
      let reset = cycle == 300
      bench.port("enable").value = enable ? 1 : 0
      bench.simulator.setReset(reset)
      try bench.simulator.settle()
      #expect(bench.port("count").value == expected)
      try bench.simulator.step()
      expected = reset ? 0 : (expected + (enable ? 1 : 0)) & 0xff
    }
    #expect(bench.simulator.cycleCount == 601)
  }

  @Test("Eight lanes of products accumulate", arguments: Engine.allCases)
  func multiplyAccumulate(engine: Engine) async throws {
    let bench = TestBench(try await engine.start(TestDesigns.multiplyAccumulate))
    try bench.reset()
    var stimulus = Stimulus(seed: 2)
    var total: UInt32 = 0
    for _ in 0..<200 {
      let (a, b, valid) = (stimulus.next(), stimulus.next(), stimulus.next() >> 63)
      bench.port("a").value = a
      bench.port("b").value = b
      bench.port("valid").value = valid
      try bench.simulator.settle()
      #expect(bench.port("sum").value == UInt64(total))
      try bench.simulator.step()
      for lane in 0..<UInt64(8) where valid == 1 {
        total &+= UInt32((a >> (8 * lane)) & 0xff) * UInt32((b >> (8 * lane)) & 0xff)
      }
    }
  }

  @Test("A 200-bit sum and XOR follow their inputs without a clock", arguments: Engine.allCases)
  func wide(engine: Engine) async throws {
    let bench = TestBench(try await engine.start(TestDesigns.wide))
    var stimulus = Stimulus(seed: 3)
    for _ in 0..<100 {
      let (a, b) = (stimulus.bytes(bitWidth: 200), stimulus.bytes(bitWidth: 200))
      bench.set("a", a)
      bench.set("b", b)
      try bench.simulator.settle()
      var carry = 0
      let sum = zip(a, b).map { pair -> UInt8 in
        let digit = Int(pair.0) + Int(pair.1) + carry
        carry = digit >> 8
        return UInt8(digit & 0xff)
      }
      #expect(bench.bytes("sum") == sum)
      #expect(bench.bytes("parity") == zip(a, b).map { $0.0 ^ $0.1 })
      #expect(bench.port("low").value == UInt64(a.reduce(0) { $0 ^ $1 }.nonzeroBitCount & 1))
      try bench.simulator.step()
    }
    #expect(bench.simulator.cycleCount == 100)
  }

  @Test("A memory returns the old word when it is written and read", arguments: Engine.allCases)
  func memory(engine: Engine) async throws {
    let bench = TestBench(try await engine.start(TestDesigns.memory))
    var stimulus = Stimulus(seed: 4)
    var words = [UInt64](repeating: 0, count: 64)
    for address in 0..<64 {
      words[address] = stimulus.next() >> 31
      bench.port("write").value = 1
      bench.port("address").value = UInt64(address)
      bench.port("data").value = words[address]
      try bench.cycle()
    }
    for _ in 0..<300 {
      let (address, data) = (Int(stimulus.next() >> 58), stimulus.next() >> 31)
      let write = stimulus.next() >> 63
      bench.port("write").value = write
      bench.port("address").value = UInt64(address)
      bench.port("data").value = data
      try bench.cycle()
      try bench.simulator.settle()
      #expect(bench.port("q").value == words[address])
      if write == 1 { words[address] = data }
    }
  }

  @Test("Ports of every storage size carry all their bits", arguments: Engine.allCases)
  func widths(engine: Engine) async throws {
    let bench = TestBench(try await engine.start(TestDesigns.widths))
    let listed = bench.simulator.ports
    #expect(listed.map(\.bitWidth) == TestDesigns.portWidths + TestDesigns.portWidths)
    #expect(listed.first == SimulatedPort(name: "in_1", bitWidth: 1, isInput: true))
    #expect(listed.last == SimulatedPort(name: "out__200", bitWidth: 200, isInput: false))
    var stimulus = Stimulus(seed: 5)
    for _ in 0..<50 {
      let values = TestDesigns.portWidths.map { stimulus.bytes(bitWidth: $0) }
      for (width, value) in zip(TestDesigns.portWidths, values) { bench.set("in_\(width)", value) }
      try bench.cycle()
      try bench.simulator.settle()
      for (width, value) in zip(TestDesigns.portWidths, values) {
        var expected = value.map { ~$0 }
        if width & 7 != 0 { expected[expected.count - 1] &= (1 << UInt8(width & 7)) - 1 }
        #expect(bench.bytes("out__\(width)") == expected, "width \(width)")
        let storage = bench.port("out__\(width)")
        let beyond = ((width + 7) / 8..<storage.byteCount).map {
          storage.bytes.load(fromByteOffset: $0, as: UInt8.self)
        }
        #expect(beyond.allSatisfy { $0 == 0 })
      }
    }
  }

  @Test("Two instances of a child keep their own state", arguments: Engine.allCases)
  func hierarchy(engine: Engine) async throws {
    let bench = TestBench(try await engine.start(TestDesigns.hierarchy))
    for cycle in 0..<UInt64(40) {
      bench.port("d").value = cycle * 257
      try bench.simulator.settle()
      if cycle >= 8 { #expect(bench.port("q").value == (cycle - 8) * 257 ^ 0xff) }
      try bench.simulator.step()
    }
  }

  @Test(
    "A step without a settle repeats the cycle with the same inputs", arguments: Engine.allCases)
  func stepsAlone(engine: Engine) async throws {
    let bench = TestBench(try await engine.start(TestDesigns.counter))
    try bench.reset()
    bench.port("enable").value = 1
    try bench.simulator.settle()
    for _ in 0..<5 { try bench.simulator.step() }
    try bench.simulator.settle()
    try bench.simulator.settle()
    #expect(bench.port("count").value == 5)
  }

  @Test(
    "A design that stops itself throws, and throws again",
    arguments: Engine.allCases, ["$stop;", "$finish;", "$fatal;"])
  func stopping(engine: Engine, statement: String) async throws {
    let bench = TestBench(try await engine.start(TestDesigns.stopping(statement)))
    for value in 0..<UInt64(7) {
      bench.port("value").value = value
      try bench.cycle()
      #expect(bench.port("copy").value == value)
    }
    bench.port("value").value = 7
    let error = #expect(throws: SimulationError.self) {
      // Where steps travel with the next settle, the error arrives there.
      try bench.cycle()
      try bench.simulator.settle()
    }
    let message = error?.message ?? ""
    #expect(message.hasPrefix("`guard_unit` stopped in cycle 8"), "\(message)")
    #expect(message.contains("value is 7"), "\(message)")
    #expect(throws: SimulationError.self) { try bench.simulator.settle() }
    #expect(throws: SimulationError.self) { try bench.simulator.step() }
  }

  @Test("Two simulations at once do not share state", arguments: Engine.allCases)
  func twoAtOnce(engine: Engine) async throws {
    let first = TestBench(try await engine.start(TestDesigns.counter))
    let second = TestBench(try await engine.start(TestDesigns.counter))
    let other = TestBench(try await engine.start(TestDesigns.stopping("$stop;")))
    try first.reset()
    try second.reset()
    first.port("enable").value = 1
    for cycle in 0..<100 {
      second.port("enable").value = cycle % 4 == 0 ? 1 : 0
      other.port("value").value = UInt64(cycle % 7)
      try first.cycle()
      try second.cycle()
      try other.cycle()
    }
    other.port("value").value = 7
    #expect(throws: SimulationError.self) {
      try other.cycle()
      try other.simulator.settle()
    }
    try first.simulator.settle()
    try second.simulator.settle()
    #expect(first.port("count").value == 100)
    #expect(second.port("count").value == 25)
  }

  @Test("Two runs with one stimulus give the same outputs", arguments: Engine.allCases)
  func determinism(engine: Engine) async throws {
    var traces: [[UInt64]] = []
    for _ in 0..<2 {
      let bench = TestBench(try await engine.start(TestDesigns.distanceTree(lanes: 8)))
      var stimulus = Stimulus(seed: 6)
      var trace: [UInt64] = []
      for _ in 0..<100 {
        bench.port("a").value = stimulus.next()
        bench.port("b").value = stimulus.next()
        try bench.simulator.settle()
        trace.append(bench.port("sum").value)
        try bench.simulator.step()
      }
      traces.append(trace)
    }
    #expect(traces[0] == traces[1])
    #expect(traces[0].suffix(90).contains { $0 != 0 })
  }

  @Test("Every engine computes the same distances", arguments: Engine.allCases)
  func distances(engine: Engine) async throws {
    let bench = TestBench(try await engine.start(TestDesigns.distanceTree(lanes: 8)))
    var stimulus = Stimulus(seed: 7)
    var pipeline: [UInt64] = []
    for cycle in 0..<200 {
      let (a, b) = (stimulus.bytes(bitWidth: 64), stimulus.bytes(bitWidth: 64))
      bench.set("a", a)
      bench.set("b", b)
      try bench.simulator.settle()
      // One register after the squares and one for each of three adder levels.
      if cycle >= 4 { #expect(bench.port("sum").value == pipeline[cycle - 4]) }
      pipeline.append(
        zip(a, b).reduce(0) { sum, pair in
          let difference = Int(pair.0) - Int(pair.1)
          return sum + UInt64(difference * difference)
        })
      try bench.simulator.step()
    }
  }
}
