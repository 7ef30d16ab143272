extension Design {
  /// The same hierarchy with every assumption of a module below the top as an assertion.
  ///
  /// What a module assumes of its inputs its parent has to keep to, so a proof of the parent shows it;
  /// only what the top assumes is taken for granted. An assumption that reads nothing but values of
  /// `anyConstant` limits a free choice and obliges nobody: it stays.
  public func assertingAssumptionsBelowTop() -> Design {
    Design(
      modules: modules.enumerated().map { index, module in
        guard index != modules.count - 1 else { return module }
        var changed = module
        for position in module.properties.indices {
          let property = module.properties[position]
          guard property.kind == .assumption, !module.limitsOnlyChoices(property) else { continue }
          changed.properties[position] = ModuleGraph.Property(
            kind: .assertion, name: property.name, condition: property.condition,
            enable: property.enable, isSampledInReset: property.isSampledInReset,
            message: property.message, locationID: property.locationID)
        }
        return changed
      })
  }
}

extension ModuleGraph {
  /// Whether all that a property depends on within a cycle are registers that only hold their value,
  /// as those of `anyConstant`.
  fileprivate func limitsOnlyChoices(_ property: Property) -> Bool {
    var open = property.enable == Graph.none ? [] : [property.enable]
    open.append(property.condition)
    var seen = Set(open)
    while let node = open.popLast() {
      let sources: [NodeID]
      switch graph.operations[Int(node)] {
      case .constant: continue
      case .register:
        let isReset = registers[Int(graph.payloads[Int(node)])].resetValue != Graph.none
        guard !isReset, drivers[Int(node)] == node else { return false }
        continue
      case .input, .instanceOutput, .memoryRead, .memoryLookup: return false
      case .output, .wire, .instanceInput: sources = [drivers[Int(node)]]
      default: sources = Array(graph.operands(of: node))
      }
      for source in sources where seen.insert(source).inserted { open.append(source) }
    }
    return true
  }
}
