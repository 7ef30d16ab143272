internal import HDL
internal import MemoryDevices

/// Sizes of a scheduler's registers, and the distances it keeps.
struct SchedulerShapes: Hashable {
  /// Requests the queue of a scheduler holds.
  static let usualDepth = 16
  /// Bits of the age from which a request goes first: 2^10 - 1 clocks.
  static let ageBits = 10
  /// Bits of the time without use after which a row is closed and refreshes are sent ahead of time:
  /// 2^6 - 1 clocks.
  static let idleBits = 6

  /// Bits of a count at a port for proofs.
  static let observedBits = 14
  static let observedCount = Shape<UInt>.uint(observedBits)

  let request: BurstRequestLayout
  let banks: Int
  let groups: Int
  let burstsPerRow: Int
  let distances: CommandDistances
  let fault: DRAMSchedulerFault?
  /// Modules show registers at ports of their own, for the assertions of proofs.
  let isObserved: Bool
  /// Requests the queue holds.
  let depth: Int

  init(
    _ device: MemoryDevice, tagBits: Int, fault: DRAMSchedulerFault?, isObserved: Bool = false,
    depth: Int = Self.usualDepth
  ) {
    request = BurstRequestLayout(device, tagBits: tagBits)
    banks = device.organization.banks
    groups = device.organization.bankGroups
    burstsPerRow = device.burstsPerRow
    var distances = CommandDistances(device)
    fault?.apply(to: &distances)
    self.distances = distances
    self.fault = fault
    self.isObserved = isObserved
    self.depth = depth
  }
}

/// The command of a clock as far as rows open and close by it.
struct RowChange: Bundle {
  /// Opens `row` of `bank`.
  let activates: Bit
  /// Closes the row of `bank`.
  let precharges: Bit
  /// Closes all rows.
  let prechargesAll: Bit
  let bank: UInt
  let row: UInt

  var layout: RowChangeLayout {
    RowChangeLayout(bankBits: bank.bitWidth, rowBits: row.bitWidth)
  }

  /// Whether a request finds its row open behind this command.
  func isHit(
    _ request: BurstRequest, before isHit: Bit, _ module: ModuleBuilder,
    _ fault: DRAMSchedulerFault?
  ) -> Bit {
    let isSameBank = (request.bank .== bank).named("isSameBank")
    let isSameRow = SchedulerShapes.isSameRow(request.row, row, fault).named("isActivatedRow")
    let stays = isHit .& .!((precharges .& isSameBank) .| prechargesAll)
    let closed = fault == .accessToClosedBank ? isHit : stays
    if fault == .accessToClosedBank { stays.ignore() }
    return mux(activates .& isSameBank, isSameRow, closed)
  }
}

/// Declares a `RowChange`.
struct RowChangeLayout: Layout {
  let bankBits: Int
  let rowBits: Int

  func make(_ field: FieldDeclarer) -> RowChange {
    RowChange(
      activates: field(.bit), precharges: field(.bit), prechargesAll: field(.bit),
      bank: field(.uint(bankBits)), row: field(.uint(rowBits)))
  }
}

extension SchedulerShapes {
  var rowChange: RowChangeLayout {
    RowChangeLayout(bankBits: request.bankBits, rowBits: request.rowBits)
  }

  /// Compares two rows; with a fault not all of their bits.
  static func isSameRow(_ first: UInt, _ second: UInt, _ fault: DRAMSchedulerFault?) -> Bit {
    guard fault == .rowCompare, first.bitWidth > 1 else { return first .== second }
    first[0].ignore()
    second[0].ignore()
    return first[1..<first.bitWidth] .== second[1..<second.bitWidth]
  }
}
