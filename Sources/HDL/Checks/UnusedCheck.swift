/// Finds declared things, or bits of them, that nothing reads on the way to an output.
///
/// Ports, wires, registers, memories and outputs of instances are declarations; the intermediate
/// values of expressions are not, and unused ones vanish without a word.
enum UnusedCheck {
  static func run(on module: ModuleGraph, children: [ModuleGraph]) -> [Diagnostic] {
    let liveness = Liveness(of: module)
    let graph = module.graph
    var diagnostics: [Diagnostic] = []
    for index in 0..<graph.count {
      let node = NodeID(index)
      let what: String
      switch graph.operations[index] {
      case .input: what = "input"
      case .wire: what = "wire"
      case .register: what = "register"
      case .memoryRead, .memoryLookup: what = "memory read"
      case .instanceOutput: what = "instance output"
      default: continue
      }
      let name = graph.name(of: node)
      let subject = name.map { "\(what) `\($0)`" } ?? "\(what) without a name"
      let missing = liveness.unreadBits(of: node, width: graph.widths[index])
      guard let first = missing.first else { continue }
      let isWhole = missing.count == graph.widths[index]
      let last = missing[missing.count - 1]
      let isRun = Int(last - first) == missing.count - 1
      let bits =
        first == last
        ? "bit \(first)"
        : isRun
          ? "bits \(first)..<\(last + 1)"
          : "\(missing.count) bits in \(first)..<\(last + 1)"
      let part = first == last ? "[\(first)]" : "[\(first)..<\(last + 1)]"
      diagnostics.append(
        Diagnostic(
          code: .unused,
          message: isWhole
            ? "\(subject) is never read"
            : "\(bits) of \(subject) \(first == last ? "is" : "are") never read",
          location: graph.location(of: node), module: module.name, notes: [],
          fix: isWhole
            ? "remove it, or write `\(name ?? "…").ignore()`"
            : "narrow it, or write `\(name ?? "…")\(part).ignore()`"))
    }
    var readMemories = Set(module.readPorts.map(\.memory))
    for index in 0..<graph.count where graph.operations[index] == .memoryLookup {
      readMemories.insert(Int(graph.payloads[index]))
    }
    for (index, memory) in module.memories.enumerated() where !readMemories.contains(index) {
      diagnostics.append(
        Diagnostic(
          code: .unused, message: "memory `\(memory.name)` is never read",
          location: graph.locations[memory.locationID], module: module.name, notes: [],
          fix: "read it, or remove it"))
    }
    return diagnostics
  }
}

/// Which nodes, and which bits of them, reach an output, an instance, a property or an `ignore()`.
public struct Liveness: Sendable {
  /// Whether each node is read on the way to an output.
  public private(set) var isLive: [Bool]
  private var isWhollyRead: [Bool]
  /// Bit ranges read from nodes that are read in parts.
  private var parts: [NodeID: [Range<Int32>]] = [:]
  /// The register that a choice made of conditions keeps where nothing is assigned to it: holding
  /// a value is not reading it.
  private let held: [NodeID: NodeID]

  /// Marks everything that the module's outputs, instances, properties and ignored values depend
  /// on.
  ///
  /// - Parameter includingProperties: `false` for what synthesis sees, which has no properties.
  public init(of module: ModuleGraph, includingProperties: Bool = true) {
    let graph = module.graph
    isLive = Array(repeating: false, count: graph.count)
    isWhollyRead = Array(repeating: false, count: graph.count)
    held = Self.holds(in: module)
    var stack: [NodeID] = []
    for index in 0..<graph.count
    where graph.operations[index] == .output || graph.operations[index] == .instanceInput {
      isLive[index] = true
      stack.append(NodeID(index))
    }
    for node in module.ignored { read(node, &stack, graph) }
    if includingProperties {
      for property in module.properties {
        read(property.condition, &stack, graph)
        read(property.enable, &stack, graph)
      }
    }
    while let node = stack.popLast() {
      let index = Int(node)
      switch graph.operations[index] {
      case .slice:
        let operand = graph.operand(0, of: node)
        parts[operand, default: []].append(
          graph.payloads[index]..<graph.payloads[index] + graph.widths[index])
        if !isLive[Int(operand)] {
          isLive[Int(operand)] = true
          stack.append(operand)
        }
      case .register:
        read(module.drivers[index], &stack, graph)
        read(module.registers[Int(graph.payloads[index])].enable, &stack, graph)
      case .memoryRead:
        let port = module.readPorts[Int(graph.payloads[index])]
        read(port.address, &stack, graph)
        read(port.enable, &stack, graph)
        for forward in port.forwards { read(forward.match, &stack, graph) }
        readWriters(of: module.memories[port.memory], &stack, graph)
      case .memoryLookup:
        read(graph.operand(0, of: node), &stack, graph)
        readWriters(of: module.memories[Int(graph.payloads[index])], &stack, graph)
      case .output, .wire, .instanceInput: read(module.drivers[index], &stack, graph)
      case .mux where held[node] != nil:
        for operand in graph.operands(of: node) where operand != held[node] {
          read(operand, &stack, graph)
        }
      default:
        for operand in graph.operands(of: node) { read(operand, &stack, graph) }
      }
    }
    // An ignored slice acknowledges its bits; the slice itself was read above.
  }

  private static func holds(in module: ModuleGraph) -> [NodeID: NodeID] {
    var result: [NodeID: NodeID] = [:]
    guard module.firstDerivedNode != Graph.none else { return result }
    // The codes of a state machine are the language's choice: bits nobody asks for are no mistake.
    let machines = Set(module.stateMachines.map(\.register))
    for register in module.registers where !machines.contains(register.node) {
      var open = [module.drivers[Int(register.node)]]
      // Only conditions make these choices, each for one target: no way to one leads elsewhere.
      while let node = open.popLast() {
        guard node >= module.firstDerivedNode, module.graph.operations[Int(node)] == .mux,
          result.updateValue(register.node, forKey: node) == nil
        else { continue }
        open += module.graph.operands(of: node).dropFirst()
      }
    }
    return result
  }

  private mutating func readWriters(
    of memory: ModuleGraph.Memory, _ stack: inout [NodeID], _ graph: Graph
  ) {
    for port in memory.writePorts {
      for operand in [port.address, port.data, port.enable, port.mask] {
        read(operand, &stack, graph)
      }
    }
  }

  private mutating func read(_ node: NodeID, _ stack: inout [NodeID], _ graph: Graph) {
    guard node != Graph.none else { return }
    isWhollyRead[Int(node)] = true
    guard !isLive[Int(node)] else { return }
    isLive[Int(node)] = true
    stack.append(node)
  }

  /// The bits of a node that nothing reads, ascending.
  public func unreadBits(of node: NodeID, width: Int32) -> [Int32] {
    if isWhollyRead[Int(node)] { return [] }
    guard let ranges = parts[node] else { return Array(0..<width) }
    var isRead = [Bool](repeating: false, count: Int(width))
    for range in ranges { for bit in range { isRead[Int(bit)] = true } }
    return (0..<width).filter { !isRead[Int($0)] }
  }
}
