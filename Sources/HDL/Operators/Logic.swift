extension BitVector {
  /// Bitwise and of values of equal width.
  public static func .& (left: Self, right: Self) -> Self {
    Self(left.builder, left.builder.equalWidths(.and, ".&", left.signal, right.signal))
  }

  /// Bitwise or of values of equal width.
  public static func .| (left: Self, right: Self) -> Self {
    Self(left.builder, left.builder.equalWidths(.or, ".|", left.signal, right.signal))
  }

  /// Bitwise exclusive or of values of equal width.
  public static func .^ (left: Self, right: Self) -> Self {
    Self(left.builder, left.builder.equalWidths(.xor, ".^", left.signal, right.signal))
  }

  /// Bitwise complement.
  public static prefix func .! (value: Self) -> Self {
    Self(value.builder, value.builder.complement(value.node))
  }

  /// 1 when every bit is 1.
  public func allSet(fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column)
    -> Bit
  { reduced(.reduceAnd, builder.locate(fileID, line, column)) }

  /// 1 when any bit is 1.
  public func anySet(fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column)
    -> Bit
  { reduced(.reduceOr, builder.locate(fileID, line, column)) }

  /// 1 when the number of 1 bits is odd.
  public func parity(fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column)
    -> Bit
  { reduced(.reduceXor, builder.locate(fileID, line, column)) }

  private func reduced(_ operation: Operation, _ location: Int32) -> Bit {
    if bitWidth == 1 { return Bit(signal: signal) }
    return Bit(builder, builder.append(operation, width: 1, [node], location: location))
  }
}

extension Bit {
  /// And.
  public static func .& (left: Bit, right: Bit) -> Bit {
    Bit(left.builder, left.builder.equalWidths(.and, ".&", left.signal, right.signal))
  }

  /// Or.
  public static func .| (left: Bit, right: Bit) -> Bit {
    Bit(left.builder, left.builder.equalWidths(.or, ".|", left.signal, right.signal))
  }

  /// Exclusive or.
  public static func .^ (left: Bit, right: Bit) -> Bit {
    Bit(left.builder, left.builder.equalWidths(.xor, ".^", left.signal, right.signal))
  }

  /// Whether both are equal.
  public static func .== (left: Bit, right: Bit) -> Bit {
    Bit(left.builder, left.builder.equalWidths(.equal, ".==", left.signal, right.signal))
  }

  /// Complement.
  public static prefix func .! (value: Bit) -> Bit {
    Bit(value.builder, value.builder.complement(value.node))
  }

  /// The bit `count` times side by side.
  public func repeated(
    _ count: Int, fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Bits {
    let location = builder.locate(fileID, line, column)
    guard builder.checkWidth(count, "the repeated bit", location) else {
      return Bits(builder, builder.placeholder(1, location))
    }
    return Bits(builder, builder.extend(node, to: count, signed: true, location: location))
  }
}
