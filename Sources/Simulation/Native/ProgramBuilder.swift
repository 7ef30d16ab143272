import HDL

/// Orders a flat design and assigns its slots.
struct ProgramBuilder {
  let flat: FlatDesign
  var program = Program()
  private var slots: [Int32]
  /// Slots below are state, constants and inputs: they do not change while logic settles.
  private var firstLogicSlot: Int32 = 0

  static func build(_ flat: FlatDesign) -> Program {
    var builder = ProgramBuilder(flat: flat)
    builder.placeSources()
    builder.placeLogic()
    builder.collectState()
    builder.program.slotCount = Int(builder.nextSlot) + 1
    for node in 0..<flat.count { builder.slots[node] = builder.slots[Int(flat.source[node])] }
    builder.program.slotOf = builder.slots
    return builder.program
  }

  private var nextSlot: Int32 = 0

  private init(flat: FlatDesign) {
    self.flat = flat
    slots = Array(repeating: -1, count: flat.count)
  }

  private mutating func allocate(_ node: Int32) {
    slots[Int(node)] = nextSlot
    nextSlot += Int32((flat.width(node) + 63) / 64)
  }

  private func isComputed(_ node: Int32) -> Bool {
    flat.source[Int(node)] == node && flat.isLive[Int(node)]
  }

  /// Gives slots to inputs, constants, registers and memory words.
  private mutating func placeSources() {
    for node in 0..<Int32(flat.count) where flat.source[Int(node)] == node {
      let operation = flat.operation(node)
      guard operation.isSource, operation == .input || flat.isLive[Int(node)] else { continue }
      allocate(node)
      if operation == .constant {
        let scope = flat.scopes[Int(flat.scopeOf[Int(node)])]
        let words = flat.modules[scope.module].graph.constantWords(of: node - scope.firstNode)
        for (index, word) in words.enumerated() {
          program.constants.append((slots[Int(node)] + Int32(index), word))
        }
      }
    }
    firstLogicSlot = nextSlot
  }

  /// The flat operands of a node, after names are followed.
  private func operands(_ node: Int32) -> [Int32] {
    let scope = flat.scopes[Int(flat.scopeOf[Int(node)])]
    return flat.modules[scope.module].graph.operands(of: node - scope.firstNode).map {
      flat.source[Int(scope.firstNode + $0)]
    }
  }

  /// The widths of a node's operands as written. The nodes behind them may be narrower: a zero
  /// extension is only a name for what it extends.
  private func operandWidths(_ node: Int32) -> [Int] {
    let scope = flat.scopes[Int(flat.scopeOf[Int(node)])]
    let graph = flat.modules[scope.module].graph
    return graph.operands(of: node - scope.firstNode).map { Int(graph.widths[Int($0)]) }
  }

  private mutating func placeLogic() {
    let logic = (0..<Int32(flat.count)).filter {
      isComputed($0) && !flat.operation($0).isSource
    }
    let (levels, cyclic) = levelize(logic)
    var keyed = logic.filter { levels[Int($0)] > 0 }.map {
      (key: Int64(levels[Int($0)]) << 8 | Int64(opcode(of: $0).rawValue), node: $0)
    }
    keyed.sort { ($0.key, $0.node) < ($1.key, $1.node) }
    for (_, node) in keyed { allocate(node) }
    for node in cyclic { allocate(node) }
    var previous: Int64 = -1
    for (key, node) in keyed {
      emit(node, startsBatch: key != previous)
      previous = key
    }
    program.firstCyclicBatch = program.batches.count
    for node in cyclic { emit(node, startsBatch: true) }
  }

  /// The level of each logic node, one above the highest it needs; nodes in or behind a cycle of
  /// whole signals have none and are returned apart, in order of creation.
  private func levelize(_ logic: [Int32]) -> (levels: [Int32], cyclic: [Int32]) {
    var levels = [Int32](repeating: 0, count: flat.count)
    var missing = [Int32](repeating: 0, count: flat.count)
    var starts = [Int32](repeating: 0, count: flat.count + 1)
    var edges: [(from: Int32, to: Int32)] = []
    for node in logic {
      for operand in operands(node) where !flat.operation(operand).isSource {
        edges.append((operand, node))
        missing[Int(node)] += 1
        starts[Int(operand) + 1] += 1
      }
    }
    for index in 0..<flat.count { starts[index + 1] += starts[index] }
    var cursor = starts
    var users = [Int32](repeating: 0, count: edges.count)
    for edge in edges {
      users[Int(cursor[Int(edge.from)])] = edge.to
      cursor[Int(edge.from)] += 1
    }
    var ready = logic.filter { missing[Int($0)] == 0 }
    for node in ready { levels[Int(node)] = 1 }
    while let node = ready.popLast() {
      for position in starts[Int(node)]..<starts[Int(node) + 1] {
        let user = Int(users[Int(position)])
        levels[user] = max(levels[user], levels[Int(node)] + 1)
        missing[user] -= 1
        if missing[user] == 0 { ready.append(Int32(user)) }
      }
    }
    let cyclic = logic.filter { missing[Int($0)] > 0 }
    for node in cyclic { levels[Int(node)] = 0 }
    return (levels, cyclic)
  }

  // MARK: Instructions

  private func opcode(of node: Int32) -> Opcode {
    let widths = operandWidths(node)
    let isNarrow = flat.width(node) <= 64 && widths.allSatisfy { $0 <= 64 }
    switch flat.operation(node) {
    case .slice where flat.width(node) <= 64:
      let (_, shift) = Int(payload(node)).quotientAndRemainder(dividingBy: 64)
      return shift + flat.width(node) <= 64 ? .slice : .straddle
    case .mux where flat.width(node) <= 64: return .mux
    case .concatenate where isNarrow && widths.count == 2: return .join
    case _ where !isNarrow: return .wide
    case .add: return .add
    case .subtract: return .subtract
    case .multiply, .multiplySigned: return .multiply
    case .and: return .and
    case .or: return .or
    case .xor: return .xor
    case .not: return .not
    case .equal: return .equal
    case .lessThan: return .lessThan
    case .lessThanSigned: return .lessThanSigned
    case .mux: return .mux
    case .signExtend: return .signExtend
    case .shiftLeft: return .shiftLeft
    case .shiftRight: return .shiftRight
    case .shiftRightSigned: return .shiftRightSigned
    case .reduceAnd: return .reduceAnd
    case .reduceOr: return .reduceOr
    case .reduceXor: return .reduceXor
    case .romRead: return .table
    default: return .wide
    }
  }

  private func payload(_ node: Int32) -> Int32 {
    let scope = flat.scopes[Int(flat.scopeOf[Int(node)])]
    return flat.modules[scope.module].graph.payloads[Int(node - scope.firstNode)]
  }

  private mutating func emit(_ node: Int32, startsBatch: Bool) {
    let opcode = opcode(of: node)
    let operands = operands(node)
    let widths = operandWidths(node)
    let width = flat.width(node)
    var instruction = Instruction(destination: slots[Int(node)])
    instruction.mask = width >= 64 ? .max : (1 << UInt64(width)) - 1
    if let first = operands.first { instruction.a = slots[Int(first)] }
    if operands.count > 1 { instruction.b = slots[Int(operands[1])] }
    if operands.count > 2 { instruction.c = slots[Int(operands[2])] }
    switch opcode {
    case .slice, .straddle:
      let (word, shift) = Int(payload(node)).quotientAndRemainder(dividingBy: 64)
      instruction.a += Int32(word)
      instruction.b = instruction.a + (opcode == .straddle ? 1 : 0)
      instruction.k = UInt64(shift)
    case .join: instruction.k = UInt64(widths[1])
    case .signExtend, .lessThanSigned, .shiftRightSigned:
      instruction.k = UInt64(64 - widths[0])
    case .reduceAnd:
      instruction.mask = widths[0] == 64 ? .max : (1 << UInt64(widths[0])) - 1
    case .table:
      let scope = flat.scopes[Int(flat.scopeOf[Int(node)])]
      instruction.k = UInt64(program.tables.count)
      program.tables.append(flat.modules[scope.module].tables[Int(payload(node))].values)
    case .wide:
      instruction.k = UInt64(program.wide.count)
      let described = zip([node] + operands, [width] + widths).map {
        WideInstruction.Operand(slot: Int(slots[Int($0)]), width: $1)
      }
      program.wide.append(
        WideInstruction(
          operation: flat.operation(node), destination: described[0],
          operands: Array(described.dropFirst()), low: Int(payload(node))))
    default: break
    }
    let position = Int32(program.instructions.count)
    program.instructions.append(instruction)
    if startsBatch || program.batches.isEmpty {
      program.batches.append(Batch(opcode: opcode, start: position, end: position + 1))
    } else {
      program.batches[program.batches.count - 1].end = position + 1
    }
  }

  // MARK: State

  private mutating func collectState() {
    var groupOf: [Int64: Int] = [:]
    for scope in flat.scopes {
      let module = flat.modules[scope.module]
      func slot(_ node: NodeID) -> Int32 {
        slots[Int(flat.source[Int(scope.firstNode + node)])]
      }
      for register in module.registers where flat.isLive[Int(scope.firstNode + register.node)] {
        let enable = register.enable == Graph.none ? -1 : slot(register.enable)
        let isReset = register.resetValue != Graph.none
        let key = Int64(enable) * 2 + (isReset ? 1 : 0)
        let group = groupOf[key] ?? program.registerGroups.count
        if group == program.registerGroups.count {
          groupOf[key] = group
          program.registerGroups.append(.init(enable: enable))
        }
        let state = slot(register.node)
        let next = slot(module.drivers[Int(register.node)])
        let wordCount = (module.graph.widths[Int(register.node)] + 63) / 64
        for word in 0..<wordCount {
          if next + word < firstLogicSlot {
            program.registerGroups[group].hazards.append((state + word, next + word))
          } else {
            program.registerGroups[group].copies.append((state + word, next + word))
          }
        }
        if isReset {
          for (word, value) in module.graph.constantWords(of: register.resetValue).enumerated() {
            program.registerGroups[group].resets.append((state + Int32(word), value))
          }
        }
      }
      let firstMemory = program.memories.count
      for (index, memory) in module.memories.enumerated() {
        program.memories.append(.init(depth: memory.depth, wordCount: (memory.bitWidth + 63) / 64))
        let readers = module.readPorts.filter { $0.memory == index }
        guard readers.contains(where: { flat.isLive[Int(scope.firstNode + $0.node)] }) else {
          continue
        }
        program.writePorts.append(
          .init(
            memory: firstMemory + index, address: slot(memory.writeAddress),
            enable: slot(memory.writeEnable), data: slot(memory.writeData)))
      }
      for port in module.readPorts where flat.isLive[Int(scope.firstNode + port.node)] {
        program.readPorts.append(
          .init(
            memory: firstMemory + port.memory, address: slot(port.address),
            enable: slot(port.enable), data: slot(port.node)))
      }
    }
  }
}
