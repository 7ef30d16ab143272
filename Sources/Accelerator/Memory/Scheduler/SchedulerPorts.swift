public import HDL
public import MemoryDevices

/// One burst that a `DRAMScheduler` is to read or write.
public struct BurstRequest: Bundle {
  /// What the requester calls it.
  public let tag: UInt
  /// Whether it writes.
  public let isWrite: Bit
  /// The bank; its low bits name the bank group.
  public let bank: UInt
  /// The row.
  public let row: UInt
  /// The burst within the row, counted in bursts: the first column divided by the burst length.
  public let column: UInt

  /// The widths.
  public var layout: BurstRequestLayout {
    BurstRequestLayout(
      tagBits: tag.bitWidth, bankBits: bank.bitWidth, rowBits: row.bitWidth,
      columnBits: column.bitWidth)
  }
}

/// Declares a `BurstRequest`.
public struct BurstRequestLayout: Layout {
  /// Bits of a tag.
  public let tagBits: Int
  /// Bits of a bank.
  public let bankBits: Int
  /// Bits of a row.
  public let rowBits: Int
  /// Bits of a burst's number within its row.
  public let columnBits: Int

  init(tagBits: Int, bankBits: Int, rowBits: Int, columnBits: Int) {
    self.tagBits = tagBits
    self.bankBits = bankBits
    self.rowBits = rowBits
    self.columnBits = columnBits
  }

  /// Requests for a memory; each field has a bit at least.
  public init(_ device: MemoryDevice, tagBits: Int) {
    self.tagBits = tagBits
    bankBits = addressBits(device.organization.banks)
    rowBits = addressBits(device.organization.rows)
    columnBits = addressBits(device.burstsPerRow)
  }

  /// Declares the fields.
  public func make(_ field: FieldDeclarer) -> BurstRequest {
    BurstRequest(
      tag: field(.uint(tagBits)), isWrite: field(.bit), bank: field(.uint(bankBits)),
      row: field(.uint(rowBits)), column: field(.uint(columnBits)))
  }
}

/// What the command pins of a DRAM can say; the raw value is the code in `DRAMCommand.kind`.
public enum DRAMCommandKind: Int, CaseIterable, Sendable {
  /// Opens a row of a bank.
  case activate
  /// Reads a burst of the open row.
  case read
  /// Writes a burst of the open row.
  case write
  /// Closes the row of a bank.
  case precharge
  /// Closes the rows of all banks.
  case prechargeAll
  /// Refreshes all banks.
  case refresh
  /// Refreshes a bank.
  case refreshBank

  /// Bits of the code.
  public static let bitWidth = 3
}

/// The command pins of a DRAM in one clock.
public struct DRAMCommand: Bundle {
  /// There is a command; all else means nothing without.
  public let valid: Bit
  /// The code of a `DRAMCommandKind`.
  public let kind: UInt
  /// The bank, where the command has one.
  public let bank: UInt
  /// The row of an activate.
  public let row: UInt
  /// The burst of a read or write within the row, counted in bursts.
  public let column: UInt

  /// The widths.
  public var layout: DRAMCommandLayout {
    DRAMCommandLayout(
      bankBits: bank.bitWidth, rowBits: row.bitWidth, columnBits: column.bitWidth)
  }
}

/// Declares a `DRAMCommand`.
public struct DRAMCommandLayout: Layout {
  /// Bits of a bank.
  public let bankBits: Int
  /// Bits of a row.
  public let rowBits: Int
  /// Bits of a burst's number within its row.
  public let columnBits: Int

  init(bankBits: Int, rowBits: Int, columnBits: Int) {
    self.bankBits = bankBits
    self.rowBits = rowBits
    self.columnBits = columnBits
  }

  /// The pins of a memory.
  public init(_ device: MemoryDevice) {
    let request = BurstRequestLayout(device, tagBits: 1)
    self.init(
      bankBits: request.bankBits, rowBits: request.rowBits, columnBits: request.columnBits)
  }

  /// Declares the fields.
  public func make(_ field: FieldDeclarer) -> DRAMCommand {
    DRAMCommand(
      valid: field(.bit), kind: field(.uint(DRAMCommandKind.bitWidth)),
      bank: field(.uint(bankBits)),
      row: field(.uint(rowBits)), column: field(.uint(columnBits)))
  }
}

/// The request that the read or write of this clock serves.
public struct ServedRequest: Bundle {
  /// There is one.
  public let valid: Bit
  /// Its tag.
  public let tag: UInt

  /// The widths.
  public var layout: ServedRequestLayout { ServedRequestLayout(tagBits: tag.bitWidth) }
}

/// Declares a `ServedRequest`.
public struct ServedRequestLayout: Layout {
  /// Bits of a tag.
  public let tagBits: Int

  /// Declares the fields.
  public func make(_ field: FieldDeclarer) -> ServedRequest {
    ServedRequest(valid: field(.bit), tag: field(.uint(tagBits)))
  }
}
