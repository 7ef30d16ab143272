/// A mistake built into the scheduler on purpose, to show that the checks of its pins find it.
/// Generated RTL never has one.
public enum DRAMSchedulerFault: String, CaseIterable, Codable, Hashable, Sendable {
  // One clock too short.
  case tRCD, tRP, tRPab, tRAS, tRTP, tWR, tCCD_S, tCCD_L, tRRD_S, tRRD_L, tFAW, tWTR_S, tWTR_L
  case tRFC, busTurnaround
  /// The window holds one activate more.
  case windowActivates
  /// Refreshes are postponed by one more than may be.
  case lateRefresh
  /// Every fourth refresh counts and is not sent.
  case droppedRefresh
  /// A refresh does not wait until rows are closed.
  case refreshOfOpenRow
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
    case .windowActivates: distances.windowCount += 1
    case .lateRefresh: distances.mostOwed += 1
    case .droppedRefresh, .refreshOfOpenRow, .activateOfOpenBank, .rowCompare,
      .accessToClosedBank, .lostRequest, .repeatedRequest, .reordering:
      break
    }
  }
}
