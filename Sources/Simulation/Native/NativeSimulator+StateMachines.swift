import HDL

extension NativeSimulator {
  /// Every state machine of the hierarchy with the path of its register.
  var stateMachines: [(path: String, machine: ModuleGraph.StateMachine)] {
    var found: [(path: String, machine: ModuleGraph.StateMachine)] = []
    var paths: [[String]] = []
    for scope in flat.scopes {
      paths.append(scope.parent < 0 ? [] : paths[scope.parent] + [scope.name])
      for machine in flat.modules[scope.module].stateMachines {
        found.append(((paths[paths.count - 1] + [machine.name]).joined(separator: "."), machine))
      }
    }
    return found
  }

  /// The names of the states held by a register, or `nil` if it is not a machine's.
  func stateNames(of path: String) -> [UInt64: String]? {
    stateMachines.first { $0.path == path }.map { $0.machine.namesOfCodes }
  }
}

extension ModuleGraph.StateMachine {
  /// The name of each state by its bit pattern; empty for registers wider than 64 bits.
  var namesOfCodes: [UInt64: String] {
    guard states.allSatisfy({ $0.code.count == 1 }) else { return [:] }
    return Dictionary(
      states.map { ($0.code[0], $0.name) }, uniquingKeysWith: { first, _ in first })
  }
}

extension Coverage.Selection {
  /// What to expect of a machine: all its states, and the transitions between them.
  init(path: String, machine: ModuleGraph.StateMachine) {
    var transitions: Set<Coverage.Transition> = []
    for transition in machine.transitions where transition.from != transition.to {
      transitions.insert(
        .init(
          from: machine.states[transition.from].code[0],
          to: machine.states[transition.to].code[0]))
    }
    // Of registers wider than a word nothing is collected.
    let names = machine.namesOfCodes
    self.init(path, names: names, transitions: names.isEmpty ? [] : transitions)
  }
}
