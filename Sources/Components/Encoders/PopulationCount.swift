public import HDL

extension BitVector {
  /// The number of bits that are 1: 0 to the width.
  ///
  /// Combinational, a tree of log2(width) levels of adders. Area: about 1.5 LUTs a bit.
  ///
  /// - Returns: The fewest bits that count to the width.
  public func populationCount(
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> UInt {
    let bits = bits(fileID: fileID, line: line, column: column).map(\.asUInt)
    let sum = module.reduceTree(bits, fileID: fileID, line: line, column: column) { $0 .+ $1 }
    // The last sums of a number of bits that is no power of two have a bit too many.
    return sum.truncated(
      to: addressBits(bitWidth + 1), fileID: fileID, line: line, column: column)
  }
}
