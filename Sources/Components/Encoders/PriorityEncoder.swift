public import HDL

/// Which of several bits goes first.
public enum BitPriority: Hashable, Sendable {
  /// The one with the smallest index.
  case lowest
  /// The one with the largest index.
  case highest
}

/// What a priority encoder finds.
public struct PriorityEncoding {
  /// Index of the first bit that is 1; without meaning where none is.
  public let index: UInt
  /// Whether any bit is 1.
  public let isValid: Bit
}

extension BitVector {
  /// The index of the lowest or the highest bit that is 1.
  ///
  /// Combinational, a tree of log2(width) levels. Area: about two LUTs a bit.
  ///
  /// - Returns: An index in the fewest bits that count to width - 1, and whether there is one.
  public func priorityEncoded(
    _ priority: BitPriority, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> PriorityEncoding {
    let isValid = anySet(fileID: fileID, line: line, column: column)
    let width = addressBits(bitWidth)
    switch priority {
    case .lowest:
      let zeros = trailingZeroCount(fileID: fileID, line: line, column: column)
      return PriorityEncoding(
        index: zeros.truncated(to: width, fileID: fileID, line: line, column: column),
        isValid: isValid)
    case .highest:
      let zeros = leadingZeroCount(fileID: fileID, line: line, column: column)
      let index = (bitWidth - 1) .- zeros
      return PriorityEncoding(
        index: index.asUInt.truncated(to: width, fileID: fileID, line: line, column: column),
        isValid: isValid)
    }
  }
}
