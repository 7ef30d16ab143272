import HDL

/// A state machine: its register and whether it is in one of the states.
struct StateMachineStep: Step {
  /// What happens in one state: a state to go to, then those that a condition leads to instead.
  struct Behaviour: Hashable, Sendable {
    /// Where it goes unless a condition counts; `nil` to stay.
    var next: Int?
    /// Branches of a `when`; one without a condition is its `otherwise` and the last.
    var branches: [Branch] = []

    var targets: [Int] { (next.map { [$0] } ?? []) + branches.map(\.target) }
  }

  /// A way out of a state under a condition.
  struct Branch: Hashable, Sendable {
    var condition: Operand?
    var target: Int
  }

  /// As many as the machine has states.
  var behaviours: [Behaviour]
  var initial: Int
  var encoding: StateEncoding
  var recovers: Bool
  /// The state that the second result asks for.
  var asked: Int

  /// Numbers of states that there is an enum for.
  static let stateCounts = [2, 3, 4, 5, 8]

  var name: String { "state machine" }
  var traits: [String] {
    ["state machine \(encoding)"] + (recovers ? ["state machine recovers"] : [])
  }
  private var registerWidth: Int {
    encoding == .oneHot ? behaviours.count : addressBits(behaviours.count)
  }
  var results: [ValueType] { [ValueType(.bits, registerWidth), .bit] }

  /// The register is declared; a question is an expression, which nobody need read.
  var isDeclaration: Bool { true }

  var operands: [Operand] {
    get { behaviours.flatMap { $0.branches.compactMap(\.condition) } }
    set {
      var rest = newValue[...]
      for state in behaviours.indices {
        for index in behaviours[state].branches.indices
        where behaviours[state].branches[index].condition != nil {
          behaviours[state].branches[index].condition = rest.popFirst()
        }
      }
    }
  }
  var lateOperandCount: Int { operands.count }

  var size: Int {
    1500 + 50 * operands.count + 200 * behaviours.count
      + behaviours.reduce(0) { $0 + 20 * $1.targets.count } + (encoding == .binary ? 0 : 10)
      + (recovers ? 10 : 0)
  }

  /// States that are left, reached and final, by the rules of the language.
  var isLegal: Bool {
    var isReached = behaviours.map { _ in false }
    var stack = [initial]
    while let state = stack.popLast() {
      if isReached[state] { continue }
      isReached[state] = true
      stack += behaviours[state].targets
    }
    return isReached.allSatisfy { $0 }
  }

  private var finals: [Int] {
    behaviours.indices.filter { state in behaviours[state].targets.allSatisfy { $0 == state } }
  }

  static func random(_ generator: inout Generator) -> (any Step)? {
    let count = generator.random.pick(stateCounts)
    let initial = generator.random.next(in: 0...count - 1)
    var behaviours = [Behaviour](repeating: Behaviour(), count: count)
    func condition() -> Operand { generator.lateOperand(.bit) }
    // A way through all states, so that each is reached, and some more ways.
    for step in 0..<count - 1 {
      let (from, to) = ((initial + step) % count, (initial + step + 1) % count)
      if generator.random.chance(35) {
        behaviours[from].next = to
      } else {
        behaviours[from].branches.append(Branch(condition: condition(), target: to))
      }
    }
    for state in behaviours.indices {
      let isLast = state == (initial + count - 1) % count
      if isLast, generator.random.chance(15) { continue }
      if behaviours[state].next == nil, generator.random.chance(25) {
        behaviours[state].next = generator.random.next(in: 0...count - 1)
      }
      for _ in 0..<generator.random.next(in: 0...2) {
        behaviours[state].branches.append(
          Branch(condition: condition(), target: generator.random.next(in: 0...count - 1)))
      }
      if !behaviours[state].branches.isEmpty, generator.random.chance(30) {
        behaviours[state].branches.append(
          Branch(condition: nil, target: generator.random.next(in: 0...count - 1)))
      }
    }
    return StateMachineStep(
      behaviours: behaviours, initial: initial,
      encoding: generator.random.pick(StateEncoding.allCases),
      recovers: generator.random.chance(30), asked: generator.random.next(in: 0...count - 1))
  }

  // MARK: Hardware

  func build(_ hardware: inout Hardware) -> [any HardwareValue] {
    switch behaviours.count {
    case 2: build(TwoStates.self, &hardware)
    case 3: build(ThreeStates.self, &hardware)
    case 4: build(FourStates.self, &hardware)
    case 5: build(FiveStates.self, &hardware)
    default: build(EightStates.self, &hardware)
    }
  }

  private func build<State: CaseIterable & Hashable>(
    _ type: State.Type, _ hardware: inout Hardware
  ) -> [any HardwareValue] where State.AllCases == [State] {
    let states = State.allCases
    let machine = hardware.module.stateMachine(
      "q\(hardware.node)", type, initial: states[initial], encoding: encoding,
      final: finals.map { states[$0] }, recovers: recovers)
    hardware.later[hardware.node] = { hardware in
      for (state, behaviour) in behaviours.enumerated() where !behaviour.targets.isEmpty {
        machine.when(states[state]) {
          if let next = behaviour.next { machine.go(to: states[next]) }
          var chain: Conditions?
          for branch in behaviour.branches {
            let go = { machine.go(to: states[branch.target]) }
            if let chain {
              if let condition = branch.condition {
                chain.elseWhen(hardware.bit(condition), go)
              } else {
                chain.otherwise(go)
              }
            } else if let condition = branch.condition {
              chain = hardware.module.when(hardware.bit(condition), go)
            }
          }
        }
      }
    }
    return [machine.register, machine.is(states[asked])]
  }

  func finish(_ values: [any HardwareValue], _ hardware: Hardware) {
    hardware.later[hardware.node]?(hardware)
  }

  // MARK: Swift code

  func write(_ code: inout SwiftCode) -> [String] {
    let (name, type) = ("q\(code.node)", "State\(code.node)")
    let states = behaviours.indices.map { "s\($0)" }.joined(separator: ", ")
    code.lines.append("enum \(type): CaseIterable { case \(states) }")
    var options = encoding == .binary ? "" : ", encoding: .\(encoding)"
    if !finals.isEmpty {
      options += ", final: [\(finals.map { ".s\($0)" }.joined(separator: ", "))]"
    }
    if recovers { options += ", recovers: true" }
    code.lines.append(
      "let \(name) = module.stateMachine(\"\(name)\", \(type).self, initial: .s\(initial)\(options))"
    )
    code.lines.append("let \(name)Is\(asked) = \(name).is(.s\(asked))")
    return ["\(name).register", "\(name)Is\(asked)"]
  }

  func writeEnd(_ values: [String], _ code: inout SwiftCode) {
    let name = "q\(code.node)"
    for (state, behaviour) in behaviours.enumerated() where !behaviour.targets.isEmpty {
      code.lines.append("\(name).when(.s\(state)) {")
      if let next = behaviour.next { code.lines.append("  \(name).go(to: .s\(next))") }
      for (index, branch) in behaviour.branches.enumerated() {
        let condition = branch.condition.map { "(\(code.text($0)))" }
        let head =
          index == 0
          ? "module.when\(condition ?? "")"
          : condition.map { "}.elseWhen\($0)" } ?? "}.otherwise"
        code.lines += ["  \(head) {", "    \(name).go(to: .s\(branch.target))"]
      }
      if !behaviour.branches.isEmpty { code.lines.append("  }") }
      code.lines.append("}")
    }
  }

  // MARK: Reductions

  var reductions: [any Step] {
    var steps: [StateMachineStep] = []
    func vary(_ change: (inout StateMachineStep) -> Void) {
      var step = self
      change(&step)
      steps.append(step)
    }
    for count in Self.stateCounts where count < behaviours.count {
      vary { step in
        let last = count - 1
        step.initial = min(initial, last)
        step.asked = min(asked, last)
        step.behaviours.removeLast(behaviours.count - count)
        for state in step.behaviours.indices {
          step.behaviours[state].next = behaviours[state].next.map { min($0, last) }
          for index in step.behaviours[state].branches.indices {
            let target = behaviours[state].branches[index].target
            step.behaviours[state].branches[index].target = min(target, last)
          }
        }
      }
    }
    if encoding != .binary { vary { $0.encoding = .binary } }
    if recovers { vary { $0.recovers = false } }
    for state in behaviours.indices {
      if behaviours[state].next != nil { vary { $0.behaviours[state].next = nil } }
      for index in behaviours[state].branches.indices {
        if behaviours[state].branches[index].condition == nil || index > 0
          || behaviours[state].branches.count == 1
          || behaviours[state].branches[1].condition != nil
        {
          vary { $0.behaviours[state].branches.remove(at: index) }
        }
      }
    }
    return steps.filter { $0.isLegal && $0.size < size }
  }
}

private enum TwoStates: CaseIterable { case s0, s1 }
private enum ThreeStates: CaseIterable { case s0, s1, s2 }
private enum FourStates: CaseIterable { case s0, s1, s2, s3 }
private enum FiveStates: CaseIterable { case s0, s1, s2, s3, s4 }
private enum EightStates: CaseIterable { case s0, s1, s2, s3, s4, s5, s6, s7 }
