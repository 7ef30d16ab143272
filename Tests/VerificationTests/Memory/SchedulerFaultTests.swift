import Accelerator
import MemoryDevices
import MemorySystem
import Simulation
import Testing
import Verification

/// Mistakes built into the hardware; the model does not run beside.
@Suite("DRAM scheduler with a fault")
struct SchedulerFaultTests {
  /// DDR4, or LPDDR4 for refreshes of single banks, whose refreshes come soon, so that those faults
  /// show soon too; the LPDDR4 with a window that its distances of activates do not keep.
  static func device(refreshesBanks: Bool = false) throws -> MemoryDevice {
    var device = try MemoryDevice.named(refreshesBanks ? "lpddr4-3200" : "ddr4-2400")
    device.timing.tREFI = refreshesBanks ? 2_500 : 1_200
    device.timing.postponedRefreshes = 1
    if refreshesBanks { device.timing.tFAW = 120 }
    try device.validate()
    return device
  }

  static func run(_ fault: DRAMSchedulerFault) async throws -> SchedulerReport {
    // Refreshes let waiting requests through too, so they must not come soon.
    let isPatient = fault == .starvation
    let device =
      isPatient
      ? try MemoryDevice.named("ddr4-2400") : try device(refreshesBanks: fault.isOfBankRefresh)
    let design = try SchedulerTestbench.design(device, fault: fault)
    let simulator = try await SimulationEngine.native.simulator(of: design, isTracing: false)
    return try SchedulerTestbench(
      device: device, traffic: isPatient ? .unfair : .random, seed: 1, cycles: 20_000,
      comparesModel: false,
      stopsAtFailure: true
    ).run(on: simulator)
  }

  /// Faults and the rules of which one must speak up.
  static let faults: [(DRAMSchedulerFault, Set<ProtocolRule>)] = [
    (.tRCD, [.tRCD]), (.tRP, [.tRP, .tRC]), (.tRPab, [.tRPab]), (.tRAS, [.tRAS]), (.tRTP, [.tRTP]),
    (.tWR, [.tWR]), (.tCCD_S, [.tCCD_S]), (.tCCD_L, [.tCCD_L]), (.tRRD_S, [.tRRD_S]),
    (.tRRD_L, [.tRRD_L]), (.tFAW, [.tFAW]), (.tWTR_S, [.tWTR_S]), (.tWTR_L, [.tWTR_L]),
    (.tRFC, [.tRFC]), (.busTurnaround, [.busTurnaround]), (.windowActivates, [.tFAW]),
    (.lateRefresh, [.refreshDeadline]), (.droppedRefresh, [.refreshDeadline]),
    (.refreshOfOpenRow, [.refreshOfOpenBank]), (.activateOfOpenBank, [.activateOfOpenBank]),
    (.tRFCpb, [.tRFCpb]), (.tpbR2pbR, [.tpbR2pbR]), (.tpbR2act, [.tpbR2act]),
    (.bankRefreshOfOpenRow, [.refreshOfOpenBank]), (.bankRefreshOrder, [.refreshOrder]),
    (.bankRefreshBesideWindow, [.tFAW]), (.rowCompare, [.accessToOtherRow]),
    (.accessToClosedBank, [.accessToClosedBank]),
  ]

  @Test("is caught by the checker of the pins", arguments: faults)
  func caught(fault: DRAMSchedulerFault, rules: Set<ProtocolRule>) async throws {
    let report = try await Self.run(fault)
    #expect(report.violations.contains { rules.contains($0.rule) }, "\(report.failures)")
    #expect(report.modelCounts == nil)
  }

  /// Faults within the protocol, and what must be said of a request.
  static let requestFaults: [(DRAMSchedulerFault, [String])] = [
    (.lostRequest, ["is lost", "was not served", "overtakes"]),
    (.repeatedRequest, ["does not wait"]),
    (.reordering, ["overtakes"]), (.starvation, ["has waited"]),
  ]

  @Test(
    "that loses, repeats, reorders or forgets requests is caught by who sent them",
    arguments: requestFaults)
  func requests(fault: DRAMSchedulerFault, words: [String]) async throws {
    let report = try await Self.run(fault)
    #expect(report.violations == [])
    #expect(report.mistakes.contains { text in words.contains { text.contains($0) } })
  }

  @Test("every fault is in one of the two lists")
  func complete() {
    let listed = Self.faults.map(\.0) + Self.requestFaults.map(\.0)
    #expect(Set(listed) == Set(DRAMSchedulerFault.allCases))
    #expect(listed.count >= 20)
  }

  @Test("and without one obeys the protocol in the same run", arguments: [false, true])
  func none(refreshesBanks: Bool) async throws {
    let device = try Self.device(refreshesBanks: refreshesBanks)
    let simulator = try await SimulationEngine.native.simulator(
      of: SchedulerTestbench.design(device), isTracing: false)
    let report = try SchedulerTestbench(
      device: device, traffic: .random, seed: 1, cycles: 20_000
    ).run(on: simulator)
    #expect(report.failures == [])
  }
}
