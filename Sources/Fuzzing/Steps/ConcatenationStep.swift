import HDL

/// Values side by side.
struct ConcatenationStep: Step {
  /// The parts, the most significant first.
  var operands: [Operand]

  var name: String { "concatenate" }
  var readsWholeOperands: Bool { operands.count > 1 }
  var results: [ValueType] { [ValueType(.bits, operands.reduce(0) { $0 + $1.type.width })] }

  static func random(_ generator: inout Generator) -> (any Step)? {
    let count = generator.random.next(in: 2...4)
    let limit = generator.size.widest / count
    return ConcatenationStep(
      operands: (0..<count).map { _ in
        let kind = generator.random.pick(ValueType.Kind.allCases)
        return generator.operand(kind, upTo: limit)
      })
  }

  func build(_ hardware: inout Hardware) -> [any HardwareValue] {
    let parts = operands.map { hardware.value($0) }
    return [hardware.module.concatenate(parts)]
  }

  func write(_ code: inout SwiftCode) -> [String] {
    let name = "v\(code.node)"
    let parts = operands.map { code.text($0) }.joined(separator: ", ")
    code.lines.append("let \(name) = module.concatenate([\(parts)])")
    return [name]
  }

  var reductions: [any Step] {
    var steps: [ConcatenationStep] = []
    for index in operands.indices {
      if operands.count > 1 {
        var fewer = operands
        fewer.remove(at: index)
        steps.append(ConcatenationStep(operands: fewer))
      }
      for narrow in operands[index].type.narrower {
        var narrower = operands
        narrower[index].type = narrow
        steps.append(ConcatenationStep(operands: narrower))
      }
    }
    return steps
  }
}
