extension HierarchyTree {
  /// The tree as text: an instance a line, with its module, ports and what it and its inside hold.
  ///
  /// ```
  /// instance       module           in bits  out bits  register bits  memory bits  table bits
  /// Hierarchy      Hierarchy              3        10             20            0           0
  /// ├─ counter_0   Counter_width8         1         8              8            0           0
  /// └─ counter_1   Counter_width8         1         8              8            0           0
  /// ```
  public var text: String {
    var rows = [
      [
        "instance", "module", "in bits", "out bits", "register bits", "memory bits", "table bits",
      ]
    ]
    let branches = branches()
    for (index, node) in nodes.enumerated() {
      rows.append(
        [branches[index] + node.name, node.module + (node.isBlackBox ? " (black box)" : "")]
          + [
            node.inputBits, node.outputBits, total(of: index, \.registerBits),
            total(of: index, \.memoryBits), total(of: index, \.tableBits),
          ].map(Self.grouped))
    }
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let space = String(repeating: " ", count: widths[column] - cell.count)
        return column < 2 ? cell + space : space + cell
      }
      return cells.joined(separator: "  ")
    }.joined(separator: "\n")
  }

  /// What stands before each name: the lines that lead to it.
  private func branches() -> [String] {
    var lead = [String](repeating: "", count: nodes.count)
    var own = lead
    for node in nodes.indices {
      for (position, child) in nodes[node].children.enumerated() {
        let isLast = position == nodes[node].children.count - 1
        own[child] = lead[node] + (isLast ? "└─ " : "├─ ")
        lead[child] = lead[node] + (isLast ? "   " : "│  ")
      }
    }
    return own
  }

  /// The tree for Graphviz: a box an instance, an edge to each instance inside.
  public var dot: String {
    var lines = [
      "digraph hierarchy {", "  rankdir=LR;",
      "  node [shape=box, style=\"rounded,filled\", fillcolor=\"#f6f8fa\", color=\"#57606a\", "
        + "fontname=\"Helvetica\", fontsize=11];",
      "  edge [color=\"#8c959f\", arrowhead=none];",
    ]
    for (index, node) in nodes.enumerated() {
      let label = ([node.name, node.module] + ports(of: index) + contents(of: index))
        .joined(separator: "\\n")
      let style = node.isBlackBox ? ", fillcolor=\"#24292f\", fontcolor=\"white\"" : ""
      lines.append("  i\(index) [label=\"\(label)\"\(style)];")
    }
    for (index, node) in nodes.enumerated() {
      for child in node.children { lines.append("  i\(index) -> i\(child);") }
    }
    return (lines + ["}", ""]).joined(separator: "\n")
  }
}
