import HDL
import Testing

/// Carries a value out of the module it belongs to, as a stored closure or a global would.
private final class Smuggler: @unchecked Sendable {
  var value: UInt?
  var memory: Memory<UInt>?
}

@Suite("Wrong designs: hierarchies")
struct WrongHierarchies {
  private static func child(
    _ body: @escaping (ModuleBuilder, (a: UInt, y: UInt)) -> Void
  ) -> Sketch<(a: UInt, y: UInt)> {
    Sketch("Child", ports: { (a: $0.input(.uint(8)), y: $0.output(.uint(8))) }, body: body)
  }

  @Test("a value of a child used in its parent, as right and as left operand")
  func childValue() {
    let smuggler = Smuggler()
    let child = Self.child { _, ports in
      let inner = (ports.a .&+ 1).named("inner")
      smuggler.value = inner
      ports.y.assign(inner)
    }
    let said = mistakes({
      (
        a: $0.input(.uint(8)), y: $0.output(.uint(8)), z: $0.output(.uint(9)),
        w: $0.output(.uint(8))
      )
    }) { module, ports in
      let instance = module.instance(child, named: "child")
      instance.a.assign(ports.a)
      let foreign = smuggler.value ?? ports.a
      ports.y.assign(instance.y .& foreign)
      ports.z.assign(foreign .+ instance.y)
      ports.w.assign(mux(ports.a[0], foreign, instance.y))
    }
    #expect(
      said == """
        foreign-value in Sketch: `inner` belongs to module Child and is used in Sketch
          > ports.y.assign(instance.y .& foreign)
          note: it is made here
          > let inner = (ports.a .&+ 1).named("inner")
          fix: pass it through a port
        foreign-value in Sketch: `inner` belongs to module Child and is used in Sketch
          > ports.z.assign(foreign .+ instance.y)
          note: it is made here
          > let inner = (ports.a .&+ 1).named("inner")
          fix: pass it through a port
        foreign-value in Sketch: `inner` belongs to module Child and is used in Sketch
          > ports.w.assign(mux(ports.a[0], foreign, instance.y))
          note: it is made here
          > let inner = (ports.a .&+ 1).named("inner")
          fix: pass it through a port
        """)
  }

  @Test("a value of the parent used in its child")
  func parentValue() {
    let smuggler = Smuggler()
    let child = Self.child { _, ports in
      ports.y.assign((smuggler.value ?? ports.a) .^ ports.a)
    }
    let said = mistakes({ (a: $0.input(.uint(8)), y: $0.output(.uint(8))) }) { module, ports in
      smuggler.value = ports.a
      let instance = module.instance(child, named: "child")
      instance.a.assign(ports.a)
      ports.y.assign(instance.y)
    }
    #expect(
      said == """
        foreign-value in Child: `a` belongs to module Sketch and is used in Child
          > ports.y.assign((smuggler.value ?? ports.a) .^ ports.a)
          note: it is made here
          > let said = mistakes({ (a: $0.input(.uint(8)), y: $0.output(.uint(8))) }) { module, \
        ports in
          fix: pass it through a port
        """)
  }

  @Test("a target of a child assigned in its parent")
  func childTarget() {
    let smuggler = Smuggler()
    let child = Self.child { module, ports in
      let net = module.wire("net", .uint(8))
      net.assign(ports.a)
      smuggler.value = net
      ports.y.assign(net)
    }
    let said = mistakes({ (a: $0.input(.uint(8)), y: $0.output(.uint(8))) }) { module, ports in
      let instance = module.instance(child, named: "child")
      instance.a.assign(ports.a)
      smuggler.value?.assign(ports.a)
      ports.y.assign(instance.y)
    }
    #expect(
      said == """
        foreign-value in Sketch: `net` belongs to module Child and is used in Sketch
          > smuggler.value?.assign(ports.a)
          note: it is made here
          > let net = module.wire("net", .uint(8))
          fix: pass it through a port
        """)
  }

  @Test("a memory of a child used in its parent")
  func childMemory() {
    let smuggler = Smuggler()
    let child = Self.child { module, ports in
      let memory = module.memory("words", .uint(8), depth: 256)
      memory.write(address: ports.a, data: ports.a, enable: ports.a[0])
      smuggler.memory = memory
      ports.y.assign(memory.read(address: ports.a, enable: ports.a[1]))
    }
    let said = mistakes({ (a: $0.input(.uint(8)), y: $0.output(.uint(8))) }) { module, ports in
      let instance = module.instance(child, named: "child")
      instance.a.assign(ports.a)
      smuggler.memory?.write(address: ports.a, data: ports.a, enable: ports.a[0])
      ports.y.assign(smuggler.memory?.read(address: ports.a, enable: ports.a[1]) ?? instance.y)
      instance.y.ignore()
    }
    #expect(
      said == """
        foreign-value in Sketch: memory `words` belongs to module Child and is written in Sketch
          > smuggler.memory?.write(address: ports.a, data: ports.a, enable: ports.a[0])
          note: the memory is declared here
          > let memory = module.memory("words", .uint(8), depth: 256)
          fix: write it through ports
        foreign-value in Sketch: `memory read` belongs to module Child and is used in Sketch
          > ports.y.assign(smuggler.memory?.read(address: ports.a, enable: ports.a[1]) ?? \
        instance.y)
          note: it is made here
          > ports.y.assign(smuggler.memory?.read(address: ports.a, enable: ports.a[1]) ?? \
        instance.y)
          fix: pass it through a port
        """)
  }

  @Test("a module that contains itself")
  func recursion() {
    struct Endless: Module {
      func ports(_ declare: PortDeclarer) -> (a: Bit, y: Bit) {
        (a: declare.input(.bit), y: declare.output(.bit))
      }
      func body(_ module: ModuleBuilder, _ ports: (a: Bit, y: Bit)) {
        let inner = module.instance(Endless(), named: "inner")
        inner.a.assign(ports.a)
        ports.y.assign(inner.y)
      }
    }
    #expect(
      mistakes(in: Endless()) == """
        recursive-module in Endless: module Endless contains itself
          > let inner = module.instance(Endless(), named: "inner")
          fix: end the recursion with a case that has no instance
        """)
  }

  @Test("two modules that contain each other, below a sound one")
  func mutualRecursion() {
    struct Even: Module {
      let isEven: Bool
      var moduleName: String { isEven ? "Even" : "Odd" }
      func ports(_ declare: PortDeclarer) -> (a: Bit, y: Bit) {
        (a: declare.input(.bit), y: declare.output(.bit))
      }
      func body(_ module: ModuleBuilder, _ ports: (a: Bit, y: Bit)) {
        let inner = module.instance(Even(isEven: !isEven), named: "inner")
        inner.a.assign(ports.a)
        ports.y.assign(inner.y)
      }
    }
    let said = mistakes({ (a: $0.input(.bit), y: $0.output(.bit)) }) { module, ports in
      let instance = module.instance(Even(isEven: true), named: "even")
      instance.a.assign(ports.a)
      ports.y.assign(instance.y)
    }
    #expect(
      said == """
        recursive-module in Odd: module Even contains itself
          > let inner = module.instance(Even(isEven: !isEven), named: "inner")
          fix: end the recursion with a case that has no instance
        """)
  }

  @Test("a module that contains itself with ever new parameters")
  func endlessParameters() {
    struct Deeper: Module {
      let level: Int
      func ports(_ declare: PortDeclarer) -> (a: Bit, y: Bit) {
        (a: declare.input(.bit), y: declare.output(.bit))
      }
      func body(_ module: ModuleBuilder, _ ports: (a: Bit, y: Bit)) {
        let inner = module.instance(Deeper(level: level + 1), named: "inner")
        inner.a.assign(ports.a)
        ports.y.assign(inner.y)
      }
    }
    #expect(
      mistakes(in: Deeper(level: 0)) == """
        recursive-module in Deeper_level199: module Deeper_level200 is nested more than 200 deep
          > let inner = module.instance(Deeper(level: level + 1), named: "inner")
          fix: end the recursion with a case that has no instance
        """)
  }

  @Test("mistakes of several kinds in several modules come together, in order of position")
  func together() throws {
    let child = Self.child { module, ports in
      let net = module.wire("logic", .uint(8))
      net.assign(ports.a .+ 1)
      ports.y.assign(ports.a)
    }
    let said = mistakes({
      (a: $0.input(.uint(8)), b: $0.input(.uint(8)), y: $0.output(.uint(8)))
    }) { module, ports in
      let first = module.instance(child, named: "first")
      let second = module.instance(child, named: "second")
      first.a.assign(ports.a)
      second.a.assign(first.y .&- 300)
      ports.y.assign(second.y[0..<4])
    }
    #expect(
      said == """
        reserved-name in Child: the value name `logic` is a SystemVerilog keyword
          > let net = module.wire("logic", .uint(8))
          fix: choose another name, for example `logicValue`
        unused in Child: wire `logic` is never read
          > let net = module.wire("logic", .uint(8))
          fix: remove it, or write `logic.ignore()`
        width-mismatch in Child: cannot assign `a .+ 1` (9 bits) to `logic` (8 bits)
          > net.assign(ports.a .+ 1)
          note: `logic` is 8 bits here
          > let net = module.wire("logic", .uint(8))
          fix: write `.truncated(to: 8)` to drop the high bits, or make the target 9 bits wide
        unused in Sketch: input `b` is never read
          > (a: $0.input(.uint(8)), b: $0.input(.uint(8)), y: $0.output(.uint(8)))
          fix: remove it, or write `b.ignore()`
        unused in Sketch: bits 4..<8 of instance output `second_y` are never read
          > let second = module.instance(child, named: "second")
          fix: narrow it, or write `second_y[4..<8].ignore()`
        literal-out-of-range in Sketch: the constant 300 does not fit 8 unsigned bits
          > second.a.assign(first.y .&- 300)
          fix: use a value in 0...255 or more bits
        width-mismatch in Sketch: cannot assign `second_y[0..<4]` (4 bits) to `y` (8 bits)
          > ports.y.assign(second.y[0..<4])
          note: `second_y[0..<4]` is 4 bits here
          > ports.y.assign(second.y[0..<4])
          note: `y` is 8 bits here
          > (a: $0.input(.uint(8)), b: $0.input(.uint(8)), y: $0.output(.uint(8)))
          fix: write `.extended(to: 8)`, or make the target 4 bits wide
        """)
  }
}
