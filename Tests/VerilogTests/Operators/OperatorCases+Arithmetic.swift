import HDL

extension OperatorWidths {
  var unsignedArithmetic: [OperatorCase] {
    let wider = max(a, b) + 1
    // Five takes three bits.
    let five = max(a, 3) + 1
    return [
      make("sum", wider, { $0.u .+ $0.v }) { $0.u + $0.v },
      make("sumWithConstant", five, { $0.u .+ 5 }) { $0.u + Number(5) },
      make("constantSum", five, { 5 .+ $0.u }) { $0.u + Number(5) },
      make("difference", wider, { $0.u .- $0.v }) { $0.u - $0.v },
      make("differenceWithConstant", five, { $0.u .- 5 }) { $0.u - Number(5) },
      make("constantDifference", five, { 5 .- $0.u }) { Number(5) - $0.u },
      make("product", a + b, { $0.u .* $0.v }) { $0.u * $0.v },
      make("productWithConstant", a + 3, { $0.u .* 5 }) { $0.u * Number(5) },
      make("constantProduct", a + 3, { 5 .* $0.u }) { $0.u * Number(5) },
      make("wrappingSum", a, { $0.u .&+ $0.w }) { $0.u + $0.w },
      make("wrappingSumWithConstant", a, { $0.u .&+ 1 }) { $0.u + Number(1) },
      make("wrappingDifference", a, { $0.u .&- $0.w }) { $0.u - $0.w },
      make("wrappingDifferenceWithConstant", a, { $0.u .&- 1 }) { $0.u - Number(1) },
      make("chain", wider + 2, { ($0.u .+ $0.v) .* 3 .- ($0.w .>> 0) }) {
        ($0.u + $0.v) * Number(3) - $0.w
      }.widened(to: max(wider + 2, a) + 1),
      make("signed", a + 1, { $0.u.signed() }) { $0.u },
      make("extended", a + 7, { $0.u.extended(to: self.a + 7) }) { $0.u },
      make("extendedFar", a + 150, { $0.u.extended(to: self.a + 150) }) { $0.u },
    ]
  }

  var signedArithmetic: [OperatorCase] {
    let wider = max(a, b) + 1
    // Minus five takes four bits.
    let five = max(a, 4) + 1
    return [
      make("signedSum", wider, { $0.s .+ $0.t }) { $0.s + $0.t },
      make("signedSumWithConstant", five, { $0.s .+ -5 }) { $0.s - Number(5) },
      make("signedConstantSum", five, { -5 .+ $0.s }) { $0.s - Number(5) },
      make("signedDifference", wider, { $0.s .- $0.t }) { $0.s - $0.t },
      make("signedDifferenceWithConstant", five, { $0.s .- -5 }) { $0.s + Number(5) },
      make("signedConstantDifference", five, { -5 .- $0.s }) { Number(-5) - $0.s },
      make("signedProduct", a + b, { $0.s .* $0.t }) { $0.s * $0.t },
      make("signedProductWithConstant", a + 4, { $0.s .* -5 }) { $0.s * Number(-5) },
      make("signedConstantProduct", a + 4, { -5 .* $0.s }) { $0.s * Number(-5) },
      make("signedWrappingSum", a, { $0.s .&+ $0.r }) { $0.s + $0.r },
      make("signedWrappingSumWithConstant", a, { $0.s .&+ -1 }) { $0.s - Number(1) },
      make("signedWrappingDifference", a, { $0.s .&- $0.r }) { $0.s - $0.r },
      make("signedWrappingDifferenceWithConstant", a, { $0.s .&- -1 }) { $0.s + Number(1) },
      make("negated", a + 1, { $0.s.negated() }) { -$0.s },
      make("magnitude", a, { $0.s.magnitude() }) { $0.s.isNegative ? -$0.s : $0.s },
      make("signedExtended", a + 7, { $0.s.extended(to: self.a + 7) }) { $0.s },
      make("signedExtendedFar", a + 150, { $0.s.extended(to: self.a + 150) }) { $0.s },
      make("mixed", a + b + 2, { ($0.u.signed() .* $0.t) .- $0.s.extended(to: self.a + self.b) }) {
        $0.u * $0.t - $0.s
      },
    ]
  }

  var shifts: [OperatorCase] {
    let most = (1 << Self.n) - 1
    var cases = [
      make("shiftedLeft", a + 3, { $0.u .<< 3 }) { $0.u << 3 },
      make("shiftedLeftByNothing", a, { $0.u .<< 0 }) { $0.u },
      make("shiftedRight", max(1, a - 2), { $0.u .>> 2 }) { $0.u >> 2 },
      make("shiftedRightFar", 1, { $0.u .>> (self.a + 3) }) { _ in Number(0) },
      make("signedShiftedLeft", a + 3, { $0.s .<< 3 }) { $0.s << 3 },
      make("signedShiftedRight", max(1, a - 2), { $0.s .>> 2 }) { $0.s >> 2 },
      make("signedShiftedRightFar", 1, { $0.s .>> (self.a + 3) }) { $0.s >> 999 },
      make("shiftedLeftByValue", a + most, { $0.u .<< $0.n }) { $0.u << $0.amount },
      make("shiftedRightByValue", a, { $0.u .>> $0.n }) { $0.u >> $0.amount },
      make("signedShiftedLeftByValue", a + most, { $0.s .<< $0.n }) { $0.s << $0.amount },
      make("signedShiftedRightByValue", a, { $0.s .>> $0.n }) { $0.s >> $0.amount },
      make("extendedShiftedRight", a + 1, { $0.u.signed() .>> $0.n }) { $0.u >> $0.amount },
      // The amount is as wide as an operand, so most are beyond the width.
      make("shiftedRightByWide", a, { $0.u .>> $0.v }) { $0.u >> Self.distance($0.b) },
      make("signedShiftedRightByWide", a, { $0.s .>> $0.v }) { $0.s >> Self.distance($0.b) },
      // 33 bits of amount, which Verilator would refuse.
      make("shiftedRightByHuge", a, { $0.u .>> Self.huge($0) }) {
        $0.u >> ($0.c == 1 ? 999 : $0.amount)
      },
      make("signedShiftedRightByHuge", a, { $0.s .>> Self.huge($0) }) {
        $0.s >> ($0.c == 1 ? 999 : $0.amount)
      },
    ]
    if b <= 7 {
      cases.append(
        make("shiftedLeftByWide", a + (1 << b) - 1, { $0.u .<< $0.v }) {
          $0.u << Self.distance($0.b)
        })
    }
    return cases
  }

  /// An amount of 2^32 or more where `c` is 1.
  private static func huge(_ operands: Operands) -> UInt {
    let zeros: UInt = operands.module.constant(0, .uint(32 - n))
    return operands.module.concatenate([operands.c, zeros, operands.n]).asUInt
  }

  /// An amount as a number, at most far beyond every width.
  private static func distance(_ bits: [UInt8]) -> Int {
    Number(unsigned: Array(bits.prefix(20))).small + (bits.dropFirst(20).contains(1) ? 1 << 20 : 0)
  }
}

extension OperatorCase {
  func widened(to width: Int) -> OperatorCase {
    OperatorCase(name: name, width: width, build: build, expect: expect)
  }
}
