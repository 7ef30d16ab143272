import HDL
import Testing

private struct Beat: Bundle {
  let data: Bits
  let isLast: Bit
  var layout: BeatLayout { BeatLayout(width: data.bitWidth) }
}

private struct BeatLayout: Layout {
  let width: Int
  func make(_ field: FieldDeclarer) -> Beat {
    Beat(data: field(.bits(width)), isLast: field(.bit))
  }
}

/// Declares its fields in another order than it stores them.
private struct SwappedLayout: Layout {
  func make(_ field: FieldDeclarer) -> Beat {
    let isLast = field(.bit)
    return Beat(data: field(.bits(4)), isLast: isLast)
  }
}

@Suite("Wrong designs: bundles, interfaces and streams")
struct WrongBundles {
  @Test("an assignment of bundles of different layouts")
  func widths() {
    let said = mistakes {
      (a: $0.input(of: BeatLayout(width: 4)), y: $0.output(of: BeatLayout(width: 5)))
    } body: { _, ports in
      ports.y.assign(ports.a)
    }
    #expect(
      said == """
        width-mismatch in Sketch: an assignment of bundles needs equal layouts: the fields are (5 \
        bits, 1 bit) and (4 bits, 1 bit)
          > ports.y.assign(ports.a)
          fix: give both bundles the same layout
        """)
  }

  @Test("a choice between bundles of different layouts")
  func choice() {
    let said = mistakes {
      (
        c: $0.input(.bit), a: $0.input(of: BeatLayout(width: 4)),
        b: $0.input(of: BeatLayout(width: 5)), y: $0.output(of: BeatLayout(width: 4))
      )
    } body: { _, ports in
      ports.y.assign(mux(ports.c, ports.a, ports.b))
    }
    #expect(
      said == """
        unused in Sketch: input `c` is never read
          > c: $0.input(.bit), a: $0.input(of: BeatLayout(width: 4)),
          fix: remove it, or write `c.ignore()`
        width-mismatch in Sketch: `mux` needs equal layouts: the fields are (4 bits, 1 bit) and (5 \
        bits, 1 bit)
          > ports.y.assign(mux(ports.c, ports.a, ports.b))
          fix: give both bundles the same layout
        """)
  }

  @Test("a layout whose fields come in another order")
  func order() {
    let said = mistakes {
      (a: $0.input(of: BeatLayout(width: 4)), y: $0.output(of: BeatLayout(width: 4)))
    } body: { module, ports in
      let held = module.register("held", of: SwappedLayout())
      held.assign(ports.a)
      ports.y.assign(held)
    }
    #expect(
      said == """
        bundle-fields in Sketch: SwappedLayout does not declare the fields of Beat in the order of \
        its properties
          > let held = module.register("held", of: SwappedLayout())
          fix: call `field` once for each stored property, in order
        """)
  }

  @Test("bits for another layout")
  func unpacked() {
    let said = mistakes {
      (a: $0.input(.bits(4)), y: $0.output(of: BeatLayout(width: 4)))
    } body: { module, ports in
      ports.y.assign(module.unpack(ports.a, as: BeatLayout(width: 4)))
    }
    #expect(
      said == """
        width-mismatch in Sketch: BeatLayout has 5 bits, `a` has 4 bits
          > ports.y.assign(module.unpack(ports.a, as: BeatLayout(width: 4)))
          note: `a` is 4 bits here
          > (a: $0.input(.bits(4)), y: $0.output(of: BeatLayout(width: 4)))
          fix: unpack as many bits as the layout has
        """)
  }

  @Test("a stream that nobody reads, and one that nobody writes")
  func forgotten() {
    let said = mistakes { declare in
      (
        input: declare.sink(.uint(4)),
        output: declare.source(.uint(4))
      )
    } body: { _, _ in
    }
    #expect(
      said == """
        undriven in Sketch: output `input_ready` is never assigned
          > input: declare.sink(.uint(4)),
          fix: assign it once, with `input_ready.assign(…)`
        unused in Sketch: input `input_payload` is never read
          > input: declare.sink(.uint(4)),
          fix: remove it, or write `input_payload.ignore()`
        unused in Sketch: input `input_valid` is never read
          > input: declare.sink(.uint(4)),
          fix: remove it, or write `input_valid.ignore()`
        undriven in Sketch: output `output_payload` is never assigned
          > output: declare.source(.uint(4))
          fix: assign it once, with `output_payload.assign(…)`
        undriven in Sketch: output `output_valid` is never assigned
          > output: declare.source(.uint(4))
          fix: assign it once, with `output_valid.assign(…)`
        unused in Sketch: input `output_ready` is never read
          > output: declare.source(.uint(4))
          fix: remove it, or write `output_ready.ignore()`
        """)
  }

  @Test("a connection the wrong way round")
  func backwards() {
    let said = mistakes {
      (input: $0.sink(.uint(4)), output: $0.source(.uint(4)))
    } body: { _, ports in
      ports.output.connect(to: ports.input)
    }
    #expect(
      said == """
        not-assignable in Sketch: the streams of `output_valid` and `input_valid` are connected the \
        wrong way round
          > ports.output.connect(to: ports.input)
          note: this one is written here
          > (input: $0.sink(.uint(4)), output: $0.source(.uint(4)))
          note: this one is read here
          > (input: $0.sink(.uint(4)), output: $0.source(.uint(4)))
          fix: connect the stream that is read to the one that is written
        """)
  }
}
