import Formal
import Foundation
import MemoryDevices
import TestSupport
import Testing

@testable import Accelerator

/// The scheduler never breaks a distance, never refreshes late, and loses or repeats no request: ever,
/// by induction of one clock.
///
/// The proof is of two halves that trust each other. `WatchedEngine` shows that the pins keep the protocol
/// and that the queue is told the truth about rows, if candidates want what their banks are ready for and
/// the open row. `WatchedQueue` and `WatchedOldest` show that candidates do, and that requests are served
/// once at most, as themselves and in order, if the queue is told the truth and no two that wait have one tag.
/// What the queue asks for in a clock rests on its registers and the engine's, as far as `ready` and
/// `isWriting` show them, and on nothing that the engine decides in that clock; so there is no circle. Some
/// clocks of the whole scheduler check that the halves were put together as they were proven.
@Suite("Proofs of the DRAM scheduler", .enabled(if: Tool.yosys.isExpected))
struct SchedulerProofTests {
  static let isFull = ProcessInfo.processInfo.environment["NMS_SWEEPS"] == "full"

  /// Memories, with their own timing.
  static var devices: [String] {
    isFull ? MemoryDevice.builtInNames : ["wide-io-200", "lpddr4-3200"]
  }

  @Test("the pins keep every distance and deadline for ever", arguments: devices)
  func engine(name: String) async throws {
    let proof = try await prove(WatchedEngine(device: .named(name)), depth: 1)
    #expect(proof.outcome == .proven(inductionLength: 1), "\(proof)")
  }

  @Test("so they do with few banks and short distances", arguments: [false, true])
  func smallEngine(refreshesBanks: Bool) async throws {
    for device in try [
      MemoryDevice.small(refreshesBanks: refreshesBanks), .tiny(refreshesBanks: refreshesBanks),
    ] {
      let proof = try await prove(WatchedEngine(device: device), depth: 1)
      #expect(proof.outcome == .proven(inductionLength: 1), "\(proof)")
    }
  }

  static var corners: [String] {
    isFull ? SchedulerElaborationTests.corners.map(\.name) : ["one bank", "the shortest timing"]
  }

  @Test("so they do at the ends of what a device may be", arguments: corners)
  func cornerEngine(name: String) async throws {
    var device = try MemoryDevice.named("ddr4-2400")
    let corner = try #require(SchedulerElaborationTests.corners.first { $0.name == name })
    corner.change(&device)
    let proof = try await prove(WatchedEngine(device: device), depth: 1)
    #expect(proof.outcome == .proven(inductionLength: 1), "\(proof)")
  }

  @Test("what is assumed of the queue leaves every command", arguments: [false, true])
  func commands(refreshesBanks: Bool) async throws {
    let proof = try await prove(
      WatchedEngine(device: .tiny(refreshesBanks: refreshesBanks), isInductive: false), depth: 24,
      isInductive: false)
    #expect(proof.outcome == .bounded(depth: 24), "\(proof)")
    #expect(proof.covers.count == (refreshesBanks ? 7 : 6))
    #expect(proof.unreachedCovers.isEmpty, "\(proof)")
  }

  @Test(
    "the queue asks for what banks are ready for, and serves no request twice, for ever",
    arguments: [WatchedQueue.Part.ages, .readiness, .rows, .requests, .order])
  func queue(part: WatchedQueue.Part) async throws {
    let proof = try await prove(WatchedQueue(device: .small(), part: part), depth: 1)
    #expect(proof.outcome == .proven(inductionLength: 1), "\(proof)")
  }

  @Test("of requests in any order one is the oldest")
  func oldest() async throws {
    let proof = try await prove(WatchedOldest(), depth: 1)
    #expect(proof.outcome == .proven(inductionLength: 1), "\(proof)")
  }

  @Test("requests are served and follow others within a few clocks")
  func service() async throws {
    let proof = try await prove(
      WatchedQueue(device: .small(), depth: 4), depth: 6, isInductive: false)
    #expect(proof.outcome == .bounded(depth: 6), "\(proof)")
    #expect(proof.covers.count == 2)
    #expect(proof.unreachedCovers.isEmpty, "\(proof)")
  }

  @Test("the whole scheduler keeps distances in all runs of some clocks")
  func distances() async throws {
    let depth = Self.isFull ? 12 : 6
    let proof = try await prove(
      WatchedScheduler(device: .small()), depth: depth, isInductive: false)
    #expect(proof.outcome == .bounded(depth: depth), "\(proof)")
    #expect(proof.covers.count == 2)
    #expect(proof.unreachedCovers.isEmpty, "\(proof)")
  }

  @Test("the whole scheduler serves a tag once, by its command, in its place and row")
  func requests() async throws {
    let depth = 6
    let proof = try await prove(
      WatchedScheduler(device: .small(), rules: .requests), depth: depth, isInductive: false)
    #expect(proof.outcome == .bounded(depth: depth), "\(proof)")
    #expect(proof.covers.count == 1)
    #expect(proof.unreachedCovers.isEmpty, "\(proof)")
  }
}
