/// Finds combinational loops, at bit level: a signal that feeds other bits of itself is no loop.
enum LoopCheck {
  static func run(
    on module: ModuleGraph, order: CombinationalOrder, children: [ModuleGraph],
    summaries: [CombinationalSummary]
  ) -> [Diagnostic] {
    guard !order.cyclic.isEmpty else { return [] }
    let members = Set(order.cyclic)
    var bits = BitDependencies(modules: children)
    // 1 on the path, 2 done.
    var state: [BitReference: UInt8] = [:]
    var diagnostics: [Diagnostic] = []
    // One message for loops that share a signal: a loop over a whole vector is one mistake.
    var reported: Set<NodeID> = []
    for node in order.cyclic {
      for bit in 0..<module.graph.widths[Int(node)] {
        let root = BitReference(node: node, bit: bit)
        guard state[root] == nil else { continue }
        var path = [root]
        var pending = [bits.dependencies(of: root, in: module)]
        state[root] = 1
        while let reference = path.last {
          guard let next = pending[pending.count - 1].popLast() else {
            state[reference] = 2
            path.removeLast()
            pending.removeLast()
            continue
          }
          guard members.contains(next.node) else { continue }
          switch state[next] {
          case nil:
            state[next] = 1
            path.append(next)
            pending.append(bits.dependencies(of: next, in: module))
          case 1:
            let loop = Array(path[(path.firstIndex(of: next) ?? 0)...])
            if loop.allSatisfy({ !reported.contains($0.node) }) {
              diagnostics.append(diagnostic(loop, in: module, children: children))
            }
            reported.formUnion(loop.map(\.node))
          default: break
          }
        }
      }
    }
    return diagnostics
  }

  /// - Parameter path: The bits of the loop, each depending on the next, the last on the first.
  private static func diagnostic(
    _ path: [BitReference], in module: ModuleGraph, children: [ModuleGraph]
  ) -> Diagnostic {
    let graph = module.graph
    // Told in the direction in which the value travels, starting at a name where there is one.
    let isNamed = { (hop: BitReference) in graph.name(of: hop.node) != nil }
    var hops = path.reversed().filter { isNamed($0) || !graph.operations[Int($0.node)].isWiring }
    if let start = hops.indices.filter({ isNamed(hops[$0]) }).min(by: {
      hops[$0].node < hops[$1].node
    }) {
      hops = Array(hops[start...] + hops[..<start])
    }
    var notes: [Diagnostic.Note] = []
    for (position, hop) in hops.enumerated() {
      let next = hops[(position + 1) % hops.count]
      var message = "\(text(hop, graph)) feeds \(text(next, graph))"
      if graph.operations[Int(next.node)] == .instanceOutput {
        let instance = module.instances[Int(graph.payloads[Int(next.node)])]
        message += " through instance `\(instance.name)` of \(children[instance.module].name)"
      }
      notes.append(.init(message: message, location: graph.location(of: next.node)))
    }
    return Diagnostic(
      code: .combinationalLoop,
      message: "\(text(hops[0], graph)) depends on itself within a clock cycle",
      location: graph.location(of: hops[0].node), module: module.name, notes: notes,
      fix: "break the loop with a register")
  }

  private static func text(_ reference: BitReference, _ graph: Graph) -> String {
    let name = graph.expressionText(reference.node, depth: 2)
    return graph.widths[Int(reference.node)] == 1
      ? "`\(name)`" : "bit \(reference.bit) of `\(name)`"
  }
}

extension Operation {
  /// Whether it only moves bits about: in the tale of a loop it says nothing.
  fileprivate var isWiring: Bool {
    switch self {
    case .slice, .concatenate, .zeroExtend, .signExtend: true
    default: false
    }
  }
}
