import FixedPoint

// Concrete operators for one concrete type, like those of the other values: see `Logic.swift`.

extension Fixed {
  /// The exact sum, at the finer of the two last places, in the fewest bits that hold its range.
  public static func .+ (left: Fixed, right: Fixed) -> Fixed {
    left.builder.combine(".+", left, right) { () throws(FixedPointError) in
      try left.format.adding(right.format)
    } make: { format in
      left.builder.alignedOperation(.add, left, right, format)
    }
  }

  /// The exact sum with an integer.
  public static func .+ (left: Fixed, right: Int) -> Fixed { left .+ left.integer(right) }

  /// The exact sum with an integer.
  public static func .+ (left: Int, right: Fixed) -> Fixed { right.integer(left) .+ right }

  /// The exact difference, at the finer of the two last places; signed if it can be negative.
  public static func .- (left: Fixed, right: Fixed) -> Fixed {
    left.builder.combine(".-", left, right) { () throws(FixedPointError) in
      try left.format.subtracting(right.format)
    } make: { format in
      left.builder.alignedOperation(.subtract, left, right, format)
    }
  }

  /// The exact difference with an integer.
  public static func .- (left: Fixed, right: Int) -> Fixed { left .- left.integer(right) }

  /// The exact difference with an integer.
  public static func .- (left: Int, right: Fixed) -> Fixed { right.integer(left) .- right }

  /// The exact product, in the fewest bits that hold its range; the exponents add.
  public static func .* (left: Fixed, right: Fixed) -> Fixed {
    left.builder.combine(".*", left, right) { () throws(FixedPointError) in
      try left.format.multiplied(by: right.format)
    } make: { format in
      let builder = left.builder
      // Modulo 2 to a width that holds the product, operands of any sign multiply alike.
      let operands = [left, right].map {
        builder.aligned(
          $0, toExponent: $0.format.exponent, width: format.bitWidth, location: -1)
      }
      return builder.append(
        format.isSigned ? .multiplySigned : .multiply, width: Int32(format.bitWidth), operands,
        location: -1)
    }
  }

  /// The exact product with an integer.
  public static func .* (left: Fixed, right: Int) -> Fixed { left .* left.integer(right) }

  /// The exact product with an integer.
  public static func .* (left: Int, right: Fixed) -> Fixed { right.integer(left) .* right }

  /// The number times 2^amount: the binary point moves and no bit changes.
  public static func .<< (left: Fixed, amount: Int) -> Fixed { left.shifted(by: amount, ".<<") }

  /// The number divided by 2^amount, exactly: the binary point moves and no bit is lost.
  public static func .>> (left: Fixed, amount: Int) -> Fixed {
    left.shifted(by: amount == .min ? .max : -amount, ".>>")
  }

  /// The number times 2^amount, exactly; the range is that of the largest amount.
  public static func .<< (left: Fixed, amount: UInt) -> Fixed {
    left.builder.shifted(left, amount, ".<<") { format, _ in
      format
    } make: { wide, _ in
      left.builder.append(
        .shiftLeft, width: Int32(wide.bitWidth),
        [
          left.builder.aligned(
            left, toExponent: left.format.exponent, width: wide.bitWidth, location: -1),
          amount.node,
        ], location: -1)
    }
  }

  /// The number divided by 2^amount, exactly: the last place is finer by the largest amount.
  public static func .>> (left: Fixed, amount: UInt) -> Fixed {
    left.builder.shifted(left, amount, ".>>") { format, most throws(FixedPointError) in
      try format.shifted(by: -most)
    } make: { wide, most in
      left.builder.append(
        wide.isSigned ? .shiftRightSigned : .shiftRight, width: Int32(wide.bitWidth),
        [
          left.builder.aligned(
            left, toExponent: left.format.exponent - most, width: wide.bitWidth, location: -1),
          amount.node,
        ], location: -1)
    }
  }

  /// The number with its sign changed; exact.
  public func negated(
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Fixed {
    let location = builder.locate(fileID, line, column)
    return builder.derived(self, "negated()", location) { () throws(FixedPointError) in
      try format.negated()
    } make: { target in
      negation(width: target.bitWidth, location)
    }
  }

  /// The distance from zero; exact and unsigned.
  public func magnitude(
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Fixed {
    let location = builder.locate(fileID, line, column)
    return builder.derived(self, "magnitude()", location) { () throws(FixedPointError) in
      try format.magnitude()
    } make: { target in
      let width = target.bitWidth
      let same = { builder.resized(node, to: width, signed: true, location: location) }
      if format.minimum >= 0 { return same() }
      if format.maximum <= 0 { return negation(width: width, location) }
      let sign = builder.slice(node, low: bitWidth - 1, width: 1, location: location)
      return builder.append(
        .mux, width: Int32(width), [sign, negation(width: width, location), same()],
        location: location)
    }
  }

  private func negation(width: Int, _ location: Int32) -> NodeID {
    builder.append(
      .subtract, width: Int32(width),
      [
        builder.integerConstant(0, width: width, location: location),
        builder.resized(node, to: width, signed: format.isSigned, location: location),
      ], location: location)
  }

  private func shifted(by places: Int, _ symbol: String) -> Fixed {
    do {
      return Fixed(builder, node, try format.shifted(by: places))
    } catch {
      builder.excuse([signal])
      builder.report(error, of: "`\(symbol)` on \(builder.describe(node))", -1)
      return self
    }
  }

  /// An integer in the format of this integer alone, so that ranges grow no more than they must.
  func integer(_ value: Int) -> Fixed {
    let format = FixedPointFormat(only: value)
    return Fixed(
      builder, builder.integerConstant(Int128(value), width: format.bitWidth, location: -1), format)
  }
}

extension ModuleBuilder {
  fileprivate func alignedOperation(
    _ operation: Operation, _ left: Fixed, _ right: Fixed, _ format: FixedPointFormat
  ) -> NodeID {
    append(
      operation, width: Int32(format.bitWidth),
      [aligned(left, to: format, location: -1), aligned(right, to: format, location: -1)],
      location: -1)
  }

  /// An operation on one value; a result that has no format is reported.
  fileprivate func derived(
    _ value: Fixed, _ what: String, _ location: Int32,
    format: () throws(FixedPointError) -> FixedPointFormat, make: (FixedPointFormat) -> NodeID
  ) -> Fixed {
    do {
      let format = try format()
      return result(format, of: [value], location: location) { make(format) }
    } catch {
      excuse([value.signal])
      report(error, of: "`\(graph.expressionText(value.node, depth: 1)).\(what)`", location)
      return value
    }
  }

  /// A shift by a value. The integers range as far as the largest amount takes them.
  fileprivate func shifted(
    _ value: Fixed, _ amount: UInt, _ symbol: String,
    scale: (FixedPointFormat, Int) throws(FixedPointError) -> FixedPointFormat,
    make: (FixedPointFormat, Int) -> NodeID
  ) -> Fixed {
    guard let (_, amountNode) = pair(value.signal, amount.signal) else { return value }
    let most = amount.bitWidth < 10 ? 1 << amount.bitWidth - 1 : 1 << 10
    do {
      let wide = try scale(try value.format.shiftedLeft(upTo: most), most)
      if wide.minimum == wide.maximum { drop(amountNode) }
      return result(wide, of: [value], location: -1) { make(wide, most) }
    } catch {
      excuse([value.signal, amount.signal])
      report(error, of: describe(value.node, symbol, amountNode), -1)
      return value
    }
  }
}
