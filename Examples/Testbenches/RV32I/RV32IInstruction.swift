/// An instruction of RV32I; registers are their numbers, offsets count in bytes.
package enum RV32IInstruction: Hashable, Sendable {
  /// With a register as the second operand, the case's raw value is `funct7` and `funct3`.
  package enum Arithmetic: UInt32, CaseIterable, Sendable {
    case add = 0x000
    case subtract = 0x100
    case shiftLeft = 0x001
    case setLess = 0x002
    case setLessUnsigned = 0x003
    case xor = 0x004
    case shiftRight = 0x005
    case shiftRightArithmetic = 0x105
    case or = 0x006
    case and = 0x007

    var isShift: Bool {
      self == .shiftLeft || self == .shiftRight || self == .shiftRightArithmetic
    }
  }

  package enum Condition: UInt32, CaseIterable, Sendable {
    case equal = 0
    case notEqual = 1
    case less = 4
    case notLess = 5
    case lessUnsigned = 6
    case notLessUnsigned = 7
  }

  package enum Load: UInt32, CaseIterable, Sendable {
    case byte = 0
    case half = 1
    case word = 2
    case byteUnsigned = 4
    case halfUnsigned = 5

    var size: Int { rawValue & 3 == 0 ? 1 : rawValue & 3 == 1 ? 2 : 4 }
  }

  package enum Store: UInt32, CaseIterable, Sendable {
    case byte = 0
    case half = 1
    case word = 2

    var size: Int { 1 << Int(rawValue) }
  }

  /// The upper 20 bits of a register.
  case lui(Int, UInt32)
  case auipc(Int, UInt32)
  case jal(Int, offset: Int)
  case jalr(Int, Int, offset: Int)
  case branch(Condition, Int, Int, offset: Int)
  case load(Load, Int, Int, offset: Int)
  /// Stores the first register at the address in the second.
  case store(Store, Int, Int, offset: Int)
  /// There is no immediate subtraction.
  case immediate(Arithmetic, Int, Int, Int)
  case register(Arithmetic, Int, Int, Int)
  case fence
  case ecall
  case ebreak

  /// The instruction word.
  package var encoding: UInt32 {
    func bits(_ value: Int, _ high: Int, _ low: Int) -> UInt32 {
      UInt32(truncatingIfNeeded: value >> low) & ((1 << UInt32(high - low + 1)) - 1)
    }
    func place(_ register: Int, _ low: UInt32) -> UInt32 { UInt32(register & 31) << low }
    switch self {
    case .lui(let rd, let upper): return upper << 12 | place(rd, 7) | 0x37
    case .auipc(let rd, let upper): return upper << 12 | place(rd, 7) | 0x17
    case .jal(let rd, let offset):
      let immediate =
        bits(offset, 20, 20) << 31 | bits(offset, 10, 1) << 21 | bits(offset, 11, 11) << 20
        | bits(offset, 19, 12) << 12
      return immediate | place(rd, 7) | 0x6f
    case .jalr(let rd, let rs1, let offset):
      return bits(offset, 11, 0) << 20 | place(rs1, 15) | place(rd, 7) | 0x67
    case .branch(let condition, let rs1, let rs2, let offset):
      let immediate =
        bits(offset, 12, 12) << 31 | bits(offset, 10, 5) << 25 | bits(offset, 4, 1) << 8
        | bits(offset, 11, 11) << 7
      return immediate | place(rs2, 20) | place(rs1, 15) | condition.rawValue << 12 | 0x63
    case .load(let load, let rd, let rs1, let offset):
      return bits(offset, 11, 0) << 20 | place(rs1, 15) | load.rawValue << 12 | place(rd, 7) | 0x03
    case .store(let store, let rs2, let rs1, let offset):
      let immediate = bits(offset, 11, 5) << 25 | bits(offset, 4, 0) << 7
      return immediate | place(rs2, 20) | place(rs1, 15) | store.rawValue << 12 | 0x23
    case .immediate(let operation, let rd, let rs1, let value):
      let upper = operation == .shiftRightArithmetic ? 0x400 : 0
      let field = operation.isShift ? bits(value, 4, 0) | UInt32(upper) : bits(value, 11, 0)
      return field << 20 | place(rs1, 15) | (operation.rawValue & 7) << 12 | place(rd, 7) | 0x13
    case .register(let operation, let rd, let rs1, let rs2):
      let function = operation.rawValue & 7
      let alternate: UInt32 = operation.rawValue >= 0x100 ? 1 << 30 : 0
      return alternate | place(rs2, 20) | place(rs1, 15) | function << 12 | place(rd, 7) | 0x33
    case .fence: return 0x0ff0_000f
    case .ecall: return 0x0000_0073
    case .ebreak: return 0x0010_0073
    }
  }
}
