import HDL

extension ModuleLowering {
  /// Whether a node is a table described as a block, so that its net is a variable.
  ///
  /// An address that no signal goes into never changes, and a block that waits for a change would
  /// never run in Icarus: such a table is a choice between constants.
  func isTableBlock(_ node: NodeID) -> Bool {
    graph.operations[Int(node)] == .romRead
      && !module.isWithoutSignals(graph.operand(0, of: node))
  }

  /// A table as a block with a case an entry.
  func tableBlock(_ node: NodeID) -> Item {
    let table = module.tables[Int(graph.payloads[Int(node)])]
    let address = graph.operand(0, of: node)
    let width = Int(graph.widths[Int(address)])
    let target = Expression.identifier(name(node))
    let cases = (0..<table.depth).map { index in
      (
        Expression.literal(width: width, UInt64(index)),
        Statement.blocking(target, .literal(width: table.bitWidth, words: table.entry(index)))
      )
    }
    let fallback = Statement.blocking(target, .literal(width: table.bitWidth, 0))
    return .combinational([
      .init(syntax: .choice(reference(address), cases, default: fallback), node: node)
    ])
  }

  /// A table as choices by one address bit after the other.
  func tableChoice(_ node: NodeID) -> Expression {
    let table = module.tables[Int(graph.payloads[Int(node)])]
    let address = graph.operand(0, of: node)
    /// The entries from `first` on that `bits` low address bits choose from.
    func choice(from first: Int, bits: Int) -> Expression {
      if bits == 0 { return .literal(width: table.bitWidth, words: table.entry(first)) }
      return .conditional(
        part(address, high: bits - 1, low: bits - 1),
        choice(from: first + 1 << (bits - 1), bits: bits - 1),
        choice(from: first, bits: bits - 1))
    }
    return choice(from: 0, bits: Int(graph.widths[Int(address)]))
  }
}

extension ModuleGraph {
  /// Whether a value is made of constants alone.
  func isWithoutSignals(_ node: NodeID) -> Bool {
    var open = [node]
    var seen = Set(open)
    while let next = open.popLast() {
      let sources: [NodeID]
      switch graph.operations[Int(next)] {
      case .constant: continue
      case .input, .register, .memoryRead, .memoryLookup, .instanceOutput: return false
      case .output, .wire, .instanceInput: sources = [drivers[Int(next)]]
      default: sources = Array(graph.operands(of: next))
      }
      for source in sources where seen.insert(source).inserted { open.append(source) }
    }
    return true
  }
}
