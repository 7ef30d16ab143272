/// Collects instructions from address 0 on and resolves labels.
package struct Assembler {
  private enum Line {
    case instruction(RV32IInstruction)
    case branch(RV32IInstruction.Condition, Int, Int, label: String)
    case jump(Int, label: String)
  }

  private var lines: [Line] = []
  private var labels: [String: Int] = [:]

  package init() {}

  package mutating func add(_ instruction: RV32IInstruction) {
    lines.append(.instruction(instruction))
  }

  /// Names the address of the next instruction.
  package mutating func label(_ name: String) { labels[name] = 4 * lines.count }

  package mutating func branch(
    _ condition: RV32IInstruction.Condition, _ first: Int, _ second: Int, to label: String
  ) {
    lines.append(.branch(condition, first, second, label: label))
  }

  package mutating func jump(_ register: Int = 0, to label: String) {
    lines.append(.jump(register, label: label))
  }

  /// Loads a constant: the lower part is signed, which the upper one makes up for.
  package mutating func loadImmediate(_ register: Int, _ value: UInt32) {
    let low = Int(Int32(bitPattern: value << 20) >> 20)
    add(.lui(register, (value &- UInt32(truncatingIfNeeded: low)) >> 12))
    add(.immediate(.add, register, register, low))
  }

  /// The instruction words; a label that does not exist is address 0.
  package var words: [UInt32] {
    lines.enumerated().map { index, line in
      func offset(_ label: String) -> Int { labels[label, default: 0] - 4 * index }
      switch line {
      case .instruction(let instruction): return instruction.encoding
      case .branch(let condition, let first, let second, let label):
        return RV32IInstruction.branch(condition, first, second, offset: offset(label)).encoding
      case .jump(let register, let label):
        return RV32IInstruction.jal(register, offset: offset(label)).encoding
      }
    }
  }
}
