extension BankScheduler {
  /// The command of this clock, from registers alone.
  mutating func decide() -> Decision? {
    if updateRefreshing() { return decideRefresh() }
    guard let oldest = queue.first else { return decideClose() ?? decideBankRefresh() }
    let isUrgent = oldest.age >= Self.ageLimit
    let candidates = 0..<(isUrgent ? 1 : queue.count)
    return decideColumn(candidates, isUrgent) ?? decideActivate(candidates)
      ?? decidePrecharge(candidates, isUrgent)
      ?? (isUrgent ? nil : decideClose() ?? decideBankRefresh())
  }

  /// Rule 1: whether the clock belongs to a refresh.
  private mutating func updateRefreshing() -> Bool {
    let limit = timing.postponedRefreshes
    if owed > limit || (owed == limit && untilDue <= timing.refreshMargin) {
      isRefreshing = true
    }
    if owed >= 0, !refreshesBanks, queue.isEmpty, idleQueueClocks >= Self.idleLimit,
      fault != .lateRefresh
    {
      isRefreshing = true
    }
    return isRefreshing
  }

  private func decideRefresh() -> Decision? {
    var isAnyOpen = false
    for bank in banks where bank.isOpen {
      isAnyOpen = true
      if bank.untilPrecharge > 0 { return nil }
    }
    if isAnyOpen, fault != .refreshOfOpenRow { return Decision(kind: .prechargeAll) }
    return untilRefresh == 0 ? Decision(kind: .refresh) : nil
  }

  /// Rule 3.
  private func decideColumn(_ candidates: Range<Int>, _ isUrgent: Bool) -> Decision? {
    var against: Int?
    var isAlongWaiting = false
    for index in candidates {
      let request = queue[index].request
      let bank = banks[request.bank]
      guard isHit(request, bank) else { continue }
      if request.isWrite == isWriting, !isAlongWaiting, !isBlocked(index) { isAlongWaiting = true }
      let group = groups[request.bank % groups.count]
      let isReady =
        bank.untilColumn == 0 && (request.isWrite ? group.untilWrite : group.untilRead) == 0
      guard isReady, !isBlocked(index) else { continue }
      if isUrgent || request.isWrite == isWriting {
        return Decision(kind: request.isWrite ? .write : .read, bank: request.bank, entry: index)
      }
      if against == nil { against = index }
    }
    guard let against, !isAlongWaiting else { return nil }
    let request = queue[against].request
    return Decision(kind: request.isWrite ? .write : .read, bank: request.bank, entry: against)
  }

  /// Rule 4.
  private func decideActivate(_ candidates: Range<Int>) -> Decision? {
    guard window[oldestInWindow] == 0 else { return nil }
    var seen: UInt64 = 0
    for index in candidates {
      let request = queue[index].request
      let mask = UInt64(1) << UInt64(request.bank)
      if seen & mask != 0 { continue }
      seen |= mask
      let bank = banks[request.bank]
      let isClosed =
        !bank.isOpen
        || (fault == .activateOfOpenBank && bank.row != request.row && bank.untilPrecharge == 0)
      if isClosed, bank.untilActivate == 0, groups[request.bank % groups.count].untilActivate == 0 {
        return Decision(kind: .activate, bank: request.bank, entry: index)
      }
    }
    return nil
  }

  /// Rule 5.
  private func decidePrecharge(_ candidates: Range<Int>, _ isUrgent: Bool) -> Decision? {
    for index in candidates {
      let request = queue[index].request
      let bank = banks[request.bank]
      guard bank.isOpen, bank.row != request.row, bank.untilPrecharge == 0 else { continue }
      let isWanted = queue.contains {
        $0.request.bank == request.bank && $0.request.row == bank.row
      }
      if isUrgent || !isWanted {
        return Decision(kind: .precharge, bank: request.bank, entry: nil)
      }
    }
    return nil
  }

  /// Rule 6.
  private func decideClose() -> Decision? {
    var wanted: UInt64 = 0
    for entry in queue { wanted |= 1 << UInt64(entry.request.bank) }
    for (index, bank) in banks.enumerated()
    where bank.isOpen && bank.untilPrecharge == 0 && wanted >> UInt64(index) & 1 == 0
      && (bank.isRowDone || bank.idleClocks >= Self.idleLimit)
    {
      return Decision(kind: .precharge, bank: index, entry: nil)
    }
    return nil
  }

  /// Rule 7.
  private func decideBankRefresh() -> Decision? {
    guard refreshesBanks, owed >= 0, untilBankRefresh == 0 else { return nil }
    guard window[oldestInWindow] == 0 || fault == .bankRefreshBesideWindow else { return nil }
    var excluded = fault == .bankRefreshOrder ? 0 : refreshed
    for entry in queue { excluded |= 1 << UInt64(entry.request.bank) }
    for (index, bank) in banks.enumerated()
    where excluded >> UInt64(index) & 1 == 0 && bank.untilActivate == 0
      && groups[index % groups.count].untilActivate == 0
      && (!bank.isOpen || fault == .bankRefreshOfOpenRow)
    {
      return Decision(kind: .refreshBank, bank: index, entry: nil)
    }
    return nil
  }

  private var refreshesBanks: Bool { timing.bankRefreshToActivate > 0 }

  private func isHit(_ request: MemoryRequest, _ bank: Bank) -> Bool {
    if fault == .accessToClosedBank, !bank.isOpen { return request.row == bank.row }
    if fault == .rowCompare { return bank.isOpen && bank.row | 1 == request.row | 1 }
    return bank.isOpen && bank.row == request.row
  }

  /// Whether an older request of the same burst must go first.
  private func isBlocked(_ index: Int) -> Bool {
    if fault == .reordering { return false }
    let request = queue[index].request
    return queue[..<index].contains {
      $0.request.isSameBurst(as: request) && ($0.request.isWrite || request.isWrite)
    }
  }

  /// The registers' next values after a command.
  mutating func execute(_ decision: Decision, _ outcome: inout Outcome) -> MemoryCommand? {
    let bank = decision.bank
    let group = bank % groups.count
    switch decision.kind {
    case .activate:
      let row = decision.entry.map { queue[$0].request.row } ?? 0
      banks[bank].isOpen = true
      banks[bank].row = row
      banks[bank].isRowDone = false
      banks[bank].idleClocks = 0
      banks[bank].untilColumn.load(timing.activateToColumn)
      banks[bank].untilPrecharge.load(timing.activateToPrecharge)
      banks[bank].untilActivate.load(timing.activateToActivate)
      for index in groups.indices {
        groups[index].untilActivate.load(
          index == group ? timing.activateSameGroup : timing.activateOtherGroup)
      }
      window[oldestInWindow] = timing.window - 1
      oldestInWindow = (oldestInWindow + 1) % window.count
      return MemoryCommand(cycle: cycle, .activate, bank: bank, row: row)
    case .read, .write: return executeColumn(decision, &outcome)
    case .precharge:
      close(bank, timing.prechargeToActivate)
      return MemoryCommand(cycle: cycle, .precharge, bank: bank)
    case .prechargeAll:
      for index in banks.indices where banks[index].isOpen {
        close(index, timing.prechargeAllToActivate)
      }
      return MemoryCommand(cycle: cycle, .prechargeAll)
    case .refresh:
      isRefreshing = false
      owed -= 1
      refreshed = 0
      untilRefresh.load(timing.refreshToAny)
      for index in banks.indices { banks[index].untilActivate.load(timing.refreshToAny) }
      faultCount += 1
      if fault == .droppedRefresh, faultCount.isMultiple(of: 4) { return nil }
      return MemoryCommand(cycle: cycle, .refresh)
    case .refreshBank:
      executeBankRefresh(bank)
      return MemoryCommand(cycle: cycle, .refreshBank, bank: bank)
    }
  }

  private mutating func executeBankRefresh(_ bank: Int) {
    banks[bank].untilActivate.load(timing.bankRefreshToActivate)
    for index in groups.indices {
      groups[index].untilActivate.load(timing.bankRefreshToOtherActivate)
    }
    if fault != .bankRefreshBesideWindow {
      window[oldestInWindow] = timing.window - 1
      oldestInWindow = (oldestInWindow + 1) % window.count
    }
    untilBankRefresh.load(timing.bankRefreshToBankRefresh)
    untilRefresh.load(timing.bankRefreshToActivate)
    refreshed |= 1 << UInt64(bank)
    if refreshed.nonzeroBitCount == banks.count {
      refreshed = 0
      owed -= 1
    }
  }

  private mutating func close(_ bank: Int, _ distance: Int) {
    banks[bank].isOpen = false
    banks[bank].untilActivate.load(distance)
    untilRefresh.load(distance)
  }

  private mutating func executeColumn(
    _ decision: Decision, _ outcome: inout Outcome
  ) -> MemoryCommand? {
    guard let entry = decision.entry else { return nil }
    let request = queue[entry].request
    let bank = request.bank
    let group = bank % groups.count
    isWriting = request.isWrite
    banks[bank].idleClocks = 0
    banks[bank].isRowDone = request.column == lastColumn
    banks[bank].untilPrecharge.load(
      request.isWrite ? timing.writeToPrecharge : timing.readToPrecharge)
    for index in groups.indices {
      let isSame = index == group
      if request.isWrite {
        groups[index].untilWrite.load(
          isSame ? timing.writeToWriteSameGroup : timing.writeToWriteOtherGroup)
        groups[index].untilRead.load(
          isSame ? timing.writeToReadSameGroup : timing.writeToReadOtherGroup)
      } else {
        groups[index].untilRead.load(
          isSame ? timing.readToReadSameGroup : timing.readToReadOtherGroup)
        groups[index].untilWrite.load(timing.readToWrite)
      }
    }
    faultCount += 1
    let strikes = faultCount.isMultiple(of: 64)
    if !(strikes && fault == .repeatedRequest) { queue.remove(at: entry) }
    if strikes, fault == .lostRequest { return nil }
    outcome.served = request
    return MemoryCommand(
      cycle: cycle, request.isWrite ? .write : .read, bank: bank, row: request.row,
      column: request.column)
  }
}
