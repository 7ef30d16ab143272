internal import Components
internal import HDL

/// The command of a clock: the first that applies of a read or write, an activate, a precharge for a
/// request, the close of a row that nobody wants, and the refresh of a bank that nobody wants; during
/// a refresh of all banks only what that needs.
struct CommandChoice: Module {
  let shapes: SchedulerShapes

  var moduleName: String { "CommandChoice" }

  struct Ports {
    /// The clocks belong to a refresh, which is allowed when all banks are closed.
    let isRefreshing: Bit
    let canRefresh: Bit
    /// Banks with an open row, those of them that may be closed, and those whose row is done.
    let openBanks: Bits
    let canPrecharge: Bits
    let doneBanks: Bits
    /// Banks that could be refreshed alone, where the memory has it.
    let canRefreshBank: Bits?
    /// What could be sent for requests.
    let candidates: CommandCandidates

    /// Which command is sent; at most one bit is 1.
    let reads: Bit
    let writes: Bit
    let activates: Bit
    let precharges: Bit
    let prechargesAll: Bit
    let refreshes: Bit
    let refreshesBank: Bit?
    /// Its bank and row.
    let bank: UInt
    let row: UInt
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    let banks = Shape<Bits>.bits(shapes.banks)
    let (bank, row) = (shapes.request.bankBits, shapes.request.rowBits)
    return Ports(
      isRefreshing: declare.input(.bit), canRefresh: declare.input(.bit),
      openBanks: declare.input(banks), canPrecharge: declare.input(banks),
      doneBanks: declare.input(banks),
      canRefreshBank: shapes.distances.bankRefresh.map { _ in declare.input(banks) },
      candidates: declare.input(of: shapes.candidates),
      reads: declare.output(.bit), writes: declare.output(.bit), activates: declare.output(.bit),
      precharges: declare.output(.bit), prechargesAll: declare.output(.bit),
      refreshes: declare.output(.bit),
      refreshesBank: shapes.distances.bankRefresh.map { _ in declare.output(.bit) },
      bank: declare.output(.uint(bank)),
      row: declare.output(.uint(row)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let candidates = ports.candidates
    // A refresh waits until all rows can be closed together.
    let isAnyOpen = ports.openBanks.anySet().named("isAnyOpen")
    let canCloseAll = (ports.canPrecharge .| .!ports.openBanks).allSet().named("canCloseAll")
    let isServing = (.!ports.isRefreshing).named("isServing")
    if shapes.fault == .refreshOfOpenRow {
      isAnyOpen.ignore()
      ports.prechargesAll.set(to: 0)
      ports.refreshes.assign(ports.isRefreshing .& canCloseAll .& ports.canRefresh)
    } else {
      ports.prechargesAll.assign(ports.isRefreshing .& isAnyOpen .& canCloseAll)
      ports.refreshes.assign(ports.isRefreshing .& .!isAnyOpen .& ports.canRefresh)
    }

    // Rows that nobody wants, the lowest bank first.
    let idle = (ports.canPrecharge .& ports.doneBanks .& .!candidates.wantedBanks).named(
      "idleBanks")
    let idleBank = idle.priorityEncoded(.lowest)
    let closesIdle = (idleBank.isValid .& .!candidates.isUrgent).named("closesIdle")

    let accesses = (isServing .& candidates.canAccess).named("accesses")
    let activates = (isServing .& .!candidates.canAccess .& candidates.canOpen).named(
      "activatesNow")
    let canOnlyClose = (isServing .& .!candidates.canAccess .& .!candidates.canOpen).named(
      "canOnlyClose")
    ports.reads.assign(accesses .& .!candidates.accessIsWrite)
    ports.writes.assign(accesses .& candidates.accessIsWrite)
    ports.activates.assign(activates)
    ports.precharges.assign(canOnlyClose .& (candidates.canClose .| closesIdle))

    // The refresh of a bank that nobody wants, the lowest first, where there is nothing else to do.
    var lastBank = idleBank.index
    if let canRefreshBank = ports.canRefreshBank, let refreshesBank = ports.refreshesBank {
      let restingBank = (canRefreshBank .& .!candidates.wantedBanks).named("restingBanks")
        .priorityEncoded(.lowest)
      refreshesBank.assign(
        canOnlyClose .& .!candidates.canClose .& .!idleBank.isValid .& .!candidates.isUrgent
          .& restingBank.isValid)
      lastBank = mux(idleBank.isValid, idleBank.index, restingBank.index).named("lastBank")
    }
    let closeBank = mux(candidates.canClose, candidates.closeBank, lastBank).named("closedBank")
    ports.bank.assign(
      mux(
        candidates.canAccess, candidates.accessBank,
        mux(candidates.canOpen, candidates.openBank, closeBank)))
    ports.row.assign(mux(candidates.canAccess, candidates.accessRow, candidates.openRow))
  }
}
