public import FixedPoint

extension BitVector {
  /// The same bits read as the integer of a fixed-point format, which must be as wide.
  ///
  /// A format whose range is not every pattern of its bits is trusted to hold what comes.
  public func asFixed(
    _ format: FixedPointFormat, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> Fixed {
    let location = builder.locate(fileID, line, column)
    guard format.bitWidth == bitWidth else {
      builder.excuse([signal])
      builder.report(
        .widthMismatch,
        "\(builder.describe(node)) of \(ModuleBuilder.bits(bitWidth)) cannot be read as \(format), "
          + "which has \(ModuleBuilder.bits(format.bitWidth))", location,
        notes: [builder.declarationNote(node)],
        fix: "choose a format of \(ModuleBuilder.bits(bitWidth)), or change the width first")
      return Fixed(
        builder, builder.integerConstant(0, width: format.bitWidth, location: location), format)
    }
    return Fixed(builder, node, format)
  }
}

extension HardwareInteger {
  /// The same number as a fixed-point one; of at most 127 bits.
  public func fixed(
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Fixed {
    let location = builder.locate(fileID, line, column)
    do {
      let format = try FixedPointFormat(
        signed: Self.isSigned, integerBits: bitWidth, fractionBits: 0)
      return Fixed(builder, node, format)
    } catch {
      builder.excuse([signal])
      builder.report(error, of: "\(builder.describe(node)) as a fixed-point number", location)
      return Fixed(builder, builder.placeholder(1, location), .bit)
    }
  }
}

extension Fixed {
  /// The same number as an unsigned integer.
  ///
  /// A design in which it could be negative or have a fraction is refused. `asUInt` gives the bits
  /// instead, `converted(to:rounding:overflow:)` names what is lost.
  public func exactUInt(
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> UInt {
    let whole = exactInteger(signed: false, "exactUInt()", builder.locate(fileID, line, column))
    return UInt(builder, whole)
  }

  /// The same number as a two's-complement integer.
  ///
  /// A design in which it could have a fraction is refused. `asSInt` gives the bits instead,
  /// `converted(to:rounding:overflow:)` names what is lost.
  public func exactSInt(
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> SInt {
    let whole = exactInteger(signed: true, "exactSInt()", builder.locate(fileID, line, column))
    return SInt(builder, whole)
  }

  private func exactInteger(signed: Bool, _ what: String, _ location: Int32) -> NodeID {
    do {
      guard format.exponent >= 0 else {
        builder.excuse([signal])
        builder.report(
          .precisionLoss,
          "`\(what)` of \(builder.describe(node)), \(format), can lose its fraction", location,
          fix: "name a rounding with `.converted(to:rounding:overflow:)`, or take the bits with "
            + "`.as\(signed ? "SInt" : "UInt")`")
        return builder.placeholder(
          format.integerBits + (signed && !format.isSigned ? 1 : 0), location)
      }
      let whole = try format.aligned(toExponent: 0)
      guard signed || whole.minimum >= 0 else {
        builder.excuse([signal])
        builder.report(
          .possibleOverflow,
          "`\(what)` of \(builder.describe(node)), \(format), can be negative", location,
          fix: "write `.exactSInt()`, or bring it into a range of at least 0 first")
        return builder.placeholder(whole.bitWidth, location)
      }
      let target = try FixedPointFormat(
        signed: signed, minimum: whole.minimum, maximum: whole.maximum)
      return builder.aligned(self, to: target, location: location)
    } catch {
      builder.excuse([signal])
      builder.report(error, of: "`\(what)` of \(builder.describe(node))", location)
      return builder.placeholder(1, location)
    }
  }
}
