/// How a value between two neighbouring multiples of the last place is brought onto one of them.
public enum RoundingMode: String, CaseIterable, Codable, Hashable, Sendable {
  /// To the neighbour nearer minus infinity: in hardware, bits are dropped.
  case floor
  /// To the neighbour nearer plus infinity.
  case ceiling
  /// To the neighbour of smaller magnitude.
  case towardZero
  /// To the nearer neighbour, a tie toward plus infinity: in hardware, add half and drop bits.
  case nearestHalfUp
  /// To the nearer neighbour, a tie to the even one: no bias over many roundings.
  case nearestEven
}

extension RoundingMode {
  /// The quotient of an integer by a power of two, rounded by this mode.
  ///
  /// - Parameters:
  ///   - integer: Any integer.
  ///   - shift: The exponent of the divisor 2^shift; large shifts are allowed.
  /// - Returns: The rounded quotient and whether it is exactly `integer / 2^shift`.
  /// - Precondition: `shift` is not negative.
  public func divide(
    _ integer: Int128, byPowerOfTwo shift: Int
  ) -> (quotient: Int128, isExact: Bool) {
    precondition(shift >= 0, "a rounding shift is not negative")
    let floor = integer >> shift
    let remainder = DroppedBits(of: integer, count: shift)
    if remainder == .none { return (floor, true) }
    let roundsUp =
      switch self {
      case .floor: false
      case .ceiling: true
      case .towardZero: integer < 0
      case .nearestHalfUp: remainder != .belowHalf
      case .nearestEven: remainder == .aboveHalf || (remainder == .half && floor & 1 == 1)
      }
    // A remainder exists only if shift >= 1, so the floor is far from the largest Int128.
    return (roundsUp ? floor + 1 : floor, false)
  }
}
