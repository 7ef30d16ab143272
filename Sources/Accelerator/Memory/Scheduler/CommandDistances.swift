internal import MemoryDevices

/// Clocks from one command to the first clock that allows another, as the scheduler's counters are
/// loaded with them.
///
/// Where banks have groups, `near` is within one group and `far` is between two.
struct CommandDistances: Hashable {
  /// Two distances that depend on the group.
  struct Pair: Hashable {
    var near: Int
    var far: Int
  }

  /// Refresh of a bank to what comes behind.
  struct BankRefresh: Hashable {
    /// To an activate of the bank and a refresh of all, to the refresh of another bank, and to an
    /// activate of another bank.
    var toSameBank: Int
    var toRefresh: Int
    var toActivate: Int
  }

  /// Activate to read or write, to precharge, and to the next activate of the bank.
  var activateToAccess: Int
  var activateToPrecharge: Int
  var activateToActivate: Int
  /// Activate to activate of another bank.
  var activates: Pair
  /// No more than `windowCount` activates in this many clocks.
  var window: Int
  var windowCount: Int
  /// Reads and writes one after the other.
  var readToRead: Pair
  var writeToWrite: Pair
  var writeToRead: Pair
  var readToWrite: Int
  /// Read or write to precharge of the bank.
  var readToPrecharge: Int
  var writeToPrecharge: Int
  /// Precharge of one bank or of all to activate and refresh.
  var prechargeToActivate: Int
  var prechargeAllToActivate: Int
  /// Refresh to any command.
  var refreshToAny: Int
  /// What refreshes of single banks keep; nil where the memory has none.
  var bankRefresh: BankRefresh?
  /// Mean distance of refreshes, and how many may be owed.
  var refreshInterval: Int
  var mostOwed: Int
  /// Clocks before the next refresh falls due in which banks are closed if no more may be owed.
  var refreshMargin: Int

  /// The distances of a memory: those of its commands, and those that keep bursts apart on the data
  /// pins.
  init(_ device: MemoryDevice) {
    let timing = device.timing
    let burst = timing.burstLength / timing.dataRate
    // Data of a read are on the pins CL clocks after it, those of a write CWL clocks.
    let writeEnd = timing.CWL + burst
    let pinsAreFree = writeEnd + timing.busTurnaround - timing.CL
    activateToAccess = timing.tRCD
    activateToPrecharge = timing.tRAS
    activateToActivate = timing.tRC
    activates = Pair(near: timing.tRRD_L, far: timing.tRRD_S)
    window = timing.tFAW
    windowCount = timing.windowActivates
    readToRead = Pair(near: max(burst, timing.tCCD_L), far: max(burst, timing.tCCD_S))
    writeToWrite = readToRead
    writeToRead = Pair(
      near: max(pinsAreFree, writeEnd + timing.tWTR_L),
      far: max(pinsAreFree, writeEnd + timing.tWTR_S))
    readToWrite = max(1, timing.CL + burst + timing.busTurnaround - timing.CWL)
    readToPrecharge = timing.tRTP
    writeToPrecharge = writeEnd + timing.tWR
    prechargeToActivate = timing.tRP
    prechargeAllToActivate = timing.tRPab
    refreshToAny = timing.tRFC
    bankRefresh =
      timing.refreshesBanks
      ? BankRefresh(
        toSameBank: timing.tRFCpb, toRefresh: timing.tpbR2pbR, toActivate: timing.tpbR2act) : nil
    refreshInterval = timing.tREFI
    mostOwed = timing.postponedRefreshes
    // Until every bank may be precharged, the precharge, and the clocks in which it and the refresh
    // are sent; or until the refresh of a bank is over.
    let prechargeAll = max(activateToPrecharge, readToPrecharge, writeToPrecharge)
    refreshMargin =
      max(prechargeAll + prechargeAllToActivate, bankRefresh?.toSameBank ?? 0) + 2
  }
}
