public import MemoryDevices

/// Turns requests into commands of a DRAM, one clock a `step`, as hardware does.
///
/// Everything between two steps is a register of fixed width, and every decision of a clock looks at
/// registers alone; the request taken in a clock is seen by the decisions of the next one.
///
/// ## Registers
///
/// - *Queue*: up to `depth` requests, the oldest first, each with its age in clocks, which stops at
///   `ageLimit`. One that leaves from the middle lets the younger ones move up.
/// - *Each bank*: whether it is open, its row, three down-counters (`untilActivate`, `untilColumn`,
///   `untilPrecharge`; 0 means now), `idleClocks` since the last read or write, which stops at
///   `idleLimit`, and `isRowDone`, set by the read or write of the last burst of the row.
/// - *Each bank group*: three down-counters, `untilActivate`, `untilRead`, `untilWrite`.
/// - *Window*: a ring of `windowActivates` down-counters and the index of the oldest.
/// - *Refresh*: `untilDue`, which counts from tREFI down to 1 and starts again; `owed`, from -1, one
///   refresh ahead of time, to one more than may be postponed; `untilRefresh`; `isRefreshing`;
///   `idleQueueClocks` since the queue was last not empty, which stops at `idleLimit`.
/// - *Refresh of banks*, where the device has it: which banks were `refreshed` in this round, and a
///   down-counter `untilBankRefresh`.
/// - *Direction*: whether the last read or write was a write.
///
/// A counter that a command loads with a distance d stands at d - 1 in the next clock, so that the first
/// clock it allows is d later; a counter that is loaded while another command's distance still runs
/// keeps the larger of the two.
///
/// ## Decision of a clock
///
/// At most one command is sent: the first that applies.
///
/// 1. *Refresh*. `isRefreshing` is set if `owed` exceeds what may be postponed, or has reached it with
///    `untilDue` at most the margin; or, where banks cannot be refreshed one by one, if `owed` is 0 or
///    more and the queue has been empty for `idleLimit` clocks. From that same clock on only two commands are sent: precharge of all, if a
///    bank is open and every open bank's `untilPrecharge` is 0; and with all banks closed and
///    `untilRefresh` 0 the refresh, which clears `isRefreshing` and `refreshed`.
/// 2. *Age*. If the oldest request has reached `ageLimit`, the rules 3 to 5 look at that one only, and
///    rule 6 does not apply.
/// 3. *Read or write* for the oldest request whose bank is open with its row, whose counters (the bank's
///    `untilColumn`, the group's `untilRead` or `untilWrite`) are 0, and which has no older request of
///    the same burst if one of the two is a write. One against the direction is taken only if no
///    request along it has its row open and no such older request, or by rule 2.
/// 4. *Activate* for the oldest request whose bank is closed, if the bank's and the group's
///    `untilActivate` and the window's oldest counter are 0. Of each bank only the oldest request counts.
/// 5. *Precharge* for the oldest request whose bank is open with another row and whose
///    `untilPrecharge` is 0, if no request wants the open row, or by rule 2.
/// 6. *Close*: precharge of the lowest open bank that no request wants, with `untilPrecharge` 0 and
///    `isRowDone` or `idleClocks` at its limit. So a stream leaves closed banks behind, and a row that
///    may be used again stays open for a while.
/// 7. *Refresh of a bank*, where the device has it, if `owed` is 0 or more: of the lowest bank that is
///    closed, not `refreshed`, and that no request wants, if `untilBankRefresh`, the bank's and the
///    group's `untilActivate` and the window's oldest counter are 0; the window counts it as an
///    activate. With the last bank of a round `refreshed` is cleared and `owed` falls by 1. It does not
///    apply by rule 2. So refreshes are hidden behind the work of other banks.
public struct BankScheduler: Sendable {
  /// Requests the queue holds.
  public static let depth = 16
  /// Age from which a request goes first, in clocks.
  public static let ageLimit = 1_023
  /// Clocks without use after which a row is closed and refreshes are sent ahead of time.
  public static let idleLimit = 63

  struct Entry {
    var request: MemoryRequest
    var age = 0
  }

  struct Bank {
    var isOpen = false
    var row = 0
    var untilActivate = 0
    var untilColumn = 0
    var untilPrecharge = 0
    var idleClocks = 0
    var isRowDone = false
  }

  struct Group {
    var untilActivate = 0
    var untilRead = 0
    var untilWrite = 0
  }

  let timing: SchedulerTiming
  let fault: SchedulerFault?
  let lastColumn: Int
  var queue: [Entry] = []
  var banks: [Bank]
  var groups: [Group]
  var window: [Int]
  var oldestInWindow = 0
  var untilDue: Int
  var owed = 0
  var untilRefresh = 0
  var isRefreshing = false
  /// One bit a bank, bank 0 the lowest.
  var refreshed: UInt64 = 0
  var untilBankRefresh = 0
  var idleQueueClocks = 0
  var isWriting = false
  /// The clock of the next step.
  public private(set) var cycle = 0
  /// Counts for faults that strike now and then.
  var faultCount = 0

  /// What happened in a clock.
  public struct Outcome: Sendable {
    /// Whether the request offered was taken.
    public var isTaken = false
    /// The command that was sent.
    public var command: MemoryCommand?
    /// The request that the command serves.
    public var served: MemoryRequest?
  }

  /// Starts with an empty queue and all banks closed.
  ///
  /// - Parameters:
  ///   - device: The memory.
  ///   - fault: A mistake to be built in.
  public init(_ device: MemoryDevice, fault: SchedulerFault? = nil) {
    var timing = SchedulerTiming(device)
    fault?.apply(to: &timing)
    self.timing = timing
    self.fault = fault
    lastColumn = device.organization.columns - device.timing.burstLength
    banks = .init(repeating: Bank(), count: device.organization.banks)
    groups = .init(repeating: Group(), count: device.organization.bankGroups)
    window = .init(repeating: 0, count: timing.windowActivates)
    untilDue = timing.refreshInterval
  }

  /// Whether no request waits.
  public var isIdle: Bool { queue.isEmpty }

  /// Whether a request offered now is taken.
  public var isReady: Bool { queue.count < Self.depth }

  /// One clock.
  ///
  /// - Parameter offer: A request at the input; it stays there until it is taken.
  /// - Precondition: its bank is one that the device has.
  public mutating func step(_ offer: MemoryRequest?) -> Outcome {
    var outcome = Outcome()
    outcome.isTaken = offer != nil && isReady
    let decision = decide()
    count()
    outcome.command = decision.map { execute($0, &outcome) } ?? nil
    if outcome.isTaken, let offer { queue.append(.init(request: offer)) }
    cycle += 1
    return outcome
  }

  /// What a clock decides on: a command, and the place in the queue it serves.
  struct Decision {
    var kind: MemoryCommand.Kind
    var bank = 0
    var entry: Int?
  }

  /// The counters' next values, if no command loads them.
  private mutating func count() {
    for index in banks.indices {
      banks[index].untilActivate.countDown()
      banks[index].untilColumn.countDown()
      banks[index].untilPrecharge.countDown()
      banks[index].idleClocks.countUp(to: Self.idleLimit)
    }
    for index in groups.indices {
      groups[index].untilActivate.countDown()
      groups[index].untilRead.countDown()
      groups[index].untilWrite.countDown()
    }
    for index in window.indices { window[index].countDown() }
    for index in queue.indices { queue[index].age.countUp(to: Self.ageLimit) }
    untilRefresh.countDown()
    untilBankRefresh.countDown()
    if queue.isEmpty { idleQueueClocks.countUp(to: Self.idleLimit) } else { idleQueueClocks = 0 }
    if untilDue == 1 {
      untilDue = timing.refreshInterval
      owed += 1
    } else {
      untilDue -= 1
    }
  }
}

extension Int {
  /// The next value of a register that counts down to 0 and stays there.
  @inline(__always)
  mutating func countDown() { if self > 0 { self -= 1 } }

  /// The next value of a register that counts up to a limit and stays there.
  @inline(__always)
  mutating func countUp(to limit: Int) { if self < limit { self += 1 } }

  /// The next value of a register that a command loads with a distance.
  @inline(__always)
  mutating func load(_ distance: Int) { self = Swift.max(self, distance - 1) }
}
