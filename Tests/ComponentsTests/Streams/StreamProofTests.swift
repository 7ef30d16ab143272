import Components
import Formal
import Foundation
import HDL
import TestSupport
import Testing

@Suite(
  "Proofs of stream components", .enabled(if: Tool.yosys.isExpected, "yosys is not installed"))
struct StreamProofTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Golden")

  private func register(_ fault: StreamProof.Fault? = nil) -> StreamRegister<Shape<Bits>> {
    var register = StreamRegister(Shape.bits(2))
    register.proof.followsPayload = true
    register.proof.fault = fault
    return register
  }

  private func queue(
    depth: Int, _ storage: StreamFIFO<Shape<Bits>>.Storage = .registers,
    _ fault: StreamProof.Fault? = nil
  ) -> StreamFIFO<Shape<Bits>> {
    var queue = StreamFIFO(Shape.bits(2), depth: depth, storage: storage)
    queue.proof.followsPayload = true
    queue.proof.fault = fault
    return queue
  }

  private func arbiter(
    _ policy: Arbiter.Policy, count: Int, _ fault: StreamProof.Fault? = nil
  ) -> StreamArbiter<Shape<Bits>> {
    var arbiter = StreamArbiter(Shape.bits(2), count: count, policy: policy)
    arbiter.proof.fault = fault
    return arbiter
  }

  @Test("a skid buffer loses, repeats and changes nothing, for ever")
  func register() async throws {
    let proof = try await prove(register())
    #expect(proof.isProven, "\(proof)")
    #expect(proof.unreachedCovers.isEmpty)
  }

  @Test("nor does a FIFO of any depth", arguments: [1, 2, 3, 4, 5])
  func queue(depth: Int) async throws {
    let proof = try await prove(queue(depth: depth))
    #expect(proof.isProven, "\(proof)")
    #expect(proof.unreachedCovers.count == (depth == 1 ? 1 : 0))
  }

  @Test("nor does one in a memory", arguments: [2, 3, 4, 5])
  func memoryQueue(depth: Int) async throws {
    let proof = try await prove(queue(depth: depth, .memory))
    #expect(proof.isProven, "\(proof)")
    #expect(proof.unreachedCovers.isEmpty)
    let faulty = try await prove(queue(depth: depth, .memory, .loses))
    #expect(faulty.counterexample != nil, "\(faulty)")
  }

  @Test(
    "an arbiter offers a payload until it is taken",
    arguments: [Arbiter.Policy.roundRobin, .fixedPriority], [1, 2, 3, 4])
  func arbiter(policy: Arbiter.Policy, count: Int) async throws {
    let proof = try await prove(arbiter(policy, count: count))
    #expect(proof.isProven, "\(proof)")
  }

  @Test(
    "every seeded fault is found, with the run kept in Golden",
    arguments: ["StreamRegister", "StreamFIFO", "StreamArbiter"])
  func refuted(component: String) async throws {
    let proof =
      switch component {
      case "StreamRegister": try await prove(register(.loses))
      case "StreamFIFO": try await prove(queue(depth: 3, .registers, .loses))
      default: try await prove(arbiter(.roundRobin, count: 2, .turns))
      }
    let trace = try #require(proof.counterexample, "\(proof)")
    let file = Self.folder.appendingPathComponent("\(component)-fault.txt")
    let found = trace.description + "\n"
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try found.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("\(file.lastPathComponent) is rewritten; look at the difference")
      return
    }
    #expect(found == (try String(contentsOf: file, encoding: .utf8)))
  }
}
