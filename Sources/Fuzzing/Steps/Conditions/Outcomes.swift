/// Works out what statements make of some bits of one target, by the rules of the language.
struct Outcomes {
  /// What the bits become. Parts are places in `outcomes`, in which equal ones are one.
  enum Outcome: Hashable {
    /// No value.
    case none
    /// What the register had.
    case held
    case value(Operand)
    case choice(Test, Int, Int)
  }

  /// What a choice depends on.
  enum Test: Hashable {
    case condition(Operand)
    case match(Operand, [Int])

    var operand: Operand {
      switch self {
      case .condition(let operand), .match(let operand, _): operand
      }
    }
  }

  let target: Int
  let bits: Range<Int>
  /// The target as a value, where its assignment to itself counts as keeping it.
  let register: ValueID?
  /// Values that may be the same hardware have the same origin.
  private let origins: [ValueID: ValueID]
  /// Whether a statement overrides all of what another one in the same block does, which is refused.
  private(set) var hasOverride = false
  /// The outcome of all statements.
  private(set) var last = 0

  private var outcomes: [Outcome] = []
  private var places: [Outcome: Int] = [:]

  /// The outcome of a block for a wire, or a register.
  init(
    of block: [Statement], target: Int, bits: Range<Int>, isRegister: Bool, register: ValueID?,
    origins: [ValueID: ValueID]
  ) {
    self.target = target
    self.bits = bits
    self.register = register
    self.origins = origins
    last = outcome(of: block, after: place(of: isRegister ? .held : .none))
  }

  /// Whether there is a value in every case, and one that is assigned in some.
  var isComplete: Bool {
    guard outcomes[last] != .held else { return false }
    return !reached().contains { outcomes[$0] == .none }
  }

  /// What the outcome depends on; no more than what the hardware reads, and perhaps less.
  var operands: Set<Operand> {
    var operands: Set<Operand> = []
    for place in reached() {
      switch outcomes[place] {
      case .none, .held: break
      case .value(let operand): operands.insert(operand)
      case .choice(let test, _, _): operands.insert(test.operand)
      }
    }
    return operands
  }

  private func reached() -> Set<Int> {
    var (reached, stack): (Set<Int>, [Int]) = ([], [last])
    while let place = stack.popLast() {
      guard reached.insert(place).inserted else { continue }
      if case .choice(_, let first, let second) = outcomes[place] { stack += [first, second] }
    }
    return reached
  }

  private mutating func place(of outcome: Outcome) -> Int {
    if let place = places[outcome] { return place }
    outcomes.append(outcome)
    places[outcome] = outcomes.count - 1
    return outcomes.count - 1
  }

  /// The outcome after a block, given the one before it.
  private mutating func outcome(of block: [Statement], after before: Int) -> Int {
    var outcome = before
    var isAssigned = false
    for statement in block where concerns(statement) {
      if case .assign(_, _, let operand) = statement {
        if isAssigned { hasOverride = true }
        let origin = operand.origin(origins)
        outcome = place(of: origin.value == register ? .held : .value(origin))
      } else {
        outcome = choice(statement, after: outcome)
      }
      isAssigned = true
    }
    return outcome
  }

  private func concerns(_ statement: Statement) -> Bool {
    guard case .assign(let target, let low, let operand) = statement else {
      return statement.bodies.contains { $0.contains(where: concerns) }
    }
    guard target == self.target else { return false }
    guard let low else { return true }
    return low <= bits.lowerBound && low + operand.type.width >= bits.upperBound
  }

  private mutating func choice(_ statement: Statement, after before: Int) -> Int {
    var tests: [Test?] = []
    switch statement {
    case .assign: break
    case .when(let branches):
      tests = branches.map { $0.condition.map { .condition($0.origin(origins)) } }
    case .choose(let selector, let cases):
      tests = cases.map { $0.values.isEmpty ? nil : .match(selector.origin(origins), $0.values) }
      // With a case for every value the last one needs no test.
      let width = selector.type.width
      if width < 31, Set(cases.flatMap(\.values)).count == 1 << width {
        tests[tests.count - 1] = nil
      }
    }
    var result = before
    for (test, body) in zip(tests, statement.bodies).reversed() {
      let outcome = outcome(of: body, after: before)
      guard let test else {
        result = outcome
        continue
      }
      if outcome != result { result = place(of: .choice(test, outcome, result)) }
    }
    return result
  }
}

extension Operand {
  /// The operand read from the origin of its value, the same for all that may be the same hardware.
  func origin(_ origins: [ValueID: ValueID]) -> Operand {
    Operand(origins[value] ?? value, as: ValueType(.bits, type.width))
  }
}
