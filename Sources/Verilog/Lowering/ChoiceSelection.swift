import HDL

/// Finds choices that read better as statements or as a list of cases than as nested `? :`.
struct ChoiceSelection {
  enum Form: UInt8 {
    /// An expression like any other.
    case expression
    /// `if (condition) … else …`; a side on which the register keeps its value is left out.
    case branch
    /// What is assigned otherwise stands first, and `if (condition) …` overrides it.
    case override
    /// One line of a list of cases that a wire or an output is driven with.
    case line
  }

  /// For each node how it is written.
  private(set) var forms: [Form]
  private let module: ModuleGraph
  private let uses: [Int32]
  private let isFree: (NodeID) -> Bool

  /// Deeper choices open a net.
  private static let deepest = 200

  /// - Parameters:
  ///   - module: The module.
  ///   - uses: How often each node is used.
  ///   - isFree: Whether a node may be written in place: it has no name and nothing needs its net.
  init(of module: ModuleGraph, uses: [Int32], isFree: @escaping (NodeID) -> Bool) {
    self.module = module
    self.uses = uses
    self.isFree = isFree
    forms = Array(repeating: .expression, count: module.graph.count)
    let machines = Set(module.stateMachines.map(\.register))
    for register in module.registers {
      var tree: [(node: NodeID, form: Form)] = []
      let holds = collect(
        module.drivers[Int(register.node)], hold: register.node, uses: 1, depth: 0, &tree)
      if tree.count > 1 || holds > 0 || machines.contains(register.node) {
        for (node, form) in tree { forms[Int(node)] = form }
      }
    }
    for index in 0..<module.graph.count {
      switch module.graph.operations[index] {
      case .wire, .output: selectLines(drivenBy: module.drivers[index])
      default: break
      }
    }
  }

  private func isChoice(_ node: NodeID, uses count: Int32) -> Bool {
    node != Graph.none && module.graph.operations[Int(node)] == .mux && isFree(node)
      && uses[Int(node)] == count
  }

  /// Walks the choices between what a register may take.
  ///
  /// - Returns: How often the value that is held appears.
  private func collect(
    _ value: NodeID, hold: NodeID, uses count: Int32, depth: Int,
    _ tree: inout [(node: NodeID, form: Form)]
  ) -> Int32 {
    if value == hold { return 1 }
    // A choice that was described as a value stays an expression.
    guard depth < Self.deepest, value >= module.firstDerivedNode, isChoice(value, uses: count)
    else { return 0 }
    let then = module.graph.operand(1, of: value)
    let otherwise = module.graph.operand(2, of: value)
    if otherwise != hold, contains(otherwise, in: then, depth: 0) {
      let length = tree.count
      tree.append((value, .override))
      let inner = collect(then, hold: otherwise, uses: 1, depth: depth + 1, &tree)
      let isChosen = module.graph.operations[Int(otherwise)] == .mux && isFree(otherwise)
      if inner > 0, !isChosen || uses[Int(otherwise)] == 1 + inner {
        return collect(otherwise, hold: hold, uses: 1 + inner, depth: depth + 1, &tree)
      }
      tree.removeLast(tree.count - length)
    }
    tree.append((value, .branch))
    return collect(then, hold: hold, uses: 1, depth: depth + 1, &tree)
      + collect(otherwise, hold: hold, uses: 1, depth: depth + 1, &tree)
  }

  /// Whether a value is what some way through a choice gives.
  private func contains(_ value: NodeID, in choice: NodeID, depth: Int) -> Bool {
    if choice == value { return true }
    guard depth < 30, isChoice(choice, uses: 1) else { return false }
    return contains(value, in: module.graph.operand(1, of: choice), depth: depth + 1)
      || contains(value, in: module.graph.operand(2, of: choice), depth: depth + 1)
  }

  /// A choice whose last alternative is another one is a list of cases.
  private mutating func selectLines(drivenBy driver: NodeID) {
    var lines: [NodeID] = []
    var node = driver
    while lines.count < Self.deepest, isChoice(node, uses: 1) {
      lines.append(node)
      node = module.graph.operand(2, of: node)
    }
    if lines.count > 1 { for node in lines { forms[Int(node)] = .line } }
  }
}
