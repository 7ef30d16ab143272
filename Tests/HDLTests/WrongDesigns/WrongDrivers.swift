import HDL
import Testing

@Suite("Wrong designs: drivers")
struct WrongDrivers {
  /// `y` follows `a` in the same cycle.
  static var follower: Sketch<(a: Bits, y: Bits)> {
    Sketch("Follower", ports: { (a: $0.input(.bits(4)), y: $0.output(.bits(4))) }) { _, ports in
      ports.y.assign(ports.a)
    }
  }

  @Test("an output, a wire, a register and an instance's input that nobody assigns")
  func undriven() {
    let said = mistakes({ (y: $0.output(.bits(4)), z: $0.output(.bits(12))) }) { module, ports in
      let wire = module.wire("net", .bits(4))
      let register = module.register("state", .bits(4))
      let instance = module.instance(Self.follower, named: "follower")
      ports.z.assign(concatenate(wire, register, instance.y))
    }
    #expect(
      said == """
        undriven in Sketch: output `y` is never assigned
          > let said = mistakes({ (y: $0.output(.bits(4)), z: $0.output(.bits(12))) }) { module, \
        ports in
          fix: assign it once, with `y.assign(…)`
        undriven in Sketch: wire `net` is never assigned
          > let wire = module.wire("net", .bits(4))
          fix: assign it once, with `net.assign(…)`
        undriven in Sketch: register `state` is never assigned
          > let register = module.register("state", .bits(4))
          fix: assign it once, with `state.assign(…)`
        undriven in Sketch: instance input `follower_a` is never assigned
          > let instance = module.instance(Self.follower, named: "follower")
          fix: assign it once, with `follower_a.assign(…)`
        """)
  }

  @Test("bits of a wire that nobody assigns")
  func undrivenBits() {
    let said = mistakes({ (a: $0.input(.bits(2)), y: $0.output(.bits(8))) }) { module, ports in
      let wire = module.wire("net", .bits(8))
      wire.assign(ports.a, to: 1..<3)
      wire.assign(ports.a, to: 4..<6)
      ports.y.assign(wire)
    }
    #expect(
      said == """
        undriven in Sketch: bit 0 of wire `net` is never assigned
          > let wire = module.wire("net", .bits(8))
          fix: assign the rest, with `net.assign(…, to: 0..<1)`
        undriven in Sketch: bit 3 of wire `net` is never assigned
          > let wire = module.wire("net", .bits(8))
          fix: assign the rest, with `net.assign(…, to: 3..<4)`
        undriven in Sketch: bits 6..<8 of wire `net` are never assigned
          > let wire = module.wire("net", .bits(8))
          fix: assign the rest, with `net.assign(…, to: 6..<8)`
        """)
  }

  @Test("two assignments to the whole of a wire")
  func drivenTwice() {
    let said = mistakes({ (a: $0.input(.bits(8)), y: $0.output(.bits(8))) }) { module, ports in
      let wire = module.wire("net", .bits(8))
      wire.assign(ports.a)
      ports.y.assign(wire)
      wire.assign(.!ports.a)
    }
    #expect(
      said == """
        multiply-driven in Sketch: `net` is assigned twice
          > wire.assign(.!ports.a)
          note: the first assignment is here
          > wire.assign(ports.a)
          fix: keep one assignment; choose between values with `mux`
        """)
  }

  @Test("two assignments that share bits, and one to all of them")
  func overlapping() {
    let said = mistakes({
      (a: $0.input(.bits(5)), y: $0.output(.bits(8)), z: $0.output(.bits(5)))
    }) { _, ports in
      ports.y.assign(ports.a, to: 0..<5)
      ports.y.assign(ports.a, to: 3..<8)
      ports.z.assign(ports.a[0..<1], to: 4..<5)
      ports.z.assign(ports.a)
    }
    #expect(
      said == """
        multiply-driven in Sketch: bits 3..<5 of `y` are assigned twice
          > ports.y.assign(ports.a, to: 3..<8)
          note: the first assignment is here
          > ports.y.assign(ports.a, to: 0..<5)
          fix: keep one assignment; choose between values with `mux`
        multiply-driven in Sketch: bit 4 of `z` is assigned twice
          > ports.z.assign(ports.a)
          note: the first assignment is here
          > ports.z.assign(ports.a[0..<1], to: 4..<5)
          fix: keep one assignment; choose between values with `mux`
        """)
  }

  @Test("assignments to what cannot be assigned")
  func notAssignable() {
    let said = mistakes({ (a: $0.input(.bits(4)), y: $0.output(.bits(4))) }) { module, ports in
      let instance = module.instance(Self.follower, named: "follower")
      instance.a.assign(ports.a)
      ports.a.assign(instance.y)
      (ports.a .& instance.y).assign(ports.a)
      instance.y.assign(ports.a)
      module.constant(3, .bits(4)).assign(ports.a)
      let memory = module.memory("words", .bits(4), depth: 16)
      memory.write(address: ports.a.asUInt, data: ports.a, enable: ports.a[0])
      let word = memory.read(address: ports.a.asUInt, enable: ports.a[0])
      word.assign(ports.a)
      ports.y.assign(word)
    }
    #expect(
      said == """
        not-assignable in Sketch: `a` is an input of this module and cannot be assigned
          > ports.a.assign(instance.y)
          note: it is made here
          > let said = mistakes({ (a: $0.input(.bits(4)), y: $0.output(.bits(4))) }) { module, \
        ports in
          fix: assign to an output, a wire, a register or an input of an instance
        not-assignable in Sketch: `a .& follower_y` is an expression and cannot be assigned
          > (ports.a .& instance.y).assign(ports.a)
          fix: assign to an output, a wire, a register or an input of an instance
        not-assignable in Sketch: `follower_y` is an output of an instance and cannot be assigned
          > instance.y.assign(ports.a)
          note: it is made here
          > let instance = module.instance(Self.follower, named: "follower")
          fix: assign to an output, a wire, a register or an input of an instance
        not-assignable in Sketch: `3` is a constant and cannot be assigned
          > module.constant(3, .bits(4)).assign(ports.a)
          note: it is made here
          > module.constant(3, .bits(4)).assign(ports.a)
          fix: assign to an output, a wire, a register or an input of an instance
        not-assignable in Sketch: `memory read` is the data of a memory and cannot be assigned
          > word.assign(ports.a)
          note: it is made here
          > let word = memory.read(address: ports.a.asUInt, enable: ports.a[0])
          fix: assign to an output, a wire, a register or an input of an instance
        """)
  }

  @Test("assignments that cover all bits, in any order, are one driver")
  func covered() {
    let said = mistakes({ (a: $0.input(.bits(4)), y: $0.output(.bits(8))) }) { _, ports in
      ports.y.assign(ports.a, to: 4..<8)
      ports.y.assign(ports.a[2..<4], to: 2..<4)
      ports.y.assign(ports.a[0...1], to: 0..<2)
    }
    #expect(said.isEmpty)
  }
}
