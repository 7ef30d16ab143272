import HDL

/// Words of four bytes that are written one by one.
struct DataMemory: Module {
  let words: Int

  struct Ports {
    let address: UInt
    let read: Bit
    /// The bytes to write.
    let mask: Bits
    let data: Bits
    /// What was read, a cycle later.
    let word: Bits
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      address: declare.input(.uint(addressBits(words))), read: declare.input(.bit),
      mask: declare.input(.bits(4)), data: declare.input(.bits(32)),
      word: declare.output(.bits(32)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let memory = module.memory("contents", .bits(32), depth: words, laneWidth: 8)
    memory.write(
      address: ports.address, data: ports.data, enable: ports.mask.anySet(), mask: ports.mask)
    ports.word.assign(memory.read(address: ports.address, enable: ports.read))
  }
}
