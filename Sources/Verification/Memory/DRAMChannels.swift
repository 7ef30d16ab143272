import Accelerator
import DESNE
import MemoryDevices
import MemorySystem
import Simulation

/// The DRAM behind the pins of a controller in a simulation: one model a channel, and beside each a model
/// of the scheduler that sees the same requests and must send the same commands.
struct DRAMChannels {
  /// The channels.
  private(set) var channels: [BehavioralDRAM]
  /// Commands that the models of the schedulers would not have sent, and data pins driven at the wrong
  /// time; the first twenty.
  private(set) var differences: [String] = []

  /// Bytes of a beat of the memory port.
  let beatBytes: Int
  private let device: MemoryDevice
  private let pins: [Pins]
  private var schedulers: [BankScheduler]
  private var random: Xorshift64

  private struct Pins {
    let valid, kind, bank, row, column: PortStorage
    let writeEnable, writeData, writeMask, readData: PortStorage
    let requestValid, requestReady, isWrite, requestBank, requestRow, requestColumn: PortStorage
  }

  /// Commands by their codes on the pins.
  private static let kinds: [MemoryCommand.Kind?] = DRAMCommandKind.allCases.map {
    switch $0 {
    case .activate: .activate
    case .read: .read
    case .write: .write
    case .precharge: .precharge
    case .prechargeAll: .prechargeAll
    case .refresh: .refresh
    case .refreshBank: .refreshBank
    }
  }

  /// - Parameters:
  ///   - simulator: A design with the ports `dram_0_…` and `observedRequests_0_…`.
  ///   - count: Channels.
  ///   - seed: Seeds what stands in the memory at first, and on pins that nobody drives.
  /// - Throws: `SimulationError` where a port is missing.
  init(
    _ simulator: any Simulator, _ device: MemoryDevice, count: Int, beatBytes: Int, seed: UInt64
  ) throws(SimulationError) {
    func port(_ name: String) throws(SimulationError) -> PortStorage {
      guard let index = simulator.ports.firstIndex(where: { $0.name == name }) else {
        throw SimulationError("the simulated design has no port \(name)")
      }
      return simulator.storage(ofPort: index)
    }
    self.device = device
    self.beatBytes = beatBytes
    random = Xorshift64(seed: seed)
    var pins: [Pins] = []
    for index in 0..<count {
      let (dram, request) = ("dram_\(index)_", "observedRequests_\(index)_")
      pins.append(
        Pins(
          valid: try port(dram + "command_valid"), kind: try port(dram + "command_kind"),
          bank: try port(dram + "command_bank"), row: try port(dram + "command_row"),
          column: try port(dram + "command_column"), writeEnable: try port(dram + "writeEnable"),
          writeData: try port(dram + "writeData"), writeMask: try port(dram + "writeMask"),
          readData: try port(dram + "readData"), requestValid: try port(request + "valid"),
          requestReady: try port(request + "ready"),
          isWrite: try port(request + "payload_isWrite"),
          requestBank: try port(request + "payload_bank"),
          requestRow: try port(request + "payload_row"),
          requestColumn: try port(request + "payload_column")))
    }
    self.pins = pins
    channels = (0..<count).map { BehavioralDRAM(device, seed: seed &+ UInt64($0) << 32) }
    schedulers = .init(repeating: BankScheduler(device), count: count)
  }

  /// What broke the protocol, and what differs from the models.
  var violations: [String] {
    channels.enumerated().flatMap { index, channel in
      channel.violations.map { "channel \(index): \($0)" }
    } + differences
  }

  /// Commands of all channels since the last reset.
  var counts: CommandCounts {
    channels.reduce(into: CommandCounts()) { $0.add($1.counts) }
  }

  /// Closes all rows; what is stored stays.
  mutating func reset() {
    for index in channels.indices { channels[index].reset() }
    schedulers = .init(repeating: BankScheduler(device), count: channels.count)
  }

  /// Writes the inputs of the cycle; before `settle()`.
  mutating func drive() {
    for (index, pins) in pins.enumerated() where !channels[index].drive(pins.readData.bytes) {
      // Nobody drives them.
      pins.readData.value = random.next()
      for word in 1..<max(1, channels[index].clockBytes / 8) {
        pins.readData.bytes.storeBytes(of: random.next(), toByteOffset: 8 * word, as: UInt64.self)
      }
    }
  }

  /// Sees what moves at the edge; after `settle()`, before `step()`.
  mutating func observe() {
    for (index, pins) in pins.enumerated() {
      var command: MemoryCommand?
      if pins.valid.isSet {
        guard let kind = Self.kinds[Int(pins.kind.value)] else {
          note(index, "command \(pins.kind.value) on the pins")
          continue
        }
        command = MemoryCommand(
          cycle: channels[index].cycle, kind, bank: Int(pins.bank.value),
          row: Int(pins.row.value), column: Int(pins.column.value) * device.timing.burstLength)
      }
      compare(index, command)
      if channels[index].takesData != pins.writeEnable.isSet {
        note(index, "write data on the pins: \(pins.writeEnable.isSet)")
      }
      channels[index].step(command, data: pins.writeData.bytes, mask: pins.writeMask.bytes)
    }
  }

  /// Lets the model of the scheduler take the same step.
  private mutating func compare(_ index: Int, _ command: MemoryCommand?) {
    let pins = pins[index]
    let offer =
      pins.requestValid.isSet
      ? MemoryRequest(
        tag: 0, isWrite: pins.isWrite.isSet, bank: Int(pins.requestBank.value),
        row: Int(pins.requestRow.value),
        column: Int(pins.requestColumn.value) * device.timing.burstLength) : nil
    let outcome = schedulers[index].step(offer)
    if outcome.isTaken != (offer != nil && pins.requestReady.isSet) {
      note(index, "the model \(outcome.isTaken ? "takes" : "does not take") the request")
    }
    guard let expected = outcome.command, let found = command else {
      if outcome.command != nil || command != nil {
        note(index, "expected \(text(outcome.command)), got \(text(command))")
      }
      return
    }
    let isSame =
      switch expected.kind {
      case .activate:
        expected.kind == found.kind && expected.bank == found.bank && expected.row == found.row
      case .read, .write:
        expected.kind == found.kind && expected.bank == found.bank
          && expected.column == found.column
      case .precharge, .refreshBank:
        expected.kind == found.kind && expected.bank == found.bank
      case .prechargeAll, .refresh: expected.kind == found.kind
      }
    if !isSame { note(index, "expected \(expected), got \(found)") }
  }

  private func text(_ command: MemoryCommand?) -> String {
    command.map(\.description) ?? "no command"
  }

  @inline(never)
  private mutating func note(_ index: Int, _ text: String) {
    guard differences.count < 20 else { return }
    differences.append("channel \(index), clock \(channels[index].cycle): \(text)")
  }

  // MARK: Past the pins

  /// Bytes there are.
  var byteCount: Int { channels.count * device.capacityBytes }

  /// A byte by its address.
  subscript(address: Int) -> UInt8 {
    get {
      let (burst, byte) = address.quotientAndRemainder(dividingBy: device.burstBytes)
      return channels[burst % channels.count][burst: burst / channels.count, byte: byte]
    }
    set {
      let (burst, byte) = address.quotientAndRemainder(dividingBy: device.burstBytes)
      channels[burst % channels.count][burst: burst / channels.count, byte: byte] = newValue
    }
  }

  /// Puts bytes at the start of a beat.
  mutating func load(_ bytes: ArraySlice<UInt8>, at beat: Int) {
    for (index, byte) in bytes.enumerated() { self[beat * beatBytes + index] = byte }
  }

  /// Some bits of a beat.
  func bits(_ place: (beat: Int, bit: Int), width: Int) -> UInt64 {
    let (first, low) = (place.beat * beatBytes + place.bit / 8, place.bit % 8)
    var value: UInt64 = 0
    for index in 0..<(low + width + 7) / 8 {
      let byte = UInt64(self[first + index])
      let place = 8 * index - low
      value |= place < 0 ? byte >> UInt64(-place) : byte << UInt64(place)
    }
    return width >= 64 ? value : value & (1 << UInt64(width) - 1)
  }
}

extension CommandCounts {
  /// Adds those of another channel, or of another time.
  mutating func add(_ other: CommandCounts) {
    activates += other.activates
    precharges += other.precharges
    reads += other.reads
    writes += other.writes
    refreshes += other.refreshes
    bankRefreshes += other.bankRefreshes
    activeClocks += other.activeClocks
    prechargedClocks += other.prechargedClocks
  }

  /// What was added since.
  func subtracting(_ earlier: CommandCounts) -> CommandCounts {
    var result = self
    result.activates -= earlier.activates
    result.precharges -= earlier.precharges
    result.reads -= earlier.reads
    result.writes -= earlier.writes
    result.refreshes -= earlier.refreshes
    result.bankRefreshes -= earlier.bankRefreshes
    result.activeClocks -= earlier.activeClocks
    result.prechargedClocks -= earlier.prechargedClocks
    return result
  }
}
