import Components
import HDL
import MemoryDevices

@testable import Accelerator

/// The queue of the scheduler alone, with banks and commands that the solver plays: any that
/// `WatchedEngine` allows. Watched are its candidates and the requests that it serves.
struct WatchedQueue: Module {
  let device: MemoryDevice
  var fault: DRAMSchedulerFault?
  /// Requests the queue holds.
  var depth = SchedulerShapes.usualDepth
  /// What is asserted.
  var part = Part.pins

  /// Parts of the proof, each of which is an induction of one clock.
  enum Part: CaseIterable {
    /// The bits of age are an order of the requests that wait, of which candidates are chosen.
    case ages
    /// Candidates want what their banks are ready for, if one request is the oldest.
    case readiness
    /// A read or write wants the open row, if one request is the oldest.
    case rows
    /// Each request is served once and as itself, if one is the oldest.
    case requests
    /// Requests of a burst are served in order, if each is served once.
    case order
    /// Everything that can be seen at the ports, without a look inside.
    case pins
  }

  var moduleName: String { "WatchedQueue" }

  static let tagBits = 5

  private var shapes: SchedulerShapes {
    SchedulerShapes(device, tagBits: Self.tagBits, fault: fault, isObserved: true, depth: depth)
  }

  struct Ports {
    let request: HDL.Stream<BurstRequest>
    let arrivingIsHit: Bit
    let command: RowChange
    let serves: Bit
    let isWriting: Bit
    let ready: BankReadiness
    let candidates: CommandCandidates
    let isEmpty: Bit
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      request: declare.sink(shapes.request), arrivingIsHit: declare.input(.bit),
      command: declare.input(of: shapes.rowChange), serves: declare.input(.bit),
      isWriting: declare.input(.bit),
      ready: declare.input(of: BankReadinessLayout(banks: shapes.banks)),
      candidates: declare.output(of: shapes.candidates), isEmpty: declare.output(.bit))
  }

  /// What the assertions speak of.
  struct View {
    let ports: Ports
    let queue: RequestQueue.Ports
    let observed: RequestQueue.Observed?
    var entries: [QueueEntryState] { observed?.entries ?? [] }
    /// A request enters, and the candidate for a read or write leaves.
    let enters: Bit
    let leaves: Bit
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let queue = module.instance(RequestQueue(shapes: shapes), named: "queue")
    ports.request.connect(to: queue.request)
    queue.arrivingIsHit.assign(ports.arrivingIsHit)
    queue.command.assign(ports.command)
    queue.serves.assign(ports.serves)
    queue.isWriting.assign(ports.isWriting)
    queue.ready.assign(ports.ready)
    ports.candidates.assign(queue.candidates)
    ports.isEmpty.assign(queue.isEmpty)
    module.assume("servesCandidate", queue.candidates.canAccess, when: ports.serves)

    let view = View(
      ports: ports, queue: queue, observed: queue.observed,
      enters: ports.request.fires(), leaves: ports.serves)
    // Each part reads some of it.
    for entry in view.entries { entry.ignore() }
    for choice in queue.observed?.choices ?? [] { choice.ignore() }
    queue.accessTag.ignore()
    queue.accessColumn.ignore()
    if part == .ages { assertAges(module, view) }
    if part != .ages, part != .pins { assumeOldest(module, view) }
    if part == .readiness || part == .pins { assertReadiness(module, view) }
    if part == .rows || part == .pins { assertRows(module, view) }
    if part == .requests || part == .pins { assertRequests(module, view) }
    if part == .order || part == .pins { assertOrder(module, view) }
  }

  func bit(_ bits: Bits, _ index: HDL.UInt) -> Bit {
    (bits .& index.oneHot(bits.bitWidth)).anySet()
  }

  /// A candidate wants what its bank is ready for.
  private func assertReadiness(_ module: ModuleBuilder, _ view: View) {
    let (candidates, ready) = (view.queue.candidates, view.ports.ready)
    module.assert(
      "isAccessible",
      bit(mux(candidates.accessIsWrite, ready.canWrite, ready.canRead), candidates.accessBank),
      "a read or write of a bank that is not ready", when: candidates.canAccess)
    module.assert(
      "isOpenable", bit(ready.canActivate, candidates.openBank),
      "an activate of a bank that is not ready", when: candidates.canOpen)
    module.assert(
      "isClosable", bit(ready.canPrecharge, candidates.closeBank),
      "a precharge of a bank that is not ready", when: candidates.canClose)
  }

  /// A read or write wants the open row of its bank, which is any that the solver chooses.
  private func assertRows(_ module: ModuleBuilder, _ view: View) {
    let (ports, candidates, change) = (view.ports, view.queue.candidates, view.ports.command)
    let bank = module.anyConstant("bank", .uint(change.bank.bitWidth))
    let isOfBank = (change.bank .== bank).named("isOfBank")
    let isOpen = module.register("isOpen", .bit, reset: 0)
    let openRow = module.register("openRow", .uint(change.row.bitWidth))
    module.when(change.prechargesAll .| (change.precharges .& isOfBank)) { isOpen.set(to: 0) }
    module.when(change.activates .& isOfBank) {
      isOpen.set(to: 1)
      openRow.assign(change.row)
    }
    // The engine opens closed banks alone, and sends one command at a time.
    module.assume(
      "isOneChange",
      module.concatenate([change.activates, change.precharges, change.prechargesAll])
        .isOneHotOrZero())
    let arriving = ports.request.payload
    module.assume(
      "knowsHit", ports.arrivingIsHit .== (isOpen .& openRow .== arriving.row),
      when: arriving.bank .== bank)
    module.assert(
      "accessesOpenRow", isOpen .& openRow .== candidates.accessRow,
      "a read or write of a row that is not open",
      when: candidates.canAccess .& candidates.accessBank .== bank)
    guard part != .pins else { return }
    for (index, entry) in view.entries.enumerated() {
      module.assert(
        "isHit_\(index)", entry.isHit .== (isOpen .& openRow .== entry.request.row),
        when: entry.isOccupied .& entry.request.bank .== bank)
      module.assert("isHitOfRequest_\(index)", entry.isOccupied, when: entry.isHit)
    }
  }

  /// The bits of age of any three entries that the solver chooses are an order.
  private func assertAges(_ module: ModuleBuilder, _ view: View) {
    let occupied = module.concatenate(view.entries.reversed().map(\.isOccupied)).named("occupied")
    let places = (0..<3).map { module.anyConstant("place_\($0)", .uint(addressBits(depth))) }
    let waits = places.map { bit(occupied, $0) }
    let older = places.map { chosen(view.entries.map(\.older), at: $0) }
    for index in 0..<3 {
      module.assert(
        "areWaiting_\(index)",
        .!(older[index] .& .!occupied).anySet() .& .!bit(older[index], places[index]),
        when: waits[index])
    }
    for (first, second) in [(0, 1), (1, 2), (0, 2)] {
      module.assert(
        "isOrder_\(first)_\(second)",
        bit(older[first], places[second]) .^ bit(older[second], places[first]),
        when: waits[first] .& waits[second] .& places[first] .!= places[second])
    }
    module.assert(
      "isTransitive", bit(older[0], places[2]),
      when: waits[0] .& waits[1] .& waits[2] .& bit(older[0], places[1])
        .& bit(older[1], places[2]))
    for (index, choice) in (view.observed?.choices ?? []).enumerated() {
      module.assert("choosesWaiting_\(index)", .!(choice.wants .& .!occupied).anySet())
    }
  }

  /// What `WatchedOldest` proves of an order.
  private func assumeOldest(_ module: ModuleBuilder, _ view: View) {
    for (index, choice) in (view.observed?.choices ?? []).enumerated() {
      module.assume("isOldest_\(index)", choice.oldest.isOneHot(), when: choice.wants.anySet())
      module.assume("isOfThem_\(index)", .!(choice.oldest .& .!choice.wants).anySet())
    }
  }
}
