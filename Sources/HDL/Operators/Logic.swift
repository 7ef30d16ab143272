// Each type has its own operators, though one protocol extension would say the same: next to the
// standard library's generic `.& .| .^ .== .<` on vectors, wrong code over protocol operators costs
// the type checker 10 to 100 times the effort (six terms 250,000 scopes against 5,000 to 25,000, 25
// terms more than it spends against 5,000). `Tests/HDLTests/WrongCode` pins the limits.

extension UInt {
  /// Bitwise and of values of equal width.
  public static func .& (left: UInt, right: UInt) -> UInt {
    UInt(left.builder, left.builder.equalWidths(.and, ".&", left.signal, right.signal))
  }

  /// Bitwise or of values of equal width.
  public static func .| (left: UInt, right: UInt) -> UInt {
    UInt(left.builder, left.builder.equalWidths(.or, ".|", left.signal, right.signal))
  }

  /// Bitwise exclusive or of values of equal width.
  public static func .^ (left: UInt, right: UInt) -> UInt {
    UInt(left.builder, left.builder.equalWidths(.xor, ".^", left.signal, right.signal))
  }

  /// Bitwise complement.
  public static prefix func .! (value: UInt) -> UInt {
    UInt(value.builder, value.builder.complement(value.node))
  }
}

extension SInt {
  /// Bitwise and of values of equal width.
  public static func .& (left: SInt, right: SInt) -> SInt {
    SInt(left.builder, left.builder.equalWidths(.and, ".&", left.signal, right.signal))
  }

  /// Bitwise or of values of equal width.
  public static func .| (left: SInt, right: SInt) -> SInt {
    SInt(left.builder, left.builder.equalWidths(.or, ".|", left.signal, right.signal))
  }

  /// Bitwise exclusive or of values of equal width.
  public static func .^ (left: SInt, right: SInt) -> SInt {
    SInt(left.builder, left.builder.equalWidths(.xor, ".^", left.signal, right.signal))
  }

  /// Bitwise complement.
  public static prefix func .! (value: SInt) -> SInt {
    SInt(value.builder, value.builder.complement(value.node))
  }
}

extension Bits {
  /// Bitwise and of values of equal width.
  public static func .& (left: Bits, right: Bits) -> Bits {
    Bits(left.builder, left.builder.equalWidths(.and, ".&", left.signal, right.signal))
  }

  /// Bitwise or of values of equal width.
  public static func .| (left: Bits, right: Bits) -> Bits {
    Bits(left.builder, left.builder.equalWidths(.or, ".|", left.signal, right.signal))
  }

  /// Bitwise exclusive or of values of equal width.
  public static func .^ (left: Bits, right: Bits) -> Bits {
    Bits(left.builder, left.builder.equalWidths(.xor, ".^", left.signal, right.signal))
  }

  /// Bitwise complement.
  public static prefix func .! (value: Bits) -> Bits {
    Bits(value.builder, value.builder.complement(value.node))
  }
}

extension BitVector {
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
