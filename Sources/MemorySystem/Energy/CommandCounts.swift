public import MemoryDevices

/// How often each command was sent, and how long the banks were open: all that energy depends on.
///
/// Counters in hardware give the same value.
public struct CommandCounts: Codable, Hashable, Sendable {
  /// Rows opened.
  public var activates = 0
  /// Rows closed; a precharge of all banks counts once for each that was open.
  public var precharges = 0
  /// Bursts read.
  public var reads = 0
  /// Bursts written.
  public var writes = 0
  /// Refreshes of all banks.
  public var refreshes = 0
  /// Refreshes of one bank.
  public var bankRefreshes = 0
  /// Clocks with a row open or a refresh going on.
  public var activeClocks = 0
  /// All other clocks.
  public var prechargedClocks = 0

  /// Nothing counted.
  public init() {}

  /// Reads counts; where refreshes of single banks are not mentioned there were none.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    activates = try values.decode(Int.self, forKey: .activates)
    precharges = try values.decode(Int.self, forKey: .precharges)
    reads = try values.decode(Int.self, forKey: .reads)
    writes = try values.decode(Int.self, forKey: .writes)
    refreshes = try values.decode(Int.self, forKey: .refreshes)
    bankRefreshes = try values.decodeIfPresent(Int.self, forKey: .bankRefreshes) ?? 0
    activeClocks = try values.decode(Int.self, forKey: .activeClocks)
    prechargedClocks = try values.decode(Int.self, forKey: .prechargedClocks)
  }

  /// Clocks covered.
  public var clocks: Int { activeClocks + prechargedClocks }
}

/// Counts the commands of a trace as they come.
public struct CommandCounter: Sendable {
  private var counts = CommandCounts()
  private let refreshClocks: Int
  private let bankRefreshClocks: Int
  private var openBanks: UInt64 = 0
  private var refreshEnd = 0
  private var now = 0

  /// Starts with all banks closed at clock 0.
  public init(_ device: MemoryDevice) {
    refreshClocks = device.timing.tRFC
    bankRefreshClocks = device.timing.tRFCpb
  }

  /// Counts a command, which must not be before the last one.
  public mutating func count(_ command: MemoryCommand) {
    advance(to: command.cycle)
    let bank = UInt64(1) << UInt64(command.bank & 63)
    switch command.kind {
    case .activate:
      counts.activates += 1
      openBanks |= bank
    case .precharge:
      if openBanks & bank != 0 { counts.precharges += 1 }
      openBanks &= ~bank
    case .prechargeAll:
      counts.precharges += openBanks.nonzeroBitCount
      openBanks = 0
    case .read: counts.reads += 1
    case .write: counts.writes += 1
    case .refresh:
      counts.refreshes += 1
      refreshEnd = max(refreshEnd, command.cycle + refreshClocks)
    case .refreshBank:
      counts.bankRefreshes += 1
      refreshEnd = max(refreshEnd, command.cycle + bankRefreshClocks)
    }
  }

  /// The counts of the clocks before `cycle`.
  public func counts(at cycle: Int) -> CommandCounts {
    var copy = self
    copy.advance(to: cycle)
    return copy.counts
  }

  private mutating func advance(to cycle: Int) {
    guard cycle > now else { return }
    let active = openBanks != 0 ? cycle - now : max(0, min(refreshEnd, cycle) - now)
    counts.activeClocks += active
    counts.prechargedClocks += cycle - now - active
    now = cycle
  }
}
