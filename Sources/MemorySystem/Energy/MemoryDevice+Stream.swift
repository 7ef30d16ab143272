public import MemoryDevices

extension MemoryDevice {
  /// Percentage of the clocks between refreshes in which a stream has data on the pins: what the
  /// scheduler reaches at least, and its tests demand.
  public static let streamPercentage = 95

  /// Clocks that a stream of bursts takes, refreshes left out.
  public func streamClocks(bursts: Int) -> Int {
    (bursts * burstClocks * 100 + Self.streamPercentage - 1) / Self.streamPercentage
  }

  /// What counters would show of bursts streamed through open rows.
  ///
  /// Each row is opened once, and once more in each bank group at every refresh of a streaming time.
  /// Refreshes of single banks are hidden behind the stream and reopen nothing.
  ///
  /// - Parameters:
  ///   - reads: Bursts read.
  ///   - writes: Bursts written.
  ///   - elapsed: Clocks that pass meanwhile, at least those of the stream; nil for just those.
  public func streamCounts(reads: Int, writes: Int, elapsed: Int? = nil) -> CommandCounts {
    let bursts = reads + writes
    let busy = streamClocks(bursts: bursts)
    // Refreshes of all banks stretch a stream by the time they take.
    let hidesRefresh = timing.refreshesBanks
    let stretched =
      hidesRefresh ? busy : busy + busy / (timing.tREFI - timing.tRFC) * timing.tRFC
    let clocks = max(elapsed ?? 0, stretched)
    var counts = CommandCounts()
    counts.reads = reads
    counts.writes = writes
    let rounds = clocks / timing.tREFI
    if hidesRefresh {
      counts.bankRefreshes = rounds * organization.banks
    } else {
      counts.refreshes = rounds
    }
    let reopened = hidesRefresh ? 0 : stretched / timing.tREFI * organization.bankGroups
    counts.activates = (bursts + burstsPerRow - 1) / burstsPerRow + reopened
    counts.precharges = counts.activates
    let refreshing =
      hidesRefresh
      ? (clocks - busy) / timing.tREFI * bankRefreshRound
      : counts.refreshes * timing.tRFC
    counts.activeClocks = min(clocks, busy + refreshing)
    counts.prechargedClocks = clocks - counts.activeClocks
    return counts
  }

  /// Clocks with a refresh going on while all banks are refreshed one behind the other, as soon as each may
  /// be: where the next may begin before one is over, they overlap.
  private var bankRefreshRound: Int {
    timing.tRFCpb + (organization.banks - 1) * min(timing.tpbR2pbR, timing.tRFCpb)
  }
}
