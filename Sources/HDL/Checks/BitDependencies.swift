/// One bit of a node.
struct BitReference: Hashable {
  var node: NodeID
  var bit: Int32
}

/// What one bit depends on within a cycle, bit by bit, through instances too.
struct BitDependencies {
  let modules: [ModuleGraph]
  /// Input bits (port position and bit) that reach an output bit of a module; filled on demand.
  private var reachingInputs: [Key: [(port: Int, bit: Int32)]] = [:]

  private struct Key: Hashable {
    var module: Int
    var output: BitReference
  }

  init(modules: [ModuleGraph]) {
    self.modules = modules
  }

  /// The bits that bit `reference.bit` of a node takes a value from within a cycle.
  mutating func dependencies(
    of reference: BitReference, in module: ModuleGraph
  ) -> [BitReference] {
    let graph = module.graph
    let (node, bit) = (reference.node, reference.bit)
    let operands = Array(graph.operands(of: node))
    func all(_ operand: NodeID) -> [BitReference] { bits(operand, 0..<graph.widths[Int(operand)]) }
    func bits(_ operand: NodeID, _ range: Range<Int32>) -> [BitReference] {
      range.map { BitReference(node: operand, bit: $0) }
    }
    func one(_ operand: NodeID, _ bit: Int32) -> [BitReference] {
      [BitReference(node: operand, bit: bit)]
    }
    switch graph.operations[Int(node)] {
    case .constant, .input, .register, .memoryRead: return []
    case .output, .wire, .instanceInput:
      let driver = module.drivers[Int(node)]
      return driver == Graph.none ? [] : one(driver, bit)
    case .not, .and, .or, .xor: return operands.flatMap { one($0, bit) }
    case .mux: return one(operands[0], 0) + one(operands[1], bit) + one(operands[2], bit)
    case .add, .subtract, .multiply, .multiplySigned:
      return bits(operands[0], 0..<bit + 1) + bits(operands[1], 0..<bit + 1)
    case .slice: return one(operands[0], bit + graph.payloads[Int(node)])
    case .concatenate:
      var low: Int32 = 0
      for operand in operands.reversed() {
        let width = graph.widths[Int(operand)]
        if bit < low + width { return one(operand, bit - low) }
        low += width
      }
      return []
    case .zeroExtend:
      return bit < graph.widths[Int(operands[0])] ? one(operands[0], bit) : []
    case .signExtend: return one(operands[0], min(bit, graph.widths[Int(operands[0])] - 1))
    case .shiftLeft: return bits(operands[0], 0..<bit + 1) + all(operands[1])
    case .shiftRight, .shiftRightSigned:
      return bits(operands[0], bit..<graph.widths[Int(operands[0])]) + all(operands[1])
    case .equal, .lessThan, .lessThanSigned, .reduceAnd, .reduceOr, .reduceXor, .romRead,
      .memoryLookup:
      return operands.flatMap(all)
    case .instanceOutput:
      let instance = module.instances[Int(graph.payloads[Int(node)])]
      guard let port = instance.connections.firstIndex(of: node) else { return [] }
      let output = modules[instance.module].ports[port].node
      return inputs(reaching: BitReference(node: output, bit: bit), of: instance.module)
        .map { BitReference(node: instance.connections[$0.port], bit: $0.bit) }
    }
  }

  /// The input bits of a module that reach one of its bits.
  private mutating func inputs(
    reaching output: BitReference, of module: Int
  ) -> [(port: Int, bit: Int32)] {
    let key = Key(module: module, output: output)
    if let known = reachingInputs[key] { return known }
    if let box = modules[module].blackBox {
      let ports = modules[module].ports
      guard let port = ports.firstIndex(where: { $0.node == output.node }) else { return [] }
      return box.inputsOfOutput[port].flatMap { input in
        (0..<Int32(ports[input].bitWidth)).map { (input, $0) }
      }
    }
    var found: [(port: Int, bit: Int32)] = []
    var seen: Set<BitReference> = [output]
    var stack = [output]
    while let reference = stack.popLast() {
      if modules[module].graph.operations[Int(reference.node)] == .input,
        let port = modules[module].ports.firstIndex(where: { $0.node == reference.node })
      {
        found.append((port, reference.bit))
      }
      for next in dependencies(of: reference, in: modules[module])
      where seen.insert(next).inserted {
        stack.append(next)
      }
    }
    found.sort { ($0.port, $0.bit) < ($1.port, $1.bit) }
    reachingInputs[key] = found
    return found
  }
}
