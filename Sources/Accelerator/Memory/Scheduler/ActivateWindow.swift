internal import Components
internal import HDL

/// Lets no more activates pass within tFAW than there may be: a ring of counters, each loaded by the
/// activate that takes its turn.
struct ActivateWindow: Module {
  let distances: CommandDistances

  var moduleName: String { "ActivateWindow" }

  struct Ports {
    /// An activate is sent, or the refresh of a bank, which counts as one.
    let activates: Bit
    /// One may be.
    let canActivate: Bit
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(activates: declare.input(.bit), canActivate: declare.output(.bit))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let count = distances.windowCount
    guard count > 1 else {
      let window = DistanceCounter(
        module, "window_0", loads: [(ports.activates, distances.window)])
      return ports.canActivate.assign(window.isOver)
    }
    guard distances.window > 1 else {
      ports.activates.ignore()
      return ports.canActivate.set(to: 1)
    }
    // The activate that was sent first, one bit a counter.
    let oldest = module.register("oldest", .bits(count), reset: 1, enable: ports.activates)
    oldest.assign(concatenate(oldest[0..<count - 1], oldest[count - 1]))
    let isOver = (0..<count).map { index in
      DistanceCounter(
        module, "window_\(index)",
        loads: [((ports.activates .& oldest[index]).named("loads_\(index)"), distances.window)]
      ).isOver
    }
    ports.canActivate.assign((module.concatenate(isOver.reversed()) .& oldest).anySet())
  }
}
