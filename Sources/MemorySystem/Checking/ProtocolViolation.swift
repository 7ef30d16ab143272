/// A rule of the memory's protocol.
public enum ProtocolRule: String, CaseIterable, Codable, Hashable, Sendable {
  /// One command a clock, in the order of time.
  case commandBus
  /// Bank, row or column that the device does not have, or a burst that does not start on its border.
  case address
  /// An activate of a bank with an open row.
  case activateOfOpenBank
  /// A read or write of a bank without an open row.
  case accessToClosedBank
  /// A read or write meant for another row than the open one.
  case accessToOtherRow
  /// A refresh while a row is open.
  case refreshOfOpenBank
  /// A refresh of one bank of a memory that refreshes all banks only.
  case refreshOfBank
  /// A second refresh of a bank before all others had one.
  case refreshOrder
  case tRCD, tRP, tRPab, tRAS, tRC
  case tCCD_S, tCCD_L, tRRD_S, tRRD_L
  /// More activates in the window than it may hold.
  case tFAW
  case tWR, tWTR_S, tWTR_L, tRTP
  /// A command during a refresh.
  case tRFC
  /// A command to a bank during its refresh, or a refresh of all banks during one of a bank.
  case tRFCpb
  /// Refreshes of two banks too near to each other.
  case tpbR2pbR
  /// An activate too soon behind the refresh of another bank.
  case tpbR2act
  /// Data of two bursts on the pins at once.
  case dataBus
  /// Too few empty clocks between read data and write data.
  case busTurnaround
  /// More refreshes owed than may be postponed.
  case refreshDeadline
}

/// What a trace did against the protocol.
public struct ProtocolViolation: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The rule.
  public let rule: ProtocolRule
  /// The clock of the command that broke it.
  public let cycle: Int
  /// One sentence: rule, commands with their clocks, what was required, what was found.
  public let description: String
}
