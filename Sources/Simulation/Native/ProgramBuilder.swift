import CSimulationKernels
import HDL

/// Orders a flat design and assigns its slots.
struct ProgramBuilder {
  let flat: FlatDesign
  var program = Program()
  private(set) var slots: [Int32]
  /// Number of the first memory of each scope.
  var firstMemory: [Int] = []
  /// Slots below are state, constants and inputs: they do not change while logic settles.
  private var firstLogicSlot: Int32 = 0

  static func build(_ flat: FlatDesign) -> Program {
    var builder = ProgramBuilder(flat: flat)
    builder.placeSources()
    builder.collectMemories()
    builder.placeLogic()
    builder.collectRegisters()
    builder.collectMemoryPorts()
    builder.connectBoxes()
    builder.joinCopies()
    builder.program.slotCount = Int(builder.nextSlot) + 1
    builder.placeMemories()
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

  /// Gives slots to inputs, constants, memory words and registers.
  private mutating func placeSources() {
    var registers: [Int32] = []
    for node in 0..<Int32(flat.count) where flat.source[Int(node)] == node {
      let operation = flat.operation(node)
      guard operation.isSource, operation == .input || flat.isLive[Int(node)] else { continue }
      switch operation {
      case .constant: placeConstant(node)
      case .register: registers.append(node)
      default: allocate(node)
      }
    }
    // Registers of a kind stand side by side: lanes that are described together, one register of
    // each stage in turn, are computed stage by stage.
    let uses = firstOperations(of: registers)
    for node in registers.sorted(by: { (uses[$0] ?? 0, $0) < (uses[$1] ?? 0, $1) }) {
      allocate(node)
    }
    firstLogicSlot = nextSlot
  }

  /// The operation that first takes each of some nodes as an operand.
  private func firstOperations(of nodes: [Int32]) -> [Int32: UInt8] {
    var wanted = [Bool](repeating: false, count: flat.count)
    for node in nodes { wanted[Int(node)] = true }
    var first: [Int32: UInt8] = [:]
    for node in 0..<Int32(flat.count) where isComputed(node) && !flat.operation(node).isSource {
      for operand in operands(node) where wanted[Int(operand)] {
        wanted[Int(operand)] = false
        first[operand] = flat.operation(node).rawValue
      }
    }
    return first
  }

  /// Equal constants share a slot, so that lanes that all use one have equal distances.
  private mutating func placeConstant(_ node: Int32) {
    let scope = flat.scopes[Int(flat.scopeOf[Int(node)])]
    let words = flat.modules[scope.module].graph.constantWords(of: node - scope.firstNode)
    if words.count == 1, let slot = constantSlots[words[words.startIndex]] {
      slots[Int(node)] = slot
      return
    }
    allocate(node)
    for (index, word) in words.enumerated() {
      program.constants.append((slots[Int(node)] + Int32(index), word))
    }
    if words.count == 1 { constantSlots[words[words.startIndex]] = slots[Int(node)] }
  }

  private var constantSlots: [UInt64: Int32] = [:]

  /// The flat operands of a node, after names are followed.
  private func operands(_ node: Int32) -> [Int32] {
    let scope = flat.scopes[Int(flat.scopeOf[Int(node)])]
    if flat.modules[scope.module].blackBox != nil { return boxInputs(of: node) }
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
    let uses = firstUses(logic)
    var keyed = logic.filter { levels[Int($0)] > 0 }.map {
      Placement(
        batch: Int64(levels[Int($0)]) << 8 | Int64(opcode(of: $0).rawValue),
        use: uses[Int($0)], node: $0)
    }
    keyed.sort()
    for placement in keyed { allocate(placement.node) }
    for node in cyclic { allocate(node) }
    var start = 0
    while start < keyed.count {
      var end = start
      while end < keyed.count, keyed[end].batch == keyed[start].batch { end += 1 }
      emitBatch(keyed[start..<end].map(\.node))
      start = end
    }
    program.firstCyclicBatch = program.batches.count
    for node in cyclic { appendScalar([instruction(node)], opcode(of: node)) }
  }

  /// Where a node stands: by level and opcode, then beside those that are used in the same way, so
  /// that lanes described one after the other end up in neighbouring slots.
  private struct Placement: Comparable {
    var batch: Int64
    var use: Int64
    var node: Int32

    static func < (left: Placement, right: Placement) -> Bool {
      (left.batch, left.use, left.node) < (right.batch, right.use, right.node)
    }
  }

  /// How each node is used first: as which operand of which operation, or for which register.
  private func firstUses(_ logic: [Int32]) -> [Int64] {
    var uses = [Int64](repeating: -1, count: flat.count)
    for node in logic {
      let operation = Int64(flat.operation(node).rawValue)
      for (position, operand) in operands(node).enumerated() where uses[Int(operand)] < 0 {
        uses[Int(operand)] = 1 << 60 | operation << 32 | Int64(position)
      }
    }
    for scope in flat.scopes {
      let module = flat.modules[scope.module]
      for register in module.registers where flat.isLive[Int(scope.firstNode + register.node)] {
        let next = flat.source[Int(scope.firstNode + module.drivers[Int(register.node)])]
        if uses[Int(next)] < 0 {
          uses[Int(next)] = Int64(slots[Int(scope.firstNode + register.node)])
        }
      }
    }
    return uses
  }

  /// Adds the instructions of one level and opcode: lanes as runs, the rest one by one.
  private mutating func emitBatch(_ nodes: [Int32]) {
    guard let first = nodes.first else { return }
    let opcode = opcode(of: first)
    var narrowProducts: Set<Int32> = []
    let instructions = nodes.map { node -> Instruction in
      let result = instruction(node)
      if opcode == .multiply, operandsFit32(node) { narrowProducts.insert(result.destination) }
      return result
    }
    let (runs, rest) = VectorRuns.split(instructions[...], opcode) {
      narrowProducts.contains($0.destination)
    }
    if !runs.isEmpty {
      let start = Int32(program.runs.count)
      program.runs += runs
      program.batches.append(
        Batch(opcode: opcode, isVector: true, start: start, end: Int32(program.runs.count)))
    }
    appendScalar(rest, opcode)
  }

  private mutating func appendScalar(_ instructions: [Instruction], _ opcode: Opcode) {
    guard !instructions.isEmpty else { return }
    let start = Int32(program.instructions.count)
    program.instructions += instructions
    program.batches.append(
      Batch(
        opcode: opcode, isVector: false, start: start, end: Int32(program.instructions.count)))
  }

  /// Whether both factors have at most 32 bits before they were extended to the product's width.
  private func operandsFit32(_ node: Int32) -> Bool {
    flat.operation(node) == .multiply
      && operands(node).allSatisfy { flat.width($0) <= 32 }
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
    case .output: return .external
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
    case .romRead, .memoryLookup: return .lookup
    default: return .wide
    }
  }

  func payload(_ node: Int32) -> Int32 {
    let scope = flat.scopes[Int(flat.scopeOf[Int(node)])]
    return flat.modules[scope.module].graph.payloads[Int(node - scope.firstNode)]
  }

  private mutating func instruction(_ node: Int32) -> Instruction {
    let opcode = opcode(of: node)
    let operands = operands(node)
    let widths = operandWidths(node)
    let width = flat.width(node)
    if opcode == .external { program.boxCalls.append(boxCall(node)) }
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
    case .external: instruction.k = UInt64(program.boxCalls.count - 1)
    case .lookup:
      let shape = program.memories[lookupMemory(node)]
      instruction.k = UInt64(shape.base)
      instruction.mask = UInt64(shape.depth)
    case .wide:
      instruction.k = UInt64(program.wide.count)
      let described = zip([node] + operands, [width] + widths).map {
        WideInstruction.Operand(slot: Int(slots[Int($0)]), width: $1)
      }
      program.wide.append(
        WideInstruction(
          operation: flat.operation(node), destination: described[0],
          operands: Array(described.dropFirst()), low: Int(payload(node))))
      if flat.operation(node) == .memoryLookup || flat.operation(node) == .romRead {
        let shape = program.memories[lookupMemory(node)]
        program.wide[program.wide.count - 1].low = shape.base
        program.wide[program.wide.count - 1].depth = UInt64(shape.depth)
      }
    default: break
    }
    return instruction
  }

  // MARK: State

  /// Copies of neighbouring words become runs.
  private mutating func joinCopies() {
    for index in program.registerGroups.indices {
      let copies = program.registerGroups[index].copies.sorted { $0.state < $1.state }
      var rest: [(state: Int32, next: Int32)] = []
      var position = 0
      while position < copies.count {
        var end = position + 1
        while end < copies.count, copies[end].state == copies[end - 1].state + 1,
          copies[end].next == copies[end - 1].next + 1
        {
          end += 1
        }
        if end - position >= VectorRuns.shortest {
          var run = nms_vector_run()
          run.opcode = Int32(nms_run_copy)
          run.count = Int32(end - position)
          run.destination = copies[position].state
          run.a = copies[position].next
          run.stride_a = 1
          program.registerGroups[index].copyRuns.append(run)
        } else {
          rest += copies[position..<end]
        }
        position = end
      }
      program.registerGroups[index].copies = rest
    }
  }

  private mutating func collectRegisters() {
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
      for property in module.properties {
        program.properties.append(
          .init(
            kind: property.kind, condition: slot(property.condition),
            enable: property.enable == Graph.none ? -1 : slot(property.enable),
            isSampledInReset: property.isSampledInReset))
      }
    }
  }
}
