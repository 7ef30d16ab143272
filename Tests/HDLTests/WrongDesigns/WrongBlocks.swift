import HDL
import Testing

@Suite("Wrong designs: what is made in a block")
struct WrongBlocks {
  private static func ports(_ declare: PortDeclarer) -> WrongConditions.Ports {
    WrongConditions.ports(declare)
  }

  @Test("a constant that does not fit its target")
  func constant() {
    let said = mistakes(Self.ports) { module, ports in
      module.when(ports.go .& ports.stop) { ports.y.set(to: 16) }.otherwise {
        ports.y.assign(ports.a)
      }
    }
    #expect(said.contains("the constant 16 does not fit 4 unsigned bits"), "\(said)")
    #expect(said.contains("use a value in 0...15 or more bits"))
  }

  @Test("a wire of a block that has no value in a case within it")
  func wire() {
    let said = mistakes(Self.ports) { module, ports in
      ports.y.assign(ports.a)
      module.when(ports.go) {
        let wire = module.wire("net", .bits(4))
        module.when(ports.stop) { wire.assign(ports.a) }
        ports.y.assign(wire)
      }
    }
    #expect(
      said == """
        latch in Sketch: `net` is assigned in some cases only, which would be a latch
          > let wire = module.wire("net", .bits(4))
          note: it has no value in a case left open here
          > module.when(ports.stop) { wire.assign(ports.a) }
          fix: assign a default before the `when`, or add `otherwise`
        """)
  }

  @Test("a wire of a block that is assigned outside of it too")
  func escaped() {
    let said = mistakes(Self.ports) { module, ports in
      var escaped: Bits?
      module.when(ports.go) {
        let wire = module.wire("net", .bits(4))
        wire.assign(ports.a)
        escaped = wire
      }
      module.when(ports.stop) { escaped?.set(to: 0) }
      ports.y.assign(escaped ?? ports.a)
    }
    #expect(said.hasPrefix("latch in Sketch: `net` is assigned in some cases only"), "\(said)")
  }

  @Test("a switch with a case for all values but one")
  func incomplete() {
    let said = mistakes(Self.ports) { module, ports in
      ports.stop.ignore()
      module.switch(concatenate(ports.go, ports.a[0])) {
        $0.case(0, 1) { ports.y.assign(ports.a) }
        $0.case(2) { ports.y.set(to: 0) }
      }
    }
    #expect(said.hasPrefix("latch in Sketch: `y` is assigned in some cases only"), "\(said)")
  }
}
