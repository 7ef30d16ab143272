extension Recipe {
  /// What the shrinker makes smaller: the size, then how far back operands reach.
  var weight: Int {
    nodes.reduce(size * 100_000) { total, node in
      total + node.step.base.operands.reduce(0) { $0 + $1.value.node }
    }
  }

  /// Smaller circuits of which each is one change away, the smallest first.
  var reductions: [Recipe] {
    var candidates: [Recipe] = []
    for node in nodes {
      if let instance = node.step.base as? InstanceStep { candidates.append(instance.child) }
    }
    if ends.outputs.count > 1 { candidates += ends.outputs.map { cone(of: $0.id) } }
    var count = nodes.count / 2
    while count >= 1 {
      for first in stride(from: 0, to: nodes.count, by: count) {
        candidates += without(first..<min(nodes.count, first + count))
      }
      count /= 2
    }
    for (index, node) in nodes.enumerated() {
      for step in node.step.base.reductions { candidates.append(replacing(index, step)) }
      if node.isNamed {
        var plain = self
        plain.nodes[index].isNamed = false
        candidates.append(plain)
      }
      candidates += withEarlierOperands(index)
    }
    let limit = weight
    var seen: Set<Recipe> = []
    return candidates.filter {
      !$0.nodes.isEmpty && $0.weight < limit && !$0.hasConstantAddress() && seen.insert($0).inserted
    }

    .map { ($0.weight, $0) }.sorted { $0.0 < $1.0 }.map(\.1)
  }

  private func replacing(_ index: Int, _ step: any Step) -> Recipe {
    var recipe = self
    recipe.nodes[index].step = AnyStep(step)
    return recipe
  }

  /// The circuit with what one value depends on, alone.
  private func cone(of value: ValueID) -> Recipe {
    var places: [Int: Int] = [:]
    for (index, node) in nodes.enumerated() { places[node.id] = index }
    var needed: Set<Int> = []
    var stack = [value.node]
    while let node = stack.popLast() {
      guard let place = places[node], needed.insert(node).inserted else { continue }
      stack += nodes[place].step.base.operands.map(\.value.node)
    }
    var recipe = self
    recipe.nodes = nodes.filter { needed.contains($0.id) }
    return recipe
  }

  /// The circuit without some nodes. Who read one reads what that had read first, or an input.
  private func without(_ range: Range<Int>) -> [Recipe] {
    let removed = Set(nodes[range].map(\.id))
    let rest = nodes.filter { !removed.contains($0.id) }
    guard let fallback = rest.first(where: { $0.step.base.operands.isEmpty }) else { return [] }
    let order = Dictionary(uniqueKeysWithValues: nodes.enumerated().map { ($1.id, $0) })
    var substitutes: [ValueID: ValueID] = [:]
    for node in nodes[range] {
      let operands = node.step.base.operands.dropLast(node.step.base.lateOperandCount)
      for result in node.step.base.results.indices {
        let value = ValueID(node.id, result)
        substitutes[value] = operands.first.map { substitutes[$0.value] ?? $0.value }
      }
    }
    func reconnected(_ substitute: (ValueID) -> ValueID) -> Recipe {
      var recipe = self
      recipe.nodes = rest.map { node in
        var node = node
        node.step.base.operands = node.step.base.operands.map { operand in
          guard removed.contains(operand.value.node) else { return operand }
          return Operand(substitute(operand.value), as: operand.type)
        }
        return node
      }
      return recipe
    }
    let first = ValueID(fallback.id)
    let isEarly = rest.allSatisfy { node in
      (order[fallback.id] ?? 0) <= (order[node.id] ?? 0)
        || node.step.base.operands.allSatisfy { !removed.contains($0.value.node) }
    }
    let bypassed = reconnected { substitutes[$0] ?? first }
    return isEarly ? [bypassed, reconnected { _ in first }] : []
  }

  /// The circuit with one operand of a node read from an earlier value, one for each operand.
  private func withEarlierOperands(_ index: Int) -> [Recipe] {
    let step = nodes[index].step.base
    var recipes: [Recipe] = []
    for (place, operand) in step.operands.enumerated() {
      for node in nodes.prefix(min(index, 3))
      where node.id < operand.value.node && !node.step.base.results.isEmpty {
        var changed = step
        changed.operands[place].value = ValueID(node.id)
        recipes.append(replacing(index, changed))
      }
    }
    return recipes
  }
}
