import Formal
import MemoryDevices
import TestSupport
import Testing

@testable import Accelerator

/// A mistake built into the scheduler, and the assertions about its pins, or what queue and engine tell
/// each other, of which one fails; where there are several, the solver has the choice.
struct RefutedFault: Sendable, CustomTestStringConvertible {
  /// Where it is, in a memory that shows it after a few clocks.
  enum Place { case engine, refresh, queue }

  let fault: DRAMSchedulerFault
  let properties: [String]
  let place: Place

  init(_ fault: DRAMSchedulerFault, _ properties: String..., in place: Place = .engine) {
    self.fault = fault
    self.properties = properties
    self.place = place
  }

  var testDescription: String { fault.rawValue }

  /// All but starvation, which breaks a promise of time that is left to simulation.
  static let all = [
    RefutedFault(.tRCD, "distances.activate_0"), .init(.tRP, "distances.precharge_0"),
    .init(.tRPab, "distances.prechargeAll_1", in: .refresh), .init(.tRAS, "distances.activate_1"),
    .init(.tRTP, "distances.read_0"), .init(.tWR, "distances.write_0"),
    .init(.tCCD_S, "distances.otherRead_1", "distances.otherWrite_1"),
    .init(.tCCD_L, "distances.otherRead_0", "distances.otherWrite_0"),
    .init(.tRRD_S, "distances.otherActivate_1"), .init(.tRRD_L, "distances.otherActivate_0"),
    .init(.tFAW, "distances.window"), .init(.tWTR_S, "distances.otherWrite_3"),
    .init(.tWTR_L, "distances.otherWrite_2"), .init(.tRFC, "distances.refresh_0", in: .refresh),
    .init(.busTurnaround, "distances.otherRead_2", "distances.otherRead_3"),
    .init(.tRFCpb, "distances.refreshBank_0"),
    .init(.tpbR2pbR, "distances.otherRefresh_1"), .init(.tpbR2act, "distances.otherRefresh_0"),
    .init(.windowActivates, "distances.window"),
    .init(.lateRefresh, "refreshes.isInTime", in: .refresh),
    .init(.droppedRefresh, "refreshes.isInTime", in: .refresh),
    .init(
      .refreshOfOpenRow, "distances.refreshesClosedBanks", "distances.activate_3", in: .refresh),
    .init(.bankRefreshOfOpenRow, "distances.refreshesClosedBanks", "distances.activate_2"),
    .init(.bankRefreshOrder, "refreshes.isInOrder"),
    .init(.bankRefreshBesideWindow, "distances.window"),
    .init(.activateOfOpenBank, "distances.refreshesClosedBanks", "distances.opensClosedBank"),
    .init(.rowCompare, "knowsHit"), .init(.lostRequest, "servesWithCommand"),
    .init(.repeatedRequest, "servesWithCommand"), .init(.rowCompare, "accessesOpenRow", in: .queue),
    .init(.accessToClosedBank, "accessesOpenRow", in: .queue),
    .init(.reordering, "keepsOrder", in: .queue),
  ]

  /// Some of each kind, unless all are asked for.
  static var tried: [RefutedFault] {
    let some: Set<DRAMSchedulerFault> = [
      .tRCD, .tFAW, .tWTR_L, .tRPab, .lateRefresh, .bankRefreshOrder, .lostRequest,
      .accessToClosedBank, .reordering,
    ]
    return SchedulerProofTests.isFull ? all : all.filter { some.contains($0.fault) }
  }
}

@Suite("Refutations of the DRAM scheduler", .enabled(if: Tool.yosys.isExpected))
struct SchedulerRefutationTests {
  @Test("every fault but starvation has an assertion that fails")
  func list() {
    #expect(
      Set(RefutedFault.all.map(\.fault))
        == Set(DRAMSchedulerFault.allCases).subtracting([.starvation]))
  }

  @Test(
    "a fault is refuted at the pins, or between queue and engine", arguments: RefutedFault.tried)
  func refute(_ refuted: RefutedFault) async throws {
    let fault = refuted.fault
    let trace =
      switch refuted.place {
      case .engine:
        try await prove(
          WatchedEngine(
            device: .small(refreshesBanks: true), fault: fault, isInductive: false,
            coversCommands: false), depth: 9, isInductive: false
        ).counterexample
      case .refresh:
        try await prove(
          WatchedEngine(
            device: .tiny(refreshesBanks: fault != .droppedRefresh), fault: fault,
            isInductive: false, coversCommands: false),
          depth: fault == .droppedRefresh ? 46 : 24, isInductive: false
        ).counterexample
      case .queue:
        try await prove(
          WatchedQueue(device: .small(), fault: fault, depth: 4), depth: 6, isInductive: false
        ).counterexample
      }
    let name = try #require(trace?.property.fullName, "not refuted")
    #expect(refuted.properties.contains { name.hasSuffix("." + $0) }, "\(name)")
  }
}
