public import HDL

extension UInt {
  /// One bit out of `count`: that of the index, or none where the index is `count` or more.
  ///
  /// Combinational. Area: a decoder, about `count` LUTs.
  ///
  /// - Parameter count: Width of the result; by default all the index can name, 2^width.
  public func oneHot(
    _ count: Int? = nil, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> Bits {
    let one = module.constant(1, .uint(1), fileID: fileID, line: line, column: column)
    let all = one .<< self
    let count = count ?? all.bitWidth
    if count > all.bitWidth {
      return all.extended(to: count, fileID: fileID, line: line, column: column).asBits
    }
    return all.truncated(to: count, fileID: fileID, line: line, column: column).asBits
  }
}

extension BitVector {
  /// The bits one by one, the least significant first.
  func bits(fileID: StaticString, line: UInt32, column: UInt32) -> [Bit] {
    (0..<bitWidth).map { self[$0, fileID: fileID, line: line, column: column] }
  }

  /// Whether at most one bit is 1.
  ///
  /// Combinational. Area: a carry chain of the width and an or of all bits.
  public func isOneHotOrZero(
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Bit {
    // What is left without the lowest 1.
    let rest = asUInt .& (asUInt .&- 1)
    return .!rest.anySet(fileID: fileID, line: line, column: column)
  }

  /// Whether exactly one bit is 1.
  ///
  /// Combinational. Area: that of `isOneHotOrZero()` and another or of all bits.
  public func isOneHot(
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Bit {
    isOneHotOrZero(fileID: fileID, line: line, column: column)
      .& anySet(fileID: fileID, line: line, column: column)
  }

  /// The index of the bit that is 1, where it is the only one.
  ///
  /// Combinational, in log2(width) levels of ors. Without a 1 the index is 0; of several the indices
  /// are or-ed, which is why this is smaller than `priorityEncoded(_:)`.
  ///
  /// - Returns: The fewest bits that count to width - 1.
  public func oneHotIndex(
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> UInt {
    let all = bits(fileID: fileID, line: line, column: column)
    // Index 0 is what is left without a 1.
    all[0].ignore(fileID: fileID, line: line, column: column)
    let index = (0..<addressBits(all.count)).reversed().map { place -> Bit in
      let members = all.indices.filter { $0 >> place & 1 == 1 }.map { all[$0] }
      guard !members.isEmpty else {
        return module.constant(0, .bit, fileID: fileID, line: line, column: column)
      }
      return module.concatenate(
        members.reversed(), fileID: fileID, line: line, column: column
      ).anySet(fileID: fileID, line: line, column: column)
    }
    return module.concatenate(index, fileID: fileID, line: line, column: column).asUInt
  }

  /// The lowest bit that is 1 and zeros elsewhere; 0 of 0.
  ///
  /// Combinational. Area: a carry chain of the width and an and for each bit.
  public func lowestSet(
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Bits {
    // A number and its negation agree in the lowest 1 only.
    let negative = .!asUInt .&+ 1
    return (asUInt .& negative.truncated(to: bitWidth, fileID: fileID, line: line, column: column))
      .asBits
  }

  /// The highest bit that is 1 and zeros elsewhere; 0 of 0. As large as `lowestSet()`.
  public func highestSet(
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Bits {
    reversed(fileID: fileID, line: line, column: column)
      .lowestSet(fileID: fileID, line: line, column: column)
      .reversed(fileID: fileID, line: line, column: column)
  }

  /// The bits in reverse order, the least significant first. Costs no logic.
  public func reversed(
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Bits {
    module.concatenate(
      bits(fileID: fileID, line: line, column: column), fileID: fileID, line: line, column: column)
  }
}
