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
    /// Banks that some request wants.
    let wantedBanks: Bits
    /// Banks that could be refreshed alone, where the memory has it.
    let canRefreshBank: Bits?
    /// What could be sent for requests.
    let canAccess: Bit
    let accessIsWrite: Bit
    let accessBank: UInt
    let accessRow: UInt
    let canOpen: Bit
    let openBank: UInt
    let openRow: UInt
    let canClose: Bit
    let closeBank: UInt
    let isUrgent: Bit

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
      doneBanks: declare.input(banks), wantedBanks: declare.input(banks),
      canRefreshBank: shapes.distances.bankRefresh.map { _ in declare.input(banks) },
      canAccess: declare.input(.bit), accessIsWrite: declare.input(.bit),
      accessBank: declare.input(.uint(bank)), accessRow: declare.input(.uint(row)),
      canOpen: declare.input(.bit), openBank: declare.input(.uint(bank)),
      openRow: declare.input(.uint(row)), canClose: declare.input(.bit),
      closeBank: declare.input(.uint(bank)), isUrgent: declare.input(.bit),
      reads: declare.output(.bit), writes: declare.output(.bit), activates: declare.output(.bit),
      precharges: declare.output(.bit), prechargesAll: declare.output(.bit),
      refreshes: declare.output(.bit),
      refreshesBank: shapes.distances.bankRefresh.map { _ in declare.output(.bit) },
      bank: declare.output(.uint(bank)),
      row: declare.output(.uint(row)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
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
    let idle = (ports.canPrecharge .& ports.doneBanks .& .!ports.wantedBanks).named("idleBanks")
    let idleBank = idle.priorityEncoded(.lowest)
    let closesIdle = (idleBank.isValid .& .!ports.isUrgent).named("closesIdle")

    let accesses = (isServing .& ports.canAccess).named("accesses")
    let activates = (isServing .& .!ports.canAccess .& ports.canOpen).named("activatesNow")
    let canOnlyClose = (isServing .& .!ports.canAccess .& .!ports.canOpen).named("canOnlyClose")
    ports.reads.assign(accesses .& .!ports.accessIsWrite)
    ports.writes.assign(accesses .& ports.accessIsWrite)
    ports.activates.assign(activates)
    ports.precharges.assign(canOnlyClose .& (ports.canClose .| closesIdle))

    // The refresh of a bank that nobody wants, the lowest first, where there is nothing else to do.
    var lastBank = idleBank.index
    if let canRefreshBank = ports.canRefreshBank, let refreshesBank = ports.refreshesBank {
      let restingBank = (canRefreshBank .& .!ports.wantedBanks).named("restingBanks")
        .priorityEncoded(.lowest)
      refreshesBank.assign(
        canOnlyClose .& .!ports.canClose .& .!idleBank.isValid .& .!ports.isUrgent
          .& restingBank.isValid)
      lastBank = mux(idleBank.isValid, idleBank.index, restingBank.index).named("lastBank")
    }
    let closeBank = mux(ports.canClose, ports.closeBank, lastBank).named("closedBank")
    ports.bank.assign(
      mux(ports.canAccess, ports.accessBank, mux(ports.canOpen, ports.openBank, closeBank)))
    ports.row.assign(mux(ports.canAccess, ports.accessRow, ports.openRow))
  }
}
