/// What a node of the graph computes.
///
/// Operands of arithmetic, bitwise and comparison nodes have equal widths; extension and slicing
/// are nodes of their own, so a back end never has to guess a width rule. Values are bit vectors:
/// signedness lives in the Swift types and in the few operations where it matters.
public enum Operation: UInt8, Sendable, Hashable, CaseIterable {
  /// `payload` indexes the constant table.
  case constant
  /// An input port of the module.
  case input
  /// An output port: a target with a driver.
  case output
  /// A named net: a target with a driver.
  case wire
  /// `payload` indexes the register table; the driver is its next value.
  case register
  /// An input of an instance: a target with a driver; `payload` is the instance.
  case instanceInput
  /// An output of an instance; `payload` is the instance.
  case instanceOutput
  /// Registered data of a memory read port; `payload` indexes the read-port table.
  case memoryRead
  /// Asynchronous read of a memory: operand is the address, `payload` the memory.
  case memoryLookup
  /// Combinational table look-up: operand is the address, `payload` the table.
  case romRead
  case not
  case and
  case or
  case xor
  /// Sum modulo 2 to the width.
  case add
  /// Difference modulo 2 to the width.
  case subtract
  /// Product modulo 2 to the width.
  case multiply
  /// Product modulo 2 to the width of operands that are sign extensions (a hint for multipliers).
  case multiplySigned
  case equal
  case lessThan
  case lessThanSigned
  /// Operands: condition, value when 1, value when 0.
  case mux
  /// Bits `payload ..< payload + width` of the operand.
  case slice
  /// Operands from the most significant to the least.
  case concatenate
  case zeroExtend
  case signExtend
  /// Operands: value, unsigned amount. Bits shifted out are lost.
  case shiftLeft
  case shiftRight
  case shiftRightSigned
  case reduceAnd
  case reduceOr
  case reduceXor

  /// Whether `assign` may name it.
  public var isTarget: Bool {
    switch self {
    case .output, .wire, .register, .instanceInput: true
    default: false
    }
  }

  /// Whether its value is known at the start of a cycle, before any logic settles.
  public var isSource: Bool {
    switch self {
    case .constant, .input, .register, .memoryRead: true
    default: false
    }
  }
}
