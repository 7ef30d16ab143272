extension HardwareData {
  /// Drives every field of a target with the field of another bundle.
  public func assign(
    _ value: Self, fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) {
    let (targets, values) = (Fields.collect(self), Fields.collect(value))
    guard let builder = targets.first?.builder else { return }
    let module = builder.elaborator.current ?? builder
    let location = module.locate(fileID, line, column)
    guard module.checkFields(targets, values, "an assignment of bundles", location) else { return }
    for (target, value) in zip(targets, values) {
      module.assign(value.signal, to: target.signal, location: location)
    }
  }

  /// States that nobody reads the fields on purpose.
  public func ignore(fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column)
  {
    for field in Fields.collect(self) { field.ignore(fileID: fileID, line: line, column: column) }
  }

  /// Names every field after its property: `beat_data`.
  @discardableResult
  public func named(
    _ name: String, fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Self {
    guard let builder = Fields.collect(self).first?.builder else { return self }
    builder.locate(fileID, line, column)
    builder.nameMembers(of: self, prefix: name)
    return self
  }
}

extension HardwareData {
  /// All fields side by side, the first in the most significant place; undone by
  /// `ModuleBuilder.unpack`.
  public func packed(
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Bits? {
    let fields = Fields.collect(self)
    guard let builder = fields.first?.builder else { return nil }
    return builder.concatenate(fields, fileID: fileID, line: line, column: column)
  }

  /// Bits of all fields together.
  public var totalBitWidth: Int { Fields.collect(self).reduce(0) { $0 + $1.bitWidth } }
}

/// `first` where the condition is 1, `second` where it is 0, field by field.
public func mux<Value: Bundle>(
  _ condition: Bit, _ first: Value, _ second: Value, fileID: StaticString = #fileID,
  line: UInt32 = #line, column: UInt32 = #column
) -> Value {
  muxData(condition, first, second, fileID: fileID, line: line, column: column)
}

/// `mux` for code that is generic over its data, one value or many.
///
/// It has a name of its own because `mux` over all data would apply to every single value too, and
/// that doubles the compiler's effort with each `mux` in an expression.
public func muxData<Value: HardwareData>(
  _ condition: Bit, _ first: Value, _ second: Value, fileID: StaticString = #fileID,
  line: UInt32 = #line, column: UInt32 = #column
) -> Value {
  let builder = condition.builder
  let location = builder.locate(fileID, line, column)
  let (ones, zeros) = (Fields.collect(first), Fields.collect(second))
  guard builder.checkFields(ones, zeros, "`mux`", location) else { return first }
  let nodes = zip(ones, zeros).map { one, zero in
    builder.append(
      .mux, width: Int32(one.bitWidth), [condition.node, one.node, zero.node], location: location)
  }
  return builder.makeFields(of: first.layout, from: nodes, location)
}
