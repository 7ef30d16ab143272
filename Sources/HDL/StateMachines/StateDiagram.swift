extension ModuleGraph.StateMachine {
  /// The states and transitions as a Graphviz graph.
  public var dot: String {
    var text = "digraph \"\(name)\" {\n  rankdir=LR;\n  node [shape=ellipse];\n"
    text += "  start [shape=point];\n"
    for state in states where state.isFinal {
      text += "  \"\(state.name)\" [peripheries=2];\n"
    }
    if !states.isEmpty { text += "  start -> \"\(states[initial].name)\";\n" }
    for transition in transitions {
      text += "  \"\(states[transition.from].name)\" -> \"\(states[transition.to].name)\""
      if !transition.condition.isEmpty {
        let label = transition.condition.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }
          .joined()
        text += " [label=\"\(label)\"]"
      }
      text += ";\n"
    }
    return text + "}\n"
  }

  /// The states and transitions as a Mermaid state diagram.
  public var mermaid: String {
    var text = "stateDiagram-v2\n"
    if !states.isEmpty { text += "  [*] --> \(states[initial].name)\n" }
    for transition in transitions {
      text += "  \(states[transition.from].name) --> \(states[transition.to].name)"
      if !transition.condition.isEmpty {
        // A semicolon ends a statement and a colon begins the label.
        let label = transition.condition.map { $0 == ";" || $0 == ":" ? " " : "\($0)" }.joined()
        text += ": \(label)"
      }
      text += "\n"
    }
    for state in states where state.isFinal { text += "  \(state.name) --> [*]\n" }
    return text
  }
}
