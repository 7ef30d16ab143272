public import MemoryDevices

/// The distances a scheduler keeps between two commands, in clocks; each becomes a constant that a
/// counter is loaded with.
public struct SchedulerTiming: Hashable, Sendable {
  /// Activate to read or write of the bank.
  var activateToColumn: Int
  /// Activate to precharge of the bank.
  var activateToPrecharge: Int
  /// Activate to activate of the bank.
  var activateToActivate: Int
  /// Activate to activate of another group, and of the same one.
  var activateOtherGroup: Int
  var activateSameGroup: Int
  /// The window of activates and how many it may hold.
  var window: Int
  var windowActivates: Int
  /// Read to read of another group and of the same one.
  var readToReadOtherGroup: Int
  var readToReadSameGroup: Int
  /// Write to write of another group and of the same one.
  var writeToWriteOtherGroup: Int
  var writeToWriteSameGroup: Int
  /// Read to write.
  var readToWrite: Int
  /// Write to read of another group and of the same one.
  var writeToReadOtherGroup: Int
  var writeToReadSameGroup: Int
  /// Read to precharge and write to precharge of the bank.
  var readToPrecharge: Int
  var writeToPrecharge: Int
  /// Precharge of one bank, and of all, to activate or refresh.
  var prechargeToActivate: Int
  var prechargeAllToActivate: Int
  /// Refresh to any command.
  var refreshToAny: Int
  /// Refresh of a bank to an activate of it, or a refresh of all; 0 if there is none.
  var bankRefreshToActivate: Int
  /// Refresh of a bank to the refresh of another, and to an activate of another.
  var bankRefreshToBankRefresh: Int
  var bankRefreshToOtherActivate: Int
  /// Mean distance of refreshes.
  var refreshInterval: Int
  /// Refreshes that may be owed.
  var postponedRefreshes: Int
  /// How many clocks before the next refresh falls due banks are drained, if no more may be postponed.
  var refreshMargin: Int

  /// The distances of a device. Those of reads and writes keep their data apart on the pins too.
  public init(_ device: MemoryDevice) {
    let timing = device.timing
    let burst = device.burstClocks
    activateToColumn = timing.tRCD
    activateToPrecharge = timing.tRAS
    activateToActivate = timing.tRC
    activateOtherGroup = timing.tRRD_S
    activateSameGroup = timing.tRRD_L
    window = timing.tFAW
    windowActivates = timing.windowActivates
    readToReadOtherGroup = max(timing.tCCD_S, burst)
    readToReadSameGroup = max(timing.tCCD_L, burst)
    writeToWriteOtherGroup = readToReadOtherGroup
    writeToWriteSameGroup = readToReadSameGroup
    readToWrite = max(1, timing.CL + burst + timing.busTurnaround - timing.CWL)
    let dataEnd = timing.CWL + burst
    writeToReadOtherGroup = max(
      dataEnd + timing.tWTR_S, dataEnd + timing.busTurnaround - timing.CL)
    writeToReadSameGroup = max(
      dataEnd + timing.tWTR_L, dataEnd + timing.busTurnaround - timing.CL)
    readToPrecharge = timing.tRTP
    writeToPrecharge = dataEnd + timing.tWR
    prechargeToActivate = timing.tRP
    prechargeAllToActivate = timing.tRPab
    refreshToAny = timing.tRFC
    bankRefreshToActivate = timing.tRFCpb
    bankRefreshToBankRefresh = timing.tpbR2pbR
    bankRefreshToOtherActivate = timing.tpbR2act
    refreshInterval = timing.tREFI
    postponedRefreshes = timing.postponedRefreshes
    refreshMargin = device.refreshDrain
  }
}
