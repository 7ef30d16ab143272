import HDL

/// A wire that is read before the line that drives it, in one piece or in parts.
struct WireStep: Step {
  /// What drives it, the least significant part first; several only for bits.
  var operands: [Operand]

  var name: String { operands.count == 1 ? "wire" : "wire in parts" }
  var results: [ValueType] {
    let width = operands.reduce(0) { $0 + $1.type.width }
    return [ValueType(operands.count == 1 ? operands[0].type.kind : .bits, width)]
  }
  var isDeclaration: Bool { true }

  static func random(_ generator: inout Generator) -> (any Step)? {
    if generator.random.chance(50) {
      return WireStep(operands: [generator.operand(generator.type())])
    }
    let count = generator.random.next(in: 2...4)
    let limit = generator.size.widest / count
    return WireStep(operands: (0..<count).map { _ in generator.operand(.bits, upTo: limit) })
  }

  func build(_ hardware: inout Hardware) -> [any HardwareValue] {
    let (name, module) = ("w\(hardware.node)", hardware.module)
    let type = results[0]
    func wire<Value: HardwareValue>(_ shape: Shape<Value>) -> Value { module.wire(name, shape) }
    switch type.kind {
    case .uint: return [wire(.uint(type.width))]
    case .sint: return [wire(.sint(type.width))]
    case .bits: return [wire(.bits(type.width))]
    case .bit: return [wire(.bit)]
    }
  }

  func finish(_ values: [any HardwareValue], _ hardware: Hardware) {
    for value in values {
      guard operands.count > 1, let target = value as? Bits else {
        hardware.assign(operands[0], to: value)
        continue
      }
      for (operand, range) in zip(operands, ranges) {
        target.assign(hardware.bits(operand), to: range)
      }
    }
  }

  /// Where each part goes.
  private var ranges: [Range<Int>] {
    var low = 0
    return operands.map { operand in
      defer { low += operand.type.width }
      return low..<low + operand.type.width
    }
  }

  func write(_ code: inout SwiftCode) -> [String] {
    let (name, type) = ("w\(code.node)", results[0])
    code.lines.append(
      "let \(name): \(type.typeText) = module.wire(\"\(name)\", \(type.shapeText))")
    return [name]
  }

  func writeEnd(_ values: [String], _ code: inout SwiftCode) {
    for value in values {
      guard operands.count > 1 else {
        code.lines.append("\(value).assign(\(code.text(operands[0])))")
        continue
      }
      for (operand, range) in zip(operands, ranges) {
        code.lines.append(
          "\(value).assign(\(code.text(operand)), to: \(range.lowerBound)..<\(range.upperBound))")
      }
    }
  }

  var reductions: [any Step] {
    var steps: [WireStep] = []
    for index in operands.indices {
      if operands.count > 1 {
        var fewer = operands
        fewer.remove(at: index)
        steps.append(WireStep(operands: fewer))
      }
      for narrow in operands[index].type.narrower {
        var narrower = operands
        narrower[index].type = narrow
        steps.append(WireStep(operands: narrower))
      }
    }
    return steps
  }
}
