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
    let bytes = (0..<4).map { lane in
      let memory = module.memory("lane\(lane)", .bits(8), depth: words)
      memory.write(
        address: ports.address, data: ports.data[8 * lane..<8 * lane + 8],
        enable: ports.mask[lane])
      return memory.read(address: ports.address, enable: ports.read)
    }
    ports.word.assign(module.concatenate(bytes.reversed()))
  }
}
