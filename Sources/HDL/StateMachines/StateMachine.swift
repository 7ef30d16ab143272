/// How the states of a machine are told apart in its register.
public enum StateEncoding: String, Sendable, Hashable, CaseIterable {
  /// State `n` is the number `n`: the fewest bits.
  case binary
  /// State `n` is bit `n`: a bit a state, and a test for a state looks at one bit.
  case oneHot
  /// State `n` is `n ^ (n >> 1)`: neighbours in the list differ in one bit.
  case gray
}

/// A finite state machine over the cases of a Swift enum.
///
/// ```swift
/// enum Phase: CaseIterable { case idle, run, done }
///
/// let phase = module.stateMachine("phase", Phase.self, initial: .idle)
/// phase.when(.idle) {
///   module.when(ports.start) { phase.go(to: .run) }
/// }
/// phase.when(.run) { phase.go(to: .done) }
/// phase.when(.done) { phase.go(to: .idle) }
/// ports.busy.assign(.!phase.is(.idle))
/// ```
///
/// A machine stays in its state unless `go(to:)` counts. A state that cannot be reached from the
/// initial one, and a state that is never left and not named as final, are reported.
public struct StateMachine<State: CaseIterable & Hashable> {
  let builder: ModuleBuilder
  let index: Int
  let states: [State]

  /// The register that holds the state, encoded.
  public let register: Bits

  /// Bit pattern of a state.
  public func code(of state: State) -> [UInt64] {
    guard let position = states.firstIndex(of: state) else { return [0] }
    return builder.stateMachines[index].states[position].code
  }

  /// 1 while the machine is in `state`.
  public func `is`(
    _ state: State, fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Bit {
    let location = builder.locate(fileID, line, column)
    return Bit(signal: Signal(builder: builder, node: condition(state, location)))
  }

  /// Statements that count while the machine is in `state`; see `ModuleBuilder.when`.
  @discardableResult
  public func when(
    _ state: State, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column, _ body: () -> Void
  ) -> Conditions {
    let location = builder.locate(fileID, line, column)
    let position = states.firstIndex(of: state) ?? 0
    let outer = builder.stateMachines[index].activeState
    builder.stateMachines[index].activeState = position
    let node = condition(state, location)
    let chain = builder.openChain(
      Bit(signal: Signal(builder: builder, node: node)), location, body)
    builder.stateMachines[index].activeState = outer
    return Conditions(builder: builder, chain: chain)
  }

  /// Moves to `state` at the clock edge, in cycles in which the statement counts.
  ///
  /// Outside `when(_:)` of this machine it leaves every state.
  public func go(
    to state: State, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) {
    let location = builder.locate(fileID, line, column)
    let machine = builder.stateMachines[index]
    let to = states.firstIndex(of: state) ?? 0
    let text = builder.conditionText()
    for from in machine.activeState.map({ [$0] }) ?? Array(states.indices) {
      builder.stateMachines[index].transitions.append(
        ModuleGraph.StateMachine.Transition(
          from: from, to: to, condition: text, locationID: location))
    }
    let value = builder.graph.appendConstant(
      words: machine.states[to].code, width: Int32(register.bitWidth), location: location)
    builder.assign(
      Signal(builder: builder, node: value), to: register.signal, location: location)
  }

  private func condition(_ state: State, _ location: Int32) -> NodeID {
    guard let position = states.firstIndex(of: state) else {
      return builder.placeholder(1, location)
    }
    let machine = builder.stateMachines[index]
    if states.count == 1 { return builder.constant(1, width: 1, location: location) }
    if machine.encoding == .oneHot {
      return builder.slice(register.node, low: position, width: 1, location: location)
    }
    let code = builder.graph.appendConstant(
      words: machine.states[position].code, width: Int32(register.bitWidth), location: location)
    return builder.append(.equal, width: 1, [register.node, code], location: location)
  }
}

extension ModuleBuilder {
  /// A state machine that starts, and is reset, to `initial`.
  ///
  /// - Parameters:
  ///   - name: Name of the state register.
  ///   - states: The enum; its cases, in order, are the states.
  ///   - initial: The state after reset.
  ///   - encoding: How states are told apart.
  ///   - final: States that are never left, on purpose.
  ///   - recovers: Whether a bit pattern that is no state, as after an upset, leads to `initial`;
  ///     otherwise it is kept.
  public func stateMachine<State: CaseIterable & Hashable>(
    _ name: String, _ states: State.Type, initial: State, encoding: StateEncoding = .binary,
    final: [State] = [], recovers: Bool = false, fileID: StaticString = #fileID,
    line: UInt32 = #line, column: UInt32 = #column
  ) -> StateMachine<State> {
    let location = locate(fileID, line, column)
    let all = Array(State.allCases)
    if all.isEmpty {
      report(
        .emptyList, "state machine `\(name)` has no states", location,
        fix: "give the enum at least one case")
    }
    let width = encoding == .oneHot ? max(1, all.count) : addressBits(max(1, all.count))
    let register: Bits = self.register(
      name, .bits(checkWidth(width, "state machine `\(name)`", location) ? width : 1),
      fileID: fileID, line: line, column: column)
    let finals = Set(final)
    let index = stateMachines.count
    stateMachines.append(
      ModuleGraph.StateMachine(
        name: name, register: register.node, encoding: encoding,
        states: all.enumerated().map { position, state in
          ModuleGraph.StateMachine.State(
            name: String(describing: state),
            code: encoding.code(of: position, width: register.bitWidth),
            isFinal: finals.contains(state))
        }, initial: all.firstIndex(of: initial) ?? 0, locationID: location))
    let machine = StateMachine(builder: self, index: index, states: all, register: register)
    let reset = graph.appendConstant(
      words: stateMachines[index].states.isEmpty ? [0] : machine.code(of: initial),
      width: Int32(register.bitWidth), location: location)
    setResetValue(of: register.node, reset)
    if all.count == 1 {
      ignored.append(register.node)
      assign(Signal(builder: self, node: reset), to: register.signal, location: location)
    } else if recovers, encoding == .oneHot || all.count != 1 << register.bitWidth {
      recover(machine, initial: reset, location)
    }
    return machine
  }

  /// What counts below overrides it, and does so only in a state.
  private func recover<State>(
    _ machine: StateMachine<State>, initial: NodeID, _ location: Int32
  ) {
    var isState: NodeID?
    for state in stateMachines[machine.index].states {
      let code = graph.appendConstant(
        words: state.code, width: Int32(machine.register.bitWidth), location: location)
      let equal = append(.equal, width: 1, [machine.register.node, code], location: location)
      isState = isState.map { append(.or, width: 1, [$0, equal], location: location) } ?? equal
    }
    guard let isState else { return }
    let isNone = append(.not, width: 1, [isState], location: location)
    _ = openChain(Bit(signal: Signal(builder: self, node: isNone)), location) {
      assign(
        Signal(builder: self, node: initial), to: machine.register.signal, location: location)
    }
  }

  private func setResetValue(of register: NodeID, _ value: NodeID) {
    let index = Int(graph.payloads[Int(register)])
    registers[index] = ModuleGraph.Register(
      node: register, enable: registers[index].enable, resetValue: value)
  }

  /// The conditions around the current statement as text, outermost first.
  func conditionText() -> String {
    var parts: [String] = []
    var block = blocks[Int(currentBlock)]
    while block.chain >= 0 {
      let chain = chains[Int(block.chain)]
      let branches = chain.branches[...Int(block.branch)]
      let texts = branches.enumerated().compactMap { position, branch -> String? in
        guard branch.condition != Graph.none else { return nil }
        let text = graph.expressionText(branch.condition, depth: 2)
        return position == Int(block.branch) ? text : "not (\(text))"
      }
      if !isStateTest(branches.first?.condition) { parts.insert(contentsOf: texts, at: 0) }
      block = blocks[Int(chain.parent)]
    }
    return parts.joined(separator: ", ")
  }

  /// Whether a condition is a state machine's being in a state.
  private func isStateTest(_ condition: NodeID?) -> Bool {
    guard let condition, condition != Graph.none else { return false }
    let operation = graph.operations[Int(condition)]
    guard operation == .equal || operation == .slice else { return false }
    let register = graph.operand(0, of: condition)
    return stateMachines.contains { $0.register == register }
  }
}

extension StateEncoding {
  /// Words of the bit pattern of state `position`.
  func code(of position: Int, width: Int) -> [UInt64] {
    var words = [UInt64](repeating: 0, count: (width + 63) / 64)
    switch self {
    case .binary: words[0] = UInt64(position)
    case .gray: words[0] = UInt64(position ^ (position >> 1))
    case .oneHot:
      if position / 64 < words.count { words[position / 64] = 1 << UInt64(position % 64) }
    }
    return words
  }
}
