extension Recipe {
  /// Whether a table is read at an address that nothing can change.
  ///
  /// Icarus never runs the block of such a table, because the address has its value before the
  /// block waits for a change. No recipe has one until tables are emitted in another form.
  func hasConstantAddress(inputs areVariable: [Bool]? = nil) -> Bool {
    var variable: Set<ValueID> = []
    var input = 0
    let origins = origins
    for node in nodes {
      let step = node.step.base
      for result in step.results.indices {
        let operands = step.operands(of: ValueID(node.id, result), origins: origins).map {
          variable.contains($0.value)
        }
        var isVariable = operands.contains(true)
        switch step {
        case is InputStep:
          isVariable = areVariable.map { $0[input] } ?? true
          input += 1
        case is RegisterStep, is MemoryStep, is StreamStep, is StateMachineStep: isVariable = true
        case let step as ConditionalStep where step.isOfRegisters: isVariable = true
        case let table as TableStep:
          if table.enable == nil, !isVariable { return true }
          isVariable = true
        case let instance as InstanceStep:
          if instance.child.hasConstantAddress(inputs: operands) { return true }
          isVariable =
            isVariable || !instance.child.nodes.allSatisfy { $0.step.base is ConstantStep }
        default: break
        }
        if isVariable { variable.insert(ValueID(node.id, result)) }
      }
    }
    return false
  }
}
