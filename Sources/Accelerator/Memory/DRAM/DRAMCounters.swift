internal import Components
internal import HDL
internal import MemoryDevices

/// Counts the commands of some channels and the clocks with open rows: all that the energy of a memory
/// depends on.
struct DRAMCounters: Module {
  /// The DRAM.
  let device: MemoryDevice
  /// Channels.
  let channels: Int
  /// Bits of a counter, which starts again at 0 behind its largest value.
  let counterBits: Int

  var moduleName: String { "DRAMCounters_channels\(channels)" }

  struct Ports {
    /// The command pins of the channels.
    let commands: [DRAMCommand]
    /// The clock counts.
    let counts: Bit
    /// All counters start again.
    let clear: Bit
    /// Rows opened.
    let activates: UInt
    /// Rows closed, each that a precharge of all banks closes.
    let precharges: UInt
    /// Bursts read.
    let reads: UInt
    /// Bursts written.
    let writes: UInt
    /// Refreshes of all banks.
    let refreshes: UInt
    /// Refreshes of one bank.
    let bankRefreshes: UInt
    /// Clocks with a row open or a refresh going on, of each channel.
    let activeClocks: UInt
    /// All other clocks of each channel.
    let prechargedClocks: UInt
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    let count = Shape<UInt>.uint(counterBits)
    return Ports(
      commands: (0..<channels).map { _ in declare.input(of: DRAMCommandLayout(device)) },
      counts: declare.input(.bit), clear: declare.input(.bit), activates: declare.output(count),
      precharges: declare.output(count), reads: declare.output(count),
      writes: declare.output(count), refreshes: declare.output(count),
      bankRefreshes: declare.output(count),
      activeClocks: declare.output(count), prechargedClocks: declare.output(count))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let activities = ports.commands.enumerated().map { index, command in
      Activity(module, command, index, device)
    }
    for command in ports.commands {
      command.row.ignore()
      command.column.ignore()
    }
    func count(_ name: String, _ amount: UInt, _ port: UInt) {
      let sum = module.register("\(name)Count", .uint(counterBits), reset: 0)
      module.when(ports.clear) { sum.set(to: 0) }.elseWhen(ports.counts) {
        sum.assign(sum .&+ amount.extended(to: counterBits))
      }
      port.assign(sum)
    }
    func number(_ bits: [Bit]) -> UInt {
      bits.count == 1
        ? bits[0].asUInt : module.concatenate(bits.reversed()).populationCount()
    }
    for (kind, name, port) in [
      (DRAMCommandKind.activate, "activates", ports.activates), (.read, "reads", ports.reads),
      (.write, "writes", ports.writes), (.refresh, "refreshes", ports.refreshes),
      (.refreshBank, "bankRefreshes", ports.bankRefreshes),
    ] {
      count(
        name, number(activities.map { $0.sends(kind).named("\(name)_\($0.index)") }), port)
    }
    count(
      "precharges",
      module.concatenate(activities.reversed().map(\.closed)).populationCount(), ports.precharges)
    count("activeClocks", number(activities.map(\.isActive)), ports.activeClocks)
    count("prechargedClocks", number(activities.map { .!$0.isActive }), ports.prechargedClocks)
  }

  /// What a channel does in a clock.
  private struct Activity {
    let index: Int
    let command: DRAMCommand
    /// The banks whose rows are closed in this clock.
    let closed: Bits
    /// A row is open from this clock on, or a refresh goes on.
    let isActive: Bit

    func sends(_ kind: DRAMCommandKind) -> Bit { command.valid .& command.kind .== kind.rawValue }

    init(
      _ module: ModuleBuilder, _ command: DRAMCommand, _ index: Int, _ device: MemoryDevice
    ) {
      self.index = index
      self.command = command
      let banks = device.organization.banks
      func sends(_ kind: DRAMCommandKind, _ name: String) -> Bit {
        (command.valid .& command.kind .== kind.rawValue).named("\(name)_\(index)")
      }
      let open = module.register("openBanks_\(index)", .bits(banks), reset: 0)
      let bank = command.bank.oneHot(banks)
      let opens = sends(.activate, "opens").repeated(banks) .& bank
      let closes =
        (sends(.precharge, "closes").repeated(banks) .& bank)
        .| sends(.prechargeAll, "closesAll").repeated(banks)
      closed = (open .& closes).named("closed_\(index)")
      let next = ((open .& .!closes) .| opens).named("openNext_\(index)")
      open.assign(next)

      // Clocks of the refresh that are left; the next one ends later.
      let clocks = max(device.timing.tRFC, device.timing.tRFCpb, 1)
      let left = module.register("refreshLeft_\(index)", .uint(addressBits(clocks)), reset: 0)
      let refreshes = sends(.refresh, "startsRefresh")
      let refreshesBank = sends(.refreshBank, "startsBankRefresh")
      let isRefreshing =
        (refreshes .| refreshesBank .| left .!= 0).named("isRefreshing_\(index)")
      module.when(refreshes) {
        left.set(to: max(device.timing.tRFC, 1) - 1)
      }.elseWhen(refreshesBank) {
        left.set(to: max(device.timing.tRFCpb, 1) - 1)
      }.elseWhen(left .!= 0) { left.assign(left .&- 1) }
      isActive = (next.anySet() .| isRefreshing).named("isActive_\(index)")
    }
  }
}
