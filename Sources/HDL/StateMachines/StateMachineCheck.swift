/// Finds states that are never entered and states that are never left.
enum StateMachineCheck {
  static func run(on module: ModuleGraph) -> [Diagnostic] {
    module.stateMachines.flatMap { check($0, module) }
  }

  private static func check(
    _ machine: ModuleGraph.StateMachine, _ module: ModuleGraph
  ) -> [Diagnostic] {
    guard !machine.states.isEmpty else { return [] }
    var isReached = machine.states.map { _ in false }
    var stack = [machine.initial]
    isReached[machine.initial] = true
    while let state = stack.popLast() {
      for transition in machine.transitions
      where transition.from == state && !isReached[transition.to] {
        isReached[transition.to] = true
        stack.append(transition.to)
      }
    }
    func diagnostic(_ code: Diagnostic.Code, _ message: String, _ fix: String) -> Diagnostic {
      Diagnostic(
        code: code, message: message, location: module.graph.locations[machine.locationID],
        module: module.name, notes: [], fix: fix)
    }
    var diagnostics: [Diagnostic] = []
    for (index, state) in machine.states.enumerated() {
      guard isReached[index] else {
        diagnostics.append(
          diagnostic(
            .unreachableState,
            "state `\(state.name)` of `\(machine.name)` cannot be reached from "
              + "`\(machine.states[machine.initial].name)`",
            "add a `go(to: .\(state.name))`, or remove the case"))
        continue
      }
      let isLeft = machine.transitions.contains { $0.from == index && $0.to != index }
      if !isLeft, !state.isFinal, machine.states.count > 1 {
        diagnostics.append(
          diagnostic(
            .stuckState, "state `\(state.name)` of `\(machine.name)` is never left",
            "add a `go(to:)` in `when(.\(state.name))`, or name it in `final:`"))
      } else if isLeft, state.isFinal {
        diagnostics.append(
          diagnostic(
            .stuckState, "state `\(state.name)` of `\(machine.name)` is final and yet left",
            "remove it from `final:`, or remove the `go(to:)`"))
      }
    }
    return diagnostics
  }
}
