import ExampleDesigns
import ExampleTestbenches
import Foundation
import HDL
import TestSupport
import Testing

@Suite("SHA-256")
struct SHA256Tests {
  /// What Python's library says, one run for all messages.
  private static func hashlib(_ messages: [[UInt8]]) throws -> [String] {
    let script = """
      import hashlib, sys
      for line in open(sys.argv[1]): print(hashlib.sha256(bytes.fromhex(line.strip())).hexdigest())
      """
    let folder = try TemporaryFolder()
    let lines = messages.map { message in
      message.map { String(format: "%02x", $0) }.joined()
    }
    let path = try folder.write("messages", lines.map { $0 + "\n" }.joined())
    let outcome = try Command.run(["python3", "-c", script, path])
    try #require(outcome.status == 0, "\(outcome.errors)")
    return outcome.output.split(separator: "\n").map(String.init)
  }

  @Test("is hashlib's of messages of every length around a block", arguments: [UInt64(0), 30])
  func random(pausePercent: UInt64) throws {
    let bench = try Simulations.native(SHA256())
    var generator = SplitMix64(seed: 1)
    let messages = (0...200).map { generator.bytes($0) }
    let found = try bench.sha256(of: messages, pauses: Pauses(percent: pausePercent, seed: 2))
    #expect(found == (try Self.hashlib(messages)))
  }

  @Test("is the standard's of a million times \"a\"")
  func million() async throws {
    let bench = try await Simulations.bench(elaborate(SHA256()), on: .verilator)
    let digest = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    let message = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
    #expect(try bench.sha256(of: [message]) == [digest])
  }

  @Test("takes 66 cycles a block")
  func throughput() throws {
    let bench = try Simulations.native(SHA256())
    _ = try bench.sha256(of: [[UInt8](repeating: 0, count: 64 * 9)])
    // Ten blocks, a cycle of reset and one for the digest.
    #expect(bench.cycle == 10 * 66 + 2)
  }
}
