internal import Components
public import HDL
public import MemoryDevices

/// Turns requests for bursts into the commands of a DRAM, one clock a command at most.
///
/// The requests wait in a queue of 16 and are served out of order, the oldest first of those whose row
/// is open, but in order where two of them have the same burst and one writes. Rows stay open while
/// they may be used again, and are closed behind a stream. Refreshes are sent ahead of time while nothing
/// is asked for, and up to the device's limit later while there is; where the memory can refresh single
/// banks, those that nobody wants are refreshed while others work. A request that has waited 1,023
/// clocks goes before all others.
///
/// Every decision looks at registers alone, and the pins show it in the same clock: read data follow CL
/// clocks after a read, and write data are due CWL clocks after a write.
public struct DRAMScheduler: Module {
  /// The memory.
  public let device: MemoryDevice
  /// Bits of a request's tag, which is given back when the request is served.
  public let tagBits: Int
  let fault: DRAMSchedulerFault?

  /// A scheduler for one channel of a memory.
  ///
  /// - Parameters:
  ///   - device: The memory.
  ///   - tagBits: Bits of a tag, at least 1.
  public init(_ device: MemoryDevice, tagBits: Int) {
    self.init(device, tagBits: tagBits, fault: nil)
  }

  /// A scheduler with a mistake built in.
  package init(_ device: MemoryDevice, tagBits: Int, fault: DRAMSchedulerFault?) {
    self.device = device
    self.tagBits = tagBits
    self.fault = fault
  }

  /// Requests that wait at most.
  public static let depth = SchedulerShapes.depth

  /// Named after the device: `DRAMScheduler_ddr4_2400`.
  public var moduleName: String {
    let name = device.name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
    return "DRAMScheduler_" + String(name)
  }

  /// Requests in, commands out.
  public struct Ports {
    /// Requests; their bank, row and column are places that the device has.
    public let request: Stream<BurstRequest>
    /// The command pins.
    public let command: DRAMCommand
    /// The request that the read or write on the pins serves.
    public let served: ServedRequest
    /// No request waits.
    public let isIdle: Bit
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      request: declare.sink(BurstRequestLayout(device, tagBits: tagBits)),
      command: declare.output(of: DRAMCommandLayout(device)),
      served: declare.output(of: ServedRequestLayout(tagBits: tagBits)),
      isIdle: declare.output(.bit))
  }

  /// Describes the registers and the decision.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let shapes = SchedulerShapes(device, tagBits: tagBits, fault: fault)
    let queue = module.instance(RequestQueue(shapes: shapes), named: "queue")
    let choice = module.instance(CommandChoice(shapes: shapes), named: "choice")
    let window = module.instance(ActivateWindow(distances: shapes.distances), named: "window")
    let refresh = module.instance(RefreshTimer(shapes: shapes), named: "refresh")
    let banks = (0..<shapes.banks).map {
      module.instance(BankState(shapes: shapes), named: "bank_\($0)")
    }
    let groups = (0..<shapes.groups).map {
      module.instance(GroupTimers(distances: shapes.distances), named: "group_\($0)")
    }

    // What the banks are ready for.
    func all(_ name: String, _ bit: (Int) -> Bit) -> Bits {
      module.concatenate(banks.indices.reversed().map(bit)).named(name)
    }
    func group(_ bank: Int) -> GroupTimers.Ports { groups[bank % groups.count] }
    let canActivate = all("canActivate") {
      banks[$0].canActivate .& group($0).canActivate .& window.canActivate
    }
    let canRead = all("canRead") { banks[$0].canAccess .& group($0).canRead }
    let canWrite = all("canWrite") { banks[$0].canAccess .& group($0).canWrite }
    let canPrecharge = all("canPrecharge") { banks[$0].canPrecharge }

    // The requests.
    ports.request.connect(to: queue.request)
    let arriving = ports.request.payload
    let isOpen = chosen(banks.map(\.isOpen), at: arriving.bank)
    let openRow = chosen(banks.map(\.openRow), at: arriving.bank)
    queue.arrivingIsHit.assign(isOpen .& SchedulerShapes.isSameRow(openRow, arriving.row, fault))
    let isWriting = module.register(
      "isWriting", .bit, reset: 0, enable: (choice.reads .| choice.writes).named("accesses"))
    isWriting.assign(choice.writes)
    queue.isWriting.assign(isWriting)
    queue.canActivate.assign(canActivate)
    queue.canRead.assign(canRead)
    queue.canWrite.assign(canWrite)
    queue.canPrecharge.assign(canPrecharge)
    queue.command.assign(
      RowChange(
        activates: choice.activates, precharges: choice.precharges,
        prechargesAll: choice.prechargesAll, bank: choice.bank, row: choice.row))

    // The command.
    choice.isRefreshing.assign(refresh.isRefreshing)
    choice.canRefresh.assign(refresh.canRefresh)
    choice.openBanks.assign(all("openBanks") { banks[$0].isOpen })
    choice.canPrecharge.assign(canPrecharge)
    choice.doneBanks.assign(all("doneBanks") { banks[$0].isRowDone })
    choice.wantedBanks.assign(queue.wantedBanks)
    if let ofBanks = refresh.ofBanks {
      let allowed = banks.indices.map { canRefreshBank(banks[$0], group($0), window) }
      choice.canRefreshBank?.assign(
        (ofBanks.wantsRefresh .& module.concatenate(allowed.reversed())).named("canRefreshBank"))
    }
    choice.canAccess.assign(queue.canAccess)
    choice.accessIsWrite.assign(queue.access.isWrite)
    choice.accessBank.assign(queue.access.bank)
    choice.accessRow.assign(queue.access.row)
    choice.canOpen.assign(queue.canOpen)
    choice.openBank.assign(queue.openBank)
    choice.openRow.assign(queue.openRow)
    choice.canClose.assign(queue.canClose)
    choice.closeBank.assign(queue.closeBank)
    choice.isUrgent.assign(queue.isUrgent)

    // What it changes.
    let bankMask = choice.bank.oneHot(shapes.banks).named("bankMask")
    let isLastOfRow = (queue.access.column .== shapes.burstsPerRow - 1).named("isLastOfRow")
    for (index, bank) in banks.enumerated() {
      bank.activates.assign(choice.activates .& bankMask[index])
      bank.reads.assign(choice.reads .& bankMask[index])
      bank.writes.assign(choice.writes .& bankMask[index])
      bank.precharges.assign(choice.precharges .& bankMask[index])
      bank.prechargesAll.assign(choice.prechargesAll)
      bank.refreshes.assign(choice.refreshes)
      bank.refreshesBank?.assign((choice.refreshesBank ?? choice.refreshes) .& bankMask[index])
      bank.row.assign(choice.row)
      bank.isLastOfRow.assign(isLastOfRow)
    }
    for (index, timers) in groups.enumerated() {
      let members = stride(from: index, to: shapes.banks, by: shapes.groups).map { bankMask[$0] }
      timers.activates.assign(choice.activates)
      timers.reads.assign(choice.reads)
      timers.writes.assign(choice.writes)
      timers.refreshesBank?.assign(choice.refreshesBank ?? choice.refreshes)
      timers.isNear.assign(
        shapes.groups == 1
          ? module.constant(1, .bit) : module.concatenate(members.reversed()).anySet())
    }
    let counted = fault == .bankRefreshBesideWindow ? nil : choice.refreshesBank
    window.activates.assign(counted.map { choice.activates .| $0 } ?? choice.activates)
    refresh.ofBanks?.refreshes.assign(choice.refreshesBank ?? choice.refreshes)
    refresh.ofBanks?.bankMask.assign(bankMask)
    refresh.isQueueEmpty.assign(queue.isEmpty)
    refresh.precharges.assign(choice.precharges)
    refresh.prechargesAll.assign(choice.prechargesAll)
    refresh.refreshes.assign(choice.refreshes)

    connectPins(module, ports, queue, choice)
  }

  /// Shows the command, and takes its request out of the queue; a fault does one of the two now and
  /// then.
  private func connectPins(
    _ module: ModuleBuilder, _ ports: Ports, _ queue: RequestQueue.Ports,
    _ choice: CommandChoice.Ports
  ) {
    let accesses = (choice.reads .| choice.writes).named("isAccess")
    // In the order of their codes.
    let bankRefresh = choice.refreshesBank.map { [$0] } ?? []
    let commands = module.concatenate(
      bankRefresh + [
        choice.refreshes, choice.prechargesAll, choice.precharges, choice.writes, choice.reads,
        choice.activates,
      ]
    ).named("commands")
    module.assert(
      "sendsOneCommand", commands.isOneHotOrZero(), "several commands are sent in one clock")
    let (isShown, serves) = strike(module, accesses: accesses, refreshes: choice.refreshes)
    queue.serves.assign(serves.map { accesses .& $0 } ?? accesses)
    func shown(_ valid: Bit) -> Bit { isShown.map { valid .& $0 } ?? valid }
    ports.command.assign(
      DRAMCommand(
        valid: shown(commands.anySet()), kind: commands.oneHotIndex(), bank: choice.bank,
        row: choice.row, column: queue.access.column))
    ports.served.assign(ServedRequest(valid: shown(accesses), tag: queue.access.tag))
    ports.isIdle.assign(queue.isEmpty)
  }

  /// Whether a bank is ready for a refresh of its own: for an activate, which the refresh is inside.
  private func canRefreshBank(
    _ bank: BankState.Ports, _ group: GroupTimers.Ports, _ window: ActivateWindow.Ports
  ) -> Bit {
    let isReady =
      fault == .bankRefreshOfOpenRow ? bank.canActivate .| bank.canPrecharge : bank.canActivate
    let canActivate = isReady .& group.canActivate
    return fault == .bankRefreshBesideWindow ? canActivate : canActivate .& window.canActivate
  }

  /// What a fault that strikes now and then takes away: the command on the pins, or the end of the
  /// request.
  private func strike(
    _ module: ModuleBuilder, accesses: Bit, refreshes: Bit
  ) -> (isShown: Bit?, serves: Bit?) {
    guard fault == .lostRequest || fault == .repeatedRequest || fault == .droppedRefresh else {
      return (nil, nil)
    }
    let counted = fault == .droppedRefresh ? refreshes : accesses
    let count = module.register(
      "faultCount", .uint(fault == .droppedRefresh ? 2 : 6), reset: 0, enable: counted)
    count.assign(count .&+ 1)
    let passes = (.!(counted .& count.allSet())).named("passes")
    return fault == .repeatedRequest ? (nil, passes) : (passes, nil)
  }
}
