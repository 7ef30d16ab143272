/// What an instruction does that can be seen from outside.
package struct RetiredInstruction: Equatable, CustomStringConvertible {
  package var address: UInt32
  /// Register and value, unless it is register 0 or none.
  package var write: (register: Int, value: UInt32)?
  /// Address, size and value of a store.
  package var store: (address: UInt32, size: Int, value: UInt32)?

  package static func == (left: RetiredInstruction, right: RetiredInstruction) -> Bool {
    left.description == right.description
  }

  package var description: String {
    func hexadecimal(_ value: UInt32) -> String { String(value, radix: 16) }
    var text = "at \(hexadecimal(address))"
    if let write { text += ", x\(write.register) = \(hexadecimal(write.value))" }
    if let store {
      text += ", \(store.size) bytes at \(hexadecimal(store.address)) = \(hexadecimal(store.value))"
    }
    return text
  }
}

/// RV32I as software: decodes instruction words by itself, so that it shares nothing with the core
/// and the assembler.
package struct InstructionSetSimulator {
  package enum State { case running, halted, faulted }

  package private(set) var state = State.running
  package private(set) var registers = [UInt32](repeating: 0, count: 32)
  private var memory: [UInt8]
  private var pc: UInt32 = 0
  private let program: [UInt32]

  /// - Parameters:
  ///   - program: The words from address 0 on; addresses count modulo their number.
  ///   - dataBytes: Size of the data memory, with the same rule.
  package init(program: [UInt32], dataBytes: Int) {
    self.program = program
    memory = [UInt8](repeating: 0, count: dataBytes)
  }

  /// Executes one instruction; `nil` if it stops the program.
  package mutating func step() -> RetiredInstruction? {
    guard state == .running else { return nil }
    let word = program[Int(pc >> 2) % program.count]
    let rd = Int(word >> 7 & 31)
    let a = registers[Int(word >> 15 & 31)]
    let b = registers[Int(word >> 20 & 31)]
    let funct3 = word >> 12 & 7
    let funct7 = word >> 25
    let signed = Int32(bitPattern: word)
    let immediate = UInt32(bitPattern: signed >> 20)
    var retired = RetiredInstruction(address: pc)
    var result: UInt32?
    var next = pc &+ 4
    switch word & 0x7f {
    case 0x37: result = word & 0xffff_f000
    case 0x17: result = pc &+ (word & 0xffff_f000)
    case 0x6f:
      result = pc &+ 4
      next = pc &+ jumpOffset(word)
    case 0x67:
      guard funct3 == 0 else { return stop(.faulted) }
      result = pc &+ 4
      next = (a &+ immediate) & ~1
    case 0x63:
      guard let isTaken = branches(funct3, a, b) else { return stop(.faulted) }
      if isTaken { next = pc &+ branchOffset(word) }
    case 0x03:
      guard let value = load(funct3, a &+ immediate) else { return stop(.faulted) }
      result = value
    case 0x23:
      let address = a &+ (immediate & ~31 | word >> 7 & 31)
      let size = 1 << Int(funct3)
      guard funct3 < 3, Int(address) % size == 0 else { return stop(.faulted) }
      for offset in 0..<size {
        memory[(Int(address) + offset) % memory.count] = UInt8(
          truncatingIfNeeded: b >> UInt32(8 * offset))
      }
      retired.store = (address, size, size == 4 ? b : b & ((1 << UInt32(8 * size)) - 1))
    case 0x13:
      let isShift = funct3 == 1 || funct3 == 5
      if isShift, funct7 != 0, !(funct7 == 0x20 && funct3 == 5) { return stop(.faulted) }
      result = compute(funct3, a, immediate, isAlternate: isShift && funct7 == 0x20)
    case 0x33:
      let mayAlternate = funct3 == 0 || funct3 == 5
      if funct7 != 0, !(funct7 == 0x20 && mayAlternate) { return stop(.faulted) }
      result = compute(funct3, a, b, isAlternate: funct7 == 0x20)
    case 0x0f, 0x73: return stop(.halted)
    default: return stop(.faulted)
    }
    guard next & 3 == 0 else { return stop(.faulted) }
    if let result, rd != 0 {
      registers[rd] = result
      retired.write = (rd, result)
    }
    pc = next
    return retired
  }

  private mutating func stop(_ state: State) -> RetiredInstruction? {
    self.state = state
    return nil
  }

  private func compute(
    _ funct3: UInt32, _ a: UInt32, _ b: UInt32, isAlternate: Bool
  ) -> UInt32 {
    switch funct3 {
    case 0: isAlternate ? a &- b : a &+ b
    case 1: a &<< (b & 31)
    case 2: Int32(bitPattern: a) < Int32(bitPattern: b) ? 1 : 0
    case 3: a < b ? 1 : 0
    case 4: a ^ b
    case 5:
      isAlternate ? UInt32(bitPattern: Int32(bitPattern: a) &>> Int32(b & 31)) : a &>> (b & 31)
    case 6: a | b
    default: a & b
    }
  }

  private func branches(_ funct3: UInt32, _ a: UInt32, _ b: UInt32) -> Bool? {
    switch funct3 {
    case 0: a == b
    case 1: a != b
    case 4: Int32(bitPattern: a) < Int32(bitPattern: b)
    case 5: Int32(bitPattern: a) >= Int32(bitPattern: b)
    case 6: a < b
    case 7: a >= b
    default: nil
    }
  }

  private func load(_ funct3: UInt32, _ address: UInt32) -> UInt32? {
    func bytes(_ count: Int) -> UInt32? {
      guard Int(address) % count == 0 else { return nil }
      return (0..<count).reduce(0) { value, offset in
        value | UInt32(memory[(Int(address) + offset) % memory.count]) << UInt32(8 * offset)
      }
    }
    switch funct3 {
    case 0: return bytes(1).map { UInt32(bitPattern: Int32(Int8(truncatingIfNeeded: $0))) }
    case 1: return bytes(2).map { UInt32(bitPattern: Int32(Int16(truncatingIfNeeded: $0))) }
    case 2: return bytes(4)
    case 4: return bytes(1)
    case 5: return bytes(2)
    default: return nil
    }
  }

  private func jumpOffset(_ word: UInt32) -> UInt32 {
    let sign = UInt32(bitPattern: Int32(bitPattern: word) >> 31) & 0xfff0_0000
    return sign | word & 0xf_f000 | word >> 9 & 0x800 | word >> 20 & 0x7fe
  }

  private func branchOffset(_ word: UInt32) -> UInt32 {
    let sign = UInt32(bitPattern: Int32(bitPattern: word) >> 31) & 0xffff_f000
    return sign | word << 4 & 0x800 | word >> 20 & 0x7e0 | word >> 7 & 0x1e
  }
}
