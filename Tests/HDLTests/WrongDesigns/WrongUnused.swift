import HDL
import Testing

@Suite("Wrong designs: unused")
struct WrongUnused {
  static var pair: Sketch<(a: Bits, y: Bits, z: Bit)> {
    Sketch(
      "Pair", ports: { (a: $0.input(.bits(4)), y: $0.output(.bits(4)), z: $0.output(.bit)) }
    ) { _, ports in
      ports.y.assign(ports.a)
      ports.z.assign(ports.a.anySet())
    }
  }

  @Test("bits of a register that only the register itself takes, while it holds its value")
  func held() {
    let said = mistakes({
      (a: $0.input(.bits(4)), y: $0.output(.bits(2)))
    }) { module, ports in
      let held = module.register("held", .bits(4))
      module.when(ports.a[0]) {
        held.assign(ports.a)
      }.elseWhen(ports.a[1]) {
        held.assign(.!ports.a)
      }
      ports.y.assign(held[2..<4])
    }
    #expect(
      said == """
        unused in Sketch: bits 0..<2 of register `held` are never read
          > let held = module.register("held", .bits(4))
          fix: narrow it, or write `held[0..<2].ignore()`
        """)
  }

  @Test("an input, a wire, a register, an instance's output and a memory read that nobody reads")
  func wholes() {
    let said = mistakes({
      (a: $0.input(.bits(4)), spare: $0.input(.uint(8)), y: $0.output(.bits(4)))
    }) { module, ports in
      let wire = module.wire("net", .bits(4))
      wire.assign(ports.a)
      let register = module.register("state", .bits(4))
      register.assign(ports.a)
      let instance = module.instance(Self.pair, named: "pair")
      instance.a.assign(ports.a)
      ports.y.assign(instance.y)
      let memory = module.memory("words", .bits(4), depth: 16)
      memory.write(address: ports.a.asUInt, data: ports.a, enable: ports.a[0])
      memory.read(address: ports.a.asUInt, enable: ports.a[1]).named("word")
      let silent = module.memory("silent", .bits(4), depth: 16)
      silent.write(address: ports.a.asUInt, data: ports.a, enable: ports.a[0])
    }
    #expect(
      said == """
        unused in Sketch: input `spare` is never read
          > (a: $0.input(.bits(4)), spare: $0.input(.uint(8)), y: $0.output(.bits(4)))
          fix: remove it, or write `spare.ignore()`
        unused in Sketch: wire `net` is never read
          > let wire = module.wire("net", .bits(4))
          fix: remove it, or write `net.ignore()`
        unused in Sketch: register `state` is never read
          > let register = module.register("state", .bits(4))
          fix: remove it, or write `state.ignore()`
        unused in Sketch: instance output `pair_z` is never read
          > let instance = module.instance(Self.pair, named: "pair")
          fix: remove it, or write `pair_z.ignore()`
        unused in Sketch: memory read `word` is never read
          > memory.read(address: ports.a.asUInt, enable: ports.a[1]).named("word")
          fix: remove it, or write `word.ignore()`
        unused in Sketch: memory `silent` is never read
          > let silent = module.memory("silent", .bits(4), depth: 16)
          fix: read it, or remove it
        """)
  }

  @Test("bits that nobody reads: one, a run, and scattered ones")
  func parts() {
    let said = mistakes({
      (
        one: $0.input(.bits(4)), run: $0.input(.bits(8)), scattered: $0.input(.bits(8)),
        y: $0.output(.bits(9))
      )
    }) { _, ports in
      ports.y.assign(
        concatenate(
          ports.one[0..<3], ports.run[0..<2], ports.run[6..<8], ports.scattered[1],
          ports.scattered[7]))
    }
    #expect(
      said == """
        unused in Sketch: bit 3 of input `one` is never read
          > one: $0.input(.bits(4)), run: $0.input(.bits(8)), scattered: $0.input(.bits(8)),
          fix: narrow it, or write `one[3].ignore()`
        unused in Sketch: bits 2..<6 of input `run` are never read
          > one: $0.input(.bits(4)), run: $0.input(.bits(8)), scattered: $0.input(.bits(8)),
          fix: narrow it, or write `run[2..<6].ignore()`
        unused in Sketch: 6 bits in 0..<7 of input `scattered` are never read
          > one: $0.input(.bits(4)), run: $0.input(.bits(8)), scattered: $0.input(.bits(8)),
          fix: narrow it, or write `scattered[0..<7].ignore()`
        """)
  }

  @Test("a register that feeds only itself, and what feeds only it")
  func selfFeeding() {
    let said = mistakes({
      (a: $0.input(.uint(8)), b: $0.input(.uint(8)), y: $0.output(.uint(8)))
    }) { module, ports in
      let total = module.register("total", .uint(8), reset: 0)
      total.assign(total .&+ ports.b)
      ports.y.assign(ports.a)
    }
    #expect(
      said == """
        unused in Sketch: input `b` is never read
          > (a: $0.input(.uint(8)), b: $0.input(.uint(8)), y: $0.output(.uint(8)))
          fix: remove it, or write `b.ignore()`
        unused in Sketch: register `total` is never read
          > let total = module.register("total", .uint(8), reset: 0)
          fix: remove it, or write `total.ignore()`
        """)
  }

  @Test("a named intermediate value that nobody reads vanishes without a word")
  func intermediate() {
    let said = mistakes({ (a: $0.input(.uint(8)), y: $0.output(.uint(8))) }) { _, ports in
      (ports.a .+ 1).named("sum")
      ports.y.assign(ports.a)
    }
    #expect(said.isEmpty)
  }

  @Test("ignore() makes each of them legal")
  func ignored() {
    let said = mistakes({
      (
        a: $0.input(.bits(4)), spare: $0.input(.uint(8)), run: $0.input(.bits(8)),
        y: $0.output(.bits(4))
      )
    }) { module, ports in
      ports.spare.ignore()
      ports.run[4..<8].ignore()
      ports.run[0..<4].ignore()
      let wire = module.wire("net", .bits(4))
      wire.assign(ports.a)
      wire.ignore()
      let register = module.register("state", .bits(4))
      register.assign(register)
      register.ignore()
      let instance = module.instance(Self.pair, named: "pair")
      instance.a.assign(ports.a)
      instance.z.ignore()
      ports.y.assign(instance.y)
      let memory = module.memory("words", .bits(4), depth: 16)
      memory.write(address: ports.a.asUInt, data: ports.a, enable: ports.a[0])
      memory.read(address: ports.a.asUInt, enable: ports.a[1]).ignore()
    }
    #expect(said.isEmpty)
  }

  @Test("a comparison that its widths decide still reads its operand")
  func decidedComparison() {
    let said = mistakes({
      (a: $0.input(.uint(8)), b: $0.input(.sint(4)), y: $0.output(.bit), z: $0.output(.bit))
    }) { _, ports in
      ports.y.assign(ports.a .< 256)
      ports.z.assign(ports.b .>= -8)
    }
    #expect(said.isEmpty)
  }
}
