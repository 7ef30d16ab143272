import DESNE
import Foundation
import MemoryDevices
import Testing

@testable import MemorySystem

@Suite("Bank scheduler")
struct BankSchedulerTests {
  /// What a run shows from outside.
  struct Result {
    var violations: [ProtocolViolation]
    var counts: CommandCounts
    var mistakes: [String]
    var taken: Int
    var served: Int
    var commands: Int
  }

  static func run(
    _ pattern: MemoryTraffic.Pattern, _ device: MemoryDevice, cycles: Int, seed: UInt64 = 1,
    fault: SchedulerFault? = nil
  ) -> Result {
    var random = Xorshift64(seed: seed)
    let traffic = MemoryTraffic(pattern, device: device) { random.next(below: $0) }
    var run = SchedulerRun(device, traffic: traffic, fault: fault)
    var checker = ProtocolChecker(device)
    var counter = CommandCounter(device)
    var commands = 0
    let body = { (command: MemoryCommand) in
      checker.check(command)
      counter.count(command)
      commands += 1
    }
    run.run(cycles: cycles, body)
    run.drain(body)
    checker.finish(at: run.scheduler.cycle)
    return Result(
      violations: checker.violations, counts: counter.counts(at: run.scheduler.cycle),
      mistakes: run.mistakes, taken: run.takenCount, served: run.servedCount, commands: commands)
  }

  /// Ten million clocks in all with NMS_SWEEPS=full.
  static let isFull = ProcessInfo.processInfo.environment["NMS_SWEEPS"] == "full"

  @Test(
    "obeys the protocol and serves each request once on random traffic",
    arguments: MemoryDevice.builtInNames)
  func random(name: String) throws {
    let device = try MemoryDevice.named(name)
    let seeds: ClosedRange<UInt64> = Self.isFull ? 1...17 : 1...2
    var (activates, reads, writes) = (0, 0, 0)
    for seed in seeds {
      let result = Self.run(.random, device, cycles: 200_000, seed: seed)
      #expect(result.violations == [])
      #expect(result.mistakes == [])
      #expect(result.taken == result.served)
      activates += result.counts.activates
      reads += result.counts.reads
      writes += result.counts.writes
      let due = 200_000 / device.timing.tREFI
      let refreshes =
        result.counts.refreshes + result.counts.bankRefreshes / device.organization.banks
      #expect(refreshes >= due - device.timing.postponedRefreshes - 2)
    }
    // The traffic has all kinds of commands in good number.
    #expect(min(activates, reads, writes) > 1_500 * seeds.count)
  }

  @Test(
    "streams at 95 % of the clocks that refreshes leave, or more",
    arguments: MemoryDevice.builtInNames, [MemoryTraffic.Pattern.streamRead, .streamWrite])
  func stream(name: String, pattern: MemoryTraffic.Pattern) throws {
    let device = try MemoryDevice.named(name)
    let cycles = 300_000
    let result = Self.run(pattern, device, cycles: cycles)
    #expect(result.violations == [])
    #expect(result.mistakes == [])
    let busy = (result.counts.reads + result.counts.writes) * device.burstClocks
    let available = cycles - result.counts.refreshes * device.timing.tRFC
    let share = Double(busy) / Double(available)
    #expect(share >= 0.95, "\(share)")
    // Each row is opened once, but for those that a refresh closed.
    let rows = (result.counts.reads + result.counts.writes) / device.burstsPerRow
    #expect(
      result.counts.activates
        <= rows + (result.counts.refreshes + 2) * 2 * device.organization.bankGroups)
  }

  @Test("reads images and writes results without a violation", arguments: MemoryDevice.builtInNames)
  func sampler(name: String) throws {
    let device = try MemoryDevice.named(name)
    let result = Self.run(.sampler, device, cycles: 100_000)
    #expect(result.violations == [])
    #expect(result.mistakes == [])
    #expect(result.counts.writes > 500)
  }

  /// Faults and the rules of which one must speak up.
  static let faults: [(SchedulerFault, Set<ProtocolRule>)] = [
    (.tRCD, [.tRCD]), (.tRP, [.tRP, .tRC]), (.tRPab, [.tRPab]), (.tRAS, [.tRAS]), (.tRTP, [.tRTP]),
    (.tWR, [.tWR]), (.tCCD_S, [.tCCD_S]), (.tCCD_L, [.tCCD_L]), (.tRRD_S, [.tRRD_S]),
    (.tRRD_L, [.tRRD_L]), (.tFAW, [.tFAW]), (.tWTR_S, [.tWTR_S]), (.tWTR_L, [.tWTR_L]),
    (.tRFC, [.tRFC]), (.busTurnaround, [.busTurnaround]), (.windowActivates, [.tFAW]),
    (.tRFCpb, [.tRFCpb]), (.tpbR2pbR, [.tpbR2pbR]), (.tpbR2act, [.tpbR2act]),
    (.bankRefreshOfOpenRow, [.refreshOfOpenBank]), (.bankRefreshOrder, [.refreshOrder]),
    (.bankRefreshBesideWindow, [.tFAW]), (.lateRefresh, [.refreshDeadline]),
    (.droppedRefresh, [.refreshDeadline]),
    (.refreshOfOpenRow, [.refreshOfOpenBank]), (.activateOfOpenBank, [.activateOfOpenBank]),
    (.rowCompare, [.accessToOtherRow]), (.accessToClosedBank, [.accessToClosedBank]),
  ]

  @Test("with a fault is caught by the checker", arguments: faults)
  func caught(fault: SchedulerFault, rules: Set<ProtocolRule>) throws {
    var device = try MemoryDevice.named(fault.isOfBankRefresh ? "lpddr4-3200" : "ddr4-2400")
    // A window that the distances of two activates do not keep.
    if fault.isOfBankRefresh { device.timing.tFAW = 120 }
    // A stream postpones refreshes to the limit, random traffic does everything else.
    let isRefresh = rules.contains(.refreshDeadline)
    let result = Self.run(
      isRefresh ? .streamRead : .random, device, cycles: isRefresh ? 300_000 : 120_000, fault: fault
    )
    #expect(result.violations.contains { rules.contains($0.rule) }, "\(result.violations)")
    let other = result.violations.first { !rules.contains($0.rule) }
    // One clock too short breaks its own rule only.
    if fault.rawValue.hasPrefix("t"), fault != .tCCD_S { #expect(other == nil) }
  }

  @Test(
    "that loses, repeats or reorders requests is caught by who sent them",
    arguments: SchedulerFault.allCases.filter(\.isWithinProtocol))
  func requests(fault: SchedulerFault) throws {
    let device = try MemoryDevice.named("ddr4-2400")
    let result = Self.run(.random, device, cycles: 120_000, fault: fault)
    #expect(!result.mistakes.isEmpty)
    #expect(result.violations == [])
  }

  @Test("every fault is in one of the two lists")
  func complete() {
    let listed = Set(Self.faults.map(\.0))
    #expect(
      listed.union(SchedulerFault.allCases.filter(\.isWithinProtocol))
        == Set(SchedulerFault.allCases))
    #expect(listed.count >= 20)
  }

  @Test("serves the oldest request within a bound, whatever comes after")
  func starvation() throws {
    let device = try MemoryDevice.named("ddr4-2400")
    var scheduler = BankScheduler(device)
    // One request of another row of a bank that is hit without end.
    var tag = 0
    var servedAt: Int?
    for cycle in 0..<20_000 {
      let offer =
        tag == 20
        ? MemoryRequest(tag: 20, isWrite: false, bank: 0, row: 9, column: 0)
        : MemoryRequest(tag: tag, isWrite: false, bank: 0, row: 1, column: tag % 128 * 8)
      let outcome = scheduler.step(offer)
      if outcome.isTaken { tag += 1 }
      if outcome.served?.tag == 20 { servedAt = servedAt ?? cycle }
    }
    let clock = try #require(servedAt)
    // It waits for the age limit and for the younger ones taken before, at most once.
    #expect(clock < 200 + BankScheduler.ageLimit + 200)
    #expect(clock > 500)
  }

  @Test("idle, refreshes on time and closes rows")
  func idle() throws {
    for name in MemoryDevice.builtInNames {
      let device = try MemoryDevice.named(name)
      var scheduler = BankScheduler(device)
      var checker = ProtocolChecker(device)
      var counter = CommandCounter(device)
      let cycles = 20 * device.timing.tREFI
      for cycle in 0..<cycles {
        let offer =
          cycle == 100
          ? MemoryRequest(tag: 0, isWrite: false, bank: 0, row: 0, column: 0) : nil
        if let command = scheduler.step(offer).command {
          checker.check(command)
          counter.count(command)
        }
      }
      checker.finish(at: cycles)
      #expect(checker.violations == [])
      let counts = counter.counts(at: cycles)
      let refreshes = counts.refreshes + counts.bankRefreshes / device.organization.banks
      #expect((19...21).contains(refreshes))
      #expect((counts.refreshes == 0) == device.timing.refreshesBanks)
      #expect(counts.precharges == 1)
      // The energy of standby is calculated from so many clocks with a refresh going on.
      let calculated = device.streamCounts(reads: 1, writes: 0, elapsed: cycles).activeClocks
      #expect(abs(counts.activeClocks - calculated) < cycles / 50, "\(name)")
    }
  }

  /// A device with timing drawn at random out of what its file may say.
  static func randomDevice(seed: UInt64) throws -> MemoryDevice {
    var random = Xorshift64(seed: seed)
    return try .random(
      named: "random-\(seed)",
      within: .init(bankBits: 5, columnBits: 6...9, spareClocks: 3_000)
    ) { random.next(below: $0) }
  }

  @Test(
    "obeys the protocol of any device that a file may describe",
    arguments: 1...60 as ClosedRange<UInt64>)
  func anyDevice(seed: UInt64) throws {
    let device = try Self.randomDevice(seed: seed)
    for pattern in [MemoryTraffic.Pattern.random, .streamRead, .streamWrite, .sampler] {
      let result = Self.run(pattern, device, cycles: 15_000, seed: seed)
      #expect(result.violations == [], "\(pattern), \(device.timing)")
      #expect(result.mistakes == [], "\(pattern), \(device.timing)")
      #expect(result.served > 50)
    }
  }

  @Test("hides refreshes of single banks behind a stream")
  func hiddenRefresh() throws {
    var device = try MemoryDevice.named("lpddr4-3200")
    func share(_ device: MemoryDevice) -> (Double, CommandCounts) {
      let cycles = 300_000
      let counts = Self.run(.streamRead, device, cycles: cycles).counts
      return (Double(counts.reads * device.burstClocks) / Double(cycles), counts)
    }
    let (hidden, counts) = share(device)
    #expect(hidden >= 0.99)
    #expect(counts.refreshes == 0)
    #expect(counts.bankRefreshes >= (300_000 / device.timing.tREFI - 1) * 8)
    // Refreshes of all banks take their time.
    device.timing.tRFCpb = 0
    let (open, others) = share(device)
    #expect(open < 0.94)
    #expect(others.bankRefreshes == 0 && others.refreshes > 30)
  }

  @Test("refreshes banks that are wanted all the time before the limit")
  func wantedBanks() throws {
    let device = try MemoryDevice.named("lpddr4-3200")
    var scheduler = BankScheduler(device)
    var checker = ProtocolChecker(device)
    var counter = CommandCounter(device)
    let cycles = 15 * device.timing.tREFI
    // All banks in turn, so that the queue wants each of them always.
    for cycle in 0..<cycles {
      let request = MemoryRequest(
        tag: cycle, isWrite: false, bank: counter.counts(at: cycle).reads % 8, row: 0,
        column: cycle % 64 * 16)
      if let command = scheduler.step(request).command {
        checker.check(command)
        counter.count(command)
      }
    }
    checker.finish(at: cycles)
    #expect(checker.violations == [])
    #expect(counter.counts(at: cycles).refreshes >= 4)
  }

  @Test("gives the same commands in every run")
  func deterministic() throws {
    let device = try MemoryDevice.named("wide-io-200")
    let first = Self.run(.random, device, cycles: 20_000, seed: 5)
    let second = Self.run(.random, device, cycles: 20_000, seed: 5)
    #expect(first.counts == second.counts)
    #expect(first.commands == second.commands)
    #expect(Self.run(.random, device, cycles: 20_000, seed: 6).counts != first.counts)
  }
}
