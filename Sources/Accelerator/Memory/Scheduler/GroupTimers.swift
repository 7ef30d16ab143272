internal import HDL

/// What the commands sent so far allow the banks of one group.
struct GroupTimers: Module {
  let shapes: SchedulerShapes

  var moduleName: String { "GroupTimers" }

  struct Ports {
    /// Commands of this clock, to any bank.
    let activates: Bit
    let reads: Bit
    let writes: Bit
    /// Refreshes of one bank, where the memory has them.
    let refreshesBank: Bit?
    /// The command's bank is in this group.
    let isNear: Bit
    /// An activate is allowed.
    let canActivate: Bit
    /// A read is allowed.
    let canRead: Bit
    /// A write is allowed.
    let canWrite: Bit
    /// What proofs look at; not part of a scheduler.
    let observed: GroupTimersState?
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      activates: declare.input(.bit), reads: declare.input(.bit), writes: declare.input(.bit),
      refreshesBank: shapes.distances.bankRefresh.map { _ in declare.input(.bit) },
      isNear: declare.input(.bit), canActivate: declare.output(.bit),
      canRead: declare.output(.bit), canWrite: declare.output(.bit),
      observed: shapes.isObserved ? declare.output(of: GroupTimersStateLayout()) : nil)
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let distances = shapes.distances
    func near(_ command: Bit, _ name: String) -> Bit { (command .& ports.isNear).named(name) }
    func far(_ command: Bit, _ name: String) -> Bit { (command .& .!ports.isNear).named(name) }
    let (readsNear, readsFar) = (near(ports.reads, "readsNear"), far(ports.reads, "readsFar"))
    let (writesNear, writesFar) = (near(ports.writes, "writesNear"), far(ports.writes, "writesFar"))
    let untilActivate = DistanceCounter(
      module, "untilActivate",
      loads: [
        (near(ports.activates, "activatesNear"), distances.activates.near),
        (far(ports.activates, "activatesFar"), distances.activates.far),
      ] + BankState.load(ports.refreshesBank, distances.bankRefresh?.toActivate))
    let untilRead = DistanceCounter(
      module, "untilRead",
      loads: [
        (readsNear, distances.readToRead.near), (readsFar, distances.readToRead.far),
        (writesNear, distances.writeToRead.near), (writesFar, distances.writeToRead.far),
      ])
    let untilWrite = DistanceCounter(
      module, "untilWrite",
      loads: [
        (ports.reads, distances.readToWrite), (writesNear, distances.writeToWrite.near),
        (writesFar, distances.writeToWrite.far),
      ])
    ports.canActivate.assign(untilActivate.isOver)
    ports.canRead.assign(untilRead.isOver)
    ports.canWrite.assign(untilWrite.isOver)
    ports.observed?.assign(
      GroupTimersState(
        untilActivate: untilActivate.observed(module), untilRead: untilRead.observed(module),
        untilWrite: untilWrite.observed(module)))
  }
}
