internal import Components
internal import HDL

/// Lets no more activates pass within tFAW than there may be: a ring of counters, each loaded by the
/// activate that takes its turn.
struct ActivateWindow: Module {
  let shapes: SchedulerShapes

  var moduleName: String { "ActivateWindow" }

  struct Ports {
    /// An activate is sent, or the refresh of a bank, which counts as one.
    let activates: Bit
    /// One may be.
    let canActivate: Bit
    /// What proofs look at, a counter each, the activate that was sent first at the front; not part of a
    /// scheduler.
    let observed: [UInt]?
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      activates: declare.input(.bit), canActivate: declare.output(.bit),
      observed: shapes.isObserved
        ? (0..<shapes.distances.windowCount).map { _ in
          declare.output(SchedulerShapes.observedCount)
        } : nil)
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let distances = shapes.distances
    let count = distances.windowCount
    guard count > 1 else {
      let window = DistanceCounter(
        module, "window_0", loads: [(ports.activates, distances.window)])
      ports.observed?[0].assign(window.observed(module))
      return ports.canActivate.assign(window.isOver)
    }
    guard distances.window > 1 else {
      ports.activates.ignore()
      for port in ports.observed ?? [] { port.set(to: 0) }
      return ports.canActivate.set(to: 1)
    }
    // The activate that was sent first, one bit a counter.
    let oldest = module.register("oldest", .bits(count), reset: 1, enable: ports.activates)
    oldest.assign(concatenate(oldest[0..<count - 1], oldest[count - 1]))
    let counters = (0..<count).map { index in
      DistanceCounter(
        module, "window_\(index)",
        loads: [((ports.activates .& oldest[index]).named("loads_\(index)"), distances.window)]
      )
    }
    ports.canActivate.assign(
      (module.concatenate(counters.reversed().map(\.isOver)) .& oldest).anySet())
    if let observed = ports.observed {
      module.assert("hasOldest", oldest.isOneHot(), "no activate is the oldest, or several are")
      let left = counters.map { $0.observed(module) }
      for (place, port) in observed.enumerated() {
        port.assign(
          module.oneHotMux(oldest, left.indices.map { left[($0 + place) % count] }))
      }
    }
  }
}
