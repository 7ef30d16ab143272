extension ModuleGraph {
  /// Ignores those of the dropped bits that nothing else reads.
  mutating func ignoreUnread(_ dropped: [NodeID]) {
    if dropped.isEmpty { return }
    let liveness = Liveness(of: self)
    var noted: Set<NodeID> = []
    for node in dropped where noted.insert(node).inserted {
      let isPart = graph.operations[Int(node)] == .slice
      let base = isPart ? graph.operand(0, of: node) : node
      guard graph.operations[Int(base)].isDeclared else {
        // Parts of an expression are nobody's; all of one is made of things that were declared.
        if !isPart, !liveness.isLive[Int(base)] { ignored.append(base) }
        continue
      }
      let low = isPart ? graph.payloads[Int(node)] : 0
      let bits = low..<low + graph.widths[Int(node)]
      let unread = liveness.unreadBits(of: base, width: graph.widths[Int(base)])
      if unread.contains(where: bits.contains) { ignored.append(node) }
    }
  }
}

extension Operation {
  /// Whether somebody declared it, so that it counts as a mistake if nobody reads it.
  fileprivate var isDeclared: Bool {
    switch self {
    case .input, .wire, .register, .memoryRead, .memoryLookup, .instanceOutput: true
    default: false
    }
  }
}
