public import HDL

/// A field of a map, by which a design reaches its hardware side: `registers[enable]`.
public struct FieldHandle<Hardware>: @unchecked Sendable {
  let register: Int
  let field: Int
  let name: String
  /// The hardware side made of the field's ports. Holds nothing but the shape, hence may be sent.
  let view: (FieldSignals) -> Hardware
}

/// The hardware side of bits that the hardware sets and software clears.
public struct StickyField<Value: HardwareValue> {
  /// Bits to set at the next edge; assign it.
  public let set: Value
  /// The bits, a register.
  public let value: Value
}

/// The hardware side of a counter.
public struct CounterField {
  /// Count at the next edge; assign it.
  public let increment: Bit
  /// The count, a register.
  public let count: HDL.UInt
}

/// The ports of one field of one register, whatever their type.
struct FieldSignals {
  /// Driven by the hardware.
  var input: Bits?
  /// Driven by the register block.
  var output: Bits?
  /// Where values that stand in after a mistake are made.
  var module: ModuleBuilder

  func input<Value: HardwareValue>(_ shape: Shape<Value>) -> Value {
    if let input { return Value(signal: input.signal, shape: shape) }
    // Assigned in vain.
    let wire = module.wire(nil, .bits(max(1, shape.bitWidth)))
    wire.ignore()
    return Value(signal: wire.signal, shape: shape)
  }

  func output<Value: HardwareValue>(_ shape: Shape<Value>) -> Value {
    if let output { return Value(signal: output.signal, shape: shape) }
    let zero = module.constant(0, .bits(max(1, shape.bitWidth)))
    return Value(signal: zero.signal, shape: shape)
  }
}
