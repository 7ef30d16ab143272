/// The first value when the condition is 1, else the second; both have the same type and width.
public func mux<Value: HardwareValue>(
  _ condition: Bit, _ whenSet: Value, _ whenClear: Value, at site: CallSite = .here()
) -> Value {
  let builder = condition.builder
  let location = builder.locate(site)
  guard let first = builder.adopt(whenSet.signal, location),
    let second = builder.adopt(whenClear.signal, location)
  else { return Value(builder, builder.placeholder(whenSet.bitWidth, location)) }
  if whenSet.bitWidth != whenClear.bitWidth {
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
      .mux, width: Int32(whenSet.bitWidth), [condition.node, first, second], location: location))
}

/// The value when the condition is 1, else a constant in the value's width.
public func mux<Value: HardwareInteger>(
  _ condition: Bit, _ whenSet: Value, _ whenClear: Int, at site: CallSite = .here()
) -> Value {
  mux(condition, whenSet, whenSet.constantLike(whenClear), at: site)
}

/// A constant in the value's width when the condition is 1, else the value.
public func mux<Value: HardwareInteger>(
  _ condition: Bit, _ whenSet: Int, _ whenClear: Value, at site: CallSite = .here()
) -> Value {
  mux(condition, whenClear.constantLike(whenSet), whenClear, at: site)
}

/// The parts side by side, the first in the most significant place.
public func concatenate(
  _ first: any HardwareValue, _ rest: any HardwareValue..., at site: CallSite = .here()
) -> Bits {
  let builder = first.builder
  let location = builder.locate(site)
  let nodes = ([first] + rest).compactMap { builder.adopt($0.signal, location) }
  return Bits(builder, builder.concatenate(nodes, location: location))
}

extension HardwareInteger {
  fileprivate func constantLike(_ value: Int) -> Self {
    Self(builder, builder.literal(value, like: signal, signed: Self.isSigned))
  }
}
