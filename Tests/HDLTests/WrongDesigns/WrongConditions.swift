import HDL
import Testing

@Suite("Wrong designs: conditions and state machines")
struct WrongConditions {
  typealias Ports = (go: Bit, stop: Bit, a: Bits, y: Bits)

  static func ports(_ declare: PortDeclarer) -> Ports {
    (
      go: declare.input(.bit), stop: declare.input(.bit), a: declare.input(.bits(4)),
      y: declare.output(.bits(4))
    )
  }

  @Test("an output that has a value in some cases only")
  func latch() {
    let said = mistakes(Self.ports) { module, ports in
      module.when(ports.go) {
        module.when(ports.stop) { ports.y.assign(ports.a) }
      }.otherwise {
        ports.y.assign(.!ports.a)
      }
    }
    #expect(
      said == """
        latch in Sketch: `y` is assigned in some cases only, which would be a latch
          > y: declare.output(.bits(4))
          note: it has no value in a case left open here
          > module.when(ports.stop) { ports.y.assign(ports.a) }
          fix: assign a default before the `when`, or add `otherwise`
        """)
  }

  @Test("a wire of which some bits have a value in some cases only")
  func latchBits() {
    let said = mistakes(Self.ports) { module, ports in
      let wire = module.wire("net", .bits(4))
      wire.assign(ports.a[0..<2], to: 0..<2)
      module.when(ports.go .& ports.stop) { wire.assign(ports.a) }
      ports.y.assign(wire)
    }
    #expect(
      said == """
        latch in Sketch: bits 2..<4 of `net` are assigned in some cases only, which would be a \
        latch
          > let wire = module.wire("net", .bits(4))
          note: it has no value in a case left open here
          > module.when(ports.go .& ports.stop) { wire.assign(ports.a) }
          fix: assign a default before the `when`, or add `otherwise`
        """)
  }

  @Test("an assignment that overrides all that stands before it")
  func override() {
    let said = mistakes(Self.ports) { module, ports in
      module.when(ports.go .& ports.stop) { ports.y.assign(ports.a) }
      ports.y.assign(.!ports.a)
    }
    #expect(
      said == """
        multiply-driven in Sketch: `y` is assigned twice
          > ports.y.assign(.!ports.a)
          note: the first assignment is here
          > module.when(ports.go .& ports.stop) { ports.y.assign(ports.a) }
          fix: keep one assignment; choose between values with `mux`
        """)
  }

  @Test("two assignments in one block")
  func twice() {
    let said = mistakes(Self.ports) { module, ports in
      ports.y.assign(ports.a)
      module.when(ports.go .& ports.stop) {
        ports.y.assign(.!ports.a)
        ports.y.assign(ports.a)
      }
    }
    #expect(
      said == """
        multiply-driven in Sketch: `y` is assigned twice
          > ports.y.assign(ports.a)
          note: the first assignment is here
          > ports.y.assign(.!ports.a)
          fix: keep one assignment; choose between values with `mux`
        """)
  }

  @Test("branches that never count")
  func dead() {
    let said = mistakes(Self.ports) { module, ports in
      ports.y.assign(ports.a)
      let chain = module.when(ports.go) { ports.y.assign(.!ports.a) }
      chain.otherwise {}
      chain.elseWhen(ports.stop) {}
      module.switch(ports.a) {
        $0.case(1, 2) {}
        $0.case(2) {}
        $0.case(16) {}
        $0.case {}
      }
      module.switch(ports.a) { $0.default {} }
    }
    #expect(
      said == """
        dead-branch in Sketch: a branch after `otherwise` never counts
          > chain.elseWhen(ports.stop) {}
          note: `otherwise` is here
          > chain.otherwise {}
          fix: put `otherwise` last
        dead-branch in Sketch: the case 2 of `a` stands here twice
          > $0.case(2) {}
          note: the first one is here
          > $0.case(1, 2) {}
          fix: remove one of the two
        literal-out-of-range in Sketch: the case 16 of `a` does not fit 4 unsigned bits
          > $0.case(16) {}
          fix: use a value in 0...15 or more bits
        empty-list in Sketch: a case of no values
          > $0.case {}
          fix: name at least one value
        dead-branch in Sketch: a switch over `a` has only a default
          > module.switch(ports.a) { $0.default {} }
          fix: add a case, or write the statements without a switch
        """)
  }

  @Test("a branch added in another block")
  func elsewhere() {
    let said = mistakes(Self.ports) { module, ports in
      ports.y.assign(ports.a)
      let chain = module.when(ports.go) { ports.y.assign(.!ports.a) }
      module.when(ports.stop) { chain.otherwise { ports.y.assign(ports.a) } }
    }
    #expect(
      said == """
        unused in Sketch: input `stop` is never read
          > go: declare.input(.bit), stop: declare.input(.bit), a: declare.input(.bits(4)),
          fix: remove it, or write `stop.ignore()`
        dead-branch in Sketch: a branch is added outside the block in which its `when` stands
          > module.when(ports.stop) { chain.otherwise { ports.y.assign(ports.a) } }
          note: the `when` is here
          > let chain = module.when(ports.go) { ports.y.assign(.!ports.a) }
          fix: write `elseWhen` and `otherwise` directly behind the `when`
        """)
  }

  enum Phase: CaseIterable { case idle, run, lost, stuck, done }
  enum Nothing: CaseIterable {}

  @Test("states that are never entered, never left, or final and left")
  func states() {
    let said = mistakes(Self.ports) { module, ports in
      let phase = module.stateMachine("phase", Phase.self, initial: .idle, final: [.run])
      phase.when(.idle) {
        module.when(ports.go) { phase.go(to: .run) }.elseWhen(ports.stop) { phase.go(to: .stuck) }
      }
      phase.when(.run) { phase.go(to: .done) }
      phase.when(.done) { phase.go(to: .idle) }
      ports.y.assign(mux(phase.is(.run), ports.a, .!ports.a))
    }
    #expect(
      said == """
        stuck-state in Sketch: state `run` of `phase` is final and yet left
          > let phase = module.stateMachine("phase", Phase.self, initial: .idle, final: [.run])
          fix: remove it from `final:`, or remove the `go(to:)`
        stuck-state in Sketch: state `stuck` of `phase` is never left
          > let phase = module.stateMachine("phase", Phase.self, initial: .idle, final: [.run])
          fix: add a `go(to:)` in `when(.stuck)`, or name it in `final:`
        unreachable-state in Sketch: state `lost` of `phase` cannot be reached from `idle`
          > let phase = module.stateMachine("phase", Phase.self, initial: .idle, final: [.run])
          fix: add a `go(to: .lost)`, or remove the case
        """)
  }
}
