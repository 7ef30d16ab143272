/// A mistake built into the scheduler on purpose, to show that the checks of its pins find it.
/// Generated RTL never has one. What strikes now and then does so every second time in a proof.
public enum DRAMSchedulerFault: String, CaseIterable, Codable, Hashable, Sendable {
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
  /// A precharge does not keep requests from its row.
  case accessToClosedBank
  /// Every 64th request leaves the queue without being served.
  case lostRequest
  /// Every 64th request stays in the queue after it was served.
  case repeatedRequest
  /// Requests of the same burst overtake each other.
  case reordering
  /// No request ever gets old.
  case starvation

  /// Whether it is one of refreshes of single banks, which not every memory has.
  public var isOfBankRefresh: Bool {
    switch self {
    case .tRFCpb, .tpbR2pbR, .tpbR2act, .bankRefreshOfOpenRow, .bankRefreshOrder,
      .bankRefreshBesideWindow:
      true
    default: false
    }
  }

  func apply(to distances: inout CommandDistances) {
    switch self {
    case .tRCD: distances.activateToAccess -= 1
    case .tRP: distances.prechargeToActivate -= 1
    case .tRPab: distances.prechargeAllToActivate -= 1
    case .tRAS: distances.activateToPrecharge -= 1
    case .tRTP: distances.readToPrecharge -= 1
    case .tWR: distances.writeToPrecharge -= 1
    case .tCCD_S:
      distances.readToRead.far -= 1
      distances.writeToWrite.far -= 1
    case .tCCD_L:
      distances.readToRead.near -= 1
      distances.writeToWrite.near -= 1
    case .tRRD_S: distances.activates.far -= 1
    case .tRRD_L: distances.activates.near -= 1
    case .tFAW: distances.window -= 1
    case .tWTR_S: distances.writeToRead.far -= 1
    case .tWTR_L: distances.writeToRead.near -= 1
    case .tRFC: distances.refreshToAny -= 1
    case .busTurnaround: distances.readToWrite -= 1
    case .tRFCpb: distances.bankRefresh?.toSameBank -= 1
    case .tpbR2pbR: distances.bankRefresh?.toRefresh -= 1
    case .tpbR2act: distances.bankRefresh?.toActivate -= 1
    case .windowActivates: distances.windowCount += 1
    case .lateRefresh: distances.mostOwed += 1
    case .droppedRefresh, .refreshOfOpenRow, .bankRefreshOfOpenRow, .bankRefreshOrder,
      .bankRefreshBesideWindow, .activateOfOpenBank, .rowCompare,
      .accessToClosedBank, .lostRequest, .repeatedRequest, .reordering, .starvation:
      break
    }
  }
}
