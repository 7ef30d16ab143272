extension UInt {
  /// Sum, one bit wider than the wider operand.
  public static func .+ (left: UInt, right: UInt) -> UInt {
    UInt(left.builder, left.builder.growingSum(left.signal, right.signal, signed: false))
  }

  /// Sum with a constant of at least 0, one bit wider than the wider of the two.
  public static func .+ (left: UInt, right: Int) -> UInt {
    left .+ UInt(left.builder, left.builder.unsignedLiteral(right))
  }

  /// Sum with a constant of at least 0, one bit wider than the wider of the two.
  public static func .+ (left: Int, right: UInt) -> UInt { right .+ left }

  /// Difference: signed, one bit wider than the wider operand.
  public static func .- (left: UInt, right: UInt) -> SInt {
    SInt(left.builder, left.builder.growingDifference(left.signal, right.signal, signed: false))
  }

  /// Difference with a constant of at least 0: signed, one bit wider than the wider of the two.
  public static func .- (left: UInt, right: Int) -> SInt {
    left .- UInt(left.builder, left.builder.unsignedLiteral(right))
  }

  /// Difference with a constant of at least 0: signed, one bit wider than the wider of the two.
  public static func .- (left: Int, right: UInt) -> SInt {
    UInt(right.builder, right.builder.unsignedLiteral(left)) .- right
  }

  /// Product, as wide as both operands together.
  public static func .* (left: UInt, right: UInt) -> UInt {
    UInt(left.builder, left.builder.growingProduct(left.signal, right.signal, signed: false))
  }

  /// Product with a constant of at least 0, as wide as both together.
  public static func .* (left: UInt, right: Int) -> UInt {
    left .* UInt(left.builder, left.builder.unsignedLiteral(right))
  }

  /// Product with a constant of at least 0, as wide as both together.
  public static func .* (left: Int, right: UInt) -> UInt { right .* left }

  /// Sum modulo 2 to the width; both operands have it.
  public static func .&+ (left: UInt, right: UInt) -> UInt {
    UInt(left.builder, left.builder.equalWidths(.add, ".&+", left.signal, right.signal))
  }

  /// Sum with a constant modulo 2 to the width of the value.
  public static func .&+ (left: UInt, right: Int) -> UInt {
    left .&+ UInt(left.builder, left.builder.literal(right, like: left.signal, signed: false))
  }

  /// Difference modulo 2 to the width; both operands have it.
  public static func .&- (left: UInt, right: UInt) -> UInt {
    UInt(left.builder, left.builder.equalWidths(.subtract, ".&-", left.signal, right.signal))
  }

  /// Difference with a constant modulo 2 to the width of the value.
  public static func .&- (left: UInt, right: Int) -> UInt {
    left .&- UInt(left.builder, left.builder.literal(right, like: left.signal, signed: false))
  }

  /// The value times 2^amount, wider by `amount` bits.
  public static func .<< (left: UInt, amount: Int) -> UInt {
    UInt(left.builder, left.builder.shiftLeft(left.node, by: amount))
  }

  /// The value divided by 2^amount, rounded down, narrower by `amount` bits (at least 1 remains).
  public static func .>> (left: UInt, amount: Int) -> UInt {
    UInt(left.builder, left.builder.shiftRight(left.node, by: amount, signed: false))
  }

  /// The value times 2^amount, wider by the largest amount, 2^(width of `amount`) - 1.
  public static func .<< (left: UInt, amount: UInt) -> UInt {
    UInt(left.builder, left.builder.dynamicShiftLeft(left.signal, amount.signal, signed: false))
  }

  /// The value divided by 2^amount, rounded down, in the same width.
  public static func .>> (left: UInt, amount: UInt) -> UInt {
    UInt(left.builder, left.builder.dynamicShift(.shiftRight, left.signal, amount.signal))
  }
}
