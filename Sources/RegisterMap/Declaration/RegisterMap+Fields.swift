public import HDL

// All of them take: `name`, unique in the register; `shape`, the type and width in the hardware;
// `register`, in which the field is; `low`, its least significant bit, `nil` for the one after the
// field declared before; `values`, names of some values; `description`.

extension RegisterMap {
  /// Declares a field that software writes and reads, and the hardware reads.
  ///
  /// - Parameter reset: The value after reset.
  /// - Returns: A handle; the hardware side is the value, a register.
  @discardableResult
  public mutating func readWrite<Value: HardwareValue>(
    _ name: String, _ shape: Shape<Value>, in register: RegisterHandle, at low: Int? = nil,
    reset: Int = 0, values: [FieldValue] = [], _ description: String = "",
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> FieldHandle<Value> {
    declare(
      .readWrite, name, shape, register, low, reset, values, description,
      Origin(fileID, line, column)
    ) { $0.output(shape) }
  }

  /// Declares a field that the hardware provides and software reads.
  ///
  /// - Returns: A handle; the hardware side is an input, read in the cycle before the response.
  @discardableResult
  public mutating func readOnly<Value: HardwareValue>(
    _ name: String, _ shape: Shape<Value>, in register: RegisterHandle, at low: Int? = nil,
    values: [FieldValue] = [], _ description: String = "", fileID: StaticString = #fileID,
    line: UInt32 = #line, column: UInt32 = #column
  ) -> FieldHandle<Value> {
    declare(
      .readOnly, name, shape, register, low, 0, values, description, Origin(fileID, line, column)
    ) { $0.input(shape) }
  }

  /// Declares bits that never change, such as a version; they have no hardware side.
  public mutating func constant(
    _ name: String, width: Int, value: Int, in register: RegisterHandle, at low: Int? = nil,
    _ description: String = "", fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) {
    _ = declare(
      .constant, name, .bits(width), register, low, value, [], description,
      Origin(fileID, line, column)
    ) { _ in () }
  }

  /// Declares bits that the hardware sets and software clears by writing 1 to them.
  ///
  /// A bit that is set and cleared at the same edge is set.
  ///
  /// - Returns: A handle; the hardware side is what to set, and the bits.
  @discardableResult
  public mutating func sticky<Value: HardwareValue>(
    _ name: String, _ shape: Shape<Value>, in register: RegisterHandle, at low: Int? = nil,
    _ description: String = "", fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> FieldHandle<StickyField<Value>> {
    declare(
      .sticky, name, shape, register, low, 0, [], description, Origin(fileID, line, column)
    ) { StickyField(set: $0.input(shape), value: $0.output(shape)) }
  }

  /// Declares a counter of events in the hardware.
  ///
  /// An event at the edge that clears the counter is counted: it is 1 then.
  ///
  /// - Parameters:
  ///   - overflow: What it does at its largest value.
  ///   - clear: When it goes back to 0, apart from reset.
  /// - Returns: A handle; the hardware side is when to count, and the count.
  @discardableResult
  public mutating func counter(
    _ name: String, width: Int, _ overflow: Field.Access.Overflow,
    clear: Field.Access.Clear = .never, in register: RegisterHandle, at low: Int? = nil,
    _ description: String = "", fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> FieldHandle<CounterField> {
    declare(
      .counter(overflow, clear: clear), name, .uint(width), register, low, 0, [], description,
      Origin(fileID, line, column)
    ) { CounterField(increment: $0.input(.bit), count: $0.output(.uint(width))) }
  }

  /// Declares a command: bits to which software writes 1 are 1 for a cycle; they read as 0.
  ///
  /// - Returns: A handle; the hardware side is the value, 0 in all other cycles.
  @discardableResult
  public mutating func pulse<Value: HardwareValue>(
    _ name: String, _ shape: Shape<Value>, in register: RegisterHandle, at low: Int? = nil,
    values: [FieldValue] = [], _ description: String = "", fileID: StaticString = #fileID,
    line: UInt32 = #line, column: UInt32 = #column
  ) -> FieldHandle<Value> {
    declare(
      .pulse, name, shape, register, low, 0, values, description, Origin(fileID, line, column)
    ) { $0.output(shape) }
  }

  private mutating func declare<Value, Hardware>(
    _ access: Field.Access, _ name: String, _ shape: Shape<Value>, _ register: RegisterHandle,
    _ low: Int?, _ reset: Int, _ values: [FieldValue], _ description: String, _ origin: Origin,
    view: @escaping (FieldSignals) -> Hardware
  ) -> FieldHandle<Hardware> {
    guard registers.indices.contains(register.index),
      registers[register.index].name == register.name
    else {
      refusals.append(
        RegisterMapMistake(
          .unknownName,
          "the field `\(name)` is declared in `\(register.name)`, which is no register of "
            + "`\(self.name)`",
          fix: "take the handle that `register` of this map returned", origin))
      return FieldHandle(register: -1, field: -1, name: name, view: view)
    }
    let width = max(1, min(shape.bitWidth, 64))
    let mask: UInt64 = width == 64 ? .max : (1 << UInt64(width)) - 1
    registers[register.index].fields.append(
      Field(
        name: name, description: description,
        low: low ?? registers[register.index].fields.last?.bits.upperBound ?? 0,
        width: shape.bitWidth, access: access,
        reset: UInt64(bitPattern: Int64(reset)) & mask, values: values, declaredReset: reset,
        isSigned: shape.format?.isSigned ?? (Value.self == SInt.self), origin: origin))
    return FieldHandle(
      register: register.index, field: registers[register.index].fields.count - 1, name: name,
      view: view)
  }
}
