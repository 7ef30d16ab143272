import Cosimulation
import DESNE
import HDL
import MemoryDevices
import MemorySystem
import Simulation
import TestSupport
import Testing
import Verilog

@testable import Accelerator
@testable import Verification

@Suite("DRAM controller")
struct DRAMControllerTests {
  /// A controller's sizes.
  struct Size: CustomTestStringConvertible, Sendable {
    var device: String
    var channels: Int
    var beatBytes: Int

    var testDescription: String { "\(channels) of \(device), \(beatBytes) bytes" }

    func geometry() throws -> DRAMGeometry {
      DRAMGeometry(
        device: try MemoryDevice.named(device), channels: channels, beatBits: 8 * beatBytes)
    }
  }

  /// The presets, and corners: one lane of one group, channels without groups, lanes in groups.
  static let sizes = [
    Size(device: "wide-io-200", channels: 1, beatBytes: 16),
    Size(device: "wide-io-200", channels: 4, beatBytes: 64),
    Size(device: "wide-io-200", channels: 8, beatBytes: 128),
    Size(device: "wide-io-200", channels: 1, beatBytes: 64),
    Size(device: "wide-io-200", channels: 4, beatBytes: 8),
    Size(device: "ddr4-2400", channels: 2, beatBytes: 128),
    Size(device: "ddr4-2400", channels: 2, beatBytes: 32),
    Size(device: "lpddr4-3200", channels: 2, beatBytes: 16),
  ]

  static func simulator(
    _ engine: SimulationEngine, _ geometry: DRAMGeometry
  ) async throws -> any Simulator {
    try await Engines.start(engine, elaborate(DRAMController(geometry: geometry)))
  }

  /// A controller with its memory and somebody who asks.
  struct Bench {
    let simulator: any Simulator
    let size: Size
    var channels: DRAMChannels
    var driver: MemoryPortDriver
    let beats: Int
    let isIdle: PortStorage

    init(
      _ simulator: any Simulator, _ size: Size, beats: Int, seed: UInt64,
      _ next: @escaping (inout Xorshift64) -> MemoryPortDriver.Request?
    ) throws {
      self.simulator = simulator
      self.size = size
      self.beats = beats
      channels = try DRAMChannels(
        simulator, MemoryDevice.named(size.device), count: size.channels,
        beatBytes: size.beatBytes, seed: seed)
      let contents = Self.contents(channels, size, beats)
      driver = try MemoryPortDriver(
        simulator, beatBytes: size.beatBytes, contents: contents, seed: seed, next: next)
      let index = try #require(simulator.ports.firstIndex { $0.name == "isIdle" })
      isIdle = simulator.storage(ofPort: index)
    }

    static func contents(_ channels: DRAMChannels, _ size: Size, _ beats: Int) -> [[UInt8]] {
      (0..<beats).map { beat in
        (0..<size.beatBytes).map { channels[beat * size.beatBytes + $0] }
      }
    }

    mutating func reset() throws {
      simulator.setReset(true)
      for _ in 0..<2 {
        try simulator.settle()
        try simulator.step()
      }
      simulator.setReset(false)
      channels.reset()
      driver.reset()
      driver.resetContents(Self.contents(channels, size, beats))
    }

    mutating func run(cycles: Int, asks: Bool = true) throws {
      for _ in 0..<cycles {
        channels.drive()
        driver.drive(asks: asks)
        try simulator.settle()
        channels.observe()
        driver.observe()
        try simulator.step()
      }
    }

    /// Runs until nothing is under way.
    mutating func drain() throws {
      for _ in 0..<200 where !driver.isDone { try run(cycles: 50, asks: false) }
      #expect(driver.isDone)
      for _ in 0..<100 {
        try run(cycles: 1, asks: false)
        if isIdle.isSet { break }
      }
      #expect(isIdle.isSet)
    }

    func check() {
      #expect(channels.violations == [])
      #expect(driver.differences == [])
      #expect(Self.contents(channels, size, beats) == driver.expected)
    }
  }

  /// Requests in phases: one place or many, reads or writes, single beats or more.
  static func mixed(beats: Int) -> (inout Xorshift64) -> MemoryPortDriver.Request? {
    var (left, writes, hot, pauses, single) = (0, 0, 1, 0, false)
    var position = 0
    return { random in
      if left == 0 {
        left = 50 + random.next(below: 200)
        writes = [0, 10, 50, 90, 100][random.next(below: 5)]
        hot = [4, 16, 64, beats][random.next(below: 4)]
        pauses = [0, 0, 30, 95][random.next(below: 4)]
        single = random.next(below: 3) == 0
      }
      left -= 1
      if random.next(below: 100) < pauses { return nil }
      let isWrite = random.next(below: 100) < writes
      // Half of them go on where the last ended.
      let first =
        random.next(below: 2) == 0 ? position % beats : random.next(below: hot)
      let most = min(8 - first % 8, beats - first)
      let count = single ? 1 : 1 + random.next(below: most)
      position = first + count
      return MemoryPortDriver.Request(isWrite: isWrite, address: first, beats: count)
    }
  }

  @Test("reads what was written, whatever is asked for", arguments: sizes)
  func mixed(size: Size) async throws {
    try await mixed(size, .native, cycles: 5_000)
  }

  @Test("does so for long", arguments: [sizes[0], sizes[1], sizes[2]])
  func long(size: Size) async throws {
    try await mixed(size, .verilator, cycles: 40_000)
  }

  /// Without pauses and with them.
  func mixed(_ size: Size, _ engine: SimulationEngine, cycles: Int) async throws {
    let simulator = try await Self.simulator(engine, size.geometry())
    // Rows of all banks and of more than one row a bank.
    let beats = 4_096
    for stalls in [0, 4] {
      var bench = try Bench(
        simulator, size, beats: beats, seed: UInt64(stalls) + 1, Self.mixed(beats: beats))
      bench.driver.stalls = stalls
      try bench.reset()
      try bench.run(cycles: cycles)
      try bench.drain()
      bench.check()
      #expect(bench.driver.readBeats > cycles / 50)
      #expect(bench.driver.writtenBeats > cycles / 50)
    }
  }

  @Test("agrees in Icarus, which knows what is unknown", arguments: [sizes[0], sizes[1]])
  func icarus(size: Size) async throws {
    let simulator = try await Self.simulator(.icarus, size.geometry())
    var bench = try Bench(simulator, size, beats: 512, seed: 5, Self.mixed(beats: 512))
    bench.driver.stalls = 6
    try bench.reset()
    try bench.run(cycles: 1_500)
    try bench.drain()
    bench.check()
    #expect(bench.driver.readBeats > 15)
    #expect(bench.driver.writtenBeats > 15)
  }

  @Test("starts anew after a reset at any time", arguments: [sizes[0], sizes[1], sizes[2]])
  func reset(size: Size) async throws {
    let simulator = try await Self.simulator(.verilator, size.geometry())
    var bench = try Bench(simulator, size, beats: 1_024, seed: 9, Self.mixed(beats: 1_024))
    bench.driver.stalls = 5
    var random = Xorshift64(seed: 4)
    for _ in 0..<20 {
      try bench.reset()
      try bench.run(cycles: 1 + random.next(below: 900))
    }
    try bench.drain()
    bench.check()
  }

  @Test(
    "streams a beat a clock in 95 of 100 clocks that refreshes leave",
    arguments: [sizes[0], sizes[1], sizes[2]], [false, true])
  func stream(size: Size, isWrite: Bool) async throws {
    let simulator = try await Self.simulator(.verilator, size.geometry())
    let beats = 32_768
    var position = 0
    var bench = try Bench(simulator, size, beats: beats, seed: 1) { _ in
      guard position < beats else { return nil }
      defer { position += isWrite ? 1 : 8 }
      return MemoryPortDriver.Request(
        isWrite: isWrite, address: position, beats: isWrite ? 1 : 8)
    }
    try bench.reset()
    let start = bench.driver.cycle
    while position < beats { try bench.run(cycles: 64) }
    let asked = bench.driver.cycle - start
    try bench.drain()
    bench.check()
    let device = try MemoryDevice.named(size.device)
    let counts = bench.channels.counts
    let clocks =
      isWrite ? asked : bench.driver.lastRead - (bench.driver.firstRead ?? 0) + 1
    let lost = clocks / device.timing.tREFI * device.timing.tRFC
    let share = Double(beats) / Double(clocks - lost)
    #expect(share >= 0.95, "\(share)")
    // Each burst is read or written once.
    let bursts = beats * size.beatBytes / device.burstBytes
    #expect((isWrite ? counts.writes : counts.reads) == bursts)
  }

  @Test(
    "has no warning in any linter", arguments: [sizes[0], sizes[1], sizes[2], sizes[6]],
    TestSupport.Tool.linters)
  func lint(size: Size, tool: TestSupport.Tool) throws {
    let design = try elaborate(DRAMController(geometry: size.geometry()))
    #expect(try tool.complaints(about: emitVerilog(design).design) == "")
  }
}
