import Formal
import Foundation
import Testing

@Suite("Proofs of a stream register")
struct StreamRegisterTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Golden")

  @Test("no payload is lost, repeated, overtaken or changed, for ever", arguments: [1, 8])
  func proven(width: Int) async throws {
    try requireYosys()
    let proof = try await prove(StreamRegister(width: width))
    #expect(
      proof.description == """
        `StreamRegister` is proven by induction over 1 cycle
        cover StreamRegister.full: reached in cycle 3
        cover StreamRegister.through: reached in cycle 2
        """)
    #expect(proof.unreachedCovers.isEmpty)
  }

  @Test(
    "every seeded fault is found, with the run kept in Golden",
    arguments: StreamRegister.Fault.allCases)
  func refuted(_ fault: StreamRegister.Fault) async throws {
    try requireYosys()
    let proof = try await prove(StreamRegister(width: 2, fault: fault))
    let trace = try #require(proof.counterexample, "\(proof)")
    let file = Self.folder.appendingPathComponent("\(fault).txt")
    let found = trace.description + "\n"
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try found.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("\(file.lastPathComponent) is rewritten; look at the difference")
      return
    }
    #expect(found == (try String(contentsOf: file, encoding: .utf8)))
  }
}
