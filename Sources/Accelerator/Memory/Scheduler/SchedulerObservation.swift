internal import HDL

/// A place of the queue as the assertions of a proof see it.
struct QueueEntryState: Bundle {
  let isOccupied: Bit
  let request: BurstRequest
  /// The request's row is open.
  let isHit: Bit
  /// Entries with older requests.
  let older: Bits
  /// Entries that the request waits for.
  let blockers: Bits

  var layout: QueueEntryStateLayout {
    QueueEntryStateLayout(request: request.layout, depth: older.bitWidth)
  }
}

/// Declares a `QueueEntryState`.
struct QueueEntryStateLayout: Layout {
  let request: BurstRequestLayout
  let depth: Int

  func make(_ field: FieldDeclarer) -> QueueEntryState {
    let entries = Shape<Bits>.bits(depth)
    return QueueEntryState(
      isOccupied: field(.bit), request: field(of: request), isHit: field(.bit),
      older: field(entries), blockers: field(entries))
  }
}

/// A choice of the oldest as the assertions of a proof see it.
struct OldestState: Bundle {
  /// Entries that want it, and the one of them that has it.
  let wants: Bits
  let oldest: Bits

  var layout: OldestStateLayout { OldestStateLayout(depth: wants.bitWidth) }
}

/// Declares an `OldestState`.
struct OldestStateLayout: Layout {
  let depth: Int

  func make(_ field: FieldDeclarer) -> OldestState {
    OldestState(wants: field(.bits(depth)), oldest: field(.bits(depth)))
  }
}

/// Clocks left of a bank's distances, as the assertions of a proof see them.
struct BankTimersState: Bundle {
  let untilActivate: UInt
  let untilAccess: UInt
  let untilPrecharge: UInt

  var layout: BankTimersStateLayout { BankTimersStateLayout() }
}

/// Declares `BankTimersState`.
struct BankTimersStateLayout: Layout {
  func make(_ field: FieldDeclarer) -> BankTimersState {
    let count = SchedulerShapes.observedCount
    return BankTimersState(
      untilActivate: field(count), untilAccess: field(count), untilPrecharge: field(count))
  }
}

/// Clocks left of a group's distances, as the assertions of a proof see them.
struct GroupTimersState: Bundle {
  let untilActivate: UInt
  let untilRead: UInt
  let untilWrite: UInt

  var layout: GroupTimersStateLayout { GroupTimersStateLayout() }
}

/// Declares a `GroupTimersState`.
struct GroupTimersStateLayout: Layout {
  func make(_ field: FieldDeclarer) -> GroupTimersState {
    let count = SchedulerShapes.observedCount
    return GroupTimersState(
      untilActivate: field(count), untilRead: field(count), untilWrite: field(count))
  }
}

/// The registers of refresh as the assertions of a proof see them.
struct RefreshState: Bundle {
  /// Clocks left until a refresh of all banks, and of one.
  let untilRefresh: UInt
  let untilBankRefresh: UInt
  /// Clocks until the next refresh falls due, from 1.
  let untilDue: UInt
  /// Refreshes owed and 1.
  let owedAndOne: UInt
  /// Rows must be closed for the next one, if no more may be owed.
  let isNear: Bit
  /// A refresh of all banks was under way in the clock before.
  let wasRefreshing: Bit
  /// Banks that had their refresh of this round, none where all are refreshed at once.
  let refreshed: Bits

  var layout: RefreshStateLayout {
    RefreshStateLayout(
      dueBits: untilDue.bitWidth, owedBits: owedAndOne.bitWidth, banks: refreshed.bitWidth)
  }
}

/// Declares a `RefreshState`.
struct RefreshStateLayout: Layout {
  let dueBits: Int
  let owedBits: Int
  let banks: Int

  init(dueBits: Int, owedBits: Int, banks: Int) {
    self.dueBits = dueBits
    self.owedBits = owedBits
    self.banks = banks
  }

  init(_ shapes: SchedulerShapes) {
    self.init(
      dueBits: addressBits(shapes.distances.refreshInterval + 1),
      owedBits: addressBits(shapes.distances.mostOwed + 3), banks: shapes.banks)
  }

  func make(_ field: FieldDeclarer) -> RefreshState {
    let count = SchedulerShapes.observedCount
    return RefreshState(
      untilRefresh: field(count), untilBankRefresh: field(count), untilDue: field(.uint(dueBits)),
      owedAndOne: field(.uint(owedBits)), isNear: field(.bit), wasRefreshing: field(.bit),
      refreshed: field(.bits(banks)))
  }
}
