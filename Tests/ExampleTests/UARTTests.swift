import ExampleDesigns
import ExampleTestbenches
import HDL
import Testing

@Suite("UART")
struct UARTTests {
  @Test("receives what it sends, at any divider", arguments: [4, 5, 7, 16])
  func loopback(divider: Int) throws {
    let bench = try Simulations.native(
      UARTLoopback(transmitDivider: divider, receiveDivider: divider))
    var generator = SplitMix64(seed: 1)
    let bytes = [0x00, 0xff, 0x55, 0xaa, 0x01, 0x80] + generator.bytes(50)
    let found = try bench.loopback(
      bytes, divider: divider, pauses: Pauses(percent: 10, seed: UInt64(divider)))
    #expect(found.bytes == bytes)
    #expect(found.framingErrors == 0)
  }

  @Test("bears clocks that differ by four percent", arguments: [96, 98, 102, 104])
  func skew(receiveDivider: Int) throws {
    let bench = try Simulations.native(
      UARTLoopback(transmitDivider: 100, receiveDivider: receiveDivider))
    var generator = SplitMix64(seed: 2)
    let bytes = [0x00, 0xff, 0x55, 0xaa] + generator.bytes(20)
    let found = try bench.loopback(bytes, divider: 104)
    #expect(found.bytes == bytes)
    #expect(found.framingErrors == 0)
  }

  @Test("does not bear eight percent", arguments: [92, 108])
  func excessiveSkew(receiveDivider: Int) throws {
    let bench = try Simulations.native(
      UARTLoopback(transmitDivider: 100, receiveDivider: receiveDivider))
    let bytes: [UInt8] = [0x00, 0xff, 0x55, 0x7f, 0x80]
    let found = try bench.loopback(bytes, divider: 108)
    #expect(found.bytes != bytes || found.framingErrors > 0)
  }

  /// The levels of a byte on the line, start and stop bit included.
  private static func levels(_ byte: UInt8, divider: Int) -> [(level: UInt64, cycles: Int)] {
    [(0, divider)] + (0..<8).map { (UInt64(byte >> $0 & 1), divider) } + [(1, divider)]
  }

  @Test(
    "tells a missing stop bit, waits for the line to rest, and goes on", arguments: Engine.allCases)
  func framingError(engine: Engine) async throws {
    let divider = 8
    let bench = try await Simulations.bench(elaborate(UARTReceiver(divider: divider)), on: engine)
    bench["line"] = 1
    try bench.reset()
    var broken = Self.levels(0x5a, divider: divider)
    broken[9].level = 0
    let events = try bench.receive(
      [(1, 20)] + Self.levels(0xc3, divider: divider) + broken + [(0, 30), (1, 20)]
        + Self.levels(0x3c, divider: divider) + [(1, 20)])
    #expect(events == [0xc3, nil, 0x3c])
  }

  @Test("tells a break once, with a byte of 0")
  func lineBreak() throws {
    let bench = try Simulations.native(UARTReceiver(divider: 8))
    bench["line"] = 1
    try bench.reset()
    var seen: [UInt64] = []
    for _ in 0..<400 {
      bench["line"] = 0
      try bench.settle()
      if bench["framingError"] == 1 { seen.append(bench["data"]) }
      #expect(bench["valid"] == 0)
      try bench.step()
    }
    #expect(seen == [0])
  }

  @Test("takes a spike shorter than half a bit for nothing", arguments: 1...3)
  func spike(cycles: Int) throws {
    let bench = try Simulations.native(UARTReceiver(divider: 8))
    bench["line"] = 1
    try bench.reset()
    let events = try bench.receive(
      [(1, 10), (0, cycles), (1, 100)] + Self.levels(0x81, divider: 8) + [(1, 20)])
    #expect(events == [0x81])
  }

  @Test("sends start, data from the least significant bit, and stop")
  func frame() throws {
    let bench = try Simulations.native(UARTTransmitter(divider: 3))
    try bench.reset()
    bench["data_payload"] = 0b0100_1101
    bench["data_valid"] = 1
    try bench.run()
    bench["data_valid"] = 0
    var line: [UInt64] = []
    for _ in 0..<32 {
      try bench.settle()
      line.append(bench["line"])
      try bench.step()
    }
    let bits: [UInt64] = [0, 1, 0, 1, 1, 0, 0, 1, 0, 1]
    // A register drives the line, a cycle behind the state.
    #expect(line == [1] + bits.flatMap { [$0, $0, $0] } + [1])
  }
}
