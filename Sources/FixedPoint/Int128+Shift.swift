extension Int128 {
  /// `self * 2^places`, or nil if that needs more than 128 bits.
  ///
  /// - Precondition: `places` is not negative.
  func shiftedLeftExactly(by places: Int) -> Int128? {
    if self == 0 { return 0 }
    let shifted = self << places
    return shifted >> places == self ? shifted : nil
  }
}
