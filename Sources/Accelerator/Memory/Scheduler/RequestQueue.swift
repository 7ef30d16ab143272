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
    let canActivate: Bits
    let canRead: Bits
    let canWrite: Bits
    let canPrecharge: Bits

    /// The oldest request that can be read or written.
    let canAccess: Bit
    let access: BurstRequest
    /// The oldest request whose row can be opened.
    let canOpen: Bit
    let openBank: UInt
    let openRow: UInt
    /// The oldest request for which another row can be closed.
    let canClose: Bit
    let closeBank: UInt
    /// Banks that some request wants.
    let wantedBanks: Bits
    /// The oldest request goes before everything else.
    let isUrgent: Bit
    /// No request waits.
    let isEmpty: Bit
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    let banks = Shape<Bits>.bits(shapes.banks)
    let request = shapes.request
    return Ports(
      request: declare.sink(request, isMonitored: false), arrivingIsHit: declare.input(.bit),
      command: declare.input(of: shapes.rowChange), serves: declare.input(.bit),
      isWriting: declare.input(.bit), canActivate: declare.input(banks),
      canRead: declare.input(banks), canWrite: declare.input(banks),
      canPrecharge: declare.input(banks), canAccess: declare.output(.bit),
      access: declare.output(of: request), canOpen: declare.output(.bit),
      openBank: declare.output(.uint(request.bankBits)),
      openRow: declare.output(.uint(request.rowBits)), canClose: declare.output(.bit),
      closeBank: declare.output(.uint(request.bankBits)), wantedBanks: declare.output(banks),
      isUrgent: declare.output(.bit), isEmpty: declare.output(.bit))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let depth = SchedulerShapes.depth
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
      (ports.canPrecharge .& (.!wantedRows .| isUrgent.repeated(shapes.banks))).named(
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
      entry.canActivate.assign(ports.canActivate)
      entry.canRead.assign(ports.canRead)
      entry.canWrite.assign(ports.canWrite)
      entry.canClose.assign(canClose)
    }

    ports.canAccess.assign(served.isAny)
    ports.access.assign(
      BurstRequest(
        tag: field(served.oldest, \.tag), isWrite: (served.oldest .& writes).anySet(),
        bank: field(served.oldest, \.bank), row: field(served.oldest, \.row),
        column: field(served.oldest, \.column)))
    ports.canOpen.assign(opened.isAny)
    ports.openBank.assign(field(opened.oldest, \.bank))
    ports.openRow.assign(field(opened.oldest, \.row))
    ports.canClose.assign(closed.isAny)
    ports.closeBank.assign(field(closed.oldest, \.bank))
    ports.wantedBanks.assign(module.reduceTree(entries.map(\.bankMask)) { $0 .| $1 })
    ports.isUrgent.assign(isUrgent)
    ports.isEmpty.assign(.!occupied.anySet())
  }
}
