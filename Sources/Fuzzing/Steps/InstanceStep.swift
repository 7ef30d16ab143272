import HDL

/// An instance of another circuit.
struct InstanceStep: Step {
  var child: Recipe
  /// What drives the child's inputs, in order.
  var operands: [Operand]

  var name: String { "instance" }
  var results: [ValueType] { child.ends.outputs.map(\.type) }
  var isDeclaration: Bool { true }
  var size: Int { 1500 + 50 * operands.count + child.size }

  static func random(_ generator: inout Generator) -> (any Step)? {
    guard let child = generator.child() else { return nil }
    let operands = child.inputs.map { generator.operand($0.type) }
    return InstanceStep(child: child, operands: operands)
  }

  func build(_ hardware: inout Hardware) -> [any HardwareValue] {
    let module = hardware.child(child)
    let ports = hardware.module.instance(module, named: "u\(hardware.node)")
    for (port, operand) in zip(ports.inputs, operands) {
      hardware.assign(operand, to: port.value)
    }
    return ports.outputs.map(\.value)
  }

  func write(_ code: inout SwiftCode) -> [String] {
    let name = "u\(code.node)"
    let module = code.child(child)
    code.lines.append("let \(name) = module.instance(\(module)(), named: \"\(name)\")")
    for (input, operand) in zip(child.inputs, operands) {
      code.lines.append("\(name).in\(input.id).assign(\(code.text(operand)))")
    }
    return child.ends.outputs.map { "\(name).\($0.id.outputName)" }
  }

  /// Reductions of the child that keep its ports in number.
  var reductions: [any Step] {
    child.reductions.compactMap { smaller in
      guard smaller.inputs.map(\.id) == child.inputs.map(\.id),
        smaller.ends.outputs.count == results.count
      else { return nil }
      var operands = operands
      for (index, input) in smaller.inputs.enumerated() { operands[index].type = input.type }
      return InstanceStep(child: smaller, operands: operands)
    }
  }
}
