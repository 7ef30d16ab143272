import HDL

/// A port of a memory that only reads.
struct MemoryReadPort: Hashable, Sendable {
  var address: Operand
  /// When a word is read; `nil` for a read without a clock edge.
  var enable: Operand?
  /// What it returns of a word written at the same edge; `nil` for the memory's own setting.
  var underWrite: ReadUnderWrite?

  mutating func visit(_ change: (inout Operand) -> Void) {
    change(&address)
    if var operand = enable {
      change(&operand)
      enable = operand
    }
  }
}

/// A port of a memory that only writes; its operands may be made later.
struct MemoryWritePort: Hashable, Sendable {
  var address: Operand
  var data: Operand
  var enable: Operand
  /// The lanes that are written; `nil` for all.
  var mask: Operand?
  /// The condition of a `when` around the statement; `nil` where it stands alone.
  var condition: Operand?

  mutating func visit(_ change: (inout Operand) -> Void) {
    change(&address)
    change(&data)
    change(&enable)
    if var operand = mask {
      change(&operand)
      mask = operand
    }
    if var operand = condition {
      change(&operand)
      condition = operand
    }
  }
}

/// A port of a memory that reads and writes at one address.
struct MemoryReadWritePort: Hashable, Sendable {
  var address: Operand
  var data: Operand
  var write: Operand
  var enable: Operand
  /// The lanes that are written; `nil` for all.
  var mask: Operand?
  /// What it returns of the word that it writes itself; `nil` for the memory's own setting.
  var underWrite: ReadUnderWrite?

  mutating func visit(_ change: (inout Operand) -> Void) {
    change(&address)
    change(&data)
    change(&write)
    change(&enable)
    if var operand = mask {
      change(&operand)
      mask = operand
    }
  }
}
