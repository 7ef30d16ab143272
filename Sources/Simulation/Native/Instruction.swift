/// What one batch of instructions does; operands are slots of 64 bits.
enum Opcode: UInt8, CaseIterable {
  /// d = (a + b) & m
  case add
  /// d = (a - b) & m
  case subtract
  /// d = (a * b) & m
  case multiply
  case and
  case or
  case xor
  /// d = ~a & m
  case not
  case equal
  case lessThan
  /// Operands are moved up by k so that their sign is the top bit.
  case lessThanSigned
  /// d = a != 0 ? b : c
  case mux
  /// d = (a >> k) & m
  case slice
  /// d = (a >> k | b << (64 - k)) & m, b being the next word
  case straddle
  /// d = a << k | b
  case join
  /// d = sign extension from 64 - k bits, cut by m
  case signExtend
  case shiftLeft
  case shiftRight
  /// d = (sign extension of a from 64 - k bits >> b) & m
  case shiftRightSigned
  /// d = a == m
  case reduceAnd
  case reduceOr
  case reduceXor
  /// d = a < m ? word k + a : 0, from a memory or a table
  case lookup
  /// Anything wider than a word: k is the index of a wide instruction.
  case wide
  /// An output of a black box: k is the index of the call.
  case external
}

/// One instruction: 32 bytes.
struct Instruction {
  var destination: Int32 = 0
  var a: Int32 = 0
  var b: Int32 = 0
  var c: Int32 = 0
  /// Bits that the destination keeps.
  var mask: UInt64 = .max
  /// Shift amount or index.
  var k: UInt64 = 0
}

/// Instructions, or runs of lanes, `start ..< end` of one kind, independent of each other.
struct Batch {
  var opcode: Opcode
  /// Whether the range is one of runs.
  var isVector: Bool
  var start: Int32
  var end: Int32
}
