import HDL

/// A true dual port memory: a processor's side with byte masks, and a stream's side.
struct Scratchpad: Module {
  struct Ports {
    let select: Bit
    let write: Bit
    let bytes: Bits
    let address: UInt
    let data: Bits
    let word: Bits
    let push: Bit
    let pointer: UInt
    let item: Bits
    let last: Bits
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      select: declare.input(.bit), write: declare.input(.bit), bytes: declare.input(.bits(2)),
      address: declare.input(.uint(5)), data: declare.input(.bits(16)),
      word: declare.output(.bits(16)), push: declare.input(.bit),
      pointer: declare.input(.uint(5)), item: declare.input(.bits(16)),
      last: declare.output(.bits(16)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let memory = module.memory(
      "words", .bits(16), depth: 32, laneWidth: 8, initial: .words([0x1234, 0xabcd, 7]),
      readUnderWrite: .undefined)
    let word = memory.readWrite(
      address: ports.address, data: ports.data, write: ports.write, enable: ports.select,
      mask: ports.bytes, underWrite: .writeFirst)
    ports.word.assign(word.named("wordState"))
    let last = memory.readWrite(
      address: ports.pointer, data: ports.item, write: ports.push,
      enable: module.constant(1, .bit))
    ports.last.assign(last.named("lastState"))
  }
}

/// Block RAM with constants, and a register file read without a clock.
struct Lookup: Module {
  struct Ports {
    let index: UInt
    let step: Bit
    let coefficient: SInt
    let history: UInt
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      index: declare.input(.uint(3)), step: declare.input(.bit),
      coefficient: declare.output(.sint(12)), history: declare.output(.uint(3)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let table = module.readOnlyMemory(
      "coefficients", .sint(12), [0, -5, 11, -2048, 2047, 11])
    let coefficient = table.readSynchronously(address: ports.index, enable: ports.step)
    ports.coefficient.assign(coefficient.named("coefficientState"))
    let history = module.memory("past", .uint(3), depth: 8, readUnderWrite: .writeFirst)
    let next = ports.index .&+ 1
    history.write(address: next, data: ports.index, enable: ports.step)
    let newest = history.read(address: ports.index, enable: module.constant(1, .bit))
    ports.history.assign(newest .^ history.readAsynchronously(address: ports.index))
  }
}
