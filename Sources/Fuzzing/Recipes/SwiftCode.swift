/// Swift code of a recipe while it is being written.
struct SwiftCode {
  /// Statements of the body.
  var lines: [String] = []
  /// Number of the node being written.
  var node = 0
  /// How each value is called.
  var names: [ValueID: String] = [:]
  /// The type of each value.
  let types: [ValueID: ValueType]
  /// Modules that are instantiated, by their recipes.
  var children: [(recipe: Recipe, name: String)] = []
  /// Name of the struct, from which those of instances derive.
  let structName: String

  init(types: [ValueID: ValueType], structName: String) {
    self.types = types
    self.structName = structName
  }

  /// The operand as an expression.
  func text(_ operand: Operand) -> String {
    guard let name = names[operand.value], let type = types[operand.value] else { return "0" }
    let (kind, width) = (operand.type.kind, operand.type.width)
    if kind == .bit { return type.kind == .bit ? name : "\(name)[0]" }
    // Bits have no extension of their own.
    if kind == .bits, width != type.width {
      let number = type.kind == .uint ? name : "\(name).asUInt"
      return "\(number)\(resized(type.width, width)).asBits"
    }
    let converted = type.kind == kind ? name : "\(name).as\(operand.type.typeText)"
    return converted + resized(type.width, width)
  }

  private func resized(_ from: Int, _ to: Int) -> String {
    from == to ? "" : to < from ? ".truncated(to: \(to))" : ".extended(to: \(to))"
  }

  /// Gives the value that the last line makes a name.
  mutating func nameLastValue(_ name: String) {
    guard let line = lines.popLast() else { return }
    let parts = line.split(separator: " = ", maxSplits: 1)
    lines.append("\(parts[0]) = (\(parts.count > 1 ? parts[1] : "")).named(\"\(name)\")")
  }

  /// The struct that describes an instance's recipe.
  mutating func child(_ recipe: Recipe) -> String {
    if let known = children.first(where: { $0.recipe == recipe }) { return known.name }
    let name = "\(structName)Part\(children.count)"
    children.append((recipe, name))
    return name
  }
}

extension Recipe {
  /// A complete Swift module that is this circuit, with the modules it instantiates before it.
  public func swiftCode(named structName: String = "Circuit") -> String {
    var code = SwiftCode(types: types, structName: structName)
    for input in inputs { code.names[ValueID(input.id)] = "ports.in\(input.id)" }
    var values: [[String]] = []
    for node in nodes {
      code.node = node.id
      let names = node.step.base.write(&code)
      if node.isNamed, names.count == 1, !node.step.base.isDeclaration {
        code.nameLastValue("v\(node.id)")
      }
      values.append(names)
      for (result, name) in names.enumerated() { code.names[ValueID(node.id, result)] = name }
    }
    for (node, names) in zip(nodes, values) {
      code.node = node.id
      node.step.base.writeEnd(names, &code)
    }
    let ends = ends
    for output in ends.outputs {
      let name = code.names[output.id] ?? "0"
      code.lines.append("ports.\(output.id.outputName).assign(\(name))")
    }
    for value in ends.ignored.sorted(by: { ($0.node, $0.result) < ($1.node, $1.result) }) {
      code.lines.append("\(code.names[value] ?? "0").ignore()")
    }
    let parts = code.children.map { $0.recipe.swiftCode(named: $0.name) + "\n" }
    return parts.joined() + text(of: code, ends)
  }

  private func text(of code: SwiftCode, _ ends: Ends) -> String {
    let ports =
      inputs.map { ("in\($0.id)", $0.type, "input") }
      + ends.outputs.map { ($0.id.outputName, $0.type, "output") }
    let fields = ports.map { "    let \($0.0): \($0.1.typeText)" }
    let declarations = ports.map { "      \($0.0): declare.\($0.2)(\($0.1.shapeText))" }
    return """
      struct \(code.structName): Module {
        struct Ports {
      \(fields.joined(separator: "\n"))
        }

        func ports(_ declare: PortDeclarer) -> Ports {
          Ports(
      \(declarations.joined(separator: ",\n")))
        }

        func body(_ module: ModuleBuilder, _ ports: Ports) {
      \(code.lines.map { "    " + $0 }.joined(separator: "\n"))
        }
      }

      """
  }
}
