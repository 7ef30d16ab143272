/// The first value when the condition is 1, else the second; both have the same type and width.
///
/// Fixed-point values may differ in format: the result has the smallest format that holds both.
public func mux<Value: HardwareValue>(
  _ condition: Bit, _ whenSet: Value, _ whenClear: Value, fileID: StaticString = #fileID,
  line: UInt32 = #line, column: UInt32 = #column
) -> Value {
  let builder = condition.builder
  let location = builder.locate(fileID, line, column)
  if Value.self == Fixed.self, let first = whenSet as? Fixed, let second = whenClear as? Fixed,
    let union = builder.mux(condition, first, second, location) as? Value
  {
    return union
  }
  guard let first = builder.adopt(whenSet.signal, location),
    let second = builder.adopt(whenClear.signal, location)
  else {
    builder.excuse([condition.signal, whenSet.signal, whenClear.signal])
    return Value(builder, builder.placeholder(whenSet.bitWidth, location), whenSet.shape)
  }
  if whenSet.bitWidth != whenClear.bitWidth {
    builder.excuse([condition.signal, whenSet.signal, whenClear.signal])
    builder.report(
      .widthMismatch,
      ModuleBuilder.widthMessage(
        "mux", builder.describe(first), whenSet.bitWidth, builder.describe(second),
        whenClear.bitWidth),
      location, notes: [builder.declarationNote(first), builder.declarationNote(second)],
      fix: builder.widthFix(first, second))
    return whenSet
  }
  return Value(
    builder,
    builder.append(
      .mux, width: Int32(whenSet.bitWidth), [condition.node, first, second], location: location),
    whenSet.shape)
}

/// The value when the condition is 1, else a constant in the value's width.
public func mux<Value: HardwareInteger>(
  _ condition: Bit, _ whenSet: Value, _ whenClear: Int, fileID: StaticString = #fileID,
  line: UInt32 = #line, column: UInt32 = #column
) -> Value {
  mux(
    condition, whenSet, whenSet.constantLike(whenClear), fileID: fileID, line: line, column: column)
}

/// A constant in the value's width when the condition is 1, else the value.
public func mux<Value: HardwareInteger>(
  _ condition: Bit, _ whenSet: Int, _ whenClear: Value, fileID: StaticString = #fileID,
  line: UInt32 = #line, column: UInt32 = #column
) -> Value {
  mux(
    condition, whenClear.constantLike(whenSet), whenClear, fileID: fileID, line: line,
    column: column)
}

/// The parts side by side, the first in the most significant place.
public func concatenate(
  _ first: any HardwareValue, _ rest: any HardwareValue..., fileID: StaticString = #fileID,
  line: UInt32 = #line, column: UInt32 = #column
) -> Bits {
  let builder = first.builder
  let location = builder.locate(fileID, line, column)
  let nodes = ([first] + rest).compactMap { builder.adopt($0.signal, location) }
  return Bits(builder, builder.concatenate(nodes, location: location))
}

extension HardwareInteger {
  fileprivate func constantLike(_ value: Int) -> Self {
    Self(builder, builder.literal(value, like: signal, signed: Self.isSigned))
  }
}
