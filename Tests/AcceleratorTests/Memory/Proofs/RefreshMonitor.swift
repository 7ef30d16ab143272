import Components
import HDL
import MemoryDevices

@testable import Accelerator

/// The refreshes of a bank that the solver chooses, by the command pins alone: in time, and in rounds.
///
/// A refresh falls due every tREFI, and no more than the device allows may be owed. One ahead of time
/// counts, as far as as many may be postponed, and one at least.
struct RefreshMonitor: Module {
  let device: MemoryDevice

  var moduleName: String { "RefreshMonitor" }

  struct Ports {
    let command: DRAMCommand
    /// Clocks until the next one falls due, from 1.
    let untilDue: HDL.UInt
    /// Refreshes owed to the watched bank, and `mostAhead`.
    let owed: HDL.UInt
    /// Banks that were refreshed alone since the last time all were.
    let refreshed: Bits
    /// The bank that is watched.
    let watched: HDL.UInt
  }

  /// Refreshes ahead of time that count.
  var mostAhead: Int { max(1, device.timing.postponedRefreshes) }

  private var owedBits: Int { addressBits(mostAhead + device.timing.postponedRefreshes + 3) }

  func ports(_ declare: PortDeclarer) -> Ports {
    let layout = DRAMCommandLayout(device)
    return Ports(
      command: declare.input(of: layout),
      untilDue: declare.output(.uint(addressBits(device.timing.tREFI + 1))),
      owed: declare.output(.uint(owedBits)),
      refreshed: declare.output(.bits(device.organization.banks)),
      watched: declare.output(.uint(layout.bankBits)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let timing = device.timing
    let command = ports.command
    command.row.ignore()
    command.column.ignore()
    let watched = module.anyConstant("watched", .uint(command.bank.bitWidth))
    func sends(_ kind: DRAMCommandKind, _ name: String) -> Bit {
      (command.valid .& command.kind .== kind.rawValue).named(name)
    }
    let refresh = sends(.refresh, "refresh")
    let refreshBank = sends(.refreshBank, "refreshBank")
    let isWatched = (refreshBank .& command.bank .== watched).named("isWatched")

    let untilDue = module.register(
      "dueIn", .uint(ports.untilDue.bitWidth), reset: timing.tREFI)
    let isDue = (untilDue .== 1).named("isDue")
    untilDue.assign(mux(isDue, timing.tREFI, untilDue .&- 1))
    let owed = module.register("owedNow", .uint(owedBits), reset: mostAhead)
    let paid = mux((refresh .| isWatched) .& owed .!= 0, owed .&- 1, owed).named("paid")
    owed.assign(mux(isDue, paid .&+ 1, paid))
    module.assert(
      "isInTime", owed .<= mostAhead + timing.postponedRefreshes, "a refresh is late")

    let refreshed = module.register("refreshedNow", .bits(device.organization.banks), reset: 0)
    let next = (refreshed .| command.bank.oneHot(device.organization.banks)).named("next")
    module.when(refreshBank) { refreshed.assign(next) }
    module.when(refresh .| (refreshBank .& next.allSet())) { refreshed.set(to: 0) }
    module.assert(
      "isInOrder", .!(refreshed .& watched.oneHot(device.organization.banks)).anySet(),
      "a bank is refreshed again before all others were", when: isWatched)

    ports.untilDue.assign(untilDue)
    ports.owed.assign(owed)
    ports.refreshed.assign(refreshed)
    ports.watched.assign(watched)
  }
}
