internal import Components
internal import HDL

/// The requests that wait, and the oldest of those for which something could be sent: a read or write,
/// an activate, a precharge.
///
/// A request stays in its place until it is served; age is kept as one bit for each pair of entries.
struct RequestQueue: Module {
  let shapes: SchedulerShapes

  var moduleName: String { "RequestQueue" }

  struct Ports {
    let request: Stream<BurstRequest>
    /// The row of the request at the input is open as the clock begins.
    let arrivingIsHit: Bit
    /// The command of this clock.
    let command: RowChange
    /// The oldest read or write is sent, and its request is done.
    let serves: Bit
    /// The last read or write was a write.
    let isWriting: Bit
    /// What the banks are ready for.
    let ready: BankReadiness

    /// The oldest requests for which something can be sent.
    let candidates: CommandCandidates
    /// The rest of the oldest request that can be read or written.
    let accessTag: UInt
    let accessColumn: UInt
    /// No request waits.
    let isEmpty: Bit
    /// What proofs look at; not part of a scheduler.
    let observed: Observed?
  }

  /// Registers and choices, for proofs.
  struct Observed {
    let entries: [QueueEntryState]
    /// For reads and writes, activates, and precharges.
    let choices: [OldestState]
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    let request = shapes.request
    return Ports(
      request: declare.sink(request, isMonitored: false), arrivingIsHit: declare.input(.bit),
      command: declare.input(of: shapes.rowChange), serves: declare.input(.bit),
      isWriting: declare.input(.bit),
      ready: declare.input(of: BankReadinessLayout(banks: shapes.banks)),
      candidates: declare.output(of: shapes.candidates),
      accessTag: declare.output(.uint(request.tagBits)),
      accessColumn: declare.output(.uint(request.columnBits)), isEmpty: declare.output(.bit),
      observed: shapes.isObserved
        ? Observed(
          entries: (0..<shapes.depth).map { _ in
            declare.output(of: QueueEntryStateLayout(request: request, depth: shapes.depth))
          },
          choices: (0..<3).map { _ in declare.output(of: OldestStateLayout(depth: shapes.depth)) })
        : nil)
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let depth = shapes.depth
    let entries = (0..<depth).map {
      module.instance(QueueEntry(shapes: shapes), named: "entry_\($0)")
    }
    func all(_ name: String, _ bit: (QueueEntry.Ports) -> Bit) -> Bits {
      module.concatenate(entries.reversed().map(bit)).named(name)
    }

    // A new request takes the lowest free place.
    let occupied = all("occupied", \.isOccupied)
    ports.request.ready.assign(.!occupied.allSet())
    let enters = ((.!occupied).lowestSet() .& ports.request.valid.repeated(depth)).named("enters")
    let clockNumber = module.register("clockNumber", .uint(SchedulerShapes.ageBits), reset: 0)
    clockNumber.assign(clockNumber .&+ 1)

    // Which request each command would serve.
    let isAnyAged = all("aged", \.isAged).anySet()
    let isUrgent =
      (shapes.fault == .starvation ? module.constant(0, .bit) : isAnyAged).named("isUrgentNow")
    if shapes.fault == .starvation { isAnyAged.ignore() }
    let candidates = mux(isUrgent, all("oldest", \.isOldest), occupied).named("candidates")
    let waiting = all("waiting", \.waitsForAccess)
    let writes = all("writes", \.request.isWrite)
    let along = mux(ports.isWriting, writes, .!writes).named("along")
    let isAlongWaiting = (candidates .& waiting .& along).anySet().named("isAlongWaiting")
    let takesAgainst = (isUrgent .| .!isAlongWaiting).named("takesAgainst")
    let served = oldest(
      "oldestAccess",
      candidates .& all("canServe", \.canServe) .& (along .| takesAgainst.repeated(depth)))
    let opened = oldest("oldestActivate", candidates .& all("canOpen_", \.canOpen))
    let closed = oldest("oldestPrecharge", candidates .& all("canCloseOther", \.canCloseOther))

    func oldest(_ name: String, _ wants: Bits) -> OldestRequest.Ports {
      let chooser = module.instance(OldestRequest(depth: depth), named: name)
      chooser.wants.assign(wants)
      for (target, entry) in zip(chooser.older, entries) { target.assign(entry.older) }
      return chooser
    }
    func field(_ select: Bits, _ value: (BurstRequest) -> UInt) -> UInt {
      module.oneHotMux(select, entries.map { value($0.request) })
    }

    // Banks whose open row nobody wants may be closed, for an urgent request any.
    let wantedRows = module.reduceTree(
      entries.map { $0.bankMask .& $0.isHit.repeated(shapes.banks) }
    ) { $0 .| $1 }
    let canClose =
      (ports.ready.canPrecharge .& (.!wantedRows .| isUrgent.repeated(shapes.banks))).named(
        "canCloseBanks")

    let leaves = (served.oldest .& ports.serves.repeated(depth)).named("leaves")
    let stays = (occupied .& .!leaves).named("stays")
    let arriving = ports.request.payload
    let arrivingIsHit = ports.command.isHit(
      arriving, before: ports.arrivingIsHit, module, shapes.fault
    ).named("arrivingWillHit")
    let blockers = all("blockers", \.blocksArriving)
    for (index, entry) in entries.enumerated() {
      entry.enters.assign(enters[index])
      entry.arriving.assign(arriving)
      entry.arrivingIsHit.assign(arrivingIsHit)
      entry.arrivingBlockers.assign(blockers)
      entry.clockNumber.assign(clockNumber)
      entry.leaves.assign(leaves[index])
      entry.stays.assign(stays)
      entry.command.assign(ports.command)
      entry.canActivate.assign(ports.ready.canActivate)
      entry.canRead.assign(ports.ready.canRead)
      entry.canWrite.assign(ports.ready.canWrite)
      entry.canClose.assign(canClose)
    }

    ports.candidates.assign(
      CommandCandidates(
        canAccess: served.isAny, accessIsWrite: (served.oldest .& writes).anySet(),
        accessBank: field(served.oldest, \.bank), accessRow: field(served.oldest, \.row),
        canOpen: opened.isAny, openBank: field(opened.oldest, \.bank),
        openRow: field(opened.oldest, \.row), canClose: closed.isAny,
        closeBank: field(closed.oldest, \.bank),
        wantedBanks: module.reduceTree(entries.map(\.bankMask)) { $0 .| $1 }, isUrgent: isUrgent))
    ports.accessTag.assign(field(served.oldest, \.tag))
    ports.accessColumn.assign(field(served.oldest, \.column))
    ports.isEmpty.assign(.!occupied.anySet())
    guard let observed = ports.observed else { return }
    for (target, entry) in zip(observed.entries, entries) {
      guard let blockers = entry.blockers else { continue }
      target.assign(
        QueueEntryState(
          isOccupied: entry.isOccupied, request: entry.request, isHit: entry.isHit,
          older: entry.older, blockers: blockers))
    }
    for (target, choice) in zip(observed.choices, [served, opened, closed]) {
      target.assign(OldestState(wants: choice.wants, oldest: choice.oldest))
    }
  }
}
