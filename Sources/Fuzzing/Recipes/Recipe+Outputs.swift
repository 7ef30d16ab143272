extension Recipe {
  /// What leaves the circuit, and what nobody reads all bits of.
  struct Ends {
    /// Values that become outputs, in order of their nodes.
    var outputs: [(id: ValueID, type: ValueType)] = []
    /// Declared values of which some bits are read nowhere.
    var ignored: Set<ValueID> = []
  }

  /// The values that nobody reads become outputs, and of values that read only each other the last:
  /// a register that feeds only itself is one too.
  var ends: Ends {
    var ends = Ends()
    var places: [Int: Int] = [:]
    for (index, node) in nodes.enumerated() { places[node.id] = index }
    var reached: Set<ValueID> = []
    var whole: Set<ValueID> = []
    let (types, origins) = (types, origins)
    func visit(_ first: ValueID) {
      var stack = [first]
      while let value = stack.popLast() {
        guard let place = places[value.node] else { continue }
        let step = nodes[place].step.base
        for operand in step.operands(of: value, origins: origins) {
          if step.readsWholeOperands, let type = types[operand.value],
            operand.type.width >= type.width
          {
            whole.insert(operand.value)
          }
          if reached.insert(operand.value).inserted { stack.append(operand.value) }
        }
      }
    }
    var isRead: Set<ValueID> = []
    for node in nodes {
      for operand in node.step.base.operands where operand.value.node != node.id {
        isRead.insert(operand.value)
      }
    }
    // What nobody else reads first: what is left then goes round in circles.
    for isOpen in [true, false] {
      for node in nodes.reversed() {
        for (result, type) in node.step.base.results.enumerated().reversed() {
          let value = ValueID(node.id, result)
          guard !reached.contains(value), !(isOpen && isRead.contains(value)) else { continue }
          if ends.outputs.contains(where: { $0.id == value }) { continue }
          ends.outputs.append((value, type))
          whole.insert(value)
          visit(value)
        }
      }
    }
    ends.outputs.sort { ($0.id.node, $0.id.result) < ($1.id.node, $1.id.result) }
    for node in nodes where node.step.base.isDeclaration {
      for result in node.step.base.results.indices {
        let value = ValueID(node.id, result)
        if !whole.contains(value) { ends.ignored.insert(value) }
      }
    }
    return ends
  }
}

extension ValueID {
  /// The name of the output that carries the value.
  var outputName: String { result == 0 ? "out\(node)" : "out\(node)_\(result)" }
}
