import HDL

extension ConditionalStep {
  static func random(_ generator: inout Generator) -> (any Step)? {
    let isOfRegisters = generator.random.chance(50)
    let targets = (0..<generator.random.next(in: 1...3)).map { _ in
      let type = generator.type()
      let hasReset = isOfRegisters && generator.random.chance(60)
      return Target(type: type, reset: hasReset ? generator.random.literal(in: type.literals) : nil)
    }
    var step = ConditionalStep(isOfRegisters: isOfRegisters, targets: targets, body: [])
    let needed = isOfRegisters ? [] : Array(targets.indices)
    for _ in 0..<8 {
      let depth = generator.random.pick([1, 1, 2, 2, 3])
      step.body = step.block(&generator, depth: depth, needed: needed, isOutermost: true)
      if step.isLegal { return step }
    }
    return nil
  }

  /// A block in which every needed target gets a value: first assignments, then choices.
  private func block(
    _ generator: inout Generator, depth: Int, needed: [Int], isOutermost: Bool = false
  ) -> [Statement] {
    var statements: [Statement] = []
    var missing: [Int] = []
    for target in targets.indices {
      let isNeeded = needed.contains(target)
      if generator.random.chance(isNeeded ? 50 : 35) || (isNeeded && depth == 0) {
        statements += assignment(&generator, to: target, isNeeded: isNeeded)
      } else if isNeeded {
        missing.append(target)
      }
    }
    guard depth > 0 else { return statements }
    // Few choices in choices, or the blocks outgrow everything else.
    let least = isOutermost || !missing.isEmpty ? 1 : 0
    let most = isOutermost ? generator.random.pick([1, 1, 2]) : generator.random.pick([0, 1])
    for place in 0..<max(least, most) {
      let needed = place == 0 ? missing : []
      statements.append(
        generator.random.chance(55)
          ? whenStatement(&generator, depth - 1, needed)
          : switchStatement(&generator, depth - 1, needed))
    }
    return statements
  }

  private func assignment(
    _ generator: inout Generator, to target: Int, isNeeded: Bool
  ) -> [Statement] {
    let type = targets[target].type
    func value(_ type: ValueType) -> Operand {
      isOfRegisters ? generator.lateOperand(type) : generator.operand(type)
    }
    guard type.kind == .bits, type.width > 1, generator.random.chance(40) else {
      return [.assign(target: target, low: nil, value(type))]
    }
    let cut = generator.random.next(in: 1...type.width - 1)
    let low = Statement.assign(target: target, low: 0, value(ValueType(.bits, cut)))
    let high = Statement.assign(
      target: target, low: cut, value(ValueType(.bits, type.width - cut)))
    if isNeeded || generator.random.chance(50) { return [low, high] }
    return [generator.random.chance(50) ? low : high]
  }

  private func whenStatement(
    _ generator: inout Generator, _ depth: Int, _ needed: [Int]
  ) -> Statement {
    var branches = (0..<generator.random.pick([1, 1, 2, 3])).map { _ in
      Statement.Branch(
        condition: generator.operand(.bit), body: block(&generator, depth: depth, needed: needed))
    }
    if !needed.isEmpty || generator.random.chance(50) {
      branches.append(
        Statement.Branch(condition: nil, body: block(&generator, depth: depth, needed: needed)))
    }
    return .when(branches)
  }

  private func switchStatement(
    _ generator: inout Generator, _ depth: Int, _ needed: [Int]
  ) -> Statement {
    let selector = generator.operand(
      generator.random.pick([.uint, .sint, .bits]), upTo: generator.random.chance(80) ? 4 : 40)
    let literals = selector.type.literals
    var unused = selector.type.width <= 4 ? Array(literals) : []
    var values: [Int] = []
    let isComplete = selector.type.width <= 3 && generator.random.chance(40)
    for _ in 0..<(isComplete ? unused.count : generator.random.next(in: 1...5)) {
      if selector.type.width > 4 {
        let value = generator.random.literal(in: literals)
        if !values.contains(value) { values.append(value) }
      } else if !unused.isEmpty {
        values.append(unused.remove(at: generator.random.next(in: 0...unused.count - 1)))
      }
    }
    var cases: [Statement.Case] = []
    for (index, value) in values.enumerated() {
      if index > 0, generator.random.chance(50) {
        cases[cases.count - 1].values.append(value)
      } else {
        cases.append(
          Statement.Case(values: [value], body: block(&generator, depth: depth, needed: needed)))
      }
    }
    let coversAll = selector.type.width <= 4 && unused.isEmpty
    if !coversAll, !needed.isEmpty || generator.random.chance(50) {
      cases.append(
        Statement.Case(values: [], body: block(&generator, depth: depth, needed: needed)))
    }
    return .choose(selector, cases)
  }
}

extension ConditionalStep {
  var reductions: [any Step] {
    var steps: [ConditionalStep] = []
    for body in Self.smaller(body) {
      var step = self
      step.body = body
      steps.append(step)
    }
    for (index, target) in targets.enumerated() {
      if let reset = target.reset {
        var step = self
        step.targets[index].reset = nil
        steps.append(step)
        if reset != 0 {
          step.targets[index].reset = 0
          steps.append(step)
        }
      }
      for narrow in target.type.narrower {
        var step = self
        step.targets[index].type = narrow
        step.targets[index].reset = target.reset.map {
          min(max($0, narrow.literals.lowerBound), narrow.literals.upperBound)
        }
        step.body = Self.narrowed(body, index, narrow)
        steps.append(step)
      }
    }
    return steps.filter { $0.isLegal && $0.size < size }
  }

  /// The block with one statement less, or one simpler.
  private static func smaller(_ block: [Statement]) -> [[Statement]] {
    var blocks: [[Statement]] = []
    for (index, statement) in block.enumerated() {
      func replace(_ statements: [Statement]) {
        var changed = block
        changed.replaceSubrange(index...index, with: statements)
        blocks.append(changed)
      }
      replace([])
      for body in statement.bodies { replace(body) }
      switch statement {
      case .assign: break
      case .when(let branches):
        for place in branches.indices {
          var fewer = branches
          fewer.remove(at: place)
          if fewer.first?.condition != nil { replace([.when(fewer)]) }
          for body in smaller(branches[place].body) {
            var changed = branches
            changed[place].body = body
            replace([.when(changed)])
          }
        }
      case .choose(let selector, let cases):
        for place in cases.indices {
          var fewer = cases
          fewer.remove(at: place)
          if fewer.first?.values.isEmpty == false { replace([.choose(selector, fewer)]) }
          if cases[place].values.count > 1 {
            var changed = cases
            changed[place].values.removeLast()
            replace([.choose(selector, changed)])
          }
          for body in smaller(cases[place].body) {
            var changed = cases
            changed[place].body = body
            replace([.choose(selector, changed)])
          }
        }
      }
    }
    return blocks
  }

  /// The block for a target that is narrower: parts that reach beyond it are cut or left out.
  private static func narrowed(
    _ block: [Statement], _ target: Int, _ type: ValueType
  ) -> [Statement] {
    block.compactMap { statement in
      switch statement {
      case .assign(target, let low, var operand):
        if let low {
          guard low < type.width else { return nil }
          operand.type.width = min(operand.type.width, type.width - low)
        } else {
          operand.type = type
        }
        return .assign(target: target, low: low, operand)
      case .assign: return statement
      case .when(let branches):
        return .when(
          branches.map {
            Statement.Branch(condition: $0.condition, body: narrowed($0.body, target, type))
          })
      case .choose(let selector, let cases):
        return .choose(
          selector,
          cases.map { Statement.Case(values: $0.values, body: narrowed($0.body, target, type)) })
      }
    }
  }
}
