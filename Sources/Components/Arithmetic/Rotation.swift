public import HDL

extension BitVector {
  /// The bits moved `amount` places up, those that leave at the top coming back at the bottom. Costs
  /// no logic.
  ///
  /// - Parameter amount: Any number; it counts modulo the width, and below 0 the bits move down.
  public func rotatedLeft(
    by amount: Int, fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Bits {
    let amount = (amount % bitWidth + bitWidth) % bitWidth
    if amount == 0 { return asBits }
    let split = bitWidth - amount
    return module.concatenate(
      [
        asBits[0..<split, fileID: fileID, line: line, column: column],
        asBits[split..<bitWidth, fileID: fileID, line: line, column: column],
      ], fileID: fileID, line: line, column: column)
  }

  /// The bits moved `amount` places down, those that leave at the bottom coming back at the top.
  public func rotatedRight(
    by amount: Int, fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Bits {
    rotatedLeft(
      by: -(amount % bitWidth), fileID: fileID, line: line, column: column)
  }

  /// The bits moved up by a value, modulo the width.
  ///
  /// Combinational: a barrel of one multiplexer level for each bit of `amount`, `bitWidth`
  /// multiplexers a level.
  public func rotatedLeft(
    by amount: UInt, fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Bits {
    barrel(amount, fileID, line, column) {
      $0.rotatedLeft(by: $1, fileID: fileID, line: line, column: column)
    }
  }

  /// The bits moved down by a value, modulo the width. As large as `rotatedLeft(by:)`.
  public func rotatedRight(
    by amount: UInt, fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Bits {
    barrel(amount, fileID, line, column) {
      $0.rotatedRight(by: $1, fileID: fileID, line: line, column: column)
    }
  }

  private func barrel(
    _ amount: UInt, _ fileID: StaticString, _ line: UInt32, _ column: UInt32,
    rotate: (Bits, Int) -> Bits
  ) -> Bits {
    var value = asBits
    // 2^place modulo the width: a rotation by a multiple of the width is none.
    var distance = 1 % bitWidth
    for place in 0..<amount.bitWidth {
      let bit = amount[place, fileID: fileID, line: line, column: column]
      if distance == 0 {
        bit.ignore(fileID: fileID, line: line, column: column)
      } else {
        value = mux(bit, rotate(value, distance), value, fileID: fileID, line: line, column: column)
      }
      distance = distance * 2 % bitWidth
    }
    return value
  }
}
