import Accelerator
import Components
import HDL
import MemoryDevices

/// The distances that commands of a DRAM must keep, as assertions about its command pins alone.
///
/// Written from the device's timing, without the scheduler's derived distances. Two banks that the solver
/// chooses stand for all pairs: `watched`, and `other`, which may be the same.
struct DistanceMonitor: Module {
  let device: MemoryDevice

  var moduleName: String { "DistanceMonitor" }

  struct Ports {
    let command: DRAMCommand
    /// The open banks as the pins tell.
    let isOpen: Bit
    /// The bank that is watched.
    let watched: HDL.UInt
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    let layout = DRAMCommandLayout(device)
    return Ports(
      command: declare.input(of: layout), isOpen: declare.output(.bit),
      watched: declare.output(.uint(layout.bankBits)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let timing = device.timing
    let burst = timing.burstLength / timing.dataRate
    let command = ports.command
    command.row.ignore()
    command.column.ignore()
    let watched = module.anyConstant("watched", .uint(command.bank.bitWidth))
    let other = module.anyConstant("other", .uint(command.bank.bitWidth))
    ports.watched.assign(watched)
    func sends(_ kind: DRAMCommandKind, _ bank: HDL.UInt? = nil, _ name: String) -> Bit {
      let sent = command.valid .& command.kind .== kind.rawValue
      return (bank.map { sent .& command.bank .== $0 } ?? sent).named(name)
    }
    let activate = sends(.activate, watched, "activate")
    let read = sends(.read, watched, "read")
    let write = sends(.write, watched, "write")
    let precharge = sends(.precharge, watched, "precharge")
    let prechargeAll = sends(.prechargeAll, nil, "prechargeAll")
    let refresh = sends(.refresh, nil, "refresh")
    let isOpen = module.register("isOpenOnPins", .bit, reset: 0)
    module.when(activate) { isOpen.set(to: 1) }
    module.when(precharge .| prechargeAll) { isOpen.set(to: 0) }
    ports.isOpen.assign(isOpen)
    let closes = (precharge .| (prechargeAll .& isOpen)).named("closes")

    // Clocks since a command, up to the longest distance that is asked of it.
    func since(_ name: String, _ event: Bit, atMost limit: Int) -> HDL.UInt {
      let age = module.register("since_\(name)", .uint(addressBits(limit + 1)), reset: limit)
      module.when(event) { age.set(to: 1) }.elseWhen(age .!= limit) { age.assign(age .&+ 1) }
      return age
    }
    func demand(_ name: String, _ event: Bit, _ rules: [(when: Bit, distance: Int)]) {
      let longest = rules.map(\.distance).max() ?? 1
      guard longest > 1 else { return }
      let age = since(name, event, atMost: longest)
      for (index, rule) in rules.enumerated() where rule.distance > 1 {
        module.assert(
          "\(name)_\(index)", age .>= rule.distance,
          "\(rule.distance) clocks are required after \(name)", when: rule.when)
      }
    }
    let writeEnd = timing.CWL + burst
    demand(
      "activate", activate,
      [
        (read .| write, timing.tRCD), (closes, timing.tRAS), (activate, timing.tRC),
        (refresh, timing.tRC),
      ])
    demand("read", read, [(closes, timing.tRTP)])
    demand("write", write, [(closes, writeEnd + timing.tWR)])
    demand("precharge", precharge, [(activate, timing.tRP), (refresh, timing.tRP)])
    demand(
      "prechargeAll", prechargeAll .& isOpen,
      [(activate, timing.tRPab), (refresh, timing.tRPab)])
    demand("refresh", refresh, [(command.valid, timing.tRFC)])

    // Between banks: the distance within a group, or to another one.
    let groupBits = device.organization.bankGroups.trailingZeroBitCount
    let isNear =
      groupBits == 0
      ? module.constant(1, .bit) : (watched[0..<groupBits] .== other[0..<groupBits]).named("isNear")
    func between(
      _ name: String, _ event: Bit, _ rules: [(when: Bit, near: Int, far: Int)]
    ) {
      demand(
        name, event,
        rules.flatMap { [($0.when .& isNear, $0.near), ($0.when .& .!isNear, $0.far)] })
    }
    let pinsFree = writeEnd + timing.busTurnaround - timing.CL
    let readToWrite = timing.CL + burst + timing.busTurnaround - timing.CWL
    between(
      "otherActivate", sends(.activate, other, "otherActivates"),
      [(activate, timing.tRRD_L, timing.tRRD_S)])
    between(
      "otherRead", sends(.read, other, "otherReads"),
      [
        (read, max(burst, timing.tCCD_L), max(burst, timing.tCCD_S)),
        (write, readToWrite, readToWrite),
      ])
    between(
      "otherWrite", sends(.write, other, "otherWrites"),
      [
        (write, max(burst, timing.tCCD_L), max(burst, timing.tCCD_S)),
        (read, max(pinsFree, writeEnd + timing.tWTR_L), max(pinsFree, writeEnd + timing.tWTR_S)),
      ])

    // The window: the activates of the last clocks, one bit each.
    let activates = sends(.activate, nil, "activates")
    if timing.tFAW > 1 {
      let history = module.register("history", .bits(timing.tFAW - 1), reset: 0)
      history.assign(
        timing.tFAW == 2
          ? activates.asBits : concatenate(history[0..<timing.tFAW - 2], activates))
      module.assert(
        "window", history.populationCount() .< timing.windowActivates,
        "more than \(timing.windowActivates) activates in \(timing.tFAW) clocks", when: activates)
    }

    // Rows.
    module.assert("opensClosedBank", .!isOpen, "an activate of an open bank", when: activate)
    module.assert("refreshesClosedBanks", .!isOpen, "a refresh of an open bank", when: refresh)
    module.assert("closesOpenBank", isOpen, "a precharge of a closed bank", when: precharge)
    module.cover("precharges", precharge)
  }
}
