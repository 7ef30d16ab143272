import HDL

/// Decides which nodes of a module become nets of their own; the others are written where used.
///
/// A node keeps its name if it has one. Without, it is written in place when it is used once and the
/// text stays short; Verilog itself forces a net where bits are picked from an expression.
struct NetSelection {
  /// Whether each node is a net (or port, register, memory read).
  private(set) var isNet: [Bool]
  /// Name of each net.
  private(set) var names: [String?]
  /// How each choice is written.
  private(set) var choices: ChoiceSelection
  let liveness: Liveness
  /// Name of the net that reads what nothing else reads. Verilator knows it by the word in it, slang
  /// by an attribute; the underscore keeps it apart from all names of a design.
  static let unusedName = "_unused"
  /// The same for what only properties read.
  static let unusedInPropertiesName = "_unused_by_properties"
  /// What synthesis sees; `nil` for a module without properties, where it is everything.
  private let synthesized: Liveness?
  private let isInstanceOutput: [Bool]

  /// Operators in one expression before a new net is opened.
  private static let longestExpression: Int8 = 6
  /// The same for an expression that is all a target is driven with.
  private static let longestDriver: Int8 = 10

  init(of module: ModuleGraph) {
    let graph = module.graph
    liveness = Liveness(of: module)
    synthesized =
      module.properties.isEmpty ? nil : Liveness(of: module, includingProperties: false)
    isInstanceOutput = graph.operations.map { $0 == .instanceOutput }
    isNet = Array(repeating: false, count: graph.count)
    names = module.nodeNames
    var uses = [Int32](repeating: 0, count: graph.count)
    var needsNet = [Bool](repeating: false, count: graph.count)
    Self.countUses(in: module, liveness, &uses, &needsNet)
    choices = ChoiceSelection(of: module, uses: uses) { [nodeNames = module.nodeNames] node in
      nodeNames[Int(node)] == nil && !needsNet[Int(node)]
    }
    select(in: module, uses, needsNet)
    nameNets(in: module)
  }

  /// Whether a node belongs to the part that only properties read.
  ///
  /// The output of an instance does not: it is declared before the instance, whoever reads it.
  func isForProperties(_ node: NodeID) -> Bool {
    isReadByPropertiesOnly(node) && !isInstanceOutput[Int(node)]
  }

  /// Whether only properties read a node, so that synthesis has no use for it.
  func isReadByPropertiesOnly(_ node: NodeID) -> Bool {
    guard let synthesized else { return false }
    return liveness.isLive[Int(node)] && !synthesized.isLive[Int(node)]
  }

  private static func countUses(
    in module: ModuleGraph, _ liveness: Liveness, _ uses: inout [Int32], _ needsNet: inout [Bool]
  ) {
    let graph = module.graph
    for index in 0..<graph.count where liveness.isLive[index] {
      let node = NodeID(index)
      let operands = graph.operands(of: node)
      for operand in operands { uses[Int(operand)] += 1 }
      switch graph.operations[index] {
      case .slice:
        needsNet[Int(operands[operands.startIndex])] = true
      case .signExtend where graph.widths[Int(operands[operands.startIndex])] > 1:
        // The sign of a part is a bit of what the part is taken from, a net already.
        if graph.operations[Int(operands[operands.startIndex])] != .slice {
          needsNet[Int(operands[operands.startIndex])] = true
        }
      case .instanceInput where module.drivers[index] != Graph.none:
        // Yosys 0.23 stops at an operator of signed operands in a connection.
        switch graph.operations[Int(module.drivers[index])] {
        case .multiplySigned, .shiftRightSigned: needsNet[Int(module.drivers[index])] = true
        default: break
        }
      case .romRead:
        // A table is a block, or picks bits from its address.
        needsNet[index] = true
        let address = operands[operands.startIndex]
        if module.isWithoutSignals(address) { needsNet[Int(address)] = true }
      case .memoryLookup:
        needsNet[index] = true
        needsNet[Int(operands[operands.startIndex])] = true
      default: break
      }
      if module.drivers[index] != Graph.none { uses[Int(module.drivers[index])] += 1 }
    }
    for register in module.registers where register.enable != Graph.none {
      // An enable guards a block of registers and may be printed for several.
      uses[Int(register.enable)] += 1
    }
    for property in module.properties {
      uses[Int(property.condition)] += 1
      if property.enable != Graph.none { uses[Int(property.enable)] += 1 }
    }
    countMemoryUses(in: module, &uses, &needsNet)
  }

  /// Addresses are nets: an element is picked by a name. So is what a mask divides into lanes.
  private static func countMemoryUses(
    in module: ModuleGraph, _ uses: inout [Int32], _ needsNet: inout [Bool]
  ) {
    func use(_ node: NodeID, asNet: Bool) {
      uses[Int(node)] += 1
      if asNet { needsNet[Int(node)] = true }
    }
    for port in module.readPorts {
      use(port.address, asNet: true)
      use(port.enable, asNet: false)
      for forward in port.forwards {
        let writePorts = module.memories[port.memory].writePorts
        let isByLanes = writePorts.contains { $0.mask != Graph.none }
        use(forward.match, asNet: isByLanes)
        use(writePorts[forward.writePort].data, asNet: isByLanes)
      }
    }
    for memory in module.memories {
      for port in memory.writePorts {
        let isMasked = port.mask != Graph.none
        use(port.address, asNet: true)
        use(port.data, asNet: isMasked)
        use(port.enable, asNet: false)
        if isMasked { use(port.mask, asNet: true) }
      }
    }
  }

  private mutating func select(
    in module: ModuleGraph, _ uses: [Int32], _ needsNet: [Bool]
  ) {
    let graph = module.graph
    var length = [Int8](repeating: 0, count: graph.count)
    var isDriver = [Bool](repeating: false, count: graph.count)
    for driver in module.drivers where driver != Graph.none { isDriver[Int(driver)] = true }
    for index in 0..<graph.count where liveness.isLive[index] {
      let operation = graph.operations[index]
      switch operation {
      case .constant:
        // A constant is written in place, unless bits are picked from it.
        isNet[index] = needsNet[index]
        continue
      case .input, .output, .wire, .register, .instanceOutput, .memoryRead:
        isNet[index] = true
        continue
      case .instanceInput:
        isNet[index] = uses[index] > 0
        continue
      default: break
      }
      if choices.forms[index] != .expression { continue }
      var total: Int8 = 1
      for operand in graph.operands(of: NodeID(index)) where !isNet[Int(operand)] {
        total = min(100, total + length[Int(operand)])
      }
      let isPart = operation == .slice
      if names[index] != nil || needsNet[index] || (uses[index] > 1 && !isPart)
        || total > (isDriver[index] ? Self.longestDriver : Self.longestExpression)
      {
        isNet[index] = true
      } else {
        // Extensions and slices read as one word.
        length[index] = isPart || operation == .zeroExtend ? max(0, total - 1) : total
      }
    }
  }

  /// Every identifier in use.
  func allNames(in module: ModuleGraph) -> Set<String> {
    var taken = Set(names.compactMap { $0 })
    taken.formUnion(module.instances.map(\.name))
    taken.formUnion(module.memories.map(\.name))
    taken.formUnion(module.tables.map(\.name))
    taken.formUnion(module.properties.flatMap { [$0.name, $0.counterName] })
    taken.formUnion(["clock", "reset"])
    return taken
  }

  /// Names nets that have none after the first named thing that uses them.
  private mutating func nameNets(in module: ModuleGraph) {
    let graph = module.graph
    guard zip(isNet, names).contains(where: { $0 && $1 == nil }) else { return }
    var taken = allNames(in: module)
    let consumers = firstConsumers(in: module)
    var numbers: [String: Int] = [:]
    // Known for every node passed on a way once gone, so a long chain is walked once.
    var bases = [String?](repeating: nil, count: graph.count)
    for index in 0..<graph.count where isNet[index] && names[index] == nil {
      let base = base(of: NodeID(index), consumers, module.nodeNames, &bases)
      let stem = "\(base)_\(graph.operations[index].netSuffix)"
      var number = numbers[stem, default: 0]
      var name = number == 0 ? stem : "\(stem)_\(number)"
      while taken.contains(name) {
        number += 1
        name = "\(stem)_\(number)"
      }
      numbers[stem] = number + 1
      taken.insert(name)
      names[index] = name
    }
  }

  /// The name of the first named thing that uses a node, however many unnamed ones lie between.
  private func base(
    of node: NodeID, _ consumers: [Consumer], _ nodeNames: [String?], _ bases: inout [String?]
  ) -> String {
    var way: [NodeID] = []
    var base: String?
    var node = node
    // Bits that feed other bits of their own signal can lead in a circle.
    while base == nil, way.count <= consumers.count {
      base = bases[Int(node)]
      way.append(node)
      guard base == nil else { break }
      switch consumers[Int(node)] {
      case .node(let next):
        base = nodeNames[Int(next)]
        node = next
      case .named(let name): base = name
      case .nobody: base = "value"
      }
    }
    for node in way { bases[Int(node)] = base ?? "value" }
    return base ?? "value"
  }

  private enum Consumer {
    case nobody
    case node(NodeID)
    case named(String)
  }

  private func firstConsumers(in module: ModuleGraph) -> [Consumer] {
    let graph = module.graph
    var consumers = [Consumer](repeating: .nobody, count: graph.count)
    func note(_ node: NodeID, _ consumer: Consumer) {
      guard node != Graph.none, case .nobody = consumers[Int(node)] else { return }
      consumers[Int(node)] = consumer
    }
    for index in 0..<graph.count where liveness.isLive[index] {
      for operand in graph.operands(of: NodeID(index)) { note(operand, .node(NodeID(index))) }
      note(module.drivers[index], .node(NodeID(index)))
    }
    for register in module.registers { note(register.enable, .node(register.node)) }
    for port in module.readPorts {
      note(port.address, .named("\(module.memories[port.memory].name)_read"))
      note(port.enable, .named("\(module.memories[port.memory].name)_read"))
      note(port.node, .named(module.memories[port.memory].name))
    }
    for memory in module.memories {
      for port in memory.writePorts {
        for node in [port.address, port.data, port.enable, port.mask] {
          note(node, .named("\(memory.name)_write"))
        }
      }
    }
    for port in module.readPorts {
      for forward in port.forwards {
        note(forward.match, .named("\(module.memories[port.memory].name)_forward"))
      }
    }
    for node in module.ignored { note(node, .named("ignored")) }
    for property in module.properties {
      note(property.condition, .named(property.name))
      note(property.enable, .named(property.name))
    }
    return consumers
  }
}

extension Operation {
  /// What a net that holds such a value is called after its consumer's name.
  var netSuffix: String {
    switch self {
    case .constant: "constant"
    case .wire: "wire"
    case .register: "register"
    case .memoryRead, .memoryLookup: "word"
    case .romRead: "entry"
    case .not: "complement"
    case .and, .reduceAnd: "all"
    case .or, .reduceOr: "any"
    case .xor, .reduceXor: "parity"
    case .add: "sum"
    case .subtract: "difference"
    case .multiply, .multiplySigned: "product"
    case .equal: "equal"
    case .lessThan, .lessThanSigned: "less"
    case .mux: "choice"
    case .slice: "part"
    case .concatenate: "joined"
    case .zeroExtend, .signExtend: "extended"
    case .shiftLeft, .shiftRight, .shiftRightSigned: "shifted"
    case .input, .output, .instanceInput, .instanceOutput: "port"
    }
  }
}
