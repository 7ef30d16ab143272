import Components
import HDL
import MemoryDevices

@testable import Accelerator

/// The scheduler without its queue, which the solver plays: any candidates that are what `WatchedQueue`
/// proves of the queue's. Watched are the pins, and what the queue is told.
struct WatchedEngine: Module {
  let device: MemoryDevice
  var fault: DRAMSchedulerFault?
  /// Whether assertions about registers inside help the induction.
  var isInductive = true
  /// Whether each command is to be reached, if nothing helps an induction.
  var coversCommands = true

  var moduleName: String { "WatchedEngine" }

  private var shapes: SchedulerShapes {
    SchedulerShapes(device, tagBits: 1, fault: fault, isObserved: true)
  }

  struct Ports {
    let candidates: CommandCandidates
    let accessColumn: HDL.UInt
    let isQueueEmpty: Bit
    let arrivingBank: HDL.UInt
    let arrivingRow: HDL.UInt
    let command: DRAMCommand
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    let request = shapes.request
    return Ports(
      candidates: declare.input(of: shapes.candidates),
      accessColumn: declare.input(.uint(request.columnBits)), isQueueEmpty: declare.input(.bit),
      arrivingBank: declare.input(.uint(request.bankBits)),
      arrivingRow: declare.input(.uint(request.rowBits)),
      command: declare.output(of: DRAMCommandLayout(device)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let engine = module.instance(CommandEngine(shapes: shapes), named: "engine")
    engine.candidates.assign(ports.candidates)
    engine.accessColumn.assign(ports.accessColumn)
    engine.isQueueEmpty.assign(ports.isQueueEmpty)
    engine.arrivingBank.assign(ports.arrivingBank)
    engine.arrivingRow.assign(ports.arrivingRow)
    engine.isWriting.ignore()
    ports.command.assign(engine.command)
    guard let observed = engine.observed else { return }

    assumeCandidates(module, ports, engine, observed)
    let distances = module.instance(
      DistanceMonitor(device: device, windowCount: isInductive ? observed.window.count : nil),
      named: "distances")
    distances.command.assign(engine.command)
    let refreshes = module.instance(RefreshMonitor(device: device), named: "refreshes")
    refreshes.command.assign(engine.command)
    assertRows(module, ports, engine, observed, distances)
    assertCommands(module, ports, engine)
    if isInductive {
      let watched = distances.watched
      distances.counters?.assign(
        EngineCounters(
          ofBank: BankTimersState(
            untilActivate: chosen(observed.banks.map(\.untilActivate), at: watched),
            untilAccess: chosen(observed.banks.map(\.untilAccess), at: watched),
            untilPrecharge: chosen(observed.banks.map(\.untilPrecharge), at: watched)),
          ofGroup: GroupTimersState(
            untilActivate: chosen(observed.groups.map(\.untilActivate), at: watched),
            untilRead: chosen(observed.groups.map(\.untilRead), at: watched),
            untilWrite: chosen(observed.groups.map(\.untilWrite), at: watched)),
          untilRefresh: observed.refresh.untilRefresh,
          untilBankRefresh: observed.refresh.untilBankRefresh,
          untilActivates: observed.banks.map(\.untilActivate), openBanks: observed.openBanks,
          window: observed.window))
      assertRefreshRegisters(module, observed, refreshes)
    } else {
      if coversCommands { coverCommands(module, engine.command) }
      observed.refresh.ignore()
      for bank in observed.banks { bank.ignore() }
      for group in observed.groups { group.ignore() }
      for count in observed.window + [refreshes.untilDue, refreshes.owed, refreshes.watched] {
        count.ignore()
      }
      refreshes.refreshed.ignore()
    }
  }

  private func bit(_ bits: Bits, _ bank: HDL.UInt) -> Bit {
    (bits .& bank.oneHot(bits.bitWidth)).anySet()
  }

  /// What the queue promises.
  private func assumeCandidates(
    _ module: ModuleBuilder, _ ports: Ports, _ engine: CommandEngine.Ports,
    _ observed: CommandEngine.Observed
  ) {
    let candidates = ports.candidates
    let ready = engine.ready
    if shapes.banks == 1 { module.assume("isBank", ports.arrivingBank .== 0) }
    module.assume(
      "isAccessible",
      bit(mux(candidates.accessIsWrite, ready.canWrite, ready.canRead), candidates.accessBank)
        .& bit(observed.openBanks, candidates.accessBank)
        .& chosen(observed.openRows, at: candidates.accessBank) .== candidates.accessRow,
      when: candidates.canAccess)
    module.assume(
      "isOpenable", bit(ready.canActivate, candidates.openBank), when: candidates.canOpen)
    module.assume(
      "isClosable", bit(ready.canPrecharge, candidates.closeBank), when: candidates.canClose)
  }

  /// The row of the watched bank, from the pins.
  private func assertRows(
    _ module: ModuleBuilder, _ ports: Ports, _ engine: CommandEngine.Ports,
    _ observed: CommandEngine.Observed, _ distances: DistanceMonitor.Ports
  ) {
    let command = engine.command
    let watched = distances.watched
    let opens =
      (command.valid .& command.kind .== DRAMCommandKind.activate.rawValue
      .& command.bank .== watched).named("opensWatched")
    let row = module.register("openRow", .uint(command.row.bitWidth), enable: opens)
    row.assign(command.row)
    module.assert(
      "remembersRow", chosen(observed.openRows, at: watched) .== row,
      "the scheduler takes another row for open", when: distances.isOpen)
    module.assert(
      "knowsHit", engine.arrivingIsHit .== (distances.isOpen .& row .== ports.arrivingRow),
      "the queue is told another row than the open one", when: ports.arrivingBank .== watched)
    let accesses =
      (command.kind .== DRAMCommandKind.read.rawValue
      .| command.kind .== DRAMCommandKind.write.rawValue).named("isReadOrWrite")
    module.assert(
      "accessesOpenRow", ports.candidates.accessRow .== row, "another row is open",
      when: command.valid .& accesses .& command.bank .== watched)
  }

  /// A read or write on the pins is the candidate's and ends its request, and the queue is told of every
  /// row that opens or closes.
  private func assertCommands(
    _ module: ModuleBuilder, _ ports: Ports, _ engine: CommandEngine.Ports
  ) {
    let command = engine.command
    let candidates = ports.candidates
    func sends(_ kind: DRAMCommandKind) -> Bit {
      command.valid .& command.kind .== kind.rawValue
    }
    let isAccess = (sends(.read) .| sends(.write)).named("isAccess")
    module.assert(
      "servesWithCommand", engine.serves .== isAccess .& engine.isAccess .== isAccess,
      "a request ends without its command, or a command without ending its request")
    module.assert(
      "servesCandidate",
      candidates.canAccess .& sends(.write) .== candidates.accessIsWrite
        .& command.bank .== candidates.accessBank .& command.column .== ports.accessColumn,
      "a read or write of nobody", when: isAccess)
    module.assert(
      "activatesCandidate",
      candidates.canOpen .& command.bank .== candidates.openBank
        .& command.row .== candidates.openRow, "an activate for nobody", when: sends(.activate))
    module.assert(
      "tellsOfRows",
      engine.change.activates .== sends(.activate)
        .& engine.change.precharges .== sends(.precharge)
        .& engine.change.prechargesAll .== sends(.prechargeAll)
        .& engine.change.bank .== command.bank .& engine.change.row .== command.row,
      "the queue is told of another row than the pins")
  }

  /// The assumptions leave every command, so the proofs speak of all of them.
  private func coverCommands(_ module: ModuleBuilder, _ command: DRAMCommand) {
    for kind in DRAMCommandKind.allCases where kind != .refreshBank || device.timing.refreshesBanks
    {
      module.cover("sends_\(kind)", command.valid .& command.kind .== kind.rawValue)
    }
  }

  /// How the registers of refresh stand to each other and to what is owed by the pins.
  private func assertRefreshRegisters(
    _ module: ModuleBuilder, _ observed: CommandEngine.Observed, _ monitor: RefreshMonitor.Ports
  ) {
    let timing = device.timing
    let distances = CommandDistances(device)
    let registers = observed.refresh
    let width = SchedulerShapes.observedBits
    let most = timing.postponedRefreshes + 1
    let untilDue = registers.untilDue.extended(to: 16)
    let untilRefresh = registers.untilRefresh.extended(to: 16)
    module.assert(
      "isDueTogether",
      registers.untilDue .== monitor.untilDue .& monitor.untilDue .!= 0
        .& monitor.untilDue .<= timing.tREFI)
    module.assert("roundsTogether", registers.refreshed .== monitor.refreshed)
    module.assert("roundsEnd", .!registers.refreshed.allSet())
    let isRefreshed = bit(registers.refreshed, monitor.watched)
    module.assert(
      "owesNoMore",
      monitor.owed.extended(to: width) .&+ isRefreshed.asUInt.extended(to: width) .&+ 1
        .<= registers.owedAndOne.extended(to: width)
        .&+ RefreshMonitor(device: device).mostAhead)
    module.assert("owesNotTooMuch", registers.owedAndOne .<= most)
    module.assert(
      "refreshesWhatIsOwed", registers.owedAndOne .!= 0, when: registers.wasRefreshing)
    module.assert("isNearInTime", registers.isNear .== (untilDue .<= distances.refreshMargin))

    let toClosed = max(timing.tRP, timing.tRPab, timing.tRFCpb)
    // In time for the next one: rows can be closed, and the banks are ready.
    let isLast = (registers.owedAndOne .== most).named("isLast")
    module.assert(
      "restsAfterRefresh",
      untilRefresh .< toClosed .| untilRefresh .&+ timing.tREFI .< untilDue .&+ timing.tRFC,
      when: isLast)
    let must = (isLast .& registers.isNear).named("must")
    module.assert("isReadyInTime", untilRefresh .< untilDue, when: must)
    for (index, bank) in observed.banks.enumerated() {
      module.assert(
        "closesInTime_\(index)",
        bank.untilPrecharge.extended(to: 16) .&+ timing.tRPab .< untilDue,
        when: must .& observed.openBanks[index])
    }
  }
}
