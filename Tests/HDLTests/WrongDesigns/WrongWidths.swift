import HDL
import Testing

@Suite("Wrong designs: widths")
struct WrongWidths {
  @Test("a value wider than its target")
  func assignTooWide() {
    let said = mistakes({ (a: $0.input(.uint(8)), y: $0.output(.uint(4))) }) { _, ports in
      ports.y.assign(ports.a)
    }
    #expect(
      said == """
        width-mismatch in Sketch: cannot assign `a` (8 bits) to `y` (4 bits)
          > ports.y.assign(ports.a)
          note: `a` is 8 bits here
          > let said = mistakes({ (a: $0.input(.uint(8)), y: $0.output(.uint(4))) }) { _, ports in
          note: `y` is 4 bits here
          > let said = mistakes({ (a: $0.input(.uint(8)), y: $0.output(.uint(4))) }) { _, ports in
          fix: write `.truncated(to: 4)` to drop the high bits, or make the target 8 bits wide
        """)
  }

  @Test("a mistake names file, line and column of the call")
  func position() throws {
    let line = #line + 3
    let module = Sketch(ports: { (a: $0.input(.uint(8)), y: $0.output(.uint(4))) }) { _, ports in
      let value = ports.a
      ports.y.assign(value)
    }
    let error = #expect(throws: ElaborationError.self) { try elaborate(module) }
    let location = error?.diagnostics.first?.location
    // The compiler's column of a call is that of its opening parenthesis.
    #expect(location == SourceLocation(fileID: #fileID, line: line, column: 21))
  }

  @Test("a sum narrower than its target")
  func assignTooNarrow() {
    let said = mistakes({
      (a: $0.input(.uint(8)), b: $0.input(.uint(4)), y: $0.output(.uint(12)))
    }) { _, ports in
      ports.y.assign(ports.a .+ ports.b)
    }
    #expect(
      said == """
        width-mismatch in Sketch: cannot assign `a .+ b` (9 bits) to `y` (12 bits)
          > ports.y.assign(ports.a .+ ports.b)
          note: `y` is 12 bits here
          > (a: $0.input(.uint(8)), b: $0.input(.uint(4)), y: $0.output(.uint(12)))
          fix: write `.extended(to: 12)`, or make the target 9 bits wide
        """)
  }

  @Test("a value of another width than the bits it is assigned to")
  func assignPart() {
    let said = mistakes({ (a: $0.input(.bits(5)), y: $0.output(.bits(8))) }) { _, ports in
      ports.y.assign(ports.a, to: 0..<4)
      ports.y.assign(ports.a[0..<4], to: 4..<8)
    }
    #expect(
      said == """
        width-mismatch in Sketch: cannot assign `a` (5 bits) to bits 0..<4 (4 bits) of `y`
          > ports.y.assign(ports.a, to: 0..<4)
          note: `a` is 5 bits here
          > let said = mistakes({ (a: $0.input(.bits(5)), y: $0.output(.bits(8))) }) { _, ports in
          note: `y` is 8 bits here
          > let said = mistakes({ (a: $0.input(.bits(5)), y: $0.output(.bits(8))) }) { _, ports in
          fix: assign a range of 5 bits or change the width of the value
        """)
  }

  @Test("bits beyond the target of an assignment")
  func assignBeyond() {
    let said = mistakes({ (a: $0.input(.bits(4)), y: $0.output(.bits(8))) }) { _, ports in
      ports.y.assign(ports.a, to: 0..<4)
      ports.y.assign(ports.a, to: 6..<10)
    }
    #expect(
      said == """
        slice-out-of-range in Sketch: bits 6..<10 are not all in `y` (8 bits)
          > ports.y.assign(ports.a, to: 6..<10)
          note: `y` is 8 bits here
          > let said = mistakes({ (a: $0.input(.bits(4)), y: $0.output(.bits(8))) }) { _, ports in
          fix: choose at least one bit within 0..<8
        """)
  }

  @Test("two widths in a mux")
  func muxWidths() {
    let said = mistakes({
      (pick: $0.input(.bit), a: $0.input(.uint(8)), b: $0.input(.uint(4)), y: $0.output(.uint(8)))
    }) { _, ports in
      ports.y.assign(mux(ports.pick, ports.a, ports.b))
    }
    #expect(
      said == """
        width-mismatch in Sketch: `mux` needs equal widths: `a` is 8 bits, `b` is 4 bits
          > ports.y.assign(mux(ports.pick, ports.a, ports.b))
          note: `a` is 8 bits here
          > (pick: $0.input(.bit), a: $0.input(.uint(8)), b: $0.input(.uint(4)), y: \
        $0.output(.uint(8)))
          note: `b` is 4 bits here
          > (pick: $0.input(.bit), a: $0.input(.uint(8)), b: $0.input(.uint(4)), y: \
        $0.output(.uint(8)))
          fix: write `.extended(to: 8)` on `b` or `.truncated(to: 4)` on `a`
        """)
  }

  @Test("two widths in a bitwise operator, two lines above the next call")
  func bitwiseWidths() {
    let said = mistakes({
      (a: $0.input(.bits(8)), b: $0.input(.bits(4)), y: $0.output(.bits(8)))
    }) { _, ports in
      let joined =
        ports.a
        .| ports.b
      ports.y.assign(joined)
    }
    #expect(
      said == """
        width-mismatch in Sketch: `.|` needs equal widths: `a` is 8 bits, `b` is 4 bits
          > ports.y.assign(joined)
          note: `a` is 8 bits here
          > (a: $0.input(.bits(8)), b: $0.input(.bits(4)), y: $0.output(.bits(8)))
          note: `b` is 4 bits here
          > (a: $0.input(.bits(8)), b: $0.input(.bits(4)), y: $0.output(.bits(8)))
          fix: write `.extended(to: 8)` on `b` or `.truncated(to: 4)` on `a`
        """)
  }

  @Test("two widths in a wrapping sum of expressions")
  func wrappingWidths() {
    let said = mistakes({
      (a: $0.input(.sint(8)), b: $0.input(.sint(4)), y: $0.output(.sint(9)))
    }) { _, ports in
      ports.y.assign((ports.a .+ ports.b) .&+ ports.b)
    }
    #expect(
      said == """
        width-mismatch in Sketch: `.&+` needs equal widths: `a .+ b` is 9 bits, `b` is 4 bits
          > ports.y.assign((ports.a .+ ports.b) .&+ ports.b)
          note: `b` is 4 bits here
          > (a: $0.input(.sint(8)), b: $0.input(.sint(4)), y: $0.output(.sint(9)))
          fix: write `.extended(to: 9)` on `b` or `.truncated(to: 4)` on `a .+ b`
        """)
  }

  @Test("two widths in a comparison of bits")
  func equalityWidths() {
    let said = mistakes({
      (a: $0.input(.bits(8)), b: $0.input(.bits(4)), y: $0.output(.bit))
    }) { _, ports in
      ports.y.assign(ports.a .== ports.b)
    }
    #expect(
      said == """
        width-mismatch in Sketch: `.==` needs equal widths: `a` is 8 bits, `b` is 4 bits
          > ports.y.assign(ports.a .== ports.b)
          note: `a` is 8 bits here
          > (a: $0.input(.bits(8)), b: $0.input(.bits(4)), y: $0.output(.bit))
          note: `b` is 4 bits here
          > (a: $0.input(.bits(8)), b: $0.input(.bits(4)), y: $0.output(.bit))
          fix: write `.extended(to: 8)` on `b` or `.truncated(to: 4)` on `a`
        """)
  }

  @Test("a slice beyond the value")
  func sliceBeyond() {
    let said = mistakes({ (a: $0.input(.bits(8)), y: $0.output(.bits(4))) }) { _, ports in
      ports.y.assign(ports.a[6..<10])
    }
    #expect(
      said == """
        slice-out-of-range in Sketch: bits 6..<10 are not all in `a` (8 bits)
          > ports.y.assign(ports.a[6..<10])
          note: `a` is 8 bits here
          > let said = mistakes({ (a: $0.input(.bits(8)), y: $0.output(.bits(4))) }) { _, ports in
          fix: choose at least one bit within 0..<8
        """)
  }

  @Test("a bit beyond the value, in an expression without a name")
  func bitBeyond() {
    let said = mistakes({
      (a: $0.input(.uint(8)), b: $0.input(.uint(8)), y: $0.output(.bit))
    }) { _, ports in
      ports.y.assign((ports.a .+ ports.b)[9])
    }
    #expect(
      said == """
        slice-out-of-range in Sketch: bit 9 is not in `a .+ b` (9 bits)
          > ports.y.assign((ports.a .+ ports.b)[9])
          fix: choose at least one bit within 0..<9
        """)
  }

  @Test("a truncation that would widen")
  func truncateWider() {
    let said = mistakes({ (a: $0.input(.uint(8)), y: $0.output(.uint(9))) }) { _, ports in
      ports.y.assign(ports.a.truncated(to: 9))
    }
    #expect(
      said == """
        slice-out-of-range in Sketch: cannot truncate `a` of 8 bits to 9 bits
          > ports.y.assign(ports.a.truncated(to: 9))
          fix: write `.extended(to: 9)` to widen it
        """)
  }

  @Test("a truncation to nothing")
  func truncateToNothing() {
    let said = mistakes({ (a: $0.input(.uint(8)), y: $0.output(.uint(1))) }) { _, ports in
      ports.y.assign(ports.a.truncated(to: 0))
    }
    #expect(
      said == """
        slice-out-of-range in Sketch: cannot truncate `a` of 8 bits to 0 bits
          > ports.y.assign(ports.a.truncated(to: 0))
          fix: ask for 1 to 8 bits
        """)
  }

  @Test("an extension that would narrow")
  func extendNarrower() {
    let said = mistakes({ (a: $0.input(.sint(8)), y: $0.output(.sint(4))) }) { _, ports in
      ports.y.assign(ports.a.extended(to: 4))
    }
    #expect(
      said == """
        width-mismatch in Sketch: cannot extend `a` of 8 bits to 4 bits
          > ports.y.assign(ports.a.extended(to: 4))
          fix: write `.truncated(to: 4)` to drop the high bits
        """)
  }

  @Test("an extension beyond the widest value")
  func extendBeyond() {
    let said = mistakes({ (a: $0.input(.sint(8)), y: $0.output(.sint(8))) }) { _, ports in
      ports.y.assign(ports.a.extended(to: 100_000))
    }
    #expect(
      said == """
        width-out-of-range in Sketch: `a` extended would be 100000 bits wide
          > ports.y.assign(ports.a.extended(to: 100_000))
          fix: a width is 1 to 65536 bits
        """)
  }

  @Test("ports without a bit and with too many")
  func portWidths() {
    let child = Sketch("Child", ports: { (a: $0.input(.uint(0)), y: $0.output(.uint(100_000))) }) {
      _, ports in ports.y.assign(ports.a)
    }
    let said = mistakes({ (a: $0.input(.uint(1)), y: $0.output(.uint(1))) }) { module, ports in
      let instance = module.instance(child, named: "child")
      instance.a.assign(ports.a)
      ports.y.assign(instance.y)
    }
    #expect(
      said == """
        width-out-of-range in Child: port `a` is 0 bits wide
          > let child = Sketch("Child", ports: { (a: $0.input(.uint(0)), y: \
        $0.output(.uint(100_000))) }) {
          fix: a width is 1 to 65536 bits
        width-out-of-range in Child: port `y` is 100000 bits wide
          > let child = Sketch("Child", ports: { (a: $0.input(.uint(0)), y: \
        $0.output(.uint(100_000))) }) {
          fix: a width is 1 to 65536 bits
        """)
  }

  @Test("registers, wires, constants, memories and repetitions of impossible widths")
  func declaredWidths() {
    let said = mistakes({ (a: $0.input(.bit), y: $0.output(.bits(5))) }) { module, ports in
      let register = module.register("state", .uint(100_000))
      let wire = module.wire(nil, .uint(0))
      let word = module.memory("words", .bits(-1), depth: 2)
      word.write(address: ports.a.asUInt, data: ports.a.asBits, enable: ports.a)
      register.assign(wire)
      wire.assign(module.constant(0, .uint(1 << 40)))
      ports.y.assign(
        concatenate(
          register, module.constant(-1, .sint(0)), ports.a.repeated(0),
          word.read(address: ports.a.asUInt, enable: ports.a), ports.a))
    }
    #expect(
      said == """
        width-out-of-range in Sketch: `state` is 100000 bits wide
          > let register = module.register("state", .uint(100_000))
          fix: a width is 1 to 65536 bits
        width-out-of-range in Sketch: the wire is 0 bits wide
          > let wire = module.wire(nil, .uint(0))
          fix: a width is 1 to 65536 bits
        width-out-of-range in Sketch: a word of memory `words` is -1 bits wide
          > let word = module.memory("words", .bits(-1), depth: 2)
          fix: a width is 1 to 65536 bits
        width-out-of-range in Sketch: the constant is 1099511627776 bits wide
          > wire.assign(module.constant(0, .uint(1 << 40)))
          fix: a width is 1 to 65536 bits
        width-out-of-range in Sketch: the constant is 0 bits wide
          > register, module.constant(-1, .sint(0)), ports.a.repeated(0),
          fix: a width is 1 to 65536 bits
        width-out-of-range in Sketch: the repeated bit is 0 bits wide
          > register, module.constant(-1, .sint(0)), ports.a.repeated(0),
          fix: a width is 1 to 65536 bits
        """)
  }

  @Test("a sum, a product, shifts and a concatenation beyond the widest value")
  func resultsBeyond() {
    let said = mistakes({
      (a: $0.input(.uint(65_536)), n: $0.input(.uint(11)), y: $0.output(.uint(65_536)))
    }) {
      _, ports in
      ports.y.assign(ports.a .+ 1)
      let product = (ports.a .* ports.a).named("product")
      let left = (ports.a .<< 5).named("left")
      let dynamic = (ports.a .<< ports.n.truncated(to: 3)).named("dynamic")
      let far = (ports.a .<< ports.n).named("far")
      concatenate(product, left, dynamic, far).ignore()
    }
    #expect(
      said == """
        width-out-of-range in Sketch: `a .+ 1` would be 65537 bits wide
          > ports.y.assign(ports.a .+ 1)
          fix: a width is 1 to 65536 bits
        width-out-of-range in Sketch: `a .* a` would be 131072 bits wide
          > let product = (ports.a .* ports.a).named("product")
          fix: a width is 1 to 65536 bits
        width-out-of-range in Sketch: `a .<< 5` would be 65541 bits wide
          > let left = (ports.a .<< 5).named("left")
          fix: a width is 1 to 65536 bits
        width-out-of-range in Sketch: `a .<< n[0..<3]` would be 65543 bits wide
          > let dynamic = (ports.a .<< ports.n.truncated(to: 3)).named("dynamic")
          fix: a width is 1 to 65536 bits
        width-out-of-range in Sketch: a left shift by `n` of 11 bits would grow by 2^11 - 1 bits
          > let far = (ports.a .<< ports.n).named("far")
          fix: truncate the amount to at most 10 bits
        width-out-of-range in Sketch: the concatenation is 262144 bits wide
          > concatenate(product, left, dynamic, far).ignore()
          fix: a width is 1 to 65536 bits
        """)
  }

  @Test("an empty concatenation")
  func emptyConcatenation() {
    let said = mistakes({ (a: $0.input(.bit), y: $0.output(.bits(1))) }) { module, ports in
      ports.a.ignore()
      ports.y.assign(module.concatenate([]))
    }
    #expect(
      said == """
        empty-list in Sketch: a concatenation of no parts
          > ports.y.assign(module.concatenate([]))
          fix: concatenate at least one value
        """)
  }
}
