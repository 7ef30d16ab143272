import HDL
import Testing

@Suite("Wrong designs: properties")
struct WrongProperties {
  @Test("conditions and enables that are always the same")
  func constants() {
    let said = mistakes({ (a: $0.input(.uint(4)), y: $0.output(.uint(4))) }) { module, ports in
      module.assert("small", ports.a .< 16)
      module.assume("never", module.constant(0, .bit))
      module.cover("seen", ports.a[0], when: module.constant(1, .bit))
      ports.y.assign(ports.a)
    }
    #expect(
      said == """
        constant-property in Sketch: the condition of assertion `small` is always 1
          > module.assert("small", ports.a .< 16)
          fix: leave the assertion out; compare parameters with Swift's own `if`
        constant-property in Sketch: the condition of assumption `never` is always 0
          > module.assume("never", module.constant(0, .bit))
          fix: leave the assumption out; compare parameters with Swift's own `if`
        constant-property in Sketch: the enable of cover `seen` is always 1
          > module.cover("seen", ports.a[0], when: module.constant(1, .bit))
          fix: leave the cover out; compare parameters with Swift's own `if`
        """)
  }

  @Test("names that are taken, reserved or no identifiers")
  func names() {
    let said = mistakes({ (a: $0.input(.bit), y: $0.output(.bit)) }) { module, ports in
      module.assert("high", ports.a)
      module.cover("high", ports.a)
      module.assert("y", ports.a)
      module.cover("module", ports.a)
      module.assert("is high", ports.a)
      ports.y.assign(ports.a)
    }
    #expect(
      said == """
        duplicate-name in Sketch: the property name `high` is taken
          > module.cover("high", ports.a)
          note: the property of that name is here
          > module.assert("high", ports.a)
          fix: give one of them another name
        duplicate-name in Sketch: the property name `y` is taken
          > module.assert("y", ports.a)
          note: the port of that name is here
          > let said = mistakes({ (a: $0.input(.bit), y: $0.output(.bit)) }) { module, ports in
          fix: give one of them another name
        reserved-name in Sketch: the property name `module` is a Verilog keyword
          > module.cover("module", ports.a)
          fix: choose another name, for example `moduleValue`
        illegal-name in Sketch: the property name `is high` is not an identifier of every tool
          > module.assert("is high", ports.a)
          fix: start with an ASCII letter, go on with letters, digits and single underscores, at \
        most 200
        """)
  }

  @Test("a value of another module")
  func foreign() {
    let said = mistakes({ (a: $0.input(.bit), y: $0.output(.bit)) }) { module, ports in
      let inner = Sketch("Inner", ports: { (b: $0.input(.bit), z: $0.output(.bit)) }) {
        innerModule, innerPorts in
        innerModule.assert("outside", ports.a)
        innerPorts.z.assign(innerPorts.b)
      }
      let instance = module.instance(inner, named: "inner")
      instance.b.assign(ports.a)
      ports.y.assign(instance.z)
    }
    #expect(
      said == """
        foreign-value in Inner: `a` belongs to module Sketch and is used in Inner
          > innerModule.assert("outside", ports.a)
          note: it is made here
          > let said = mistakes({ (a: $0.input(.bit), y: $0.output(.bit)) }) { module, ports in
          fix: pass it through a port
        """)
  }

  @Test("a past that is none, and one that is read without asking whether it is valid")
  func pasts() {
    let said = mistakes({ (a: $0.input(.uint(4)), y: $0.output(.uint(4))) }) { module, ports in
      ports.y.assign(ports.a)
      let now = module.past(ports.a, cycles: 0)
      module.assert("same", now.value .== ports.a, when: now.isValid)
      let last = module.past(ports.a)
      module.assert("stable", last.value .== ports.a)
    }
    #expect(
      said == """
        literal-out-of-range in Sketch: a past value is 0 cycles old
          > let now = module.past(ports.a, cycles: 0)
          fix: ask for 1 to 1024 cycles
        constant-property in Sketch: the enable of assertion `same` is always 0
          > module.assert("same", now.value .== ports.a, when: now.isValid)
          fix: leave the assertion out; compare parameters with Swift's own `if`
        unused in Sketch: register `a_pastValid` is never read
          > let last = module.past(ports.a)
          fix: remove it, or write `a_pastValid.ignore()`
        """)
  }

  @Test("what only a property reads is used")
  func used() {
    let said = mistakes({ (a: $0.input(.uint(4)), y: $0.output(.bit)) }) { module, ports in
      let total = module.register("total", .uint(4), reset: 0)
      total.assign(total .&+ ports.a)
      module.assert("below12", total .< 12, when: ports.a[0])
      ports.y.assign(ports.a[3])
    }
    #expect(said.isEmpty)
  }

  @Test("a property makes a module take the clock and the reset")
  func clocked() throws {
    let plain = Sketch("Plain", ports: { (a: $0.input(.bit), y: $0.output(.bit)) }) { _, ports in
      ports.y.assign(ports.a)
    }
    let watched = Sketch("Watched", ports: { (a: $0.input(.bit), y: $0.output(.bit)) }) {
      module, ports in
      module.cover("high", ports.a, duringReset: true)
      ports.y.assign(ports.a)
    }
    let reset = Sketch("Reset", ports: { (a: $0.input(.bit), y: $0.output(.bit)) }) {
      module, ports in
      module.cover("high", ports.a)
      ports.y.assign(ports.a)
    }
    #expect(try !elaborate(plain).top.usesClock)
    #expect(try elaborate(watched).top.usesClock)
    #expect(try !elaborate(watched).top.usesReset)
    #expect(try elaborate(reset).top.usesReset)
  }

  @Test("two modules that differ in a property only are two")
  func structure() throws {
    func inner(_ name: String, _ message: String?) -> Sketch<(a: Bit, y: Bit)> {
      Sketch(name, ports: { (a: $0.input(.bit), y: $0.output(.bit)) }) { module, ports in
        module.assert("high", ports.a, message)
        ports.y.assign(ports.a)
      }
    }
    let outer = Sketch("Outer", ports: { (a: $0.input(.bit), y: $0.output(.bit)) }) {
      module, ports in
      let parts = [inner("A", nil), inner("B", "low"), inner("C", nil)]
      var last = ports.a
      for (index, part) in parts.enumerated() {
        let instance = module.instance(part, named: "part_\(index)")
        instance.a.assign(last)
        last = instance.y
      }
      ports.y.assign(last)
    }
    let design = try elaborate(outer)
    #expect(design.modules.map(\.name) == ["A", "B", "Outer"])
    #expect(
      design.properties.map(\.fullName) == [
        "Outer.part_0.high", "Outer.part_1.high", "Outer.part_2.high",
      ])
  }
}
