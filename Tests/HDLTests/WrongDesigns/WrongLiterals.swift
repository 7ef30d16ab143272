import HDL
import Testing

@Suite("Wrong designs: constants")
struct WrongLiterals {
  @Test("a negative constant beside an unsigned value")
  func negativeUnsigned() {
    let said = mistakes({ (a: $0.input(.uint(8)), y: $0.output(.uint(9))) }) { _, ports in
      ports.y.assign(ports.a .+ -1)
    }
    #expect(
      said == """
        literal-out-of-range in Sketch: the constant -1 is negative where an unsigned one is needed
          > ports.y.assign(ports.a .+ -1)
          fix: use a constant of at least 0, or convert the value with `.signed()`
        """)
  }

  @Test("a negative constant compared with an unsigned value")
  func negativeComparison() {
    let said = mistakes({ (a: $0.input(.uint(8)), y: $0.output(.bit)) }) { _, ports in
      ports.y.assign(ports.a .> -1)
    }
    #expect(
      said == """
        literal-out-of-range in Sketch: the constant -1 is negative where an unsigned one is needed
          > ports.y.assign(ports.a .> -1)
          fix: use a constant of at least 0, or convert the value with `.signed()`
        """)
  }

  @Test("a constant too large for a wrapping sum")
  func wrappingTooLarge() {
    let said = mistakes({ (a: $0.input(.uint(8)), y: $0.output(.uint(8))) }) { _, ports in
      ports.y.assign(ports.a .&+ 256)
    }
    #expect(
      said == """
        literal-out-of-range in Sketch: the constant 256 does not fit 8 unsigned bits
          > ports.y.assign(ports.a .&+ 256)
          fix: use a value in 0...255 or more bits
        """)
  }

  @Test("a constant too small for a signed value")
  func signedTooSmall() {
    let said = mistakes({ (a: $0.input(.sint(8)), y: $0.output(.sint(8))) }) { _, ports in
      ports.y.assign(ports.a .&- -129)
    }
    #expect(
      said == """
        literal-out-of-range in Sketch: the constant -129 does not fit 8 signed bits
          > ports.y.assign(ports.a .&- -129)
          fix: use a value in -128...127 or more bits
        """)
  }

  @Test("a constant too large for a mux")
  func muxConstant() {
    let said = mistakes({
      (pick: $0.input(.bit), a: $0.input(.uint(4)), y: $0.output(.uint(4)))
    }) { _, ports in
      ports.y.assign(mux(ports.pick, ports.a, 16))
    }
    #expect(
      said == """
        literal-out-of-range in Sketch: the constant 16 does not fit 4 unsigned bits
          > ports.y.assign(mux(ports.pick, ports.a, 16))
          fix: use a value in 0...15 or more bits
        """)
  }

  @Test("a constant too large for bits")
  func bitsConstant() {
    let said = mistakes({ (a: $0.input(.bits(1)), y: $0.output(.bit)) }) { _, ports in
      ports.y.assign(ports.a .== 2)
    }
    #expect(
      said == """
        literal-out-of-range in Sketch: the constant 2 does not fit 1 unsigned bit
          > ports.y.assign(ports.a .== 2)
          fix: use a value in 0...1 or more bits
        """)
  }

  @Test("declared constants out of range")
  func declaredConstant() {
    let said = mistakes({ (y: $0.output(.uint(4)), z: $0.output(.sint(4))) }) { module, ports in
      ports.y.assign(module.constant(16, .uint(4)))
      ports.z.assign(module.constant(8, .sint(4)))
    }
    #expect(
      said == """
        literal-out-of-range in Sketch: the constant 16 does not fit 4 unsigned bits
          > ports.y.assign(module.constant(16, .uint(4)))
          fix: use a value in 0...15 or more bits
        literal-out-of-range in Sketch: the constant 8 does not fit 4 signed bits
          > ports.z.assign(module.constant(8, .sint(4)))
          fix: use a value in -8...7 or more bits
        """)
  }

  @Test("reset values out of range")
  func resetValues() {
    let said = mistakes({ (a: $0.input(.uint(4)), y: $0.output(.bits(13))) }) { module, ports in
      let tooLarge = module.register("tooLarge", .uint(4), reset: 16)
      let negative = module.register("negative", .uint(4), reset: -1)
      let signed = module.register("signedValue", .sint(4), reset: 8)
      let flag = module.register("flag", .bit, reset: 2)
      tooLarge.assign(ports.a)
      negative.assign(ports.a)
      signed.assign(ports.a.asSInt)
      flag.assign(ports.a[0])
      ports.y.assign(concatenate(tooLarge, negative, signed, flag))
    }
    #expect(
      said == """
        literal-out-of-range in Sketch: the reset value 16 of `tooLarge` does not fit 4 unsigned \
        bits
          > let tooLarge = module.register("tooLarge", .uint(4), reset: 16)
          fix: use a value in 0...15 or more bits
        literal-out-of-range in Sketch: the reset value -1 of `negative` does not fit 4 unsigned \
        bits
          > let negative = module.register("negative", .uint(4), reset: -1)
          fix: use a value in 0...15 or more bits
        literal-out-of-range in Sketch: the reset value 8 of `signedValue` does not fit 4 signed \
        bits
          > let signed = module.register("signedValue", .sint(4), reset: 8)
          fix: use a value in -8...7 or more bits
        literal-out-of-range in Sketch: the reset value 2 of `flag` does not fit 1 unsigned bit
          > let flag = module.register("flag", .bit, reset: 2)
          fix: use a value in 0...1 or more bits
        """)
  }

  @Test("a negative shift amount")
  func shiftAmount() {
    let said = mistakes({ (a: $0.input(.uint(4)), y: $0.output(.uint(4))) }) { _, ports in
      ports.y.assign(ports.a .>> -1)
    }
    #expect(
      said == """
        literal-out-of-range in Sketch: the shift amount -1 is out of range
          > ports.y.assign(ports.a .>> -1)
          fix: shift by 0 to 65535
        """)
  }

  @Test("constants at the very edge of their range are taken")
  func edges() {
    let said = mistakes({
      (a: $0.input(.uint(64)), b: $0.input(.sint(64)), y: $0.output(.bits(128 + 8)))
    }) { module, ports in
      let low = module.register("low", .sint(4), reset: -8)
      let high = module.register("high", .uint(4), reset: 15)
      low.assign(low)
      high.assign(high)
      ports.y.assign(
        concatenate(ports.a .&+ Int.max, ports.b .&+ Int.min, low, high))
    }
    #expect(said.isEmpty)
  }
}
