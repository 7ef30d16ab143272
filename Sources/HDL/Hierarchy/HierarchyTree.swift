/// The instances of a design as a tree, with what each holds.
///
/// `text`, `dot` and `svg` show it. The order is that of the instances in their modules, so equal
/// designs give equal bytes.
public struct HierarchyTree: Sendable, Hashable {
  /// One instance.
  public struct Node: Sendable, Hashable {
    /// Name of the instance; of the top, the module's.
    public var name: String
    /// Name of its module.
    public var module: String
    /// Whether its inside is Verilog of others.
    public var isBlackBox: Bool
    /// Number of inputs and of outputs, without clock and reset.
    public var portCount: (inputs: Int, outputs: Int) { (inputs, outputs) }
    var inputs: Int
    var outputs: Int
    /// Bits of all inputs.
    public var inputBits: Int
    /// Bits of all outputs.
    public var outputBits: Int
    /// Bits of registers, and of words read from memories, in the module itself.
    public var registerBits: Int
    /// Bits of memories in the module itself.
    public var memoryBits: Int
    /// Bits of constant tables in the module itself.
    public var tableBits: Int
    /// Indices of the instances inside, in order.
    public var children: [Int]
    /// Number of instances around it.
    public var depth: Int
  }

  /// Every instance, the top first, each before those inside it.
  public private(set) var nodes: [Node] = []

  /// The tree of a design.
  public init(_ design: Design) {
    /// Instances yet to come, the next one last.
    var pending = [(name: design.top.name, module: design.modules.count - 1, parent: -1)]
    while let (name, index, parent) = pending.popLast() {
      let module = design.modules[index]
      if parent >= 0 { nodes[parent].children.append(nodes.count) }
      for instance in module.instances.reversed() {
        pending.append((instance.name, instance.module, nodes.count))
      }
      nodes.append(Self.node(name, module, depth: parent < 0 ? 0 : nodes[parent].depth + 1))
    }
  }

  private static func node(_ name: String, _ module: ModuleGraph, depth: Int) -> Node {
    let inputs = module.ports.filter(\.isInput)
    let outputs = module.ports.filter { !$0.isInput }
    func bits(_ nodes: [NodeID]) -> Int {
      nodes.reduce(0) { $0 + Int(module.graph.widths[Int($1)]) }
    }
    return Node(
      name: name, module: module.name, isBlackBox: module.blackBox != nil, inputs: inputs.count,
      outputs: outputs.count, inputBits: inputs.reduce(0) { $0 + $1.bitWidth },
      outputBits: outputs.reduce(0) { $0 + $1.bitWidth },
      registerBits: bits(module.registers.map(\.node)) + bits(module.readPorts.map(\.node)),
      memoryBits: module.memories.reduce(0) { $0 + $1.bitWidth * $1.depth },
      tableBits: module.tables.reduce(0) { $0 + $1.bitWidth * $1.depth },
      children: [], depth: depth)
  }

  /// A count of an instance and everything inside it.
  public func total(of node: Int, _ count: KeyPath<Node, Int>) -> Int {
    var sum = 0
    var pending = [node]
    while let next = pending.popLast() {
      sum += nodes[next][keyPath: count]
      pending += nodes[next].children
    }
    return sum
  }

  /// What an instance holds, in words: `24 register bits, 1,024 memory bits`; empty for nothing.
  func contents(of node: Int) -> [String] {
    [
      (\Node.registerBits, "register"), (\Node.memoryBits, "memory"), (\Node.tableBits, "table"),
    ].compactMap { count, what in
      let bits = total(of: node, count)
      return bits == 0 ? nil : "\(Self.grouped(bits)) \(what) \(bits == 1 ? "bit" : "bits")"
    }
  }

  /// The ports in words: `3 in (17 bits)` and `1 out (8 bits)`.
  func ports(of node: Int) -> [String] {
    let node = nodes[node]
    return [(node.inputs, "in", node.inputBits), (node.outputs, "out", node.outputBits)].map {
      count, direction, bits in
      count == 0
        ? "0 \(direction)"
        : "\(count) \(direction) (\(Self.grouped(bits)) \(bits == 1 ? "bit" : "bits"))"
    }
  }

  /// A number with commas between thousands.
  static func grouped(_ number: Int) -> String {
    let digits = Array("\(number)")
    return digits.indices.map { index in
      let isGroup = index > 0 && (digits.count - index) % 3 == 0
      return (isGroup ? "," : "") + String(digits[index])
    }.joined()
  }
}
