/// The nodes of a module in an order in which each stands after those it depends on within a cycle.
public struct CombinationalOrder: Sendable {
  /// All nodes, dependencies first; among equals in order of creation.
  public private(set) var nodes: [NodeID] = []
  /// Nodes that depend on themselves when whole signals are looked at, ascending. Empty as a rule.
  public var cyclic: [NodeID] { loops.flatMap { $0 }.sorted() }
  /// The same nodes, those that depend on each other together.
  private(set) var loops: [[NodeID]] = []

  /// Where each node's dependencies start in `dependencies`; one more entry than nodes.
  private(set) var starts: [Int32] = []
  /// The nodes each node takes a value from within a cycle.
  private(set) var dependencies: [NodeID] = []

  /// Orders a module whose children have the given summaries.
  init(of module: ModuleGraph, children: [ModuleGraph], summaries: [CombinationalSummary]) {
    collectDependencies(of: module, children: children, summaries: summaries)
    if !sort(count: module.graph.count) { loops = stronglyConnected(count: module.graph.count) }
  }

  /// What a node takes a value from within a cycle.
  func dependencies(of node: NodeID) -> ArraySlice<NodeID> {
    dependencies[Int(starts[Int(node)])..<Int(starts[Int(node) + 1])]
  }

  private mutating func collectDependencies(
    of module: ModuleGraph, children: [ModuleGraph], summaries: [CombinationalSummary]
  ) {
    let graph = module.graph
    // An instance output's dependencies, by node: the connected inputs that reach it.
    var instanceDependencies: [NodeID: [NodeID]] = [:]
    for instance in module.instances {
      let ports = children[instance.module].ports
      let summary = summaries[instance.module]
      for (port, node) in instance.connections.enumerated() where !ports[port].isInput {
        instanceDependencies[node] = summary.inputsOfOutput[port].map { instance.connections[$0] }
      }
    }
    starts.reserveCapacity(graph.count + 1)
    dependencies.reserveCapacity(graph.operandPool.count + graph.count / 4)
    for index in 0..<graph.count {
      starts.append(Int32(dependencies.count))
      switch graph.operations[index] {
      case .constant, .input, .register, .memoryRead: break
      case .output, .wire, .instanceInput:
        if module.drivers[index] != Graph.none { dependencies.append(module.drivers[index]) }
      case .instanceOutput:
        dependencies += instanceDependencies[NodeID(index), default: []]
      default: dependencies += graph.operands(of: NodeID(index))
      }
    }
    starts.append(Int32(dependencies.count))
  }

  /// Depth-first post-order with a stack of its own.
  ///
  /// - Returns: Whether there is no cycle.
  private mutating func sort(count: Int) -> Bool {
    var isAcyclic = true
    // 0 unseen, 1 on the stack, 2 done.
    var state = [UInt8](repeating: 0, count: count)
    var stack: [(node: NodeID, next: Int32)] = []
    nodes.reserveCapacity(count)
    for root in 0..<count where state[root] == 0 {
      stack.append((NodeID(root), starts[root]))
      state[root] = 1
      while let (node, next) = stack.last {
        if next == starts[Int(node) + 1] {
          state[Int(node)] = 2
          nodes.append(node)
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].next += 1
        let dependency = Int(dependencies[Int(next)])
        if state[dependency] == 0 {
          state[dependency] = 1
          stack.append((NodeID(dependency), starts[dependency]))
        } else if state[dependency] == 1 {
          isAcyclic = false
        }
      }
    }
    return isAcyclic
  }

  /// Tarjan's algorithm, iterative: the nodes of components with more than one node or a self-edge.
  private func stronglyConnected(count: Int) -> [[NodeID]] {
    var index = [Int32](repeating: -1, count: count)
    var low = [Int32](repeating: 0, count: count)
    var isOpen = [Bool](repeating: false, count: count)
    var open: [NodeID] = []
    var stack: [(node: NodeID, next: Int32)] = []
    var counter: Int32 = 0
    var result: [[NodeID]] = []
    for root in 0..<count where index[root] < 0 {
      stack.append((NodeID(root), starts[root]))
      while let (node, next) = stack.last {
        let position = Int(node)
        if index[position] < 0 {
          index[position] = counter
          low[position] = counter
          counter += 1
          open.append(node)
          isOpen[position] = true
        }
        if next < starts[position + 1] {
          stack[stack.count - 1].next += 1
          let dependency = Int(dependencies[Int(next)])
          if index[dependency] < 0 {
            stack.append((NodeID(dependency), starts[dependency]))
          } else if isOpen[dependency] {
            low[position] = min(low[position], index[dependency])
          }
          continue
        }
        stack.removeLast()
        if let parent = stack.last {
          low[Int(parent.node)] = min(low[Int(parent.node)], low[position])
        }
        guard low[position] == index[position] else { continue }
        var component: [NodeID] = []
        while let member = open.popLast() {
          isOpen[Int(member)] = false
          component.append(member)
          if member == node { break }
        }
        if component.count > 1 || dependencies(of: node).contains(node) {
          result.append(component)
        }
      }
    }
    return result
  }
}

/// Which inputs of a module reach each of its outputs within a cycle.
public struct CombinationalSummary: Sendable {
  /// For each port in order: the ports, by position, that an output depends on; empty for inputs.
  public let inputsOfOutput: [[Int]]

  init(inputsOfOutput: [[Int]]) {
    self.inputsOfOutput = inputsOfOutput
  }

  init(of module: ModuleGraph, order: CombinationalOrder) {
    var portOfNode: [NodeID: Int] = [:]
    for (position, port) in module.ports.enumerated() where port.isInput {
      portOfNode[port.node] = position
    }
    var result: [[Int]] = []
    // The stamp of the output that last visited a node: no clearing between outputs.
    var visited = [Int32](repeating: -1, count: module.graph.count)
    for (position, port) in module.ports.enumerated() {
      guard !port.isInput else {
        result.append([])
        continue
      }
      var inputs: [Int] = []
      var stack = [port.node]
      visited[Int(port.node)] = Int32(position)
      while let node = stack.popLast() {
        if let input = portOfNode[node] { inputs.append(input) }
        for dependency in order.dependencies(of: node)
        where visited[Int(dependency)] != Int32(position) {
          visited[Int(dependency)] = Int32(position)
          stack.append(dependency)
        }
      }
      result.append(inputs.sorted())
    }
    inputsOfOutput = result
  }
}
