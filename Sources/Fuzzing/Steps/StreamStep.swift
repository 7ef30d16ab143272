import HDL

/// A stream through a buffer of two entries with `valid` and `ready`, as a module of its own.
///
/// No path leads from one `ready` to the other, so that a reader described later may hold it up.
struct StreamStep: Step {
  var width: Int
  /// The writer's `valid` and payload, and the reader's `ready`, which may be made later.
  var operands: [Operand]

  var name: String { "stream" }
  var lateOperandCount: Int { 1 }
  /// The payload read, the writer's `ready` and the reader's `valid`.
  var results: [ValueType] { [ValueType(.bits, width), .bit, .bit] }
  var isDeclaration: Bool { true }
  var size: Int { 12_000 + 4 * width }

  static func random(_ generator: inout Generator) -> (any Step)? {
    let payload = generator.operand(.bits)
    return StreamStep(
      width: payload.type.width,
      operands: [generator.operand(.bit), payload, generator.lateOperand(.bit)])
  }

  func build(_ hardware: inout Hardware) -> [any HardwareValue] {
    let child = hardware.child(Self.buffer(width))
    let ports = hardware.module.instance(child, named: "s\(hardware.node)")
    for (port, operand) in zip(ports.inputs.dropLast(), operands) {
      hardware.assign(operand, to: port.value)
    }
    let ready = ports.inputs[2].value
    hardware.later[hardware.node] = { $0.assign(operands[2], to: ready) }
    return ports.outputs.map(\.value)
  }

  func finish(_ values: [any HardwareValue], _ hardware: Hardware) {
    hardware.later[hardware.node]?(hardware)
  }

  func write(_ code: inout SwiftCode) -> [String] {
    let name = "s\(code.node)"
    let child = Self.buffer(width)
    let module = code.child(child)
    code.lines.append("let \(name) = module.instance(\(module)(), named: \"\(name)\")")
    for (input, operand) in zip(child.inputs.dropLast(), operands) {
      code.lines.append("\(name).in\(input.id).assign(\(code.text(operand)))")
    }
    return child.ends.outputs.map { "\(name).\($0.id.outputName)" }
  }

  func writeEnd(_ values: [String], _ code: inout SwiftCode) {
    code.lines.append("s\(code.node).in2.assign(\(code.text(operands[2])))")
  }

  var reductions: [any Step] {
    ValueType(.bits, width).narrower.map { narrow in
      var step = self
      step.width = narrow.width
      step.operands[1].type = narrow
      return step
    }
  }

  /// The buffer: what was written waits in `head`, and in `spare` while the reader is not ready.
  static func buffer(_ width: Int) -> Recipe {
    let payload = ValueType(.bits, width)
    let (valid, data, ready) = (0, 1, 2)
    let (headValid, spareValid, head, spare) = (3, 4, 9, 10)
    func read(_ node: Int, _ type: ValueType = .bit) -> Operand { Operand(ValueID(node), as: type) }
    func make(_ name: String, _ operands: Operand...) -> OperatorStep {
      OperatorStep(
        kind: OperatorKind.all.firstIndex { $0.name == name } ?? 0, operands: operands)
    }
    func register(
      _ type: ValueType, reset: Int? = nil, enable: Int? = nil, next: Int
    ) -> RegisterStep {
      RegisterStep(
        type: type, reset: reset, enable: enable.map { read($0) }, next: read(next, type))
    }
    let steps: [any Step] = [
      InputStep(type: .bit),
      InputStep(type: payload),
      InputStep(type: .bit),
      register(.bit, reset: 0, next: 13),
      register(.bit, reset: 0, next: 15),
      make(".!Bit", read(headValid)),
      make("Bit .| Bit", read(5), read(ready)),
      make(".!Bit", read(spareValid)),
      make("Bit .& Bit", read(valid), read(7)),
      register(payload, enable: 6, next: 11),
      register(payload, enable: 8, next: data),
      make("mux(Bits)", read(spareValid), read(spare, payload), read(data, payload)),
      make("Bit .| Bit", read(spareValid), read(valid)),
      make("mux(Bit)", read(6), read(12), read(headValid)),
      make(".!Bit", read(6)),
      make("Bit .& Bit", read(14), read(12)),
      WireStep(operands: [read(7)]),
      WireStep(operands: [read(headValid)]),
    ]
    var recipe = Recipe()
    recipe.nodes = steps.enumerated().map { Recipe.Node(id: $0.offset, step: AnyStep($0.element)) }
    assert(recipe.ends.outputs.first?.id.node == head)
    return recipe
  }
}
