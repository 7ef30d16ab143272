internal import Components
internal import HDL

/// A bank as the scheduler sees it: its open row, and what it is ready for.
struct BankState: Module {
  let shapes: SchedulerShapes

  var moduleName: String { "BankState" }

  struct Ports {
    /// Commands of this clock to this bank.
    let activates: Bit
    let reads: Bit
    let writes: Bit
    let precharges: Bit
    /// Commands of this clock to all banks.
    let prechargesAll: Bit
    let refreshes: Bit
    /// The refresh of this bank alone, where the memory has it.
    let refreshesBank: Bit?
    /// The row of an activate.
    let row: UInt
    /// The burst of a read or write is the last of its row.
    let isLastOfRow: Bit
    /// A row is open.
    let isOpen: Bit
    /// The open row.
    let openRow: UInt
    /// It is closed and may be opened or refreshed.
    let canActivate: Bit
    /// An open row may be read and written.
    let canAccess: Bit
    /// A row is open and may be closed.
    let canPrecharge: Bit
    /// The row was read or written to its end, or not for a long time.
    let isRowDone: Bit
    /// What proofs look at; not part of a scheduler.
    let observed: BankTimersState?
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      activates: declare.input(.bit), reads: declare.input(.bit), writes: declare.input(.bit),
      precharges: declare.input(.bit), prechargesAll: declare.input(.bit),
      refreshes: declare.input(.bit),
      refreshesBank: shapes.distances.bankRefresh.map { _ in declare.input(.bit) },
      row: declare.input(.uint(shapes.request.rowBits)),
      isLastOfRow: declare.input(.bit), isOpen: declare.output(.bit),
      openRow: declare.output(.uint(shapes.request.rowBits)), canActivate: declare.output(.bit),
      canAccess: declare.output(.bit), canPrecharge: declare.output(.bit),
      isRowDone: declare.output(.bit),
      observed: shapes.isObserved ? declare.output(of: BankTimersStateLayout()) : nil)
  }

  /// What a command loads that only some memories have.
  static func load(_ command: Bit?, _ distance: Int?) -> [(command: Bit, distance: Int)] {
    guard let command, let distance else { return [] }
    return [(command, distance)]
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let distances = shapes.distances
    let isOpen = module.register("isOpenNow", .bit, reset: 0)
    let openRow = module.register("rowNow", .uint(shapes.request.rowBits), enable: ports.activates)
    openRow.assign(ports.row)
    module.when(ports.activates) { isOpen.set(to: 1) }
    module.when(ports.precharges .| ports.prechargesAll) { isOpen.set(to: 0) }

    let untilActivate = DistanceCounter(
      module, "untilActivate",
      loads: [
        (ports.activates, distances.activateToActivate),
        (ports.precharges, distances.prechargeToActivate),
        // Of a closed bank a precharge changes nothing.
        ((ports.prechargesAll .& isOpen).named("closes"), distances.prechargeAllToActivate),
        (ports.refreshes, distances.refreshToAny),
      ] + Self.load(ports.refreshesBank, distances.bankRefresh?.toSameBank))
    let untilAccess = DistanceCounter(
      module, "untilAccess", loads: [(ports.activates, distances.activateToAccess)])
    let untilPrecharge = DistanceCounter(
      module, "untilPrecharge",
      loads: [
        (ports.activates, distances.activateToPrecharge),
        (ports.reads, distances.readToPrecharge), (ports.writes, distances.writeToPrecharge),
      ])

    // Clocks since the last use; stops at its largest value.
    let accesses = (ports.reads .| ports.writes).named("accesses")
    let idleClocks = module.register("idleClocks", .uint(SchedulerShapes.idleBits), reset: 0)
    let isStale = idleClocks.allSet().named("isStale")
    let isAtEnd = module.register("isAtEnd", .bit, reset: 0)
    module.when(ports.activates .| accesses) {
      idleClocks.set(to: 0)
      isAtEnd.assign(accesses .& ports.isLastOfRow)
    }.elseWhen(.!isStale) { idleClocks.assign(idleClocks .&+ 1) }

    ports.isOpen.assign(isOpen)
    ports.openRow.assign(openRow)
    ports.canActivate.assign(
      shapes.fault == .activateOfOpenBank
        ? untilActivate.isOver .& (.!isOpen .| untilPrecharge.isOver)
        : untilActivate.isOver .& .!isOpen)
    ports.canAccess.assign(untilAccess.isOver)
    ports.canPrecharge.assign(untilPrecharge.isOver .& isOpen)
    ports.isRowDone.assign(isAtEnd .| isStale)
    ports.observed?.assign(
      BankTimersState(
        untilActivate: untilActivate.observed(module), untilAccess: untilAccess.observed(module),
        untilPrecharge: untilPrecharge.observed(module)))
  }
}
