import HDL

/// How many of m points belong to the lower part of a cut: ⌊(m l + l) / c⌋ for l = ⌊c / 2⌋ of c
/// exemplars, at most m.
///
/// That is (m + 1) / 2 for an even c. For an odd one it is half of m + 1 - (m + 1) / c, so one division,
/// a bit of the quotient a cycle, tells it. At least l and at most m - (c - l), because c is at most m.
struct PointShare {
  /// The last step of the division is at this edge.
  let isLastStep: Bit
  /// The number of points, after the division.
  let value: UInt

  /// Steps of the division.
  static func steps(_ shapes: SelectorShapes) -> Int { shapes.countBits + 1 }

  init(
    _ module: ModuleBuilder, _ shapes: SelectorShapes, members: UInt, exemplars: UInt, loads: Bit,
    steps: Bit
  ) {
    let bits = Self.steps(shapes)
    let countBits = shapes.countBits
    let stepCount = module.register("divisionStep", .uint(addressBits(bits)))
    let quotient = module.register("quotient", .uint(bits))
    let remainder = module.register("remainder", .uint(countBits))
    let dividend = (members .+ 1).resized(to: bits).named("dividend")
    let next = concatenate(remainder, quotient[bits - 1]).asUInt.named("nextRemainder")
    let fits = (next .>= exemplars).named("divisorFits")
    let rest = (next .&- exemplars.extended(to: countBits + 1)).truncated(to: countBits)
    module.when(steps) {
      stepCount.assign(stepCount .&+ 1)
      quotient.assign(concatenate(quotient[0..<bits - 1], fits).asUInt)
      remainder.assign(mux(fits, rest, next.truncated(to: countBits)))
    }
    module.when(loads) {
      stepCount.set(to: 0)
      quotient.assign(dividend)
      remainder.set(to: 0)
    }
    isLastStep = stepCount .== bits - 1
    // An even c divides m + 1 itself by two.
    let isOdd = exemplars[0].named("isOdd")
    let isRounded = (isOdd .& remainder .!= 0).named("isRounded")
    let twice =
      (dividend .&- mux(isOdd, quotient, 0)
      .&- concatenate(module.constant(0, .bits(bits - 1)), isRounded).asUInt).named("twiceShare")
    value = (twice .>> 1).resized(to: countBits)
  }
}
