import HDL

/// A design with its hierarchy dissolved: every node of every instance once, under one number.
///
/// Ports, wires and zero extensions are only names for other nodes here: `source` says which.
struct FlatDesign {
  /// One instance of a module, the top being the first.
  struct Scope {
    var name: String
    var module: Int
    /// Number of the module's node 0.
    var firstNode: Int32
    var parent: Int
  }

  let modules: [ModuleGraph]
  private(set) var scopes: [Scope] = []
  /// For each flat node, the scope it is in.
  private(set) var scopeOf: [Int32] = []
  /// For each flat node, the flat node that computes its value: itself, or what it is a name for.
  private(set) var source: [Int32] = []
  /// Whether each flat node is needed for an output, a state or an ignored value.
  private(set) var isLive: [Bool] = []

  init(_ design: Design) {
    modules = design.modules
    collectScopes()
    link()
  }

  var count: Int { source.count }

  func operation(_ node: Int32) -> Operation {
    let scope = scopes[Int(scopeOf[Int(node)])]
    return modules[scope.module].graph.operations[Int(node - scope.firstNode)]
  }

  func width(_ node: Int32) -> Int {
    let scope = scopes[Int(scopeOf[Int(node)])]
    return Int(modules[scope.module].graph.widths[Int(node - scope.firstNode)])
  }

  private mutating func collectScopes() {
    var pending = [(name: modules[modules.count - 1].name, module: modules.count - 1, parent: -1)]
    var next: Int32 = 0
    var position = 0
    // Breadth first: a scope's instances follow in order, so children are found by counting.
    while position < pending.count {
      let (name, index, parent) = pending[position]
      scopes.append(Scope(name: name, module: index, firstNode: next, parent: parent))
      let module = modules[index]
      for instance in module.instances {
        pending.append((instance.name, instance.module, position))
      }
      next += Int32(module.graph.count)
      position += 1
    }
  }

  private mutating func link() {
    var liveness: [Liveness?] = Array(repeating: nil, count: modules.count)
    var children: [[Int]] = Array(repeating: [], count: scopes.count)
    for (index, scope) in scopes.enumerated() where scope.parent >= 0 {
      children[scope.parent].append(index)
    }
    for (index, scope) in scopes.enumerated() {
      let module = modules[scope.module]
      let graph = module.graph
      let live = liveness[scope.module] ?? Liveness(of: module)
      liveness[scope.module] = live
      isLive += live.isLive
      for local in 0..<graph.count {
        scopeOf.append(Int32(index))
        var target = scope.firstNode + Int32(local)
        switch graph.operations[local] {
        case .output where module.blackBox != nil: break
        case .output, .wire, .instanceInput: target = scope.firstNode + module.drivers[local]
        case .zeroExtend where (graph.widths[local] + 63) / 64 == 1:
          target = scope.firstNode + graph.operand(0, of: NodeID(local))
        default: break
        }
        source.append(target)
      }
    }
    for (index, scope) in scopes.enumerated() {
      let module = modules[scope.module]
      for (position, instance) in module.instances.enumerated() {
        let child = scopes[children[index][position]]
        for (port, node) in zip(modules[child.module].ports, instance.connections) {
          if port.isInput {
            source[Int(child.firstNode + port.node)] = scope.firstNode + node
          } else {
            source[Int(scope.firstNode + node)] = child.firstNode + port.node
          }
        }
      }
    }
    for node in 0..<Int32(source.count) { resolve(node) }
  }

  /// Follows names to the node that computes, and shortens the way for the next one.
  private mutating func resolve(_ node: Int32) {
    var last = source[Int(node)]
    while source[Int(last)] != last { last = source[Int(last)] }
    var step = node
    while source[Int(step)] != last && step != last {
      let next = source[Int(step)]
      source[Int(step)] = last
      step = next
    }
  }
}
