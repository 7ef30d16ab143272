/// What the command pins of a DRAM say in one clock.
public struct MemoryCommand: Hashable, Sendable {
  /// The commands there are; the raw value is what a trace calls them.
  public enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
    /// Opens a row of a bank.
    case activate = "ACT"
    /// Closes the row of a bank.
    case precharge = "PRE"
    /// Closes the rows of all banks.
    case prechargeAll = "PREA"
    /// Reads a burst of the open row.
    case read = "RD"
    /// Writes a burst of the open row.
    case write = "WR"
    /// Refreshes all banks.
    case refresh = "REF"
    /// Refreshes a bank.
    case refreshBank = "REFB"

    /// How many numbers follow it in a trace: bank, row, column.
    var operandCount: Int {
      switch self {
      case .prechargeAll, .refresh: 0
      case .precharge, .refreshBank: 1
      case .activate: 2
      case .read, .write: 3
      }
    }
  }

  /// The clock it is sent in.
  public var cycle: Int
  /// Which command.
  public var kind: Kind
  /// The bank; 0 where there is none.
  public var bank: Int
  /// The row. For a read or write it is the row meant to be open, which no pin carries: a check of the
  /// addresses.
  public var row: Int
  /// The first column of the burst; 0 where there is none.
  public var column: Int

  /// Creates a command.
  public init(cycle: Int, _ kind: Kind, bank: Int = 0, row: Int = 0, column: Int = 0) {
    self.cycle = cycle
    self.kind = kind
    self.bank = bank
    self.row = row
    self.column = column
  }
}

extension MemoryCommand: CustomStringConvertible {
  /// The command as a line of a trace.
  public var description: String {
    switch kind.operandCount {
    case 0: "\(cycle) \(kind.rawValue)"
    case 1: "\(cycle) \(kind.rawValue) \(bank)"
    case 2: "\(cycle) \(kind.rawValue) \(bank) \(row)"
    default: "\(cycle) \(kind.rawValue) \(bank) \(row) \(column)"
    }
  }
}
