import HDL
import RegisterMap
import Simulation
import Testing

/// What the article promises, case by case, on the map with one of each.
@Suite("Register blocks")
struct RegisterBlockTests {
  /// The map `everything` under reset values, with a manager that never pauses.
  private final class Setup {
    let bench: Bench
    let manager: AXI4LiteManager

    init(_ sample: Sample = .everything) throws {
      bench = Bench(NativeSimulator(try elaborate(RegisterBlock(sample.map))))
      manager = try AXI4LiteManager(bench.simulator)
      try bench.reset()
    }

    func read(_ address: UInt64) throws -> UInt64 {
      let read = try manager.read(from: address)
      #expect(read.response == .okay)
      return read.data
    }

    func write(_ data: UInt64, _ address: UInt64, strobes: UInt64 = .max) throws {
      #expect(try manager.write(data, to: address, strobes: strobes) == .okay)
    }

    /// A cycle of the manager, with inputs for this cycle.
    func cycle(_ inputs: [String: UInt64] = [:]) throws {
      manager.drive()
      for (name, value) in inputs { bench[name] = value }
      try bench.settle()
      manager.observe()
      try bench.step()
      for name in inputs.keys { bench[name] = 0 }
    }
  }

  @Test("show reset values")
  func reset() throws {
    let setup = try Setup()
    #expect(try setup.read(0x00) == 0x8765_4321)
    #expect(try setup.read(0x08) == 1 | 61 << 1 | 0xabc << 10)
    #expect(try setup.read(0x28) == 0x155)
    #expect(try setup.read(0x3c) == 0xcafe_0102)
    #expect(setup.bench["mixed_offset"] == 61)
    #expect(try Setup(.wide).read(0) == 0xffff_ffff_ffff_fffe)
  }

  @Test("write the bytes whose strobes are set, and nothing without any")
  func strobes() throws {
    let setup = try Setup()
    try setup.write(0xffff_ffff, 0x00, strobes: 0b0101)
    #expect(try setup.read(0) == 0x87ff_43ff)
    try setup.write(0, 0x00, strobes: 0)
    #expect(try setup.read(0) == 0x87ff_43ff)
    try setup.write(0xffff_ffff, 0x08, strobes: 0b0010)
    #expect(setup.bench["mixed_across"] == 0xabf)
    #expect(setup.bench["mixed_command"] == 0)
  }

  @Test("ignore the address bits within a word")
  func unaligned() throws {
    let setup = try Setup()
    try setup.write(0x0000_5500, 0x01, strobes: 0b0010)
    #expect(try setup.read(0x03) == 0x8765_5521)
  }

  @Test("refuse what is not there, without an effect")
  func errors() throws {
    let setup = try Setup()
    for address in [0x04, 0x0c, 0x18, 0x38] as [UInt64] {
      let read = try setup.manager.read(from: address)
      #expect(read.response == .slaveError && read.data == 0)
      #expect(try setup.manager.write(.max, to: address) == .slaveError)
    }
    // Nothing to write in `state` and `version`, nothing to read in `command`.
    #expect(try setup.manager.write(.max, to: 0x24) == .slaveError)
    #expect(try setup.manager.write(.max, to: 0x3c) == .slaveError)
    #expect(try setup.manager.read(from: 0x34).response == .slaveError)
    #expect(try setup.read(0x00) == 0x8765_4321)
    #expect(try setup.read(0x3c) == 0xcafe_0102)
    // A write to bits that cannot be written is ignored where others can.
    setup.bench["mixed_level"] = 9
    try setup.write(0x1f00_0000, 0x08)
    #expect(try setup.read(0x08) >> 24 == 9)
  }

  @Test("set a sticky bit that is cleared at the same edge", arguments: [0, 1] as [UInt64])
  func sticky(isSetAgain: UInt64) throws {
    let setup = try Setup()
    try setup.cycle(["events_lines_set": 0b1_0000_0011, "events_alarm_set": 1])
    #expect(try setup.read(0x10) == 0b1_0000_0011 << 4 | 1)
    // Address and data move in the first cycle; the second ends with the write.
    setup.manager.enqueueWrite(0b1 << 4 | 1, to: 0x10)
    try setup.cycle()
    try setup.cycle(["events_alarm_set": isSetAgain])
    try setup.cycle()
    #expect(try setup.read(0x10) == 0b1_0000_0010 << 4 | isSetAgain)
    try setup.write(.max, 0x10, strobes: 0b0010)
    // `lines` is in two bytes, and only one of them is written.
    #expect(try setup.read(0x10) == 0b10 << 4 | isSetAgain)
  }

  @Test("count an event at the edge that clears", arguments: [0, 1] as [UInt64])
  func counters(event: UInt64) throws {
    let setup = try Setup()
    let names = ["free", "full", "seen"].map { "counters_\($0)_increment" }
    let all = Dictionary(uniqueKeysWithValues: names.map { ($0, 1 as UInt64) })
    for _ in 0..<9 { try setup.cycle(all) }
    #expect(setup.bench["counters_free"] == 9)
    #expect(setup.bench["counters_full"] == 7)
    setup.manager.enqueueWrite(0, to: 0x14)
    try setup.cycle()
    try setup.cycle(["counters_full_increment": event])
    try setup.bench.settle()
    #expect(setup.bench["counters_full"] == event)
    try setup.cycle()
    setup.manager.enqueueRead(from: 0x14)
    try setup.cycle()
    try setup.cycle(["counters_seen_increment": event])
    try setup.cycle()
    #expect(setup.manager.reads.last?.data == 9 | event << 6 | 9 << 16)
    #expect(try setup.read(0x14) >> 16 == event)
    #expect(try setup.read(0x14) >> 16 == 0)
    for _ in 0..<8 { try setup.cycle(all) }
    #expect(setup.bench["counters_free"] == 1, "wraps from 15 to 0")
  }

  @Test("make a pulse of one cycle")
  func pulse() throws {
    let setup = try Setup()
    setup.manager.enqueueWrite(0xa000_0000, to: 0x08)
    var seen: [UInt64] = []
    for _ in 0..<6 {
      try setup.cycle()
      try setup.bench.settle()
      seen.append(setup.bench["mixed_command"])
    }
    #expect(seen == [0, 5, 0, 0, 0, 0])
  }

  @Test("return the value before a write at the same edge")
  func simultaneous() throws {
    let setup = try Setup()
    setup.manager.enqueueWrite(0x1111_1111, to: 0x00)
    setup.manager.enqueueRead(from: 0x00)
    try setup.manager.finish()
    #expect(setup.manager.reads[0].data == 0x8765_4321)
    #expect(try setup.read(0x00) == 0x1111_1111)
  }

  @Test("do a write and a read every two cycles")
  func throughput() throws {
    let setup = try Setup()
    for index in 0..<100 as Range<UInt64> {
      setup.manager.enqueueWrite(index, to: 0x00)
      setup.manager.enqueueRead(from: 0x00)
    }
    let start = setup.bench.simulator.cycleCount
    try setup.manager.finish()
    #expect(setup.bench.simulator.cycleCount - start == 201)
    #expect(Set(setup.manager.reads.map(\.data)).count == 100)
  }

  @Test("take address and data in any order", arguments: [true, false])
  func order(addressFirst: Bool) throws {
    let setup = try Setup()
    setup.manager.pauses.writeAddress = addressFirst ? 0...0 : 5...5
    setup.manager.pauses.writeData = addressFirst ? 5...5 : 0...0
    try setup.write(0x1234_5678, 0x00)
    try setup.write(0x9abc_def0, 0x20)
    #expect(try setup.read(0x00) == 0x1234_5678)
    #expect(try setup.read(0x20) & 0x3ff == 0x2f0)
  }

  @Test("wait with the next access until a response is taken")
  func backPressure() throws {
    let setup = try Setup()
    setup.manager.pauses.writeResponse = 20...20
    setup.manager.pauses.readData = 20...20
    for value in 1...3 as ClosedRange<UInt64> {
      setup.manager.enqueueWrite(value, to: 0x00)
      setup.manager.enqueueRead(from: 0x00)
    }
    for _ in 0..<10 { try setup.cycle() }
    #expect(setup.bench["plain_value"] == 1)
    #expect(setup.bench["s_axi_bvalid"] == 1)
    #expect(setup.bench["s_axi_awready"] == 0)
    #expect(setup.bench["s_axi_arready"] == 0)
    try setup.manager.finish()
    #expect(setup.bench["plain_value"] == 3)
    #expect(setup.manager.reads.map(\.data) == [0x8765_4321, 1, 2])
  }

  @Test("lead nothing through from an input of the bus to an output")
  func registered() throws {
    let setup = try Setup()
    let simulator = setup.bench.simulator
    var random = Stimulus(seed: 3)
    let (inputs, outputs) = (
      simulator.ports.filter(\.isInput).map(\.name),
      simulator.ports.filter { !$0.isInput }.map(\.name)
    )
    setup.manager.pauses = .init(0...2)
    for number in 0..<50 as Range<UInt64> {
      setup.manager.enqueueWrite(random.next(), to: number % 64)
      setup.manager.enqueueRead(from: number % 64)
    }
    for _ in 0..<100 {
      setup.manager.drive()
      try setup.bench.settle()
      let kept = inputs.map { setup.bench[$0] }
      let before = outputs.map { setup.bench[$0] }
      for name in inputs { setup.bench[name] = random.next() }
      try setup.bench.settle()
      #expect(outputs.map { setup.bench[$0] } == before)
      for (name, value) in zip(inputs, kept) { setup.bench[name] = value }
      try setup.bench.settle()
      setup.manager.observe()
      try setup.bench.step()
    }
  }

  @Test("serve the timer of the article")
  func timer() throws {
    let simulator = NativeSimulator(try elaborate(Timer()))
    let bench = Bench(simulator)
    try bench.reset()
    let manager = try AXI4LiteManager(simulator, prefix: "axi")
    func read(_ address: UInt64) throws -> UInt64 { try manager.read(from: address).data }
    #expect(try read(0x3c) == 0x0102)
    try manager.write(5, to: 0x04)
    #expect(bench["irq"] == 0)
    try manager.write(0x11, to: 0x00)
    for _ in 0..<30 {
      try bench.settle()
      try bench.step()
    }
    try bench.settle()
    #expect(bench["irq"] == 1)
    #expect(try read(0x14) >= 3)
    #expect(try read(0x14) <= 1)
    try manager.write(0x10, to: 0x00)
    try manager.write(1 << 31, to: 0x10)
    try bench.settle()
    #expect(bench["irq"] == 0)
  }
}
