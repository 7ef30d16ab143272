import CZlib
import ExampleDesigns
import ExampleTestbenches
import HDL
import Testing

@Suite("CRC-32")
struct CRC32Tests {
  private static func zlib(_ message: [UInt8]) -> UInt32 {
    UInt32(truncatingIfNeeded: crc32(0, message, uInt(message.count)))
  }

  @Test("is zlib's of random messages, with and without pauses", arguments: [1, 2, 4, 8], [0, 40])
  func random(bytesPerCycle: Int, pausePercent: UInt64) throws {
    let bench = try Simulations.native(CRC32(bytesPerCycle: bytesPerCycle))
    var generator = SplitMix64(seed: 1)
    let messages = (0..<120).map { generator.bytes($0) }
    let found = try bench.crc32(
      of: messages, bytesPerCycle: bytesPerCycle, pauses: Pauses(percent: pausePercent, seed: 2))
    #expect(found == messages.map(Self.zlib))
  }

  @Test("takes a beat a cycle without pauses", arguments: [1, 4])
  func throughput(bytesPerCycle: Int) throws {
    let bench = try Simulations.native(CRC32(bytesPerCycle: bytesPerCycle))
    _ = try bench.crc32(
      of: Array(repeating: [UInt8](repeating: 7, count: 64), count: 10),
      bytesPerCycle: bytesPerCycle)
    // One cycle of reset, and one in which the last result leaves.
    #expect(bench.cycle == 640 / bytesPerCycle + 2)
  }

  @Test("is zlib's on the other engines", arguments: [Engine.verilator, .icarus], [1, 4])
  func engines(engine: Engine, bytesPerCycle: Int) async throws {
    let bench = try await Simulations.bench(
      elaborate(CRC32(bytesPerCycle: bytesPerCycle)), on: engine)
    var generator = SplitMix64(seed: 3)
    let messages = (0..<30).map { generator.bytes($0) }
    let found = try bench.crc32(
      of: messages, bytesPerCycle: bytesPerCycle, pauses: Pauses(percent: 20, seed: 4))
    #expect(found == messages.map(Self.zlib))
  }
}
