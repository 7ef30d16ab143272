import HDL
import Testing

@Suite("Wrong designs: combinational loops")
struct WrongLoops {
  /// Passes each bit on by itself.
  static var follower: Sketch<(a: Bits, y: Bits)> { WrongDrivers.follower }

  @Test("a wire that feeds itself")
  func direct() {
    let said = mistakes({ (a: $0.input(.uint(8)), y: $0.output(.uint(8))) }) { module, ports in
      let total = module.wire("total", .uint(8))
      total.assign(total .&+ ports.a)
      ports.y.assign(total)
    }
    #expect(
      said == """
        combinational-loop in Sketch: bit 0 of `total` depends on itself within a clock cycle
          > let total = module.wire("total", .uint(8))
          note: bit 0 of `total` feeds bit 0 of `total .+ a`
          > total.assign(total .&+ ports.a)
          note: bit 0 of `total .+ a` feeds bit 0 of `total`
          > let total = module.wire("total", .uint(8))
          fix: break the loop with a register
        """)
  }

  @Test("three wires in a circle, told in the direction of the signal")
  func throughWires() {
    let said = mistakes({ (a: $0.input(.bit), y: $0.output(.bit)) }) { module, ports in
      let first = module.wire("first", .bit)
      let second = module.wire("second", .bit)
      let third = module.wire("third", .bit)
      first.assign(ports.a .& third)
      second.assign(.!first)
      third.assign(second)
      ports.y.assign(third)
    }
    #expect(
      said == """
        combinational-loop in Sketch: `first` depends on itself within a clock cycle
          > let first = module.wire("first", .bit)
          note: `first` feeds `.!first`
          > second.assign(.!first)
          note: `.!first` feeds `second`
          > let second = module.wire("second", .bit)
          note: `second` feeds `third`
          > let third = module.wire("third", .bit)
          note: `third` feeds `a .& third`
          > first.assign(ports.a .& third)
          note: `a .& third` feeds `first`
          > let first = module.wire("first", .bit)
          fix: break the loop with a register
        """)
  }

  @Test("a loop through an instance")
  func throughInstance() {
    let said = mistakes({ (a: $0.input(.bits(4)), y: $0.output(.bits(4))) }) { module, ports in
      let instance = module.instance(Self.follower, named: "follower")
      instance.a.assign(instance.y .^ ports.a)
      ports.y.assign(instance.y)
    }
    #expect(
      said == """
        combinational-loop in Sketch: bit 0 of `follower_a` depends on itself within a clock cycle
          > let instance = module.instance(Self.follower, named: "follower")
          note: bit 0 of `follower_a` feeds bit 0 of `follower_y` through instance `follower` of \
        Follower
          > let instance = module.instance(Self.follower, named: "follower")
          note: bit 0 of `follower_y` feeds bit 0 of `follower_y .^ a`
          > instance.a.assign(instance.y .^ ports.a)
          note: bit 0 of `follower_y .^ a` feeds bit 0 of `follower_a`
          > let instance = module.instance(Self.follower, named: "follower")
          fix: break the loop with a register
        """)
  }

  @Test("a loop through two instances")
  func throughTwoInstances() {
    let said = mistakes({ (a: $0.input(.bits(4)), y: $0.output(.bits(4))) }) { module, ports in
      let first = module.instance(Self.follower, named: "first")
      let second = module.instance(Self.follower, named: "second")
      first.a.assign(second.y)
      second.a.assign(first.y .& ports.a)
      ports.y.assign(second.y)
    }
    #expect(
      said == """
        combinational-loop in Sketch: bit 0 of `first_a` depends on itself within a clock cycle
          > let first = module.instance(Self.follower, named: "first")
          note: bit 0 of `first_a` feeds bit 0 of `first_y` through instance `first` of Follower
          > let first = module.instance(Self.follower, named: "first")
          note: bit 0 of `first_y` feeds bit 0 of `first_y .& a`
          > second.a.assign(first.y .& ports.a)
          note: bit 0 of `first_y .& a` feeds bit 0 of `second_a`
          > let second = module.instance(Self.follower, named: "second")
          note: bit 0 of `second_a` feeds bit 0 of `second_y` through instance `second` of Follower
          > let second = module.instance(Self.follower, named: "second")
          note: bit 0 of `second_y` feeds bit 0 of `first_a`
          > let first = module.instance(Self.follower, named: "first")
          fix: break the loop with a register
        """)
  }

  @Test("a loop between two bits of one wire")
  func bitLevel() {
    let said = mistakes({ (a: $0.input(.bits(1)), y: $0.output(.bits(3))) }) { module, ports in
      let net = module.wire("net", .bits(3))
      net.assign(ports.a, to: 0..<1)
      net.assign(net[2..<3] .& net[0..<1], to: 1..<2)
      net.assign(.!net[1..<2], to: 2..<3)
      ports.y.assign(net)
    }
    #expect(
      said == """
        combinational-loop in Sketch: bit 2 of `net` depends on itself within a clock cycle
          > let net = module.wire("net", .bits(3))
          note: bit 2 of `net` feeds `net[2] .& net[0]`
          > net.assign(net[2..<3] .& net[0..<1], to: 1..<2)
          note: `net[2] .& net[0]` feeds bit 1 of `net`
          > let net = module.wire("net", .bits(3))
          note: bit 1 of `net` feeds `.!net[1]`
          > net.assign(.!net[1..<2], to: 2..<3)
          note: `.!net[1]` feeds bit 2 of `net`
          > let net = module.wire("net", .bits(3))
          fix: break the loop with a register
        """)
  }

  @Test("two loops in one module are two messages")
  func twoLoops() {
    let said = mistakes({ (y: $0.output(.bits(8)), z: $0.output(.bits(8))) }) { module, ports in
      let left = module.wire("left", .bits(8))
      let right = module.wire("right", .bits(8))
      left.assign(.!left)
      right.assign(.!right)
      ports.y.assign(left)
      ports.z.assign(right)
    }
    #expect(
      said == """
        combinational-loop in Sketch: bit 0 of `left` depends on itself within a clock cycle
          > let left = module.wire("left", .bits(8))
          note: bit 0 of `left` feeds bit 0 of `.!left`
          > left.assign(.!left)
          note: bit 0 of `.!left` feeds bit 0 of `left`
          > let left = module.wire("left", .bits(8))
          fix: break the loop with a register
        combinational-loop in Sketch: bit 0 of `right` depends on itself within a clock cycle
          > let right = module.wire("right", .bits(8))
          note: bit 0 of `right` feeds bit 0 of `.!right`
          > right.assign(.!right)
          note: bit 0 of `.!right` feeds bit 0 of `right`
          > let right = module.wire("right", .bits(8))
          fix: break the loop with a register
        """)
  }

  @Test("a wire whose bits feed one another upwards is no loop")
  func falseLoop() {
    let said = mistakes({ (a: $0.input(.bits(1)), y: $0.output(.bits(4))) }) { module, ports in
      let chain = module.wire("chain", .bits(4))
      chain.assign(ports.a, to: 0..<1)
      chain.assign(.!chain[0..<3], to: 1..<4)
      ports.y.assign(chain)
    }
    #expect(said.isEmpty)
  }

  @Test("separate bits through one instance are no loop")
  func falseLoopThroughInstance() {
    let said = mistakes({ (a: $0.input(.bits(1)), y: $0.output(.bits(4))) }) { module, ports in
      let instance = module.instance(Self.follower, named: "follower")
      instance.a.assign(ports.a, to: 0..<1)
      instance.a.assign(instance.y[0..<3], to: 1..<4)
      ports.y.assign(instance.y)
    }
    #expect(said.isEmpty)
  }

  @Test("a register in the circle breaks it")
  func throughRegister() {
    let said = mistakes({ (a: $0.input(.uint(8)), y: $0.output(.uint(8))) }) { module, ports in
      let total = module.register("total", .uint(8))
      total.assign(total .&+ ports.a)
      ports.y.assign(total)
    }
    #expect(said.isEmpty)
  }
}
