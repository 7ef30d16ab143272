public import FixedPoint

extension Fixed {
  /// What becomes of a rounded number outside the range of its new format.
  public enum Overflow: String, CaseIterable, Hashable, Sendable {
    /// The low bits are kept; only for formats whose range is every pattern of their bits.
    case wrap
    /// The nearer end of the range is taken.
    case saturate
    /// The range of the value says that it cannot be; a design in which it could is refused.
    case proven
  }

  /// The number in another format, rounded to its last place and brought into its range.
  ///
  /// Rounding comes first, so a number that rounds up past the maximum overflows. There is no more
  /// hardware than the two ranges ask for: rounding down drops bits, every other rounding to a
  /// coarser last place is one adder, and only an end of the range that can be passed is compared
  /// with.
  ///
  /// - Parameters:
  ///   - target: The new format.
  ///   - rounding: What becomes of bits below the new last place.
  ///   - overflow: What becomes of a rounded number outside the new range. A design in which
  ///     `.proven` is not, or which wraps into a range that is not every pattern of its bits, is
  ///     refused.
  public func converted(
    to target: FixedPointFormat, rounding: RoundingMode, overflow: Overflow,
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Fixed {
    convert(target, rounding, overflow, needsFlag: false, builder.locate(fileID, line, column))
      .value
  }

  /// The same, and whether the rounded number was outside the range, so that no saturation need
  /// go unseen.
  public func convertedReportingOverflow(
    to target: FixedPointFormat, rounding: RoundingMode, overflow: Overflow,
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> (value: Fixed, overflow: Bit) {
    convert(target, rounding, overflow, needsFlag: true, builder.locate(fileID, line, column))
  }

  /// The same number in another format, which must hold every number of this one.
  ///
  /// No hardware but wires. A design in which a bit could be lost is refused.
  public func exactly(
    in target: FixedPointFormat, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> Fixed {
    let location = builder.locate(fileID, line, column)
    if !target.contains(format), format.exponent < target.exponent {
      let places = target.exponent - format.exponent
      builder.excuse([signal])
      builder.report(
        .precisionLoss,
        "\(builder.describe(node)), \(format), can lose \(ModuleBuilder.bits(places)) below the last "
          + "place of \(target)", location,
        fix: "name a rounding with `.converted(to:rounding:overflow:)`, or give the format the "
          + "exponent \(format.exponent)")
      return placeholder(target, location)
    }
    return convert(target, .floor, .proven, needsFlag: false, location).value
  }

  /// The converted value and whether it was out of range; without need the flag means nothing.
  private func convert(
    _ target: FixedPointFormat, _ rounding: RoundingMode, _ overflow: Overflow, needsFlag: Bool,
    _ location: Int32
  ) -> (value: Fixed, overflow: Bit) {
    let coarsest = max(format.exponent, target.exponent)
    guard let range = try? format.rounded(toExponent: coarsest, rounding: rounding),
      isAllowed(target, range, overflow, location)
    else { return (placeholder(target, location), Bit(builder, builder.placeholder(1, location))) }
    // What is compared with the limits: the rounded integer, or, on the way to a finer last place,
    // the integer as it is.
    let limits = Limits(of: target, at: coarsest)
    let isOutside = range.maximum < limits.low || range.minimum > limits.high
    if range.minimum == range.maximum || (overflow == .saturate && isOutside) {
      builder.drop(node)
      let integer =
        overflow != .saturate || !isOutside
        ? range.minimum << Int128(coarsest - target.exponent)
        : range.maximum < limits.low ? target.minimum : target.maximum
      let flag = builder.constant(isOutside ? 1 : 0, width: 1, location: location)
      return (constant(integer, target, location), Bit(builder, flag))
    }
    if overflow == .wrap, !needsFlag, coarsest > format.exponent {
      // Bits above the target would be worked out for nothing.
      let integer = builder.rounded(
        self, coarsest, rounding, width: min(range.bitWidth, target.bitWidth), location: location)
      let wrapped = builder.resized(
        integer, to: target.bitWidth, signed: range.isSigned, location: location)
      return (Fixed(builder, wrapped, target), Bit(builder, builder.placeholder(1, location)))
    }
    let whole = Fixed(
      builder,
      builder.rounded(self, coarsest, rounding, width: range.bitWidth, location: location), range)
    let isLow = range.minimum < limits.low ? whole.isBelow(limits.low, location) : nil
    let isHigh = range.maximum > limits.high ? whole.isAbove(limits.high, location) : nil
    var result = builder.aligned(whole, to: target, location: location)
    if overflow == .saturate {
      for (flag, end) in [(isHigh, target.maximum), (isLow, target.minimum)] {
        guard let flag else { continue }
        let limit = builder.integerConstant(end, width: target.bitWidth, location: location)
        result = builder.append(
          .mux, width: Int32(target.bitWidth), [flag, limit, result], location: location)
      }
    }
    let flags = [isLow, isHigh].compactMap { $0 }
    let flag =
      isOutside || flags.isEmpty
      ? builder.constant(isOutside ? 1 : 0, width: 1, location: location)
      : flags.count == 1
        ? flags[0] : builder.append(.or, width: 1, flags, location: location)
    return (Fixed(builder, result, target), Bit(builder, flag))
  }

  /// The integers at some last place, not finer, between which a number is in a format.
  private struct Limits {
    let low: Int128
    let high: Int128

    init(of format: FixedPointFormat, at exponent: Int) {
      let places = exponent - format.exponent
      low = RoundingMode.ceiling.divide(format.minimum, byPowerOfTwo: places).quotient
      high = RoundingMode.floor.divide(format.maximum, byPowerOfTwo: places).quotient
    }
  }

  private func isAllowed(
    _ target: FixedPointFormat, _ range: FixedPointFormat, _ overflow: Overflow, _ location: Int32
  ) -> Bool {
    let limits = Limits(of: target, at: range.exponent)
    if overflow == .wrap, !target.isFullRange {
      builder.excuse([signal])
      builder.report(
        .wrapOfPartialRange,
        "cannot wrap \(builder.describe(node)) into \(target), whose range is not every pattern of "
          + "its bits", location,
        fix: "write `.saturate`, or wrap into a format of the full range")
      return false
    }
    guard overflow == .proven, range.minimum < limits.low || range.maximum > limits.high else {
      return true
    }
    let rounded = range.exponent == format.exponent ? "" : "rounded to "
    builder.excuse([signal])
    builder.report(
      .possibleOverflow,
      "\(builder.describe(node)), \(rounded)\(range), can leave \(target)", location,
      fix: "convert with the overflow `.saturate` or `.wrap`, or give the format the range "
        + "\(range.minimum)...\(range.maximum) * 2^\(range.exponent)")
    return false
  }

  private func placeholder(_ target: FixedPointFormat, _ location: Int32) -> Fixed {
    constant(target.minimum, target, location)
  }

  private func constant(
    _ integer: Int128, _ target: FixedPointFormat, _ location: Int32
  ) -> Fixed {
    Fixed(
      builder, builder.integerConstant(integer, width: target.bitWidth, location: location), target)
  }

  private func isBelow(_ limit: Int128, _ location: Int32) -> NodeID {
    if limit == 0 { return builder.slice(node, low: bitWidth - 1, width: 1, location: location) }
    return builder.append(
      format.isSigned ? .lessThanSigned : .lessThan, width: 1,
      [node, builder.integerConstant(limit, width: bitWidth, location: location)],
      location: location)
  }

  private func isAbove(_ limit: Int128, _ location: Int32) -> NodeID {
    builder.append(
      format.isSigned ? .lessThanSigned : .lessThan, width: 1,
      [builder.integerConstant(limit, width: bitWidth, location: location), node],
      location: location)
  }
}

extension ModuleBuilder {
  /// The integer of a value rounded to a last place that is not finer, modulo 2 to the width.
  fileprivate func rounded(
    _ value: Fixed, _ exponent: Int, _ rounding: RoundingMode, width: Int, location: Int32
  ) -> NodeID {
    let places = exponent - value.format.exponent
    let (node, signed) = (value.node, value.format.isSigned)
    if places == 0 { return node }
    let floor = resized(
      highPart(node, from: places, signed: signed, location: location), to: width,
      signed: signed, location: location)
    let increment = increment(value, places, rounding, location: location)
    drop(lowPart(node, places, location: location))
    guard let increment else { return floor }
    return append(
      .add, width: Int32(width),
      [floor, extend(increment, to: width, signed: false, location: location)],
      location: location)
  }

  /// What rounding adds to the number rounded down: a bit, or nothing for rounding down.
  private func increment(
    _ value: Fixed, _ places: Int, _ rounding: RoundingMode, location: Int32
  ) -> NodeID? {
    let (node, signed) = (value.node, value.format.isSigned)
    func bit(_ index: Int) -> NodeID {
      lowPart(
        highPart(node, from: index, signed: signed, location: location), 1, location: location)
    }
    func any(_ count: Int) -> NodeID {
      let part = lowPart(node, count, location: location)
      if self.width(part) == 1 { return part }
      return append(.reduceOr, width: 1, [part], location: location)
    }
    func join(_ operation: Operation, _ left: NodeID, _ right: NodeID) -> NodeID {
      append(operation, width: 1, [left, right], location: location)
    }
    switch rounding {
    case .floor: return nil
    case .ceiling: return any(places)
    case .towardZero:
      if value.format.minimum >= 0 { return nil }
      if value.format.maximum <= 0 { return any(places) }
      return join(.and, bit(width(node) - 1), any(places))
    case .nearestHalfUp: return bit(places - 1)
    case .nearestEven:
      let isOdd = bit(places)
      let roundsUp = places == 1 ? isOdd : join(.or, any(places - 1), isOdd)
      return join(.and, bit(places - 1), roundsUp)
    }
  }
}
