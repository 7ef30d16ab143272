internal import Components
internal import HDL

/// The scheduler without its queue: the banks, the distances of their commands, the refreshes, and the
/// command of each clock.
///
/// It trusts the queue in this alone: a candidate wants what its bank is ready for, and a read or write
/// wants the open row.
struct CommandEngine: Module {
  let shapes: SchedulerShapes

  var moduleName: String { "CommandEngine" }

  struct Ports {
    /// What could be sent for requests.
    let candidates: CommandCandidates
    /// The burst of the read or write, counted within its row.
    let accessColumn: UInt
    /// No request waits.
    let isQueueEmpty: Bit
    /// The bank and row of a request that arrives.
    let arrivingBank: UInt
    let arrivingRow: UInt

    /// What the banks are ready for.
    let ready: BankReadiness
    /// The last read or write was a write.
    let isWriting: Bit
    /// The row of the arriving request is open as the clock begins.
    let arrivingIsHit: Bit
    /// Rows that the command of this clock opens or closes.
    let change: RowChange
    /// The read or write of this clock ends its request.
    let serves: Bit
    /// A read or write is on the pins.
    let isAccess: Bit
    /// The pins.
    let command: DRAMCommand
    /// What proofs look at; not part of a scheduler.
    let observed: Observed?
  }

  /// Registers, for proofs.
  struct Observed {
    let refresh: RefreshState
    let openBanks: Bits
    let openRows: [UInt]
    let banks: [BankTimersState]
    let groups: [GroupTimersState]
    /// Counters of the window, the activate that was sent first at the front.
    let window: [UInt]
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    let request = shapes.request
    let (bank, row) = (Shape<UInt>.uint(request.bankBits), Shape<UInt>.uint(request.rowBits))
    let pins = DRAMCommandLayout(
      bankBits: request.bankBits, rowBits: request.rowBits, columnBits: request.columnBits)
    return Ports(
      candidates: declare.input(of: shapes.candidates),
      accessColumn: declare.input(.uint(request.columnBits)), isQueueEmpty: declare.input(.bit),
      arrivingBank: declare.input(bank), arrivingRow: declare.input(row),
      ready: declare.output(of: BankReadinessLayout(banks: shapes.banks)),
      isWriting: declare.output(.bit), arrivingIsHit: declare.output(.bit),
      change: declare.output(of: shapes.rowChange), serves: declare.output(.bit),
      isAccess: declare.output(.bit), command: declare.output(of: pins),
      observed: shapes.isObserved
        ? Observed(
          refresh: declare.output(of: RefreshStateLayout(shapes)),
          openBanks: declare.output(.bits(shapes.banks)),
          openRows: (0..<shapes.banks).map { _ in declare.output(row) },
          banks: (0..<shapes.banks).map { _ in declare.output(of: BankTimersStateLayout()) },
          groups: (0..<shapes.groups).map { _ in declare.output(of: GroupTimersStateLayout()) },
          window: (0..<shapes.distances.windowCount).map { _ in
            declare.output(SchedulerShapes.observedCount)
          }) : nil)
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let choice = module.instance(CommandChoice(shapes: shapes), named: "choice")
    let window = module.instance(ActivateWindow(shapes: shapes), named: "window")
    let refresh = module.instance(RefreshTimer(shapes: shapes), named: "refresh")
    let banks = (0..<shapes.banks).map {
      module.instance(BankState(shapes: shapes), named: "bank_\($0)")
    }
    let groups = (0..<shapes.groups).map {
      module.instance(GroupTimers(shapes: shapes), named: "group_\($0)")
    }

    // What the banks are ready for.
    func all(_ name: String, _ bit: (Int) -> Bit) -> Bits {
      module.concatenate(banks.indices.reversed().map(bit)).named(name)
    }
    func group(_ bank: Int) -> GroupTimers.Ports { groups[bank % groups.count] }
    let canPrecharge = all("canPrecharge") { banks[$0].canPrecharge }
    let canActivate = all("canActivate") {
      banks[$0].canActivate .& group($0).canActivate .& window.canActivate
    }
    ports.ready.assign(
      BankReadiness(
        canActivate: canActivate,
        canRead: all("canRead") { banks[$0].canAccess .& group($0).canRead },
        canWrite: all("canWrite") { banks[$0].canAccess .& group($0).canWrite },
        canPrecharge: canPrecharge))
    if shapes.banks == 1 { ports.arrivingBank.ignore() }
    let isOpen = chosen(banks.map(\.isOpen), at: ports.arrivingBank)
    let openRow = chosen(banks.map(\.openRow), at: ports.arrivingBank)
    ports.arrivingIsHit.assign(
      isOpen .& SchedulerShapes.isSameRow(openRow, ports.arrivingRow, shapes.fault))

    // The command.
    choice.isRefreshing.assign(refresh.isRefreshing)
    choice.canRefresh.assign(refresh.canRefresh)
    let openBanks = all("openBanks") { banks[$0].isOpen }
    choice.openBanks.assign(openBanks)
    choice.canPrecharge.assign(canPrecharge)
    choice.doneBanks.assign(all("doneBanks") { banks[$0].isRowDone })
    if let ofBanks = refresh.ofBanks {
      // The refresh of a bank is an activate inside.
      let allowed =
        switch shapes.fault {
        case .bankRefreshOfOpenRow:
          all("isAllowed") {
            (banks[$0].canActivate .| banks[$0].canPrecharge) .& group($0).canActivate
              .& window.canActivate
          }
        case .bankRefreshBesideWindow:
          all("isAllowed") { banks[$0].canActivate .& group($0).canActivate }
        default: canActivate
        }
      choice.canRefreshBank?.assign((ofBanks.wantsRefresh .& allowed).named("canRefreshBank"))
    }
    choice.candidates.assign(ports.candidates)

    // What it changes.
    let bankMask = choice.bank.oneHot(shapes.banks).named("bankMask")
    let isLastOfRow = (ports.accessColumn .== shapes.burstsPerRow - 1).named("isLastOfRow")
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
    let counted = shapes.fault == .bankRefreshBesideWindow ? nil : choice.refreshesBank
    window.activates.assign(counted.map { choice.activates .| $0 } ?? choice.activates)
    refresh.ofBanks?.refreshes.assign(choice.refreshesBank ?? choice.refreshes)
    refresh.ofBanks?.bankMask.assign(bankMask)
    refresh.isQueueEmpty.assign(ports.isQueueEmpty)
    refresh.precharges.assign(choice.precharges)
    refresh.prechargesAll.assign(choice.prechargesAll)
    refresh.refreshes.assign(choice.refreshes)

    if let observed = ports.observed {
      if let registers = refresh.observed { observed.refresh.assign(registers) }
      observed.openBanks.assign(openBanks)
      for (target, bank) in zip(observed.openRows, banks) { target.assign(bank.openRow) }
      for (target, bank) in zip(observed.banks, banks.compactMap(\.observed)) {
        target.assign(bank)
      }
      for (target, group) in zip(observed.groups, groups.compactMap(\.observed)) {
        target.assign(group)
      }
      for (target, count) in zip(observed.window, window.observed ?? []) { target.assign(count) }
    }
    connectPins(module, ports, choice)
  }

  /// Shows the command, to the queue too; a fault keeps it from one of the two now and then.
  private func connectPins(
    _ module: ModuleBuilder, _ ports: Ports, _ choice: CommandChoice.Ports
  ) {
    let accesses = (choice.reads .| choice.writes).named("accesses")
    let isWriting = module.register("isWritingNow", .bit, reset: 0, enable: accesses)
    isWriting.assign(choice.writes)
    ports.isWriting.assign(isWriting)
    ports.change.assign(
      RowChange(
        activates: choice.activates, precharges: choice.precharges,
        prechargesAll: choice.prechargesAll, bank: choice.bank, row: choice.row))

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
    ports.serves.assign(serves.map { accesses .& $0 } ?? accesses)
    func shown(_ valid: Bit) -> Bit { isShown.map { valid .& $0 } ?? valid }
    ports.command.assign(
      DRAMCommand(
        valid: shown(commands.anySet()), kind: commands.oneHotIndex(), bank: choice.bank,
        row: choice.row, column: ports.accessColumn))
    ports.isAccess.assign(shown(accesses))
  }

  /// What a fault that strikes now and then takes away: the command on the pins, or the end of the
  /// request.
  private func strike(
    _ module: ModuleBuilder, accesses: Bit, refreshes: Bit
  ) -> (isShown: Bit?, serves: Bit?) {
    let faults: [DRAMSchedulerFault] = [.lostRequest, .repeatedRequest, .droppedRefresh]
    guard let fault = shapes.fault, faults.contains(fault) else { return (nil, nil) }
    // Proofs see few commands.
    let countBits = shapes.isObserved ? 1 : fault == .droppedRefresh ? 2 : 6
    let counted = fault == .droppedRefresh ? refreshes : accesses
    let count = module.register(
      "faultCount", .uint(countBits), reset: 0, enable: counted)
    count.assign(count .&+ 1)
    let passes = (.!(counted .& count.allSet())).named("passes")
    return fault == .repeatedRequest ? (nil, passes) : (passes, nil)
  }
}
