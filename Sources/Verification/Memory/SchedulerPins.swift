import Accelerator
import MemoryDevices
import MemorySystem
import Simulation

/// The ports of a simulated DRAM scheduler.
struct SchedulerPins {
  private let requestValid, requestReady, requestTag, requestIsWrite: PortStorage
  private let requestBank, requestRow, requestColumn: PortStorage
  private let commandValid, commandKind, commandBank, commandRow, commandColumn: PortStorage
  private let servedValid, servedTag, idle: PortStorage
  private let burstLength: Int

  init(_ simulator: any Simulator, _ device: MemoryDevice) throws(SimulationError) {
    let ports = simulator.ports
    func port(_ name: String) throws(SimulationError) -> PortStorage {
      guard let index = ports.firstIndex(where: { $0.name == name }) else {
        throw SimulationError("the simulated design has no port \(name); is it a DRAM scheduler?")
      }
      return simulator.storage(ofPort: index)
    }
    requestValid = try port("request_valid")
    requestReady = try port("request_ready")
    requestTag = try port("request_payload_tag")
    requestIsWrite = try port("request_payload_isWrite")
    requestBank = try port("request_payload_bank")
    requestRow = try port("request_payload_row")
    requestColumn = try port("request_payload_column")
    commandValid = try port("command_valid")
    commandKind = try port("command_kind")
    commandBank = try port("command_bank")
    commandRow = try port("command_row")
    commandColumn = try port("command_column")
    servedValid = try port("served_valid")
    servedTag = try port("served_tag")
    idle = try port("isIdle")
    burstLength = device.timing.burstLength
  }

  /// Offers a request, or none.
  func offer(_ request: MemorySystem.MemoryRequest?) {
    requestValid.isSet = request != nil
    guard let request else { return }
    requestTag.value = UInt64(request.tag)
    requestIsWrite.isSet = request.isWrite
    requestBank.value = UInt64(request.bank)
    requestRow.value = UInt64(request.row)
    requestColumn.value = UInt64(request.column / burstLength)
  }

  /// A request would be taken.
  var isReady: Bool { requestReady.isSet }

  /// No request waits.
  var isIdle: Bool { idle.isSet }

  /// The tag of the request that is served.
  var served: Int? { servedValid.isSet ? Int(servedTag.value) : nil }

  /// What the command pins say; fields that a command does not have are 0.
  ///
  /// - Throws: `SimulationError` if they say nothing known.
  func command(at cycle: Int) throws(SimulationError) -> MemoryCommand? {
    guard commandValid.isSet else { return nil }
    let bank = Int(commandBank.value)
    guard let kind = DRAMCommandKind(rawValue: Int(commandKind.value)) else {
      throw SimulationError("cycle \(cycle): the command pins say \(commandKind.value)")
    }
    switch kind {
    case .activate:
      return MemoryCommand(cycle: cycle, .activate, bank: bank, row: Int(commandRow.value))
    case .read, .write:
      return MemoryCommand(
        cycle: cycle, kind == .read ? .read : .write, bank: bank, row: Int(commandRow.value),
        column: Int(commandColumn.value) * burstLength)
    case .precharge: return MemoryCommand(cycle: cycle, .precharge, bank: bank)
    case .prechargeAll: return MemoryCommand(cycle: cycle, .prechargeAll)
    case .refresh: return MemoryCommand(cycle: cycle, .refresh)
    case .refreshBank: return MemoryCommand(cycle: cycle, .refreshBank, bank: bank)
    }
  }
}
