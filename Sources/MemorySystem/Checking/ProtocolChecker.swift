public import MemoryDevices

/// Checks commands against the protocol of a device.
///
/// It sees the commands alone, as a monitor at the pins does, and shares nothing with any scheduler: it
/// keeps the clock of the last command of each kind in each bank and looks back from every new one.
public struct ProtocolChecker: Sendable {
  /// The first violations, as many as `limit`.
  public private(set) var violations: [ProtocolViolation] = []
  /// How many there were.
  public private(set) var violationCount = 0
  /// How many commands there were.
  public private(set) var commandCount = 0
  /// How many violations are kept.
  public let limit: Int

  private let timing: MemoryTiming
  private let organization: MemoryOrganization
  private let burstClocks: Int
  private var banks: [Bank]
  private var groups: [Group]
  /// Clocks of the last activates, the oldest first.
  private var recentActivates: [Int] = []
  private var lastCommand: MemoryCommand?
  private var lastRefresh: Int?
  private var lastActivate: (cycle: Int, bank: Int)?
  private var lastRead: (cycle: Int, bank: Int)?
  private var lastWrite: (cycle: Int, bank: Int)?
  /// The last burst on the data pins.
  private var lastBurst: (end: Int, isWrite: Bool, cycle: Int)?
  private var lastBankRefresh: (cycle: Int, bank: Int)?
  /// Refreshes of each bank that count, those ahead of time by too much left out, and the fewest.
  private var creditedRefreshes: [Int]
  private var fewestRefreshes = 0
  /// Banks that were refreshed one by one since the last time all were.
  private var refreshedBanks: Set<Int> = []
  private var reportedDeadlines = 0

  private struct Bank {
    var openRow: Int?
    var activate: Int?
    var precharge: Int?
    /// Whether it was a precharge of all banks.
    var isPrechargeOfAll = false
    var read: Int?
    var write: Int?
    /// The refresh of this bank alone.
    var refresh: Int?
  }

  private struct Group {
    var activate: (cycle: Int, bank: Int)?
    var read: (cycle: Int, bank: Int)?
    var write: (cycle: Int, bank: Int)?
  }

  /// Starts with all banks closed and no command before clock 0.
  public init(_ device: MemoryDevice, limit: Int = 20) {
    timing = device.timing
    organization = device.organization
    burstClocks = device.timing.burstLength / device.timing.dataRate
    banks = .init(repeating: Bank(), count: device.organization.banks)
    groups = .init(repeating: Group(), count: device.organization.bankGroups)
    creditedRefreshes = .init(repeating: 0, count: device.organization.banks)
    self.limit = limit
  }

  /// Checks the next command.
  public mutating func check(_ command: MemoryCommand) {
    commandCount += 1
    if let last = lastCommand, command.cycle <= last.cycle {
      report(
        .commandBus, command,
        "commandBus: \(text(command)) comes at or before \(text(last)); a later clock is required")
    }
    lastCommand = command
    checkDeadline(at: command.cycle)
    guard checkAddress(command) else { return }
    if let refresh = lastRefresh {
      demand(
        .tRFC, command, timing.tRFC, since: refresh, "REF at \(refresh)")
    }
    switch command.kind {
    case .activate: checkActivate(command)
    case .precharge: checkPrecharge(command, bank: command.bank, isAll: false)
    case .prechargeAll:
      for bank in banks.indices { checkPrecharge(command, bank: bank, isAll: true) }
    case .read, .write: checkAccess(command)
    case .refresh: checkRefresh(command)
    case .refreshBank: checkBankRefresh(command)
    }
  }

  /// Checks what must have happened by the end of the trace.
  public mutating func finish(at cycle: Int) { checkDeadline(at: cycle) }

  private func checkAddressText(_ command: MemoryCommand) -> String? {
    func outside(_ name: String, _ value: Int, _ count: Int) -> String? {
      (0..<count).contains(value)
        ? nil : "\(name) \(value) is required to be 0 to \(count - 1)"
    }
    let operands = command.kind.operandCount
    if operands > 0, let text = outside("bank", command.bank, organization.banks) { return text }
    if operands > 1, let text = outside("row", command.row, organization.rows) { return text }
    if operands > 2 {
      if let text = outside("column", command.column, organization.columns) { return text }
      if !command.column.isMultiple(of: timing.burstLength) {
        return "column \(command.column) is required to be a multiple of \(timing.burstLength)"
      }
    }
    return nil
  }

  private mutating func checkAddress(_ command: MemoryCommand) -> Bool {
    guard let text = checkAddressText(command) else { return true }
    report(.address, command, "address: \(self.text(command)): \(text)")
    return false
  }

  private mutating func checkActivate(_ command: MemoryCommand) {
    let bank = banks[command.bank]
    if let row = bank.openRow {
      report(
        .activateOfOpenBank, command,
        "activateOfOpenBank: \(text(command)) while row \(row) is open since \(bank.activate ?? 0); "
          + "a precharge is required before")
    }
    if let last = bank.activate {
      demand(.tRC, command, timing.tRC, since: last, "ACT \(command.bank) at \(last)")
    }
    if let last = bank.precharge {
      if bank.isPrechargeOfAll {
        demand(.tRPab, command, timing.tRPab, since: last, "PREA at \(last)")
      } else {
        demand(.tRP, command, timing.tRP, since: last, "PRE \(command.bank) at \(last)")
      }
    }
    checkOwnRefresh(command)
    if let last = lastBankRefresh, last.bank != command.bank {
      demand(
        .tpbR2act, command, timing.tpbR2act, since: last.cycle,
        "REFB \(last.bank) at \(last.cycle)")
    }
    checkActivates(command)
    let group = command.bank % organization.bankGroups
    lastActivate = (command.cycle, command.bank)
    groups[group].activate = (command.cycle, command.bank)
    banks[command.bank].openRow = command.row
    banks[command.bank].activate = command.cycle
    banks[command.bank].read = nil
    banks[command.bank].write = nil
  }

  /// What an activate and the refresh of a bank, which opens rows inside, have in common: their
  /// distance from the last activates, and the window.
  private mutating func checkActivates(_ command: MemoryCommand) {
    if let last = lastActivate {
      demand(
        .tRRD_S, command, timing.tRRD_S, since: last.cycle, "ACT \(last.bank) at \(last.cycle)")
    }
    if let last = groups[command.bank % organization.bankGroups].activate {
      demand(
        .tRRD_L, command, timing.tRRD_L, since: last.cycle, "ACT \(last.bank) at \(last.cycle)")
    }
    if recentActivates.count == timing.windowActivates {
      let (first, count) = (recentActivates[0], timing.windowActivates)
      demand(
        .tFAW, command, timing.tFAW, since: first, "ACT at \(first), \(count) activates before")
      recentActivates.removeFirst()
    }
    recentActivates.append(command.cycle)
  }

  private mutating func checkOwnRefresh(_ command: MemoryCommand) {
    if let last = banks[command.bank].refresh {
      demand(
        .tRFCpb, command, timing.tRFCpb, since: last, "REFB \(command.bank) at \(last)")
    }
  }

  private mutating func checkBankRefresh(_ command: MemoryCommand) {
    guard timing.refreshesBanks else {
      report(
        .refreshOfBank, command,
        "refreshOfBank: \(text(command)); this memory is required to refresh all banks at once")
      return
    }
    let bank = banks[command.bank]
    if let row = bank.openRow {
      report(
        .refreshOfOpenBank, command,
        "refreshOfOpenBank: \(text(command)) while row \(row) of the bank is open; "
          + "a closed bank is required")
    } else if let last = bank.precharge {
      let isAll = bank.isPrechargeOfAll
      demand(
        isAll ? .tRPab : .tRP, command, isAll ? timing.tRPab : timing.tRP, since: last,
        isAll ? "PREA at \(last)" : "PRE \(command.bank) at \(last)")
    }
    checkOwnRefresh(command)
    if let last = lastBankRefresh, last.bank != command.bank {
      demand(
        .tpbR2pbR, command, timing.tpbR2pbR, since: last.cycle,
        "REFB \(last.bank) at \(last.cycle)")
    }
    checkActivates(command)
    if refreshedBanks.contains(command.bank) {
      report(
        .refreshOrder, command,
        "refreshOrder: \(text(command)) while only \(refreshedBanks.count) of \(banks.count) banks "
          + "were refreshed since its last; all are required")
      refreshedBanks = []
    }
    refreshedBanks.insert(command.bank)
    if refreshedBanks.count == banks.count { refreshedBanks = [] }
    lastBankRefresh = (command.cycle, command.bank)
    banks[command.bank].refresh = command.cycle
    credit(command.bank, at: command.cycle)
    fewestRefreshes = creditedRefreshes.min() ?? 0
  }

  /// Counts a refresh of a bank: no more are ahead of time than may be postponed.
  private mutating func credit(_ bank: Int, at cycle: Int) {
    let most = cycle / timing.tREFI + max(1, timing.postponedRefreshes)
    creditedRefreshes[bank] = min(creditedRefreshes[bank] + 1, most)
  }

  private mutating func checkPrecharge(_ command: MemoryCommand, bank index: Int, isAll: Bool) {
    let bank = banks[index]
    // A precharge of a closed bank does nothing and is allowed.
    guard bank.openRow != nil else { return }
    if let last = bank.activate {
      demand(.tRAS, command, timing.tRAS, since: last, "ACT \(index) at \(last)")
    }
    if let last = bank.read {
      demand(.tRTP, command, timing.tRTP, since: last, "RD \(index) at \(last)")
    }
    if let last = bank.write {
      let end = last + timing.CWL + burstClocks
      demand(
        .tWR, command, timing.tWR, since: end,
        "the end at \(end) of the data of WR \(index) at \(last)")
    }
    banks[index].openRow = nil
    banks[index].precharge = command.cycle
    banks[index].isPrechargeOfAll = isAll
  }

  private mutating func checkAccess(_ command: MemoryCommand) {
    let bank = banks[command.bank]
    if let row = bank.openRow {
      if row != command.row {
        report(
          .accessToOtherRow, command,
          "accessToOtherRow: \(text(command)) while row \(row) is open; row \(command.row) is required"
        )
      }
      if let last = bank.activate {
        demand(.tRCD, command, timing.tRCD, since: last, "ACT \(command.bank) at \(last)")
      }
    } else {
      report(
        .accessToClosedBank, command,
        "accessToClosedBank: \(text(command)) while the bank is closed; an open row is required")
    }
    let isWrite = command.kind == .write
    let group = command.bank % organization.bankGroups
    let sameKind = isWrite ? lastWrite : lastRead
    if let last = sameKind {
      demand(
        .tCCD_S, command, timing.tCCD_S, since: last.cycle,
        "\(command.kind.rawValue) \(last.bank) at \(last.cycle)")
    }
    if let last = isWrite ? groups[group].write : groups[group].read {
      demand(
        .tCCD_L, command, timing.tCCD_L, since: last.cycle,
        "\(command.kind.rawValue) \(last.bank) at \(last.cycle)")
    }
    if !isWrite {
      if let last = lastWrite { checkWriteToRead(command, last, timing.tWTR_S, .tWTR_S) }
      if let last = groups[group].write { checkWriteToRead(command, last, timing.tWTR_L, .tWTR_L) }
    }
    checkDataBus(command, isWrite: isWrite)
    let now = (command.cycle, command.bank)
    if isWrite {
      lastWrite = now
      groups[group].write = now
      banks[command.bank].write = command.cycle
    } else {
      lastRead = now
      groups[group].read = now
      banks[command.bank].read = command.cycle
    }
  }

  private mutating func checkWriteToRead(
    _ command: MemoryCommand, _ write: (cycle: Int, bank: Int), _ required: Int,
    _ rule: ProtocolRule
  ) {
    let end = write.cycle + timing.CWL + burstClocks
    demand(
      rule, command, required, since: end,
      "the end at \(end) of the data of WR \(write.bank) at \(write.cycle)")
  }

  private mutating func checkDataBus(_ command: MemoryCommand, isWrite: Bool) {
    let start = command.cycle + (isWrite ? timing.CWL : timing.CL)
    if let last = lastBurst {
      let name = "\(last.isWrite ? "WR" : "RD") at \(last.cycle)"
      if start < last.end {
        report(
          .dataBus, command,
          "dataBus: data of \(text(command)) start at \(start), those of \(name) end at \(last.end); "
            + "one burst at a time is required")
      } else if last.isWrite != isWrite, start < last.end + timing.busTurnaround {
        report(
          .busTurnaround, command,
          "busTurnaround: data of \(text(command)) start at \(start), those of \(name) end at "
            + "\(last.end); \(timing.busTurnaround) empty clocks are required, \(start - last.end) found"
        )
      }
    }
    if start + burstClocks > lastBurst?.end ?? 0 {
      lastBurst = (start + burstClocks, isWrite, command.cycle)
    }
  }

  private mutating func checkRefresh(_ command: MemoryCommand) {
    for (index, bank) in banks.enumerated() {
      if let row = bank.openRow {
        report(
          .refreshOfOpenBank, command,
          "refreshOfOpenBank: \(text(command)) while row \(row) of bank \(index) is open; "
            + "all banks closed are required")
      } else if let last = bank.precharge {
        let isAll = bank.isPrechargeOfAll
        demand(
          isAll ? .tRPab : .tRP, command, isAll ? timing.tRPab : timing.tRP, since: last,
          isAll ? "PREA at \(last)" : "PRE \(index) at \(last)")
        // One sentence for a precharge of all banks is enough.
        if isAll && command.cycle - last < timing.tRPab { break }
      }
    }
    if let last = lastBankRefresh {
      demand(
        .tRFCpb, command, timing.tRFCpb, since: last.cycle, "REFB \(last.bank) at \(last.cycle)")
    }
    lastRefresh = command.cycle
    refreshedBanks = []
    for bank in banks.indices { credit(bank, at: command.cycle) }
    fewestRefreshes = creditedRefreshes.min() ?? 0
  }

  /// The refresh number k of a bank, from 1, is due at k tREFI and must come before one more than may
  /// be postponed are owed.
  private mutating func checkDeadline(at cycle: Int) {
    while true {
      let number = max(fewestRefreshes, reportedDeadlines) + 1
      let deadline = (number + timing.postponedRefreshes) * timing.tREFI
      guard cycle > deadline else { return }
      guard violations.count < limit else {
        // All others at once: a trace may jump over any number of them.
        let last = (cycle - 1) / timing.tREFI - timing.postponedRefreshes
        violationCount += last - number + 1
        reportedDeadlines = last
        return
      }
      reportedDeadlines = number
      append(
        .refreshDeadline, cycle,
        "refreshDeadline: refresh \(number) is required by clock \(deadline), "
          + "\(timing.postponedRefreshes) postponed at most; none found before clock \(cycle)")
    }
  }

  private func text(_ command: MemoryCommand) -> String {
    let operands = [command.bank, command.row, command.column].prefix(command.kind.operandCount)
    return ([command.kind.rawValue] + operands.map(String.init)).joined(separator: " ")
      + " at \(command.cycle)"
  }

  private mutating func demand(
    _ rule: ProtocolRule, _ command: MemoryCommand, _ required: Int, since cycle: Int,
    _ earlier: @autoclosure () -> String
  ) {
    let found = command.cycle - cycle
    guard found < required else { return }
    report(
      rule, command,
      "\(rule.rawValue): \(text(command)) follows \(earlier()); \(required) clocks are required, "
        + "\(found) found")
  }

  private mutating func report(
    _ rule: ProtocolRule, _ command: MemoryCommand, _ sentence: String
  ) {
    append(rule, command.cycle, sentence)
  }

  private mutating func append(_ rule: ProtocolRule, _ cycle: Int, _ sentence: String) {
    violationCount += 1
    guard violations.count < limit else { return }
    violations.append(.init(rule: rule, cycle: cycle, description: sentence))
  }
}
