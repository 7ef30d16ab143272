import HDL

/// A constant.
struct ConstantStep: Step {
  var type: ValueType
  var value: Int

  var name: String { "constant" }
  var operands: [Operand] = []
  var results: [ValueType] { [type] }
  var size: Int { 90 + type.width + (value == 0 ? 0 : 1) }

  init(type: ValueType, value: Int) {
    self.type = type
    self.value = value
  }

  static func random(_ generator: inout Generator) -> (any Step)? {
    let type = generator.type()
    return ConstantStep(type: type, value: generator.random.literal(in: type.literals))
  }

  func build(_ hardware: inout Hardware) -> [any HardwareValue] {
    let module = hardware.module
    switch type.kind {
    case .uint: return [module.constant(value, .uint(type.width))]
    case .sint: return [module.constant(value, .sint(type.width))]
    case .bits: return [module.constant(value, .bits(type.width))]
    case .bit: return [module.constant(value, .bit)]
    }
  }

  func write(_ code: inout SwiftCode) -> [String] {
    let name = "v\(code.node)"
    code.lines.append(
      "let \(name): \(type.typeText) = module.constant(\(value), \(type.shapeText))")
    return [name]
  }

  var reductions: [any Step] {
    let zero = value == 0 ? [] : [ConstantStep(type: type, value: 0)]
    return zero
      + type.narrower.map { narrow in
        ConstantStep(
          type: narrow,
          value: min(max(value, narrow.literals.lowerBound), narrow.literals.upperBound))
      }
  }
}
