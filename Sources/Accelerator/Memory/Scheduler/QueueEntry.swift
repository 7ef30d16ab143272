internal import Components
internal import HDL

/// A place in the queue: the request, how it stands to the others, and what could be done for it now.
struct QueueEntry: Module {
  let shapes: SchedulerShapes

  var moduleName: String { "QueueEntry" }

  struct Ports {
    /// The request at the queue's input comes here at the end of the clock.
    let enters: Bit
    let arriving: BurstRequest
    /// Its row will be open.
    let arrivingIsHit: Bit
    /// Entries that it must wait for, as they have the same burst.
    let arrivingBlockers: Bits
    /// The clock's number, modulo 2^10.
    let clockNumber: UInt
    /// The request is served, and leaves at the end of the clock.
    let leaves: Bit
    /// Entries that stay.
    let stays: Bits
    /// The command of this clock.
    let command: RowChange
    /// What the banks are ready for.
    let canActivate: Bits
    let canRead: Bits
    let canWrite: Bits
    let canClose: Bits

    /// There is a request.
    let isOccupied: Bit
    let request: BurstRequest
    /// One bit for the request's bank; 0 without a request.
    let bankMask: Bits
    /// The row is open.
    let isHit: Bit
    /// No other request is older.
    let isOldest: Bit
    /// The request has waited so long that it goes first.
    let isAged: Bit
    /// Entries with older requests.
    let older: Bits
    /// The arriving request must wait for this one.
    let blocksArriving: Bit
    /// The row is open, and no older request must go first.
    let waitsForAccess: Bit
    /// What could be sent for it: a read or write, an activate, a precharge of another row.
    let canServe: Bit
    let canOpen: Bit
    let canCloseOther: Bit
    /// Entries that the request waits for; for proofs.
    let blockers: Bits?
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    let (entries, banks) = (Shape<Bits>.bits(shapes.depth), Shape<Bits>.bits(shapes.banks))
    return Ports(
      enters: declare.input(.bit), arriving: declare.input(of: shapes.request),
      arrivingIsHit: declare.input(.bit), arrivingBlockers: declare.input(entries),
      clockNumber: declare.input(.uint(SchedulerShapes.ageBits)), leaves: declare.input(.bit),
      stays: declare.input(entries), command: declare.input(of: shapes.rowChange),
      canActivate: declare.input(banks), canRead: declare.input(banks),
      canWrite: declare.input(banks), canClose: declare.input(banks),
      isOccupied: declare.output(.bit), request: declare.output(of: shapes.request),
      bankMask: declare.output(banks), isHit: declare.output(.bit),
      isOldest: declare.output(.bit), isAged: declare.output(.bit),
      older: declare.output(entries), blocksArriving: declare.output(.bit),
      waitsForAccess: declare.output(.bit), canServe: declare.output(.bit),
      canOpen: declare.output(.bit),
      canCloseOther: declare.output(.bit),
      blockers: shapes.isObserved ? declare.output(entries) : nil)
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let enters = ports.enters
    let arriving = ports.arriving
    let isOccupied = module.register("isOccupiedNow", .bit, reset: 0)
    module.when(enters) { isOccupied.set(to: 1) }
    module.when(ports.leaves) { isOccupied.set(to: 0) }
    let request = module.register("kept", of: shapes.request, enable: enters)
    request.assign(arriving)

    // How it stands to the others.
    let entries = Shape<Bits>.bits(shapes.depth)
    let older = module.register("olderNow", entries)
    older.assign(mux(enters, ports.stays, older .& ports.stays))
    let blockers = module.register("blockers", entries)
    blockers.assign(mux(enters, ports.arrivingBlockers, blockers) .& ports.stays)
    let isSameBurst =
      (arriving.bank .== request.bank .& arriving.row .== request.row
      .& arriving.column .== request.column).named("isSameBurst")
    ports.blocksArriving.assign(isSameBurst .& (arriving.isWrite .| request.isWrite))

    // The number of the clock in which the request is old, modulo 2^10.
    let agesAt = module.register("agesAt", .uint(SchedulerShapes.ageBits), enable: enters)
    agesAt.assign(ports.clockNumber .&- 1)
    let isAged = module.register("isAgedNow", .bit)
    module.when(enters) {
      isAged.set(to: 0)
    }.elseWhen(ports.clockNumber .== agesAt) { isAged.set(to: 1) }

    let wasHit = module.register("wasHit", .bit)
    let staysHit = ports.command.isHit(request, before: wasHit, module, shapes.fault)
    wasHit.assign(mux(enters, ports.arrivingIsHit, staysHit))
    let isHit = (wasHit .& isOccupied).named("isHitNow")

    // What its bank is ready for.
    let bankMask =
      (request.bank.oneHot(shapes.banks) .& isOccupied.repeated(shapes.banks)).named("bankMaskNow")
    func isReady(_ banks: Bits) -> Bit { (banks .& bankMask).anySet() }
    let canAccess = isReady(mux(request.isWrite, ports.canWrite, ports.canRead)).named("canAccess")
    let isBlocked = blockers.anySet().named("isBlocked")
    if shapes.fault == .reordering { isBlocked.ignore() }
    let waits =
      (shapes.fault == .reordering ? isHit : isHit .& .!isBlocked).named("waitsForAccessNow")
    ports.waitsForAccess.assign(waits)
    ports.canServe.assign(waits .& canAccess)
    ports.canOpen.assign(isReady(ports.canActivate))
    ports.canCloseOther.assign(.!isHit .& isReady(ports.canClose))

    ports.isOccupied.assign(isOccupied)
    ports.request.assign(request)
    ports.bankMask.assign(bankMask)
    ports.isHit.assign(isHit)
    ports.isOldest.assign(isOccupied .& .!older.anySet())
    ports.isAged.assign(isOccupied .& isAged)
    ports.older.assign(older)
    ports.blockers?.assign(blockers)
  }
}
