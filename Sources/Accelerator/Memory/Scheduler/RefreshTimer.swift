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
    /// From this clock on only what a refresh needs may be sent, until it is.
    let isRefreshing: Bit
    /// A refresh is allowed if all banks are closed.
    let canRefresh: Bit
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      isQueueEmpty: declare.input(.bit), precharges: declare.input(.bit),
      prechargesAll: declare.input(.bit), refreshes: declare.input(.bit),
      isRefreshing: declare.output(.bit), canRefresh: declare.output(.bit))
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
    module.when(isDue .& .!ports.refreshes) { owedAndOne.assign(owedAndOne .&+ 1) }
    module.when(ports.refreshes .& .!isDue) { owedAndOne.assign(owedAndOne .&- 1) }
    let mustRefresh =
      (owedAndOne .> mostOwed + 1 .| (owedAndOne .== mostOwed + 1 .& isNear)).named("mustRefresh")

    let idleClocks = module.register("idleClocks", .uint(SchedulerShapes.idleBits), reset: 0)
    let isQuiet = (idleClocks.allSet() .& ports.isQueueEmpty).named("isQuiet")
    module.when(.!ports.isQueueEmpty) {
      idleClocks.set(to: 0)
    }.elseWhen(.!idleClocks.allSet()) { idleClocks.assign(idleClocks .&+ 1) }
    let mayRefresh = (isQuiet .& owedAndOne .!= 0).named("mayRefresh")

    let wasRefreshing = module.register("wasRefreshing", .bit, reset: 0)
    let isWanted = shapes.fault == .lateRefresh ? mustRefresh : mustRefresh .| mayRefresh
    if shapes.fault == .lateRefresh { mayRefresh.ignore() }
    let isRefreshing = (wasRefreshing .| isWanted).named("isRefreshingNow")
    wasRefreshing.assign(isRefreshing .& .!ports.refreshes)

    let untilRefresh = DistanceCounter(
      module, "untilRefresh",
      loads: [
        (ports.precharges, distances.prechargeToActivate),
        (ports.prechargesAll, distances.prechargeAllToActivate),
        (ports.refreshes, distances.refreshToAny),
      ])
    ports.isRefreshing.assign(isRefreshing)
    ports.canRefresh.assign(untilRefresh.isOver)
  }
}
