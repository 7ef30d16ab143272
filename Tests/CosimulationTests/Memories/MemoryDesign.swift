import HDL

/// A memory and its ports, all of them ports of the module.
struct MemoryDesign: Module, CustomStringConvertible {
  /// A port that reads and writes.
  struct ReadWrite: Hashable, Sendable {
    var underWrite: ReadUnderWrite
    var isMasked = false
  }

  var name: String
  var width: Int
  var depth: Int
  var laneWidth: Int?
  /// Seeded words before the first edge.
  var initialCount: Int?
  var readUnderWrite = ReadUnderWrite.readFirst
  /// Whether each write port has a mask.
  var writers: [Bool] = []
  /// Synchronous read ports.
  var readers = 0
  var asynchronousReaders = 0
  var readWriters: [ReadWrite] = []
  /// Whether it is a table, read with and without a clock.
  var isTable = false

  var description: String { name }
  var moduleName: String { name }

  /// Word `address` before the first edge, in lanes; 0 beyond `initialCount`.
  func initialLanes(_ address: Int) -> [UInt64] {
    var stimulus = Stimulus(seed: UInt64(address + 1) * 977)
    _ = stimulus.next()
    return (0..<modelLanes).map { _ in
      address < initialCount ?? 0 ? stimulus.next() >> UInt64(64 - width / modelLanes) : 0
    }
  }

  /// Lanes of the model: those of the masks, or such that one fits into 64 bits.
  var modelLanes: Int { laneWidth.map { width / $0 } ?? (width > 64 ? 2 : 1) }

  struct Ports {
    struct Writer {
      let enable: Bit
      let address: UInt
      let data: Bits
      let mask: Bits?
    }
    struct Reader {
      let enable: Bit
      let address: UInt
      let q: Bits
    }
    struct Asynchronous {
      let address: UInt
      let q: Bits
    }
    struct Both {
      let enable: Bit
      let write: Bit
      let address: UInt
      let data: Bits
      let mask: Bits?
      let q: Bits
    }
    let writers: [Writer]
    let readers: [Reader]
    let lookups: [Asynchronous]
    let both: [Both]
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    let lanes = laneWidth.map { width / $0 } ?? 1
    func address() -> UInt { declare.input(.uint(addressBits(depth))) }
    func mask(_ isMasked: Bool) -> Bits? { isMasked ? declare.input(.bits(lanes)) : nil }
    return Ports(
      writers: writers.map { isMasked in
        .init(
          enable: declare.input(.bit), address: address(), data: declare.input(.bits(width)),
          mask: mask(isMasked))
      },
      readers: (0..<readers).map { _ in
        .init(enable: declare.input(.bit), address: address(), q: declare.output(.bits(width)))
      },
      lookups: (0..<asynchronousReaders).map { _ in
        .init(address: address(), q: declare.output(.bits(width)))
      },
      both: readWriters.map { port in
        .init(
          enable: declare.input(.bit), write: declare.input(.bit), address: address(),
          data: declare.input(.bits(width)), mask: mask(port.isMasked),
          q: declare.output(.bits(width)))
      })
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let contents = initialCount.map { count in
      MemoryContents.wideWords((0..<count).map { packed(initialLanes($0)) })
    }
    if isTable, let contents {
      let table = module.readOnlyMemory("entries", .bits(width), depth: depth, contents: contents)
      for port in ports.readers {
        port.q.assign(table.readSynchronously(address: port.address, enable: port.enable))
      }
      for port in ports.lookups { port.q.assign(table.read(address: port.address)) }
      return
    }
    let memory = module.memory(
      "words", .bits(width), depth: depth, laneWidth: laneWidth, initial: contents,
      readUnderWrite: readUnderWrite)
    for port in ports.readers {
      port.q.assign(memory.read(address: port.address, enable: port.enable))
    }
    for port in ports.writers {
      memory.write(address: port.address, data: port.data, enable: port.enable, mask: port.mask)
    }
    for (port, kind) in zip(ports.both, readWriters) {
      port.q.assign(
        memory.readWrite(
          address: port.address, data: port.data, write: port.write, enable: port.enable,
          mask: port.mask, underWrite: kind.underWrite))
    }
    for port in ports.lookups { port.q.assign(memory.readAsynchronously(address: port.address)) }
  }

  /// Lanes side by side in 64-bit words.
  func packed(_ lanes: [UInt64]) -> [UInt64] {
    var words = [UInt64](repeating: 0, count: (width + 63) / 64)
    let laneWidth = width / lanes.count
    for (lane, value) in lanes.enumerated() {
      for bit in 0..<laneWidth where value >> UInt64(bit) & 1 == 1 {
        let position = lane * laneWidth + bit
        words[position / 64] |= 1 << UInt64(position % 64)
      }
    }
    return words
  }
}
