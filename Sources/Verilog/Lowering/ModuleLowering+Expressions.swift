import HDL

extension ModuleLowering {
  /// The Verilog name of a net.
  func name(_ node: NodeID) -> String { nets.names[Int(node)] ?? "value_\(node)" }

  /// A node as an operand: its net's name, or its expression.
  func reference(_ node: NodeID) -> Expression {
    nets.isNet[Int(node)] ? .identifier(name(node)) : expression(node)
  }

  /// Bits of a net; the whole net by its plain name.
  func part(_ node: NodeID, high: Int, low: Int) -> Expression {
    let width = Int(module.graph.widths[Int(node)])
    if low == 0, high == width - 1 { return .identifier(name(node)) }
    return low == high ? .bit(name(node), low) : .part(name(node), high: high, low: low)
  }

  /// A node as an operand beside a register: a state of a machine by its name.
  func stateConstant(_ node: NodeID, of register: NodeID) -> Expression {
    if !isForProperties, module.graph.operations[Int(node)] == .constant, !nets.isNet[Int(node)],
      let name = stateNames.name(of: register, code: module.graph.constantWords(of: node))
    {
      return .identifier(name)
    }
    return reference(node)
  }

  /// What a node computes. Recursion is bounded: longer expressions are nets.
  func expression(_ node: NodeID) -> Expression {
    let graph = module.graph
    let index = Int(node)
    let width = Int(graph.widths[index])
    func operand(_ position: Int) -> Expression { reference(graph.operand(position, of: node)) }
    func binary(_ operation: Expression.Binary) -> Expression {
      .binary(operation, operand(0), operand(1))
    }
    /// A constant stands on the right.
    func comparison(_ reading: (Expression) -> Expression) -> Expression {
      let (left, right) = (reading(operand(0)), reading(operand(1)))
      return graph.operations[Int(graph.operand(0, of: node))] == .constant
        ? .binary(.greater, right, left) : .binary(.less, left, right)
    }
    switch graph.operations[index] {
    case .constant: return .literal(width: width, words: graph.constantWords(of: node))
    case .not: return complement(graph.operand(0, of: node))
    case .and: return binary(.and)
    case .or: return binary(.or)
    case .xor: return binary(.xor)
    case .add: return binary(.add)
    case .subtract: return binary(.subtract)
    case .multiply: return binary(.multiply)
    case .multiplySigned:
      return .unsigned(.binary(.multiply, .signed(operand(0)), .signed(operand(1))))
    case .equal:
      let (left, right) = (graph.operand(0, of: node), graph.operand(1, of: node))
      return .binary(.equal, reference(left), stateConstant(right, of: left))
    case .lessThan: return comparison { $0 }
    case .lessThanSigned: return comparison { .signed($0) }
    case .mux: return .conditional(operand(0), operand(1), operand(2))
    case .slice:
      let low = Int(graph.payloads[index])
      return part(graph.operand(0, of: node), high: low + width - 1, low: low)
    case .concatenate:
      return .concatenation(graph.operands(of: node).flatMap { parts(of: reference($0)) })
    case .zeroExtend:
      let source = graph.operand(0, of: node)
      let zeros = Expression.literal(width: width - Int(graph.widths[Int(source)]), words: [0])
      return .concatenation([zeros, reference(source)])
    case .signExtend:
      let source = graph.operand(0, of: node)
      let sourceWidth = Int(graph.widths[Int(source)])
      if sourceWidth == 1 { return .replication(width, reference(source)) }
      let sign = sign(of: source)
      let copies = width - sourceWidth
      return .concatenation([copies == 1 ? sign : .replication(copies, sign), reference(source)])
    case .shiftLeft: return binary(.shiftLeft)
    case .shiftRight: return binary(.shiftRight)
    case .shiftRightSigned:
      return .unsigned(.binary(.shiftRightSigned, .signed(operand(0)), operand(1)))
    case .reduceAnd: return .unary(.reduceAnd, operand(0))
    case .reduceOr: return .unary(.reduceOr, operand(0))
    case .reduceXor: return .unary(.reduceXor, operand(0))
    case .memoryLookup:
      let memory = module.memories[Int(graph.payloads[index])]
      let address = graph.operand(0, of: node)
      return guarded(.element(memory.name, reference(address)), address, memory, memory.bitWidth)
    case .input, .output, .wire, .register, .instanceInput, .instanceOutput, .memoryRead,
      .romRead:
      return .identifier(name(node))
    }
  }

  /// A concatenation within another is written as its parts.
  private func parts(of expression: Expression) -> [Expression] {
    if case .concatenation(let parts) = expression { return parts }
    return [expression]
  }

  /// The top bit of a net, or of bits of a net.
  private func sign(of node: NodeID) -> Expression {
    let graph = module.graph
    let top = Int(graph.widths[Int(node)]) - 1
    guard graph.operations[Int(node)] == .slice, !nets.isNet[Int(node)] else {
      return part(node, high: top, low: top)
    }
    let index = Int(graph.payloads[Int(node)]) + top
    return part(graph.operand(0, of: node), high: index, low: index)
  }

  /// `!=` and `>=` where they say what is meant, `!` for one bit, `~` for more.
  func complement(_ operand: NodeID) -> Expression {
    let graph = module.graph
    if !nets.isNet[Int(operand)],
      case .binary(let operation, let left, let right) = expression(operand)
    {
      if operation == .equal { return .binary(.notEqual, left, right) }
      if operation == .less { return .binary(.greaterOrEqual, left, right) }
      if operation == .greater { return .binary(.lessOrEqual, left, right) }
    }
    return .unary(graph.widths[Int(operand)] == 1 ? .logicalNot : .not, reference(operand))
  }
}
