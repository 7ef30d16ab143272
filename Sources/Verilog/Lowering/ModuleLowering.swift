import HDL

/// Translates one module's graph into a syntax tree.
struct ModuleLowering {
  let module: ModuleGraph
  let children: [ModuleGraph]
  let nets: NetSelection
  let stateNames: StateNames
  var syntax: ModuleSyntax
  /// Whether what only properties read is being described, or the rest.
  var isForProperties = false

  var graph: Graph { module.graph }

  /// Lowers a module; `children` are the modules of its design.
  static func lower(
    _ module: ModuleGraph, children: [ModuleGraph], order: [NodeID]
  ) -> ModuleSyntax {
    let nets = NetSelection(of: module)
    var lowering = ModuleLowering(
      module: module, children: children, nets: nets,
      stateNames: StateNames(of: module, taken: nets.allNames(in: module)),
      syntax: ModuleSyntax(name: module.name))
    lowering.ports()
    lowering.stateConstants()
    lowering.state()
    lowering.logic(order: order)
    lowering.instances()
    lowering.clockedBlocks()
    lowering.memoryBlocks()
    lowering.unusedBits()
    let stateNames = lowering.stateNames
    lowering.syntax.items.removeAll {
      if case .constant(let name, _, _) = $0.syntax {
        !stateNames.isUsed(name)
      } else {
        false
      }
    }
    if !module.properties.isEmpty { lowering.properties(order: order) }
    return lowering.syntax
  }

  /// Whether a node is a net, and one of the part that is being described.
  func isIncluded(_ node: NodeID) -> Bool {
    nets.isNet[Int(node)] && nets.isForProperties(node) == isForProperties
  }

  /// Whether a memory is of the part that is being described.
  func isIncluded(memory index: Int) -> Bool {
    var readers = module.readPorts.filter { $0.memory == index }.map(\.node)
    readers += (0..<NodeID(graph.count)).filter {
      graph.operations[Int($0)] == .memoryLookup && graph.payloads[Int($0)] == Int32(index)
    }
    let isForProperties = !readers.isEmpty && readers.allSatisfy(nets.isForProperties)
    return isForProperties == self.isForProperties
  }

  private mutating func ports() {
    if module.usesClock {
      syntax.ports.append(.init(name: "clock", width: 1, isInput: true, node: nil))
    }
    if module.usesReset {
      syntax.ports.append(.init(name: "reset", width: 1, isInput: true, node: nil))
    }
    for port in module.ports {
      syntax.ports.append(
        .init(
          name: port.name, width: port.bitWidth, isInput: port.isInput, node: port.node,
          comment: port.format?.description))
    }
  }

  /// Declares the states of machines that have names.
  private mutating func stateConstants() {
    for machine in module.stateMachines {
      let width = Int(graph.widths[Int(machine.register)])
      for (code, name) in stateNames.constants(of: machine.register) {
        append(
          .constant(name, width: width, value: .literal(width: width, words: ArraySlice(code))),
          machine.register)
      }
    }
  }

  /// Declares what holds or brings in values: registers, memories and their words, instance outputs.
  mutating func state() {
    for (index, memory) in module.memories.enumerated() where isIncluded(memory: index) {
      append(declaration(of: memory), nil)
    }
    for index in 0..<graph.count where isIncluded(NodeID(index)) {
      let width = Int(graph.widths[index])
      switch graph.operations[index] {
      case .register, .memoryRead:
        append(.register(name(NodeID(index)), width: width), NodeID(index))
      case .romRead where isTableBlock(NodeID(index)):
        append(.register(name(NodeID(index)), width: width), NodeID(index))
      case .instanceOutput:
        append(.wire(name(NodeID(index)), width: width, value: nil), NodeID(index))
      default: break
      }
    }
    // Where a signal feeds other bits of itself no order of declaration would do.
    if !module.isAcyclic {
      for index in 0..<graph.count where isIncluded(NodeID(index)) && isDeclaredWithValue(index) {
        append(
          .wire(name(NodeID(index)), width: Int(graph.widths[index]), value: nil), NodeID(index))
      }
    }
  }

  private func isDeclaredWithValue(_ index: Int) -> Bool {
    switch graph.operations[index] {
    case .input, .output, .register, .memoryRead, .instanceOutput: false
    case .romRead: !isTableBlock(NodeID(index))
    default: true
    }
  }

  /// Combinational nets, each after those it reads, then the outputs.
  mutating func logic(order: [NodeID]) {
    var items: [Located<Item>] = []
    for node in order where isIncluded(node) {
      let index = Int(node)
      switch graph.operations[index] {
      case .input, .register, .memoryRead, .instanceOutput: continue
      case .output:
        items.append(
          .init(
            syntax: .assign(.identifier(name(node)), reference(module.drivers[index])), node: node))
      case .romRead where isTableBlock(node):
        items.append(.init(syntax: tableBlock(node), node: node))
      default:
        let value =
          graph.operations[index].isTarget
          ? reference(module.drivers[index])
          : graph.operations[index] == .romRead ? tableChoice(node) : expression(node)
        items.append(
          .init(
            syntax: module.isAcyclic
              ? .wire(name(node), width: Int(graph.widths[index]), value: value)
              : .assign(.identifier(name(node)), value), node: node))
      }
    }
    section(items)
  }

  private mutating func instances() {
    for instance in module.instances {
      let child = children[instance.module]
      var connections: [(String, Expression)] = []
      if let box = child.blackBox {
        connections += box.clockAndResetConnections
      } else {
        if child.usesClock { connections.append(("clock", .identifier("clock"))) }
        if child.usesReset { connections.append(("reset", .identifier("reset"))) }
      }
      for (port, node) in zip(child.ports, instance.connections) {
        let isNet = nets.isNet[Int(node)]
        let value =
          port.isInput && !isNet ? reference(module.drivers[Int(node)]) : .identifier(name(node))
        connections.append((port.name, value))
      }
      section([
        .init(
          syntax: .instance(
            module: child.name,
            parameters: child.blackBox?.parameters.map { ($0.name, $0.value.expression) } ?? [],
            name: instance.name, connections: connections),
          node: instance.connections.first)
      ])
    }
  }

  /// One block for all registers with the same reset and enable, in order of creation.
  mutating func clockedBlocks() {
    var groups: [(enable: NodeID, isReset: Bool, registers: [ModuleGraph.Register])] = []
    var groupOf: [Int64: Int] = [:]
    for register in module.registers where isIncluded(register.node) {
      let isReset = register.resetValue != Graph.none
      let key = Int64(register.enable) * 2 + (isReset ? 1 : 0)
      if let index = groupOf[key] {
        groups[index].registers.append(register)
      } else {
        groupOf[key] = groups.count
        groups.append((register.enable, isReset, [register]))
      }
    }
    for group in groups {
      let updates = group.registers.flatMap { register in
        let driver = module.drivers[Int(register.node)]
        let statements = update(register.node, driver, register.node, hold: register.node)
        // A register that only ever keeps its value is written all the same: something drives it.
        return statements.isEmpty ? [assignment(register.node, driver, register.node)] : statements
      }
      var statements = updates
      if group.enable != Graph.none {
        statements = [
          .init(
            syntax: .conditional(reference(group.enable), updates, []),
            node: group.registers[0].node)
        ]
      }
      if group.isReset {
        let resets = group.registers.map { register in
          Located(
            syntax: Statement.nonblocking(
              .identifier(name(register.node)),
              stateConstant(register.resetValue, of: register.node)),
            node: register.node)
        }
        statements = [
          .init(
            syntax: .conditional(.identifier("reset"), resets, statements),
            node: group.registers[0].node)
        ]
      }
      section([.init(syntax: .clocked("clock", statements), node: group.registers[0].node)])
    }
  }

  private func assignment(
    _ register: NodeID, _ value: NodeID, _ location: NodeID
  ) -> Located<Statement> {
    .init(
      syntax: .nonblocking(.identifier(name(register)), stateConstant(value, of: register)),
      node: location)
  }

  /// What a register takes: choices as `if` and `else`, nothing where it keeps `hold`.
  private func update(
    _ register: NodeID, _ value: NodeID, _ location: NodeID, hold: NodeID
  ) -> [Located<Statement>] {
    if value == hold { return [] }
    let form = nets.choices.forms[Int(value)]
    guard form == .branch || form == .override else {
      return [assignment(register, value, location)]
    }
    let condition = graph.operand(0, of: value)
    let (then, otherwise) = (graph.operand(1, of: value), graph.operand(2, of: value))
    if form == .override {
      let statements = update(register, then, value, hold: otherwise)
      return update(register, otherwise, value, hold: hold)
        + [.init(syntax: .conditional(reference(condition), statements, []), node: value)]
    }
    let first = update(register, then, value, hold: hold)
    let second = update(register, otherwise, value, hold: hold)
    if first.isEmpty {
      return second.isEmpty
        ? [] : [.init(syntax: .conditional(complement(condition), second, []), node: value)]
    }
    return [.init(syntax: .conditional(reference(condition), first, second), node: value)]
  }

  /// Bits of states that nothing asks for: a machine that stays in its state does not read them.
  private func heldStateBits() -> [Expression] {
    var parts: [Expression] = []
    for machine in module.stateMachines
    where machine.encoding == .oneHot && isIncluded(machine.register) {
      var isRead = machine.states.map { _ in false }
      for index in 0..<graph.count where nets.liveness.isLive[index] {
        let isOwn = graph.operands(of: NodeID(index)).contains(machine.register)
        guard isOwn, index < module.firstDerivedNode else { continue }
        let low = Int(graph.payloads[index])
        let isSlice = graph.operations[index] == .slice
        let bits = isSlice ? low..<low + Int(graph.widths[index]) : isRead.indices
        for bit in bits { isRead[bit] = true }
      }
      for bit in isRead.indices where !isRead[bit] {
        parts.append(part(machine.register, high: bit, low: bit))
      }
    }
    return parts
  }

  /// Reads every bit that nothing else reads into one net, so that linters know it is meant.
  mutating func unusedBits() {
    var seen: Set<NodeID> = []
    let ignored = isForProperties ? [] : module.ignored
    var parts = ignored.filter { seen.insert($0).inserted }.map(reference)
    for index in 0..<graph.count where isIncluded(NodeID(index)) {
      switch graph.operations[index] {
      case .input, .output, .instanceInput: continue
      case .instanceOutput where nets.isReadByPropertiesOnly(NodeID(index)):
        parts.append(reference(NodeID(index)))
        continue
      default: break
      }
      let unread = nets.liveness.unreadBits(of: NodeID(index), width: graph.widths[index])
      var position = 0
      while position < unread.count {
        var end = position
        while end + 1 < unread.count, unread[end + 1] == unread[end] + 1 { end += 1 }
        parts.append(
          part(NodeID(index), high: Int(unread[end]), low: Int(unread[position])))
        position = end + 1
      }
    }
    parts += heldStateBits()
    guard !parts.isEmpty else { return }
    let zero = Expression.literal(width: 1, 0)
    section([
      .init(
        syntax: .unused(
          isForProperties ? NetSelection.unusedInPropertiesName : NetSelection.unusedName,
          .unary(.reduceAnd, .concatenation([zero] + parts))),
        node: nil)
    ])
  }

  mutating func section(_ items: [Located<Item>]) {
    guard !items.isEmpty else { return }
    if !syntax.items.isEmpty { syntax.items.append(.init(syntax: .blank)) }
    syntax.items += items
  }

  mutating func append(_ item: Item, _ node: NodeID?) {
    syntax.items.append(.init(syntax: item, node: node))
  }
}
