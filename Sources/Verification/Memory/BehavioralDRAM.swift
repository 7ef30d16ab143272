import DESNE
public import MemoryDevices
public import MemorySystem

/// A channel of a DRAM in a simulation, clock by clock: what it stores, when it answers, and what it must
/// not be asked.
///
/// The data of a read stand on the pins from CL clocks after the command on, those of a write are taken
/// from CWL clocks after it on. Outside these clocks nobody drives the pins. Every command goes to a
/// `ProtocolChecker`; one that breaks the protocol happens nevertheless as far as it can: without an open
/// row nothing is read or written. Initialisation and mode registers are not modelled, and nothing is lost
/// without refreshes.
///
/// `sim/dram_model.v` is the same in Verilog.
public struct BehavioralDRAM: Sendable {
  /// Clocks ahead that words on the data pins are planned for.
  private static let horizon = 128

  /// The device.
  public let device: MemoryDevice
  /// Bytes on the data pins in a clock.
  public let clockBytes: Int
  /// Clocks since the last reset.
  public private(set) var cycle = 0
  /// How many violations there were since the start, those before a reset too.
  public var violationCount: Int { pastViolationCount + checker.violationCount }
  /// Counts the commands since the last reset.
  public private(set) var counter: CommandCounter

  private let limit: Int
  private let map: AddressMap
  private var checker: ProtocolChecker
  private var pastViolations: [ProtocolViolation] = []
  private var pastViolationCount = 0
  /// The rows' bytes, bank after bank; empty until one is touched.
  private var rows: [[UInt8]]
  /// The row that is open in each bank.
  private var openRows: [Int?]
  /// What is on the data pins in the clocks to come, a ring: the row's number and the first byte.
  private var reads: [Place?]
  private var writes: [Place?]
  private var seed: UInt64?

  private struct Place {
    var row: Int
    var byte: Int
  }

  /// Starts with all banks closed.
  ///
  /// - Parameters:
  ///   - device: The memory.
  ///   - seed: Seeds what stands in the memory at first; all zeros if nil.
  ///   - limit: How many violations are kept.
  public init(_ device: MemoryDevice, seed: UInt64? = nil, limit: Int = 20) {
    self.device = device
    self.seed = seed
    self.limit = limit
    clockBytes = device.burstBytes / device.burstClocks
    map = AddressMap(device)
    checker = ProtocolChecker(device, limit: limit)
    counter = CommandCounter(device)
    rows = .init(repeating: [], count: device.organization.banks * device.organization.rows)
    openRows = .init(repeating: nil, count: device.organization.banks)
    reads = .init(repeating: nil, count: Self.horizon)
    writes = .init(repeating: nil, count: Self.horizon)
  }

  /// The first violations since the start.
  public var violations: [ProtocolViolation] {
    Array((pastViolations + checker.violations).prefix(limit))
  }

  /// What the commands since the last reset were.
  public var counts: CommandCounts { counter.counts(at: cycle) }

  /// Closes all rows and forgets all distances; what is stored stays.
  public mutating func reset() {
    pastViolations = violations
    pastViolationCount = violationCount
    checker = ProtocolChecker(device, limit: limit)
    counter = CommandCounter(device)
    cycle = 0
    for bank in openRows.indices { openRows[bank] = nil }
    for index in 0..<Self.horizon { (reads[index], writes[index]) = (nil, nil) }
  }

  /// Puts the data of this clock's read on the pins.
  ///
  /// - Parameter pins: `clockBytes` bytes, byte 0 that of the lowest pins.
  /// - Returns: Whether there is any; the pins stay as they are otherwise.
  public mutating func drive(_ pins: UnsafeMutableRawPointer) -> Bool {
    guard let place = reads[cycle % Self.horizon] else { return false }
    touch(place.row)
    rows[place.row].withUnsafeBytes { row in
      guard let base = row.baseAddress else { return }
      pins.copyMemory(from: base + place.byte, byteCount: clockBytes)
    }
    return true
  }

  /// Takes what is on the pins at the end of the clock.
  ///
  /// - Parameters:
  ///   - command: The command; its clock does not count.
  ///   - data: `clockBytes` bytes.
  ///   - mask: A bit a byte; one whose bit is 1 is not written.
  public mutating func step(
    _ command: MemoryCommand?, data: UnsafeRawPointer, mask: UnsafeRawPointer
  ) {
    reads[cycle % Self.horizon] = nil
    checker.finish(at: cycle)
    if var command {
      command.cycle = cycle
      // The row of a read or write is on no pin: it is the open one.
      if command.kind == .read || command.kind == .write,
        let row = openRows.indices.contains(command.bank) ? openRows[command.bank] : 0
      {
        command.row = row
      }
      let isRefused = isAddressWrong(command)
      checker.check(command)
      if !isRefused {
        counter.count(command)
        execute(command)
      }
    }
    if let place = writes[cycle % Self.horizon] {
      writes[cycle % Self.horizon] = nil
      touch(place.row)
      for index in 0..<clockBytes
      where mask.load(fromByteOffset: index >> 3, as: UInt8.self) >> (index & 7) & 1 == 0 {
        rows[place.row][place.byte + index] = data.load(fromByteOffset: index, as: UInt8.self)
      }
    }
    cycle += 1
  }

  private func isAddressWrong(_ command: MemoryCommand) -> Bool {
    let shape = device.organization
    return switch command.kind {
    case .activate: command.bank >= shape.banks || command.row >= shape.rows
    case .read, .write:
      command.bank >= shape.banks || command.column >= shape.columns
        || !command.column.isMultiple(of: device.timing.burstLength)
    case .precharge, .refreshBank: command.bank >= shape.banks
    case .prechargeAll, .refresh: false
    }
  }

  private mutating func execute(_ command: MemoryCommand) {
    switch command.kind {
    case .activate: openRows[command.bank] = command.row
    case .precharge: openRows[command.bank] = nil
    case .prechargeAll: for bank in openRows.indices { openRows[bank] = nil }
    case .refresh, .refreshBank: break
    case .read, .write:
      let place = openRows[command.bank].map {
        Place(
          row: command.bank * device.organization.rows + $0,
          byte: command.column / device.timing.burstLength * device.burstBytes)
      }
      let isWrite = command.kind == .write
      let start = cycle + (isWrite ? device.timing.CWL : device.timing.CL)
      for clock in 0..<device.burstClocks {
        let index = (start + clock) % Self.horizon
        let word = place.map { Place(row: $0.row, byte: $0.byte + clock * clockBytes) }
        if isWrite { writes[index] = word } else { reads[index] = word }
      }
    }
  }

  // MARK: Past the pins

  /// A byte of a burst, by the burst's number in linear memory; see `AddressMap`.
  public subscript(burst burst: Int, byte byte: Int) -> UInt8 {
    get {
      let (row, first) = place(ofBurst: burst)
      return rows[row].isEmpty ? initialByte(row, first + byte) : rows[row][first + byte]
    }
    set {
      let (row, first) = place(ofBurst: burst)
      touch(row)
      rows[row][first + byte] = newValue
    }
  }

  private func place(ofBurst number: Int) -> (row: Int, byte: Int) {
    let place = map.place(ofBurst: number)
    return (
      place.bank * device.organization.rows + place.row,
      place.column / device.timing.burstLength * device.burstBytes
    )
  }

  /// Whether data of a write are due in this clock.
  public var takesData: Bool { writes[cycle % Self.horizon] != nil }

  /// Gives a row its bytes.
  private mutating func touch(_ row: Int) {
    guard rows[row].isEmpty else { return }
    rows[row] = (0..<device.rowBytes).map { initialByte(row, $0) }
  }

  private func initialByte(_ row: Int, _ byte: Int) -> UInt8 {
    guard let seed else { return 0 }
    let word = Xorshift64(seed: seed &+ UInt64(row * device.rowBytes + byte) >> 3).state
    return UInt8(truncatingIfNeeded: word >> UInt64(8 * (byte & 7)))
  }
}
