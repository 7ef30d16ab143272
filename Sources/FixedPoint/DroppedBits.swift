/// Where the low bits that a right shift drops lie, as a fraction of the last place kept.
enum DroppedBits: Hashable, Sendable {
  case none
  case belowHalf
  case half
  case aboveHalf

  /// Classifies the `count` low bits of an integer in two's complement of unbounded width.
  ///
  /// - Precondition: `count` is not negative.
  init(of integer: Int128, count: Int) {
    if integer == 0 || count == 0 {
      self = .none
    } else if count >= Int128.bitWidth {
      // The half is 2^127 or more, which only the smallest Int128 can reach: there the fraction is
      // (2^count + integer) / 2^count.
      if integer > 0 {
        self = .belowHalf
      } else {
        self = count == Int128.bitWidth && integer == .min ? .half : .aboveHalf
      }
    } else {
      let mask = (UInt128(1) << count) - 1
      let bits = UInt128(truncatingIfNeeded: integer) & mask
      let half = UInt128(1) << (count - 1)
      if bits == 0 {
        self = .none
      } else if bits == half {
        self = .half
      } else {
        self = bits < half ? .belowHalf : .aboveHalf
      }
    }
  }
}
