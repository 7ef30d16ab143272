internal import Components
internal import HDL

/// The oldest of those entries of the queue that want something, by one bit.
///
/// Every entry looks at all older ones at once, so the way from `wants` to `oldest` is as short for the
/// last as for the first.
struct OldestRequest: Module {
  let depth: Int

  var moduleName: String { "OldestRequest" }

  struct Ports {
    /// Entries that want it.
    let wants: Bits
    /// For each entry those that are older.
    let older: [Bits]
    /// The oldest of `wants`.
    let oldest: Bits
    /// There is one.
    let isAny: Bit
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      wants: declare.input(.bits(depth)),
      older: (0..<depth).map { _ in declare.input(.bits(depth)) },
      oldest: declare.output(.bits(depth)), isAny: declare.output(.bit))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let oldest = (0..<depth).map { entry in
      ports.wants[entry] .& .!(ports.wants .& ports.older[entry]).anySet()
    }
    ports.oldest.assign(module.concatenate(oldest.reversed()))
    ports.isAny.assign(ports.wants.anySet())
  }
}
