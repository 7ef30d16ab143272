public import HDL

extension UInt {
  /// The number in `width` bits, 2^width - 1 where it is larger. Combinational: an or of the bits
  /// dropped and an or for each bit kept.
  ///
  /// - Parameter width: 1 to the value's own.
  public func saturated(
    to width: Int, fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> UInt {
    let kept = truncated(to: width, fileID: fileID, line: line, column: column)
    guard width >= 1, width < bitWidth else { return kept }
    let isOver = self[width..<bitWidth, fileID: fileID, line: line, column: column]
      .anySet(fileID: fileID, line: line, column: column)
    return kept .| isOver.repeated(width, fileID: fileID, line: line, column: column).asUInt
  }

  /// The sum, or the largest number of the wider operand's width where the sum is larger.
  public func addingSaturated(
    _ other: UInt, fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> UInt {
    let width = max(bitWidth, other.bitWidth)
    return (self .+ other).saturated(to: width, fileID: fileID, line: line, column: column)
  }

  /// The difference, or 0 where the other number is larger; in the wider operand's width.
  public func subtractingSaturated(
    _ other: UInt, fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> UInt {
    let width = max(bitWidth, other.bitWidth)
    let difference = (self .- other).asUInt
    let isPositive = .!difference[width, fileID: fileID, line: line, column: column]
    return difference.truncated(to: width, fileID: fileID, line: line, column: column)
      .& isPositive.repeated(width, fileID: fileID, line: line, column: column).asUInt
  }

  /// The number, or the nearer end of the range where it is outside. Combinational: two comparisons
  /// with constants and two multiplexers; an end that no value of the width passes costs nothing.
  ///
  /// - Parameter range: Both ends must fit the width.
  public func clamped(
    to range: ClosedRange<Int>, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> UInt {
    var value = self
    let hasUpper = bitWidth > 62 || range.upperBound < (1 << bitWidth) - 1
    if hasUpper {
      value = mux(
        self .> range.upperBound, range.upperBound, value, fileID: fileID, line: line,
        column: column)
    }
    if range.lowerBound > 0 {
      value = mux(
        self .< range.lowerBound, range.lowerBound, value, fileID: fileID, line: line,
        column: column)
    }
    return value
  }
}

extension SInt {
  /// The number in `width` bits, -2^(width-1) or 2^(width-1) - 1 where it is outside. Combinational:
  /// a comparison of the bits dropped and a multiplexer.
  ///
  /// - Parameter width: 1 to the value's own.
  public func saturated(
    to width: Int, fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> SInt {
    let kept = truncated(to: width, fileID: fileID, line: line, column: column)
    guard width >= 1, width < bitWidth else { return kept }
    // The number fits where all bits dropped equal the sign that is left.
    let high = self[width - 1..<bitWidth, fileID: fileID, line: line, column: column]
    let isNegative = self[bitWidth - 1, fileID: fileID, line: line, column: column]
    let fits =
      .!(high .^ isNegative.repeated(high.bitWidth, fileID: fileID, line: line, column: column))
      .anySet(fileID: fileID, line: line, column: column)
    var limit = isNegative.asBits
    if width > 1 {
      limit = module.concatenate(
        [
          isNegative,
          (.!isNegative).repeated(width - 1, fileID: fileID, line: line, column: column),
        ], fileID: fileID, line: line, column: column)
    }
    return mux(fits, kept, limit.asSInt, fileID: fileID, line: line, column: column)
  }

  /// The sum, or the nearer limit of the wider operand's width where it is outside.
  public func addingSaturated(
    _ other: SInt, fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> SInt {
    let width = max(bitWidth, other.bitWidth)
    return (self .+ other).saturated(to: width, fileID: fileID, line: line, column: column)
  }

  /// The difference, or the nearer limit of the wider operand's width where it is outside.
  public func subtractingSaturated(
    _ other: SInt, fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> SInt {
    let width = max(bitWidth, other.bitWidth)
    return (self .- other).saturated(to: width, fileID: fileID, line: line, column: column)
  }

  /// The number, or the nearer end of the range where it is outside. Combinational: two comparisons
  /// with constants and two multiplexers; an end that no value of the width passes costs nothing.
  ///
  /// - Parameter range: Both ends must fit the width.
  public func clamped(
    to range: ClosedRange<Int>, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> SInt {
    var value = self
    if bitWidth > 63 || range.upperBound < (1 << (bitWidth - 1)) - 1 {
      value = mux(
        self .> range.upperBound, range.upperBound, value, fileID: fileID, line: line,
        column: column)
    }
    if bitWidth > 64 || range.lowerBound > (bitWidth == 64 ? Int.min : -(1 << (bitWidth - 1))) {
      value = mux(
        self .< range.lowerBound, range.lowerBound, value, fileID: fileID, line: line,
        column: column)
    }
    return value
  }
}
