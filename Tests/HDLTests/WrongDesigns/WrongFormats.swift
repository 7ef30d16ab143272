import FixedPoint
import HDL
import Testing

@Suite("Wrong designs: fixed-point formats")
struct WrongFormats {
  @Test("a value of a wider range assigned to a target")
  func assignment() {
    let said = mistakes({
      (
        a: $0.input(.fixed(signed: false, integerBits: 4, fractionBits: 2)),
        y: $0.output(.fixed(signed: false, integerBits: 4, fractionBits: 2))
      )
    }) { _, ports in
      ports.y.assign(ports.a .+ ports.a)
    }
    #expect(
      said == """
        format-mismatch in Sketch: `y` is UQ4.2 (0...63 * 2^-2) and cannot take `a .+ a`, UQ5.2 (0...126 * 2^-2)
          > ports.y.assign(ports.a .+ ports.a)
          note: `y` is 6 bits here
          > y: $0.output(.fixed(signed: false, integerBits: 4, fractionBits: 2))
          fix: write `.converted(to:rounding:overflow:)` with the format of the target
        """)
  }

  @Test("a value of a narrower range assigned to a wider target")
  func exactAssignment() {
    let said = mistakes({
      (
        a: $0.input(.fixed(signed: false, integerBits: 4, fractionBits: 0)),
        y: $0.output(.fixed(signed: true, integerBits: 6, fractionBits: 2))
      )
    }) { _, ports in
      ports.y.assign(ports.a)
    }
    #expect(
      said == """
        format-mismatch in Sketch: `y` is SQ6.2 (-128...127 * 2^-2) and cannot take `a`, UQ4.0 (0...15 * 2^0)
          > ports.y.assign(ports.a)
          note: `y` is 8 bits here
          > y: $0.output(.fixed(signed: true, integerBits: 6, fractionBits: 2))
          fix: write `.exactly(in:)` with the format of the target, which loses nothing
        """)
  }

  @Test("a proven conversion that is not")
  func proven() {
    let said = mistakes({
      (
        a: $0.input(.fixed(signed: true, integerBits: 4, fractionBits: 4)),
        y: $0.output(.fixed(signed: true, integerBits: 4, fractionBits: 2))
      )
    }) { _, ports in
      ports.y.assign(
        ports.a.converted(to: ports.y.format, rounding: .nearestHalfUp, overflow: .proven))
    }
    #expect(
      said == """
        possible-overflow in Sketch: `a`, rounded to SQ5.2 (-32...32 * 2^-2), can leave SQ4.2 (-32...31 * 2^-2)
          > ports.a.converted(to: ports.y.format, rounding: .nearestHalfUp, overflow: .proven))
          fix: convert with the overflow `.saturate` or `.wrap`, or give the format the range -32...32 * 2^-2
        """)
  }

  @Test("an exact conversion that drops bits, and one that overflows")
  func exactly() {
    let said = mistakes({
      (
        a: $0.input(.fixed(signed: false, integerBits: 4, fractionBits: 4)),
        y: $0.output(.fixed(signed: false, integerBits: 4, fractionBits: 2)),
        z: $0.output(.fixed(signed: false, integerBits: 3, fractionBits: 4))
      )
    }) { _, ports in
      ports.y.assign(ports.a.exactly(in: ports.y.format))
      ports.z.assign(ports.a.exactly(in: ports.z.format))
    }
    #expect(
      said == """
        precision-loss in Sketch: `a`, UQ4.4 (0...255 * 2^-4), can lose 2 bits below the last place of UQ4.2 (0...63 * 2^-2)
          > ports.y.assign(ports.a.exactly(in: ports.y.format))
          fix: name a rounding with `.converted(to:rounding:overflow:)`, or give the format the exponent -4
        possible-overflow in Sketch: `a`, UQ4.4 (0...255 * 2^-4), can leave UQ3.4 (0...127 * 2^-4)
          > ports.z.assign(ports.a.exactly(in: ports.z.format))
          fix: convert with the overflow `.saturate` or `.wrap`, or give the format the range 0...255 * 2^-4
        """)
  }

  @Test("wrapping into a range that is not every pattern of its bits")
  func wrap() {
    let said = mistakes({
      (
        a: $0.input(.fixed(signed: false, integerBits: 4, fractionBits: 0)),
        y: $0.output(.fixed(minimum: 0, maximum: 9))
      )
    }) { _, ports in
      ports.y.assign(ports.a.converted(to: ports.y.format, rounding: .floor, overflow: .wrap))
    }
    #expect(
      said == """
        wrap-of-partial-range in Sketch: cannot wrap `a` into UQ4.0 (0...9 * 2^0), whose range is not every pattern of its bits
          > ports.y.assign(ports.a.converted(to: ports.y.format, rounding: .floor, overflow: .wrap))
          fix: write `.saturate`, or wrap into a format of the full range
        """)
  }

  @Test("constants out of range, between two places, and not finite")
  func constants() {
    let said = mistakes({
      (
        pick: $0.input(.uint(2)),
        y: $0.output(.fixed(signed: true, integerBits: 3, fractionBits: 2))
      )
    }) { module, ports in
      let shape = ports.y.shape
      let large = module.constant(4, shape)
      let odd = module.constant(0.3, shape)
      let rounded = module.constant(0.3, shape, rounding: .nearestEven)
      let never = module.constant(Double.nan, shape)
      ports.y.assign(
        mux(ports.pick[0], mux(ports.pick[1], large, odd), mux(ports.pick[1], rounded, never)))
    }
    #expect(
      said == """
        literal-out-of-range in Sketch: the constant 4 is outside SQ3.2 (-16...15 * 2^-2)
          > let large = module.constant(4, shape)
          fix: choose a number in the range or widen the format
        precision-loss in Sketch: the constant 0.3 is not a multiple of 2^-2, the last place of SQ3.2 (-16...15 * 2^-2)
          > let odd = module.constant(0.3, shape)
          fix: choose a multiple, name a `rounding:` or lower the exponent of the format
        literal-out-of-range in Sketch: the constant nan: the number nan has no fixed-point value
          > let never = module.constant(Double.nan, shape)
          fix: pass a finite number
        """)
  }

  @Test("a reset value that the format does not hold")
  func reset() {
    let said = mistakes({
      (y: $0.output(.fixed(signed: false, integerBits: 2, fractionBits: 2)), ())
    }
    ) { module, ports in
      let first = module.register("first", .fixed(ports.y.format), reset: 5)
      let second = module.register("second", .fixed(ports.y.format), reset: 0.125)
      first.assign(second)
      second.assign(first)
      ports.y.assign(second)
    }
    #expect(
      said == """
        literal-out-of-range in Sketch: the reset value 5 of `first` is outside UQ2.2 (0...15 * 2^-2)
          > let first = module.register("first", .fixed(ports.y.format), reset: 5)
          fix: choose a number in the range or widen the format
        precision-loss in Sketch: the reset value 0.125 of `second` is not a multiple of 2^-2, the last place of UQ2.2 (0...15 * 2^-2)
          > let second = module.register("second", .fixed(ports.y.format), reset: 0.125)
          fix: choose a multiple or lower the exponent of the format
        """)
  }

  @Test("formats that cannot be")
  func impossible() {
    let said = mistakes({
      (
        a: $0.input(.fixed(signed: false, integerBits: 200, fractionBits: 0)),
        b: $0.input(.fixed(minimum: 5, maximum: 3)),
        y: $0.output(.fixed(.bit))
      )
    }) { module, ports in
      let wire: Fixed = module.wire("w", .fixed(signed: true, integerBits: 600, fractionBits: -590))
      wire.assign(ports.a)
      wire.ignore()
      ports.a.ignore()
      ports.b.ignore()
      ports.y.assign(module.constant(1, .fixed(minimum: 0, maximum: 1)))
    }
    #expect(
      said == """
        impossible-format in Sketch: port `a`: a width of 200 bits is outside 1...127
          > a: $0.input(.fixed(signed: false, integerBits: 200, fractionBits: 0)),
          fix: change the integer or fraction bits
        impossible-format in Sketch: port `b`: the range 5...3 is empty
          > b: $0.input(.fixed(minimum: 5, maximum: 3)),
          fix: give a minimum not above the maximum
        impossible-format in Sketch: `w`: the exponent 590 is outside -512...512
          > let wire: Fixed = module.wire("w", .fixed(signed: true, integerBits: 600, fractionBits: -590))
          fix: scale the values nearer to 1
        """)
  }

  @Test("results wider than 128 bits")
  func wide() {
    let said = mistakes({
      (
        a: $0.input(.fixed(signed: false, integerBits: 100, fractionBits: 0)),
        b: $0.input(.fixed(signed: false, integerBits: 0, fractionBits: 60)),
        n: $0.input(.uint(6)), y: $0.output(.bit)
      )
    }) { _, ports in
      ports.y.assign((ports.a .* ports.a .+ ports.b .<< ports.n) .== ports.a)
      mux(ports.y, ports.a, ports.b).ignore()
    }
    #expect(
      said == """
        impossible-format in Sketch: `a .* a`: the exact product needs integers beyond 128 bits
          > ports.y.assign((ports.a .* ports.a .+ ports.b .<< ports.n) .== ports.a)
          fix: convert an operand to fewer bits first
        impossible-format in Sketch: `a .+ b .<< n`: the exact alignment needs integers beyond 128 bits
          > ports.y.assign((ports.a .* ports.a .+ ports.b .<< ports.n) .== ports.a)
          fix: convert an operand to fewer bits first
        impossible-format in Sketch: `mux` of `a` and `b`: the exact alignment needs integers beyond 128 bits
          > mux(ports.y, ports.a, ports.b).ignore()
          fix: convert an operand to fewer bits first
        """)
  }

  @Test("integers that are not, and bits of another width")
  func integers() {
    let said = mistakes({
      (
        a: $0.input(.fixed(signed: true, integerBits: 4, fractionBits: 0)),
        b: $0.input(.fixed(signed: false, integerBits: 4, fractionBits: 1)),
        x: $0.input(.bits(4)), y: $0.output(.uint(4)), z: $0.output(.sint(5)),
        w: $0.output(.fixed(signed: false, integerBits: 3, fractionBits: 0))
      )
    }) { _, ports in
      ports.y.assign(ports.a.exactUInt())
      ports.z.assign(ports.b.exactSInt())
      ports.w.assign(ports.x.asFixed(ports.w.format))
    }
    #expect(
      said == """
        possible-overflow in Sketch: `exactUInt()` of `a`, SQ4.0 (-8...7 * 2^0), can be negative
          > ports.y.assign(ports.a.exactUInt())
          fix: write `.exactSInt()`, or bring it into a range of at least 0 first
        precision-loss in Sketch: `exactSInt()` of `b`, UQ4.1 (0...31 * 2^-1), can lose its fraction
          > ports.z.assign(ports.b.exactSInt())
          fix: name a rounding with `.converted(to:rounding:overflow:)`, or take the bits with `.asSInt`
        width-mismatch in Sketch: `x` of 4 bits cannot be read as UQ3.0 (0...7 * 2^0), which has 3 bits
          > ports.w.assign(ports.x.asFixed(ports.w.format))
          note: `x` is 4 bits here
          > x: $0.input(.bits(4)), y: $0.output(.uint(4)), z: $0.output(.sint(5)),
          fix: choose a format of 4 bits, or change the width first
        """)
  }

  @Test("a word of another format written to a memory")
  func memory() {
    let said = mistakes({
      (
        address: $0.input(.uint(2)),
        a: $0.input(.fixed(signed: false, integerBits: 4, fractionBits: 4)),
        write: $0.input(.bit), y: $0.output(.fixed(signed: false, integerBits: 6, fractionBits: 2))
      )
    }) { module, ports in
      let memory = module.memory("words", ports.y.shape, depth: 4)
      memory.write(address: ports.address, data: ports.a, enable: ports.write)
      ports.y.assign(memory.read(address: ports.address, enable: .!ports.write))
    }
    #expect(
      said == """
        format-mismatch in Sketch: a word of memory `words` is UQ6.2 (0...255 * 2^-2) and cannot take `a`, UQ4.4 (0...255 * 2^-4)
          > memory.write(address: ports.address, data: ports.a, enable: ports.write)
          fix: write `.converted(to:rounding:overflow:)` with the format of the target
        """)
  }
}
