extension HardwareValue {
  /// The same bits without a numeric meaning.
  public var asBits: Bits { Bits(signal: signal) }

  /// The same bits read as an unsigned number.
  public var asUInt: UInt { UInt(signal: signal) }

  /// The same bits read as a two's-complement number; the top bit becomes the sign.
  public var asSInt: SInt { SInt(signal: signal) }
}

extension UInt {
  /// The same number as a signed one, a bit wider.
  public func signed(fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column)
    -> SInt
  {
    let location = builder.locate(fileID, line, column)
    return SInt(builder, builder.extend(node, to: bitWidth + 1, signed: false, location: location))
  }
}

extension BitVector {
  /// The low `width` bits; the bits above them are dropped, whatever they hold.
  public func truncated(
    to width: Int, fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Self {
    let location = builder.locate(fileID, line, column)
    guard width >= 1, width <= bitWidth else {
      builder.excuse([signal])
      builder.report(
        .sliceOutOfRange,
        "cannot truncate \(builder.describe(node)) of \(bitWidth) bits to \(width) bits", location,
        fix: width > bitWidth
          ? "write `.extended(to: \(width))` to widen it" : "ask for 1 to \(bitWidth) bits")
      return Self(signal: Signal(builder: builder, node: builder.placeholder(width, location)))
    }
    return Self(builder, builder.slice(node, low: 0, width: width, location: location))
  }

  /// Bit `index`, counted from the least significant.
  public subscript(index: Int, fileID fileID: StaticString = #fileID, line line: UInt32 = #line,
    column column: UInt32 = #column
  ) -> Bit {
    let location = builder.locate(fileID, line, column)
    return Bit(builder, builder.checkedSlice(node, index..<index + 1, location: location))
  }
}

extension HardwareInteger {
  /// The same number in `width` bits: zeros above an unsigned value, copies of the sign above a
  /// signed one.
  public func extended(
    to width: Int, fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Self {
    let location = builder.locate(fileID, line, column)
    guard width >= bitWidth else {
      builder.excuse([signal])
      builder.report(
        .widthMismatch,
        "cannot extend \(builder.describe(node)) of \(bitWidth) bits to \(width) bits", location,
        fix: "write `.truncated(to: \(width))` to drop the high bits")
      return Self(builder, builder.placeholder(width, location))
    }
    return Self(
      builder, builder.extend(node, to: width, signed: Self.isSigned, location: location))
  }
}

extension Bits {
  /// The bits of `range`, counted from the least significant.
  public subscript(range: Range<Int>, fileID fileID: StaticString = #fileID,
    line line: UInt32 = #line,
    column column: UInt32 = #column
  ) -> Bits {
    Bits(builder, builder.checkedSlice(node, range, location: builder.locate(fileID, line, column)))
  }

  /// The bits of `range`, counted from the least significant.
  public subscript(range: ClosedRange<Int>, fileID fileID: StaticString = #fileID,
    line line: UInt32 = #line,
    column column: UInt32 = #column
  ) -> Bits {
    self[range.lowerBound..<range.upperBound + 1, fileID: fileID, line: line, column: column]
  }
}

extension UInt {
  /// The bits of `range` as an unsigned number.
  public subscript(range: Range<Int>, fileID fileID: StaticString = #fileID,
    line line: UInt32 = #line,
    column column: UInt32 = #column
  ) -> UInt {
    UInt(builder, builder.checkedSlice(node, range, location: builder.locate(fileID, line, column)))
  }

  /// The bits of `range` as an unsigned number.
  public subscript(range: ClosedRange<Int>, fileID fileID: StaticString = #fileID,
    line line: UInt32 = #line,
    column column: UInt32 = #column
  ) -> UInt {
    self[range.lowerBound..<range.upperBound + 1, fileID: fileID, line: line, column: column]
  }
}

extension SInt {
  /// The bits of `range`, without a numeric meaning.
  public subscript(range: Range<Int>, fileID fileID: StaticString = #fileID,
    line line: UInt32 = #line,
    column column: UInt32 = #column
  ) -> Bits {
    Bits(builder, builder.checkedSlice(node, range, location: builder.locate(fileID, line, column)))
  }
}

extension Bits {
  /// Drives the bits of `range` of a target and leaves the others to further assignments.
  public func assign(
    _ value: Bits, to range: Range<Int>, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) {
    let module = builder.elaborator.current ?? builder
    module.assign(
      value.signal, to: signal, range: range, location: module.locate(fileID, line, column))
  }
}

extension HardwareValue {
  init(_ builder: ModuleBuilder, _ node: NodeID, _ shape: Shape<Self>) {
    self.init(signal: Signal(builder: builder, node: node), shape: shape)
  }
}

extension PlainValue {
  init(_ builder: ModuleBuilder, _ node: NodeID) {
    self.init(signal: Signal(builder: builder, node: node))
  }
}
