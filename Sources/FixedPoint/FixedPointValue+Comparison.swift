/// Comparison of the numbers, whatever their formats; exact, and never out of range.
extension FixedPointValue {
  /// Whether both stand for the same number.
  public func isEqual(to other: FixedPointValue) -> Bool { sign(ofDifferenceTo: other) == 0 }

  /// Whether this number is below the other.
  public func isLess(than other: FixedPointValue) -> Bool { sign(ofDifferenceTo: other) < 0 }

  /// Whether this number is below the other or the same.
  public func isLessThanOrEqual(to other: FixedPointValue) -> Bool {
    sign(ofDifferenceTo: other) <= 0
  }

  /// -1, 0 or 1 as `self - other` is negative, zero or positive.
  private func sign(ofDifferenceTo other: FixedPointValue) -> Int {
    if format.exponent < other.format.exponent { return -other.sign(ofDifferenceTo: self) }
    // Aligning could need more than 128 bits, so the finer integer is split at the coarser place.
    let places = format.exponent - other.format.exponent
    let whole = other.integer >> places
    if integer != whole { return integer < whole ? -1 : 1 }
    return DroppedBits(of: other.integer, count: places) == .none ? 0 : -1
  }
}
