internal import Components
internal import HDL

/// Knows when refreshes are due and how many are owed, and when the clocks belong to one.
///
/// A refresh is sent ahead of time, one at most, while nothing is asked for, and may be owed up to the
/// device's limit while there is.
struct RefreshTimer: Module {
  let shapes: SchedulerShapes

  var moduleName: String { "RefreshTimer" }

  struct Ports {
    /// No request waits.
    let isQueueEmpty: Bit
    /// Commands of this clock.
    let precharges: Bit
    let prechargesAll: Bit
    let refreshes: Bit
    /// Refreshes of single banks, where the memory has them.
    let ofBanks: BankRefreshPorts?
    /// From this clock on only what a refresh needs may be sent, until it is.
    let isRefreshing: Bit
    /// A refresh is allowed if all banks are closed.
    let canRefresh: Bit
    /// What proofs look at; not part of a scheduler.
    let observed: RefreshState?
  }

  /// A round refreshes every bank once, in any order, and counts as one refresh.
  struct BankRefreshPorts {
    /// One is sent in this clock.
    let refreshes: Bit
    /// To the bank of this bit.
    let bankMask: Bits
    /// Banks that may be refreshed if they are closed and nobody wants them.
    let wantsRefresh: Bits
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      isQueueEmpty: declare.input(.bit), precharges: declare.input(.bit),
      prechargesAll: declare.input(.bit), refreshes: declare.input(.bit),
      ofBanks: shapes.distances.bankRefresh.map { _ in
        BankRefreshPorts(
          refreshes: declare.input(.bit), bankMask: declare.input(.bits(shapes.banks)),
          wantsRefresh: declare.output(.bits(shapes.banks)))
      },
      isRefreshing: declare.output(.bit), canRefresh: declare.output(.bit),
      observed: shapes.isObserved
        ? declare.output(of: RefreshStateLayout(shapes)) : nil)
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let distances = shapes.distances
    let interval = distances.refreshInterval
    let untilDue = module.register("untilDue", .uint(addressBits(interval + 1)), reset: interval)
    let isDue = (untilDue .== 1).named("isDue")
    untilDue.assign(mux(isDue, interval, untilDue .&- 1))
    // The next one is so near that banks must be closed for it.
    let isNear = module.register("isNear", .bit, reset: 0)
    module.when(untilDue .== distances.refreshMargin + 1) { isNear.set(to: 1) }
    module.when(isDue) { isNear.set(to: 0) }

    // Refreshes owed and 1, as one may be ahead of time.
    let mostOwed = distances.mostOwed
    let owedAndOne = module.register("owedAndOne", .uint(addressBits(mostOwed + 3)), reset: 1)
    let isOwed = (owedAndOne .!= 0).named("isOwed")
    let round = round(module, ports, isOwed: isOwed)
    let pays = round.map { ports.refreshes .| $0.ends }?.named("pays") ?? ports.refreshes
    module.when(isDue .& .!pays) { owedAndOne.assign(owedAndOne .&+ 1) }
    module.when(pays .& .!isDue) { owedAndOne.assign(owedAndOne .&- 1) }
    let mustRefresh =
      (owedAndOne .> mostOwed + 1 .| (owedAndOne .== mostOwed + 1 .& isNear)).named("mustRefresh")

    // Single banks are refreshed ahead of time one by one.
    let isAhead = distances.bankRefresh == nil && shapes.fault != .lateRefresh
    let isWanted = isAhead ? mustRefresh .| (isQuiet(module, ports) .& isOwed) : mustRefresh
    if !isAhead {
      ports.isQueueEmpty.ignore()
      isOwed.ignore()
    }
    let wasRefreshing = module.register("wasRefreshing", .bit, reset: 0)
    let isRefreshing = (wasRefreshing .| isWanted).named("isRefreshingNow")
    wasRefreshing.assign(isRefreshing .& .!ports.refreshes)

    let untilRefresh = DistanceCounter(
      module, "untilRefresh",
      loads: [
        (ports.precharges, distances.prechargeToActivate),
        (ports.prechargesAll, distances.prechargeAllToActivate),
        (ports.refreshes, distances.refreshToAny),
      ] + BankState.load(ports.ofBanks?.refreshes, distances.bankRefresh?.toSameBank))
    ports.isRefreshing.assign(isRefreshing)
    ports.canRefresh.assign(untilRefresh.isOver)
    ports.observed?.assign(
      RefreshState(
        untilRefresh: untilRefresh.observed(module),
        untilBankRefresh: round?.untilNext.observed(module)
          ?? module.constant(0, .uint(SchedulerShapes.observedBits)),
        untilDue: untilDue, owedAndOne: owedAndOne, isNear: isNear, wasRefreshing: wasRefreshing,
        refreshed: round?.refreshed ?? module.constant(0, .bit).repeated(shapes.banks)))
  }

  /// Nothing was asked for in a long time.
  private func isQuiet(_ module: ModuleBuilder, _ ports: Ports) -> Bit {
    let idleClocks = module.register("idleClocks", .uint(SchedulerShapes.idleBits), reset: 0)
    module.when(.!ports.isQueueEmpty) {
      idleClocks.set(to: 0)
    }.elseWhen(.!idleClocks.allSet()) { idleClocks.assign(idleClocks .&+ 1) }
    return (idleClocks.allSet() .& ports.isQueueEmpty).named("isQuiet")
  }

  /// Which banks had their refresh of this round, and whether the round ends; nil without refreshes of
  /// banks.
  private func round(
    _ module: ModuleBuilder, _ ports: Ports, isOwed: Bit
  ) -> (refreshed: Bits, ends: Bit, untilNext: DistanceCounter)? {
    guard let ofBanks = ports.ofBanks, let distances = shapes.distances.bankRefresh else {
      return nil
    }
    let refreshed = module.register("refreshed", .bits(shapes.banks), reset: 0)
    let next = (refreshed .| ofBanks.bankMask).named("refreshedNext")
    let endsRound = (ofBanks.refreshes .& next.allSet()).named("endsRound")
    module.when(ofBanks.refreshes) { refreshed.assign(next) }
    module.when(ports.refreshes .| endsRound) { refreshed.set(to: 0) }
    let untilNext = DistanceCounter(
      module, "untilBankRefresh", loads: [(ofBanks.refreshes, distances.toRefresh)])
    let isAllowed = (isOwed .& untilNext.isOver).named("isBankRefreshAllowed")
    let left =
      shapes.fault == .bankRefreshOrder
      ? module.constant(0, .bit).repeated(shapes.banks) : refreshed
    ofBanks.wantsRefresh.assign(.!left .& isAllowed.repeated(shapes.banks))
    return (refreshed, endsRound, untilNext)
  }
}
