import HDL

/// A small design whose Verilog is kept beside the tests.
struct GoldenDesign: Sendable, CustomStringConvertible {
  let name: String
  let elaborated: @Sendable () throws(ElaborationError) -> Design

  init<Top: Module & SendableMetatype>(_ name: String, _ module: @escaping @Sendable () -> Top) {
    self.name = name
    elaborated = { () throws(ElaborationError) in try elaborate(module()) }
  }

  var description: String { name }

  /// Lines of the Swift source with something to see in the Verilog beside them.
  static let all = [
    GoldenDesign("Counter") { Counter(width: 8) },
    GoldenDesign("Tree") { Tree(lanes: 4) },
    GoldenDesign("Buffer") { Buffer(depth: 12) },
    GoldenDesign("Sine") { Sine() },
    GoldenDesign("Scratchpad") { Scratchpad() },
    GoldenDesign("Lookup") { Lookup() },
    GoldenDesign("Hierarchy") { Hierarchy() },
    GoldenDesign("SignedArithmetic") { SignedArithmetic() },
    GoldenDesign("Wide") { Wide() },
    GoldenDesign("Names") { Names() },
    GoldenDesign("Ripple") { Ripple(width: 4) },
    GoldenDesign("Accumulator") { Accumulator() },
    GoldenDesign("TrafficLight") { TrafficLight(encoding: .binary, recovers: true) },
    GoldenDesign("TrafficLightOneHot") { TrafficLight(encoding: .oneHot, recovers: false) },
    GoldenDesign("RippleByBits") { RippleByBits(width: 4) },
    GoldenDesign("Folded") { Folded() },
    GoldenDesign("Watched") { Watched() },
    GoldenDesign("ClockedByPLL") { ClockedByPLL() },
    GoldenDesign("MultiplyAccumulate") { MultiplyAccumulate() },
  ]
}

struct Counter: Module {
  let width: Int

  struct Ports {
    let enable: Bit
    let count: UInt
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(enable: declare.input(.bit), count: declare.output(.uint(width)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let value = module.register("value", .uint(width), reset: 0, enable: ports.enable)
    value.assign(value .&+ 1)
    ports.count.assign(value)
  }
}

/// A memory whose depth is no power of two, with two readers.
struct Buffer: Module {
  let depth: Int

  struct Ports {
    let write: Bit
    let writeAddress: UInt
    let data: Bits
    let readAddresses: [UInt]
    let words: [Bits]
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      write: declare.input(.bit), writeAddress: declare.input(.uint(addressBits(depth))),
      data: declare.input(.bits(16)),
      readAddresses: (0..<2).map { _ in declare.input(.uint(addressBits(depth))) },
      words: (0..<2).map { _ in declare.output(.bits(16)) })
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let memory = module.memory("storage", .bits(16), depth: depth)
    memory.write(address: ports.writeAddress, data: ports.data, enable: ports.write)
    for (address, word) in zip(ports.readAddresses, ports.words) {
      word.assign(memory.read(address: address, enable: .!ports.write))
    }
  }
}

/// A quarter of a sine from a table.
struct Sine: Module {
  struct Ports {
    let phase: UInt
    let value: SInt
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(phase: declare.input(.uint(4)), value: declare.output(.sint(8)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let quarter = module.readOnlyMemory("quarter", .sint(7), [0, 25, 47, 61])
    let half = ports.phase[0..<3]
    let folded = mux(half[2], (.!half)[0..<2], half[0..<2])
    let height = quarter.read(address: folded)
    ports.value.assign(mux(ports.phase[3], height.negated(), height.extended(to: 8)))
  }
}

/// Two counters of one width, which share a module, and a third of another.
struct Hierarchy: Module {
  struct Ports {
    let enables: [Bit]
    let total: UInt
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      enables: (0..<3).map { _ in declare.input(.bit) }, total: declare.output(.uint(10)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let counters = ports.enables.enumerated().map { index, enable in
      let counter = module.instance(Counter(width: index < 2 ? 8 : 4), named: "counter_\(index)")
      counter.enable.assign(enable .& ports.enables[0])
      return counter.count
    }
    ports.total.assign(counters[0] .+ counters[1] .+ counters[2].extended(to: 9))
  }
}

struct SignedArithmetic: Module {
  struct Ports {
    let a: SInt
    let b: SInt
    let u: UInt
    let product: SInt
    let scaled: SInt
    let distance: UInt
    let inRange: Bit
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      a: declare.input(.sint(8)), b: declare.input(.sint(6)), u: declare.input(.uint(4)),
      product: declare.output(.sint(15)), scaled: declare.output(.sint(8)),
      distance: declare.output(.uint(9)), inRange: declare.output(.bit))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    ports.product.assign(ports.a .* ports.b .+ ports.u.signed())
    ports.scaled.assign(ports.a .>> ports.u)
    ports.distance.assign((ports.a .- ports.b).magnitude())
    ports.inRange.assign(ports.a .>= -100 .& ports.a .<= 100 .& ports.b .>= -32)
  }
}

struct Wide: Module {
  struct Ports {
    let a: Bits
    let b: Bits
    let sum: UInt
    let top: Bits
    let flags: Bits
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      a: declare.input(.bits(128)), b: declare.input(.bits(96)), sum: declare.output(.uint(129)),
      top: declare.output(.bits(40)), flags: declare.output(.bits(3)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    ports.sum.assign(ports.a.asUInt .+ ports.b.asUInt)
    ports.top.assign((ports.a[32..<128] .^ ports.b)[56..<96])
    ports.flags.assign(
      concatenate(
        ports.a.allSet(), ports.b.parity(), ports.a.asUInt .< module.constant(-1, .sint(100)).asUInt
      )
    )
  }
}

/// Nets without a name are called after what uses them; a name given twice gets a number.
struct Names: Module {
  struct Ports {
    let a: UInt
    let b: UInt
    let pick: Bit
    let low: UInt
    let high: UInt
    let picked: UInt
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      a: declare.input(.uint(8)), b: declare.input(.uint(8)), pick: declare.input(.bit),
      low: declare.output(.uint(4)), high: declare.output(.uint(5)),
      picked: declare.output(.uint(9)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    // Sliced, so it must be a net; nobody named it.
    let sum = ports.a .+ ports.b
    ports.low.assign(sum[0..<4])
    ports.high.assign(sum[4..<9])
    // Two registers of one name, and a value of that name too.
    let first = module.register("stage", .uint(8))
    let second = module.register("stage", .uint(8))
    first.assign(ports.a)
    second.assign(first)
    let third = (second .+ first).named("stage")
    ports.picked.assign(mux(ports.pick, third, third .&+ sum))
  }
}

/// Each bit depends on the one below: a loop only when the signal is looked at whole.
struct Ripple: Module {
  let width: Int

  struct Ports {
    let a: Bits
    let y: Bits
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(a: declare.input(.bits(width)), y: declare.output(.bits(width)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let carry = module.wire("carry", .bits(width))
    carry.assign(ports.a[0..<1], to: 0..<1)
    carry.assign(carry[0..<width - 1] .& ports.a[1..<width], to: 1..<width)
    ports.y.assign(carry)
  }
}

/// The same bit by bit: each part of the wire is driven on its own, which leaves no loop of whole
/// signals in the Verilog.
struct RippleByBits: Module {
  let width: Int

  struct Ports {
    let a: Bits
    let y: Bits
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(a: declare.input(.bits(width)), y: declare.output(.bits(width)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let carry = module.wire("carry", .bits(width))
    carry.assign(ports.a[0..<1], to: 0..<1)
    for bit in 1..<width {
      carry.assign(carry[bit - 1..<bit] .& ports.a[bit..<bit + 1], to: bit..<bit + 1)
    }
    ports.y.assign(carry)
  }
}
