import HDL

/// The random numbers of one point: Marsaglia's xorshift of 64 bits (shifts 13, 7, 17), started from
/// the run's state crossed with the point's number, the first eight numbers dropped.
///
/// The register holds the number that is drawn next, so no draw waits for the exclusive ors.
struct PointGenerator {
  /// Numbers dropped after the start: eight, and one step to the first number.
  static let warmUp = 9

  /// The number drawn next.
  let state: UInt

  /// - Parameters:
  ///   - start: The state of a point is taken.
  ///   - advances: A number is drawn, or dropped.
  init(_ module: ModuleBuilder, start: Bit, seed: UInt, point: UInt, advances: Bit) {
    let state = module.register("random", .uint(64))
    let crossed = (seed .^ (point .<< 20).resized(to: 64)).named("crossedSeed")
    let first = state .^ (state .<< 13).truncated(to: 64)
    let second = first .^ (first .>> 7).extended(to: 64)
    let third = (second .^ (second .<< 17).truncated(to: 64)).named("nextRandom")
    module.when(start) {
      // 0 has no successor but itself.
      state.assign(mux(crossed .== 0, 1, crossed))
    }.elseWhen(advances) { state.assign(third) }
    self.state = state
  }

  /// 16 bits of the number, from `bit` up.
  func bits(from bit: Int) -> UInt { state[bit..<bit + 16] }
}

/// A number below `count` from 16 random bits: a product and a shift.
func choice(_ bits: UInt, below count: Int) -> UInt {
  let product = bits .* count
  let width = addressBits(count)
  return product[16..<min(16 + width, product.bitWidth)].resized(to: width)
}

extension AffinityShapes {
  /// A first member: uniform between the bounds.
  func randomMember(_ generator: PointGenerator) -> SInt {
    let offset = choice(generator.bits(from: 48), below: bounds.count)
    return logBeta(offset.signed() .+ bounds.lowerBound)
  }

  /// A value between the bounds in the format's bits.
  func logBeta(_ value: SInt) -> SInt { value.resized(to: formats.logBeta.bitWidth) }

  /// A value that is never further beyond a bound than the bounds are apart, in the bits that takes.
  func near(_ value: SInt) -> SInt {
    let (low, high) = (bounds.lowerBound, bounds.upperBound)
    let bits = IntegerShape(holding: [2 * low - high, 2 * high - low]).signedBitWidth
    return value.resized(to: bits)
  }

  /// A value reflected at the bound it passed, and limited to the other one.
  ///
  /// - Parameter isNear: The value is one of `near(_:)`: reflection never passes the other bound.
  func reflected(_ module: ModuleBuilder, _ value: SInt, isNear: Bool) -> SInt {
    let (low, high) = (bounds.lowerBound, bounds.upperBound)
    let isHigh = (value .> high).named("isAbove")
    let isLow = (value .< low).named("isBelow")
    let twiceLow = module.constant(2 * low, .sint(formats.logBeta.bitWidth + 1))
    let mirror = mux(isHigh, 2 * high, twiceLow) .- value
    let inside = mux(isHigh .| isLow, mirror, value.extended(to: mirror.bitWidth))
    guard !isNear else { return logBeta(inside) }
    return logBeta(mux(inside .> high, high, mux(inside .< low, low, inside)))
  }
}
