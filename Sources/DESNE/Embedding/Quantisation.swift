public import FixedPoint

extension Array where Element == SIMD2<Double> {
  /// Positions as integers of a fixed-point format, rounded to nearest with ties to even and
  /// saturated: what exemplar rules work on.
  ///
  /// - Throws: `DESNEError` if the format needs more than 32 bits, or for a position that is not a
  ///   number.
  public func quantised(to format: FixedPointFormat) throws(DESNEError) -> [SIMD2<Int32>] {
    guard format.minimum >= Int128(Int32.min), format.maximum <= Int128(Int32.max) else {
      throw DESNEError("positions in \(format) do not fit in 32 bits")
    }
    let scale = Double(sign: .plus, exponent: -format.exponent, significand: 1)
    let (minimum, maximum) = (Double(format.minimum), Double(format.maximum))
    var result: [SIMD2<Int32>] = []
    result.reserveCapacity(count)
    for position in self {
      guard !position.x.isNaN, !position.y.isNaN else {
        throw DESNEError("position \(result.count) is not a number")
      }
      func integer(_ value: Double) -> Int32 {
        let rounded = (value * scale).rounded(.toNearestOrEven)
        return Int32(Swift.min(Swift.max(rounded, minimum), maximum))
      }
      result.append(SIMD2(integer(position.x), integer(position.y)))
    }
    return result
  }
}
