/// Turns assignments under conditions into choices: the value of a target is what the last
/// assignment that counts in a cycle gives it.
struct ConditionalDrivers {
  private let assignments: [ModuleBuilder.Assignment]
  private let chains: [ConditionChain]
  private let blocks: [ConditionalBlock]
  private let excused: Set<NodeID>
  private let scopes: [NodeID: Int32]
  private(set) var diagnostics: [Diagnostic] = []

  /// What stands in a block and concerns the target, in order.
  private enum Statement {
    case assignment(Int)
    case chain(Int32)
  }
  private var statements: [Int32: [Statement]] = [:]

  /// The value of some bits after some statements.
  private struct Value {
    /// `Graph.none` where nothing was assigned yet.
    var node = Graph.none
    /// Position of the condition that decides whether there is a value; `nil` if there always is.
    var gap: Int32? = -1
  }

  init(_ builder: ModuleBuilder) {
    assignments = builder.assignments
    chains = builder.chains
    blocks = builder.blocks
    excused = builder.excused
    scopes = builder.scopes
  }

  /// The targets that are assigned under a condition, ascending.
  static func targets(of assignments: [ModuleBuilder.Assignment]) -> [NodeID] {
    Set(assignments.lazy.filter { $0.block != 0 }.map(\.target)).sorted()
  }

  /// Appends the choices that drive `target` and notes the driver.
  mutating func resolve(_ target: NodeID, in module: inout ModuleGraph) {
    let own = assignments.indices.filter { assignments[$0].target == target }
    let root = root(of: target, own)
    collectStatements(own, below: root)
    let width = module.graph.widths[Int(target)]
    var cuts: Set<Int32> = [0, width]
    for index in own {
      let low = assignments[index].low
      cuts.formUnion([low, low + module.graph.widths[Int(assignments[index].value)]])
    }
    let edges = cuts.sorted()
    var parts: [NodeID] = []
    let before = diagnostics.count
    for (low, high) in zip(edges, edges.dropFirst()) {
      let isRegister = module.graph.operations[Int(target)] == .register
      let held =
        isRegister ? Value(node: part(of: target, low, high, 0, &module), gap: nil) : Value()
      let value = value(of: root, target, low, high, held, &module)
      if let gap = value.gap {
        report(target, low..<high, gap, module)
      } else {
        parts.append(value.node)
      }
    }
    guard parts.count == edges.count - 1, diagnostics.count == before else {
      // One mistake is one message: what takes part in it counts as read.
      module.ignored += own.map { assignments[$0].value }
      for chain in chains { module.ignored += chain.branches.map(\.condition) }
      module.ignored.removeAll { $0 == Graph.none }
      module.drivers[Int(target)] = assignments[own[0]].value
      return
    }
    if parts.count == 1 {
      module.drivers[Int(target)] = parts[0]
    } else {
      let location = assignments[own[0]].location
      module.drivers[Int(target)] = module.append(
        .concatenate, width: width, parts.reversed(), location: location)
    }
    extractEnable(of: target, &module)
  }

  /// A register that keeps its value unless a condition holds has that condition as its enable.
  private func extractEnable(of target: NodeID, _ module: inout ModuleGraph) {
    let graph = module.graph
    guard graph.operations[Int(target)] == .register else { return }
    let register = Int(graph.payloads[Int(target)])
    let driver = module.drivers[Int(target)]
    guard module.registers[register].enable == Graph.none, graph.operations[Int(driver)] == .mux,
      graph.operand(2, of: driver) == target
    else { return }
    module.registers[register].enable = graph.operand(0, of: driver)
    module.drivers[Int(target)] = graph.operand(1, of: driver)
  }

  /// The block whose conditions do not matter: of a wire that was declared in a block and is assigned
  /// nowhere else, that block.
  private func root(of target: NodeID, _ own: [Int]) -> Int32 {
    guard let scope = scopes[target] else { return 0 }
    let isLocal = own.allSatisfy { index in
      var block = assignments[index].block
      while block != scope, blocks[Int(block)].chain >= 0 {
        block = chains[Int(blocks[Int(block)].chain)].parent
      }
      return block == scope
    }
    return isLocal ? scope : 0
  }

  private mutating func collectStatements(_ own: [Int], below root: Int32) {
    statements = [:]
    var placed: Set<Int32> = []
    for index in own {
      var block = assignments[index].block
      statements[block, default: []].append(.assignment(index))
      // The chains around it take its place in the blocks around them.
      while block != root, blocks[Int(block)].chain >= 0,
        placed.insert(blocks[Int(block)].chain).inserted
      {
        let chain = blocks[Int(block)].chain
        block = chains[Int(chain)].parent
        statements[block, default: []].append(.chain(chain))
      }
    }
    for (block, list) in statements {
      statements[block] = list.sorted { position($0) < position($1) }
    }
  }

  /// Chains stand before the assignment that was made next.
  private func position(_ statement: Statement) -> (Int, Int) {
    switch statement {
    case .assignment(let index): (index, Int.max)
    case .chain(let chain): (chains[Int(chain)].position, Int(chain))
    }
  }

  /// The value of bits `low ..< high` of the target after a block, given the one before it.
  private mutating func value(
    of block: Int32, _ target: NodeID, _ low: Int32, _ high: Int32, _ before: Value,
    _ module: inout ModuleGraph
  ) -> Value {
    var value = before
    var last: Int32?
    for statement in statements[block, default: []] {
      switch statement {
      case .assignment(let index):
        let assignment = assignments[index]
        guard assignment.low <= low,
          assignment.low + module.graph.widths[Int(assignment.value)] >= high
        else { continue }
        if let last {
          diagnostics.append(
            DriverCheck.multiplyDriven(
              target, bits: low..<high, last, assignment.location, in: module))
        }
        last = assignment.location
        value = Value(
          node: part(of: assignment.value, low, high, assignment.low, &module), gap: nil)
      case .chain(let number):
        let chain = chains[Int(number)]
        guard let first = firstAssignment(in: number, low, high, module) else { continue }
        value = choice(chain, target, low, high, value, &module)
        // What follows unconditionally would override all of it.
        last = first
      }
    }
    return value
  }

  /// Where a chain first assigns the bits, or `nil` if it does not.
  private func firstAssignment(
    in number: Int32, _ low: Int32, _ high: Int32, _ module: ModuleGraph
  ) -> Int32? {
    for branch in chains[Int(number)].branches {
      for statement in statements[branch.block, default: []] {
        switch statement {
        case .assignment(let index):
          let assignment = assignments[index]
          if assignment.low <= low,
            assignment.low + module.graph.widths[Int(assignment.value)] >= high
          {
            return assignment.location
          }
        case .chain(let inner):
          if let location = firstAssignment(in: inner, low, high, module) { return location }
        }
      }
    }
    return nil
  }

  private mutating func choice(
    _ chain: ConditionChain, _ target: NodeID, _ low: Int32, _ high: Int32, _ before: Value,
    _ module: inout ModuleGraph
  ) -> Value {
    var values: [Value] = []
    for branch in chain.branches {
      values.append(value(of: branch.block, target, low, high, before, &module))
    }
    var result = before
    if let last = chain.branches.last, last.condition == Graph.none {
      result = values.removeLast()
      if result.gap == -1 { result.gap = last.location }
    }
    for (value, branch) in zip(values, chain.branches).reversed() {
      if value.node == Graph.none {
        result.gap = branch.location
      } else if result.node == Graph.none {
        result = Value(node: value.node, gap: result.gap == -1 ? branch.location : result.gap)
      } else if result.node != value.node {
        result = Value(
          node: module.append(
            .mux, width: high - low, [branch.condition, value.node, result.node],
            location: branch.location), gap: value.gap ?? result.gap)
      }
    }
    return result
  }

  /// Bits of a node whose bit 0 is bit `offset` of the target.
  private func part(
    of node: NodeID, _ low: Int32, _ high: Int32, _ offset: Int32, _ module: inout ModuleGraph
  ) -> NodeID {
    if high - low == module.graph.widths[Int(node)] { return node }
    if module.graph.operations[Int(node)] == .constant {
      return module.appendPart(
        ofConstant: node, Int(low - offset)..<Int(high - offset),
        location: module.graph.locationIDs[Int(node)])
    }
    return module.append(
      .slice, width: high - low, payload: low - offset, [node],
      location: module.graph.locationIDs[Int(node)])
  }

  private mutating func report(
    _ target: NodeID, _ bits: Range<Int32>, _ gap: Int32, _ module: ModuleGraph
  ) {
    // Where an assignment was refused, the refusal is the message.
    if excused.contains(target) { return }
    let graph = module.graph
    let name = graph.expressionText(target, depth: 1)
    let isWhole = bits.count == graph.widths[Int(target)]
    let place = DriverCheck.place(isWhole ? nil : bits)
    diagnostics.append(
      Diagnostic(
        code: .latch,
        message: "\(place)`\(name)` \(isWhole || bits.count == 1 ? "is" : "are") assigned in some "
          + "cases only, which would be a latch",
        location: graph.location(of: target), module: module.name,
        notes: gap < 0
          ? []
          : [
            .init(
              message: "it has no value in a case left open here", location: graph.locations[gap])
          ],
        fix: "assign a default before the `when`, or add `otherwise`"))
  }
}

extension ModuleGraph {
  /// Appends the constant that some bits of another one are.
  fileprivate mutating func appendPart(
    ofConstant node: NodeID, _ bits: Range<Int>, location: Int32
  ) -> NodeID {
    let words = Array(graph.constantWords(of: node))
    var part = [UInt64](repeating: 0, count: (bits.count + 63) / 64)
    for (position, bit) in bits.enumerated() where words[bit / 64] >> UInt64(bit % 64) & 1 == 1 {
      part[position / 64] |= 1 << UInt64(position % 64)
    }
    let constant = graph.appendConstant(
      words: part, width: Int32(bits.count), location: location)
    drivers.append(Graph.none)
    nodeNames.append(nil)
    return constant
  }

  /// Appends a node after the description is complete.
  mutating func append(
    _ operation: Operation, width: Int32, payload: Int32 = 0, _ operands: [NodeID],
    location: Int32
  ) -> NodeID {
    let node = graph.append(operation, width: width, payload: payload, location: location)
    for operand in operands { graph.appendOperand(operand) }
    drivers.append(Graph.none)
    nodeNames.append(nil)
    return node
  }
}
