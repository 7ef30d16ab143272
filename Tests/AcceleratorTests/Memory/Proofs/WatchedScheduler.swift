import Components
import HDL
import MemoryDevices

@testable import Accelerator

/// A scheduler with monitors of its pins, which see nothing else of it.
struct WatchedScheduler: Module {
  let device: MemoryDevice
  var fault: DRAMSchedulerFault?
  /// What is watched.
  var rules = Rules.distances

  enum Rules { case distances, requests }

  /// Bits of a tag.
  static let tagBits = 5

  var moduleName: String { "WatchedScheduler" }

  struct Ports {
    let request: HDL.Stream<BurstRequest>
    let command: DRAMCommand
    let isIdle: Bit
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      request: declare.sink(BurstRequestLayout(device, tagBits: Self.tagBits)),
      command: declare.output(of: DRAMCommandLayout(device)), isIdle: declare.output(.bit))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let scheduler = module.instance(
      DRAMScheduler(device, tagBits: Self.tagBits, fault: fault), named: "scheduler")
    ports.request.connect(to: scheduler.request)
    ports.command.assign(scheduler.command)
    ports.isIdle.assign(scheduler.isIdle)
    switch rules {
    case .distances:
      let monitor = module.instance(DistanceMonitor(device: device), named: "monitor")
      monitor.command.assign(scheduler.command)
      monitor.isOpen.ignore()
      monitor.watched.ignore()
      let refreshes = module.instance(RefreshMonitor(device: device), named: "refreshes")
      refreshes.command.assign(scheduler.command)
      refreshes.untilDue.ignore()
      refreshes.owed.ignore()
      refreshes.refreshed.ignore()
      refreshes.watched.ignore()
      for kind in [DRAMCommandKind.read, .write] {
        module.cover(
          "sends_\(kind)", scheduler.command.valid .& scheduler.command.kind .== kind.rawValue)
      }
      scheduler.served.tag.ignore()
      scheduler.served.valid.ignore()
    case .requests:
      let monitor = module.instance(RequestMonitor(device: device), named: "monitor")
      monitor.command.assign(scheduler.command)
      monitor.taken.assign(ports.request.fires())
      monitor.request.assign(ports.request.payload)
      monitor.servedValid.assign(scheduler.served.valid)
      monitor.servedTag.assign(scheduler.served.tag)
      monitor.isIdle.assign(scheduler.isIdle)
      // A tag that is used again would make two requests one.
      module.assume("isUnique", .!monitor.reuses)
    }
  }
}

/// One tag, whichever the solver chooses, and every request that carries it: served once, by its kind
/// of command, in its place, of its row, and never forgotten.
private struct RequestMonitor: Module {
  let device: MemoryDevice

  var moduleName: String { "RequestMonitor" }

  struct Ports {
    let command: DRAMCommand
    let taken: Bit
    let request: BurstRequest
    let servedValid: Bit
    let servedTag: HDL.UInt
    let isIdle: Bit
    /// The watched tag comes again before its request was served.
    let reuses: Bit
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      command: declare.input(of: DRAMCommandLayout(device)), taken: declare.input(.bit),
      request: declare.input(
        of: BurstRequestLayout(device, tagBits: WatchedScheduler.tagBits)),
      servedValid: declare.input(.bit),
      servedTag: declare.input(.uint(WatchedScheduler.tagBits)), isIdle: declare.input(.bit),
      reuses: declare.output(.bit))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let command = ports.command
    let tag = module.anyConstant("tag", .uint(WatchedScheduler.tagBits))
    let enters = (ports.taken .& ports.request.tag .== tag).named("enters")
    let leaves = (ports.servedValid .& ports.servedTag .== tag).named("leaves")
    let isWaiting = module.register("isWaiting", .bit, reset: 0)
    module.when(leaves) { isWaiting.set(to: 0) }
    module.when(enters) { isWaiting.set(to: 1) }
    let kept = module.register("kept", of: ports.request.layout, enable: enters)
    kept.assign(ports.request)
    kept.tag.ignore()

    ports.reuses.assign(enters .& isWaiting)
    module.assert(
      "isServedOnce", isWaiting, "a request is served twice, or nobody's is", when: leaves)
    module.assert("isKept", .!isWaiting, "a request is lost", when: ports.isIdle)
    let isRead = command.valid .& command.kind .== DRAMCommandKind.read.rawValue
    let isWrite = command.valid .& command.kind .== DRAMCommandKind.write.rawValue
    module.assert(
      "isItsKind", mux(kept.isWrite, isWrite, isRead), "another command serves a request",
      when: leaves)
    module.assert(
      "isItsPlace", command.bank .== kept.bank .& command.column .== kept.column,
      "another place is read or written", when: leaves)
    module.assert(
      "servesWithCommand", ports.servedValid .== (isRead .| isWrite),
      "a read or write serves nobody, or a request is served without one")

    // Of the watched request's bank.
    let bank = module.anyConstant("bank", .uint(command.bank.bitWidth))
    let opens =
      command.valid .& command.kind .== DRAMCommandKind.activate.rawValue
      .& command.bank .== bank
    let row = module.register("openRow", .uint(command.row.bitWidth), enable: opens)
    row.assign(command.row)
    let isOpen = module.register("isOpen", .bit, reset: 0)
    let closes =
      command.valid
      .& (command.kind .== DRAMCommandKind.prechargeAll.rawValue
        .| (command.kind .== DRAMCommandKind.precharge.rawValue .& command.bank .== bank))
    module.when(closes) { isOpen.set(to: 0) }
    module.when(opens) { isOpen.set(to: 1) }
    module.assert(
      "isItsRow", isOpen .& row .== kept.row, "another row is open, or none",
      when: leaves .& kept.bank .== bank)
    module.cover("servesWatched", leaves)
  }
}
