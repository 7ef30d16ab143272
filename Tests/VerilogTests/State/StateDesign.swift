import HDL

/// Everything that holds a value from one cycle to the next, at once.
struct StateDesign: Module {
  /// Whether bits go through one wire, and through an instance, one after the other: loops only when
  /// signals are looked at whole.
  let loops: Bool

  struct Ports {
    let data: UInt
    let address: UInt
    let write: Bit
    let read: Bit
    let enable: Bit

    let held: UInt
    let resettable: UInt
    let both: UInt
    let delayed: UInt
    let left: UInt
    let right: UInt
    let total: SInt
    let wide: Bits
    let word: Bits
    let again: Bits
    let single: UInt
    let chain: Bits
    let looped: Bits
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      data: declare.input(.uint(8)), address: declare.input(.uint(3)), write: declare.input(.bit),
      read: declare.input(.bit), enable: declare.input(.bit), held: declare.output(.uint(8)),
      resettable: declare.output(.uint(8)), both: declare.output(.uint(8)),
      delayed: declare.output(.uint(8)), left: declare.output(.uint(8)),
      right: declare.output(.uint(8)), total: declare.output(.sint(12)),
      wide: declare.output(.bits(100)), word: declare.output(.bits(70)),
      again: declare.output(.bits(70)), single: declare.output(.uint(8)),
      chain: declare.output(.bits(8)), looped: declare.output(.bits(8)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    registers(module, ports)
    memories(module, ports)
    guard loops else {
      ports.chain.assign(ports.data.asBits)
      ports.looped.assign(ports.data.asBits)
      return
    }
    let chain = module.wire("ripple", .bits(8))
    chain.assign(ports.data.asBits[0..<1], to: 0..<1)
    chain.assign(chain[0..<7] .^ ports.data.asBits[1..<8], to: 1..<8)
    ports.chain.assign(chain)
    let follower = module.instance(Inverter(width: 8), named: "inverter")
    follower.a.assign(ports.data.asBits[0..<1], to: 0..<1)
    follower.a.assign(follower.y[0..<7], to: 1..<8)
    ports.looped.assign(follower.y)
  }

  private func registers(_ module: ModuleBuilder, _ ports: Ports) {
    let held = module.register("heldState", .uint(8), enable: ports.enable)
    held.assign(ports.data)
    ports.held.assign(held)
    let resettable = module.register("resettableState", .uint(8), reset: 0xa5)
    resettable.assign(ports.data)
    ports.resettable.assign(resettable)
    let both = module.register("bothState", .uint(8), reset: 0x5a, enable: ports.enable)
    both.assign(ports.data)
    ports.both.assign(both)
    var stage = ports.data
    for index in 0..<3 {
      let next = module.register("stage_\(index)", .uint(8))
      next.assign(stage)
      stage = next
    }
    ports.delayed.assign(stage)
    let left = module.register("leftState", .uint(8), reset: 1, enable: ports.enable)
    let right = module.register("rightState", .uint(8), reset: 2, enable: ports.enable)
    left.assign(right)
    right.assign(left)
    ports.left.assign(left)
    ports.right.assign(right)
    let total = module.register("totalState", .sint(12), reset: -7)
    total.assign(total .&+ ports.data.asSInt.extended(to: 12))
    ports.total.assign(total)
    let wide = module.register("wideState", .bits(100), reset: 0)
    wide.assign(concatenate(wide[0..<92], ports.data))
    ports.wide.assign(wide)
  }

  private func memories(_ module: ModuleBuilder, _ ports: Ports) {
    // Six words and three address bits: two addresses are out of range.
    let memory = module.memory("words", .bits(70), depth: 6)
    let word = concatenate(ports.data, module.constant(0, .uint(54)), ports.data)
    memory.write(address: ports.address, data: word, enable: ports.write)
    ports.word.assign(memory.read(address: ports.address, enable: ports.read))
    ports.again.assign(
      memory.read(address: ports.data.truncated(to: 3), enable: ports.read .| ports.write))
    let single = module.memory("lone", .uint(8), depth: 1)
    single.write(address: ports.address[0..<1], data: ports.data, enable: ports.write)
    ports.single.assign(single.read(address: ports.address[1..<2], enable: ports.read))
  }
}

/// Each bit inverted by itself.
struct Inverter: Module {
  let width: Int

  struct Ports {
    let a: Bits
    let y: Bits
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(a: declare.input(.bits(width)), y: declare.output(.bits(width)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) { ports.y.assign(.!ports.a) }
}
