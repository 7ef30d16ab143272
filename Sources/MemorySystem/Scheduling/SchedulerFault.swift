/// Mistakes that a scheduler can be built with, to see that checks find them.
public enum SchedulerFault: String, CaseIterable, Codable, Hashable, Sendable {
  // One clock too short.
  case tRCD, tRP, tRPab, tRAS, tRTP, tWR, tCCD_S, tCCD_L, tRRD_S, tRRD_L, tFAW, tWTR_S, tWTR_L
  case tRFC, busTurnaround, tRFCpb, tpbR2pbR, tpbR2act
  /// The window holds one activate more.
  case windowActivates
  /// Refreshes are postponed by one more than may be.
  case lateRefresh
  /// Every fourth refresh counts and is not sent.
  case droppedRefresh
  /// A refresh does not wait until rows are closed.
  case refreshOfOpenRow
  /// A bank is refreshed with its row open.
  case bankRefreshOfOpenRow
  /// A bank is refreshed again before all others were.
  case bankRefreshOrder
  /// The window does not count refreshes of banks.
  case bankRefreshBesideWindow
  /// A row is opened over another one.
  case activateOfOpenBank
  /// The lowest bit of the row is not compared.
  case rowCompare
  /// Whether the bank is open is not asked.
  case accessToClosedBank
  /// Every 64th request leaves the queue without being served.
  case lostRequest
  /// Every 64th request stays in the queue after it was served.
  case repeatedRequest
  /// Requests of the same burst overtake each other.
  case reordering

  /// Whether the commands obey the protocol all the same: only the requester can see it.
  public var isWithinProtocol: Bool {
    self == .lostRequest || self == .repeatedRequest || self == .reordering
  }

  /// Whether it is one of refreshes of single banks.
  public var isOfBankRefresh: Bool {
    switch self {
    case .tRFCpb, .tpbR2pbR, .tpbR2act, .bankRefreshOfOpenRow, .bankRefreshOrder,
      .bankRefreshBesideWindow:
      true
    default: false
    }
  }

  func apply(to timing: inout SchedulerTiming) {
    switch self {
    case .tRCD: timing.activateToColumn -= 1
    case .tRP: timing.prechargeToActivate -= 1
    case .tRPab: timing.prechargeAllToActivate -= 1
    case .tRAS: timing.activateToPrecharge -= 1
    case .tRTP: timing.readToPrecharge -= 1
    case .tWR: timing.writeToPrecharge -= 1
    case .tCCD_S:
      timing.readToReadOtherGroup -= 1
      timing.writeToWriteOtherGroup -= 1
    case .tCCD_L:
      timing.readToReadSameGroup -= 1
      timing.writeToWriteSameGroup -= 1
    case .tRRD_S: timing.activateOtherGroup -= 1
    case .tRRD_L: timing.activateSameGroup -= 1
    case .tFAW: timing.window -= 1
    case .tWTR_S: timing.writeToReadOtherGroup -= 1
    case .tWTR_L: timing.writeToReadSameGroup -= 1
    case .tRFC: timing.refreshToAny -= 1
    case .busTurnaround: timing.readToWrite -= 1
    case .tRFCpb: timing.bankRefreshToActivate -= 1
    case .tpbR2pbR: timing.bankRefreshToBankRefresh -= 1
    case .tpbR2act: timing.bankRefreshToOtherActivate -= 1
    case .windowActivates: timing.windowActivates += 1
    case .lateRefresh: timing.postponedRefreshes += 1
    case .droppedRefresh, .refreshOfOpenRow, .bankRefreshOfOpenRow, .bankRefreshOrder,
      .bankRefreshBesideWindow, .activateOfOpenBank, .rowCompare,
      .accessToClosedBank, .lostRequest, .repeatedRequest, .reordering:
      break
    }
  }
}
