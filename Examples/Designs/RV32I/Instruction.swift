import HDL

/// The low seven bits of an instruction.
enum Opcode: Int {
  case load = 0x03
  case fence = 0x0f
  case immediate = 0x13
  case addUpperToPC = 0x17
  case store = 0x23
  case register = 0x33
  case loadUpper = 0x37
  case branch = 0x63
  case jumpToRegister = 0x67
  case jump = 0x6f
  case system = 0x73
}

/// The fields of an instruction word. Immediates are scattered over it so that a bit of one comes
/// from as few places as possible, and the sign always from bit 31.
struct Instruction {
  let word: Bits

  var opcode: Bits { word[0..<7] }
  var destination: UInt { word[7..<12].asUInt }
  var funct3: Bits { word[12..<15] }
  var firstSource: UInt { word[15..<20].asUInt }
  var secondSource: UInt { word[20..<25].asUInt }
  var funct7: Bits { word[25..<32] }

  var immediate: UInt { signExtended(word[20..<32]) }

  var storeImmediate: UInt { signExtended(concatenate(word[25..<32], word[7..<12])) }

  var branchImmediate: UInt {
    signExtended(
      concatenate(word[31], word[7], word[25..<31], word[8..<12], zeros(1)))
  }

  var jumpImmediate: UInt {
    signExtended(
      concatenate(word[31], word[12..<20], word[20], word[21..<31], zeros(1)))
  }

  var upperImmediate: UInt { concatenate(word[12..<32], zeros(12)).asUInt }

  private func zeros(_ count: Int) -> Bits { word.module.constant(0, .bits(count)) }

  private func signExtended(_ bits: Bits) -> UInt { bits.asSInt.extended(to: 32).asUInt }
}
