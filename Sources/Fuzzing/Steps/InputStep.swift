import HDL

/// An input of the circuit.
struct InputStep: Step {
  var type: ValueType

  var name: String { "input" }
  var operands: [Operand] = []
  var results: [ValueType] { [type] }
  var isDeclaration: Bool { true }
  var size: Int { 100 + type.width }

  init(type: ValueType) { self.type = type }

  func build(_ hardware: inout Hardware) -> [any HardwareValue] {
    [hardware.values[ValueID(hardware.node)]].compactMap { $0 }
  }

  func write(_ code: inout SwiftCode) -> [String] {
    [code.names[ValueID(code.node)]].compactMap { $0 }
  }

  var reductions: [any Step] { type.narrower.map { InputStep(type: $0) } }
}

extension ValueType {
  /// Narrower types of the same kind, the narrowest first.
  var narrower: [ValueType] {
    guard kind != .bit, width > 1 else { return [] }
    var widths: [Int] = []
    for width in [1, 2, width / 2, width - 1] where width >= 1 && width < self.width {
      if !widths.contains(width) { widths.append(width) }
    }
    return widths.map { ValueType(kind, $0) }
  }
}
