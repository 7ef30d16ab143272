public import HDL

extension BitVector {
  /// The number of zeros above the highest 1: 0 to the width, which it is for 0.
  ///
  /// Combinational, a tree of log2(width) levels. Area: about two LUTs a bit.
  public func leadingZeroCount(
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> UInt {
    let bits = bits(fileID: fileID, line: line, column: column)
    let tree = ZeroCount(module: module, fileID: fileID, line: line, column: column)
    return tree.count(bits.reversed()[...])
  }

  /// The number of zeros below the lowest 1: 0 to the width, which it is for 0.
  ///
  /// Combinational, a tree of log2(width) levels. Area: about two LUTs a bit.
  public func trailingZeroCount(
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> UInt {
    let bits = bits(fileID: fileID, line: line, column: column)
    let tree = ZeroCount(module: module, fileID: fileID, line: line, column: column)
    return tree.count(bits[...])
  }
}

/// Counts zeros up to the first 1 by halves: zeros of the first half, or, where that is all zero,
/// its length and the zeros of the second.
struct ZeroCount {
  let module: ModuleBuilder
  let fileID: StaticString
  let line: UInt32
  let column: UInt32

  /// Of a group of 2^n bits, whether all are 0, and if not the place of the first 1 in n bits.
  private struct Group {
    var isZero: Bit
    var place: Bits?
  }

  /// Zeros before the first 1, in the fewest bits that count to the number of bits.
  func count(_ bits: ArraySlice<Bit>) -> UInt {
    var half = 1
    while 2 * half <= bits.count { half *= 2 }
    let group = group(bits.prefix(half))
    let rest = bits.dropFirst(half)
    guard let place = group.place else {
      // One bit; a second would have made a group of two.
      return group.isZero.asUInt
    }
    guard !rest.isEmpty else {
      // Where all are 0 the place is to read 0.
      let isOne = (.!group.isZero).repeated(
        place.bitWidth, fileID: fileID, line: line, column: column)
      return join(group.isZero, place .& isOne)
    }
    let further = count(rest).extended(
      to: place.bitWidth, fileID: fileID, line: line, column: column)
    return join(group.isZero, choose(group.isZero, further.asBits, place))
  }

  private func group(_ bits: ArraySlice<Bit>) -> Group {
    if bits.count == 1, let bit = bits.first { return Group(isZero: .!bit) }
    let first = group(bits.prefix(bits.count / 2))
    let second = group(bits.suffix(bits.count / 2))
    let isZero = first.isZero .& second.isZero
    guard let low = first.place, let high = second.place else {
      return Group(isZero: isZero, place: first.isZero.asBits)
    }
    return Group(
      isZero: isZero, place: join(first.isZero, choose(first.isZero, high, low)).asBits)
  }

  private func join(_ high: Bit, _ low: Bits) -> UInt {
    module.concatenate([high, low], fileID: fileID, line: line, column: column).asUInt
  }

  private func choose(_ condition: Bit, _ whenSet: Bits, _ whenClear: Bits) -> Bits {
    mux(condition, whenSet, whenClear, fileID: fileID, line: line, column: column)
  }
}
