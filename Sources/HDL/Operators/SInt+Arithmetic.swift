extension SInt {
  /// Sum, one bit wider than the wider operand.
  public static func .+ (left: SInt, right: SInt) -> SInt {
    SInt(left.builder, left.builder.growingSum(left.signal, right.signal, signed: true))
  }

  /// Sum with a constant, one bit wider than the wider of the two.
  public static func .+ (left: SInt, right: Int) -> SInt {
    left .+ SInt(left.builder, left.builder.signedLiteral(right))
  }

  /// Sum with a constant, one bit wider than the wider of the two.
  public static func .+ (left: Int, right: SInt) -> SInt { right .+ left }

  /// Difference, one bit wider than the wider operand.
  public static func .- (left: SInt, right: SInt) -> SInt {
    SInt(left.builder, left.builder.growingDifference(left.signal, right.signal, signed: true))
  }

  /// Difference with a constant, one bit wider than the wider of the two.
  public static func .- (left: SInt, right: Int) -> SInt {
    left .- SInt(left.builder, left.builder.signedLiteral(right))
  }

  /// Difference with a constant, one bit wider than the wider of the two.
  public static func .- (left: Int, right: SInt) -> SInt {
    SInt(right.builder, right.builder.signedLiteral(left)) .- right
  }

  /// Product, as wide as both operands together.
  public static func .* (left: SInt, right: SInt) -> SInt {
    SInt(left.builder, left.builder.growingProduct(left.signal, right.signal, signed: true))
  }

  /// Product with a constant, as wide as both together.
  public static func .* (left: SInt, right: Int) -> SInt {
    left .* SInt(left.builder, left.builder.signedLiteral(right))
  }

  /// Product with a constant, as wide as both together.
  public static func .* (left: Int, right: SInt) -> SInt { right .* left }

  /// Sum modulo 2 to the width; both operands have it.
  public static func .&+ (left: SInt, right: SInt) -> SInt {
    SInt(left.builder, left.builder.equalWidths(.add, ".&+", left.signal, right.signal))
  }

  /// Sum with a constant modulo 2 to the width of the value.
  public static func .&+ (left: SInt, right: Int) -> SInt {
    left .&+ SInt(left.builder, left.builder.literal(right, like: left.signal, signed: true))
  }

  /// Difference modulo 2 to the width; both operands have it.
  public static func .&- (left: SInt, right: SInt) -> SInt {
    SInt(left.builder, left.builder.equalWidths(.subtract, ".&-", left.signal, right.signal))
  }

  /// Difference with a constant modulo 2 to the width of the value.
  public static func .&- (left: SInt, right: Int) -> SInt {
    left .&- SInt(left.builder, left.builder.literal(right, like: left.signal, signed: true))
  }

  /// The value times 2^amount, wider by `amount` bits.
  public static func .<< (left: SInt, amount: Int) -> SInt {
    SInt(left.builder, left.builder.shiftLeft(left.node, by: amount))
  }

  /// The value divided by 2^amount, rounded down, narrower by `amount` bits (at least 1 remains).
  public static func .>> (left: SInt, amount: Int) -> SInt {
    SInt(left.builder, left.builder.shiftRight(left.node, by: amount, signed: true))
  }

  /// The value times 2^amount, wider by the largest amount, 2^(width of `amount`) - 1.
  public static func .<< (left: SInt, amount: UInt) -> SInt {
    SInt(left.builder, left.builder.dynamicShiftLeft(left.signal, amount.signal, signed: true))
  }

  /// The value divided by 2^amount, rounded down, in the same width.
  public static func .>> (left: SInt, amount: UInt) -> SInt {
    SInt(left.builder, left.builder.dynamicShift(.shiftRightSigned, left.signal, amount.signal))
  }
}

extension SInt {
  /// The number with its sign changed, one bit wider.
  public func negated(
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> SInt {
    let location = builder.locate(fileID, line, column)
    return SInt(
      builder,
      builder.growingDifference(
        Signal(builder: builder, node: builder.constant(0, width: 1, location: location)), signal,
        signed: true))
  }

  /// The distance from zero, in the same width (it holds 2^(width-1) too).
  public func magnitude(
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> UInt {
    let location = builder.locate(fileID, line, column)
    let zero = builder.constant(0, width: Int32(bitWidth), location: location)
    let negative = builder.append(
      .subtract, width: Int32(bitWidth), [zero, node], location: location)
    let sign = builder.slice(node, low: bitWidth - 1, width: 1, location: location)
    return UInt(
      builder,
      builder.append(.mux, width: Int32(bitWidth), [sign, negative, node], location: location))
  }
}
