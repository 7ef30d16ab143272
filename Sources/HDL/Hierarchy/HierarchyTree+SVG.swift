extension HierarchyTree {
  /// The design as nested boxes: an instance is a box within that of its surroundings.
  ///
  /// Boxes inside one are set in rows of about the width that makes a drawing of usual proportions.
  /// Equal instances beside each other are drawn as one with their number.
  public var svg: String {
    var drawing = Drawing(tree: self)
    return drawing.text()
  }

  /// A size in pixels.
  private struct Size {
    var width = 0
    var height = 0
  }

  private struct Drawing {
    let tree: HierarchyTree
    /// For each instance that is drawn: how many equal ones it stands for, and their names.
    private var copies: [Int]
    private var children: [[Int]]
    private var sizes: [Size]
    /// Upper left corner within the box around it.
    private var places: [Size]
    private var lines: [String] = []

    private static let padding = 14
    private static let gap = 12
    private static let nameHeight = 20
    private static let lineHeight = 15
    /// From the lightest for the top to the darkest; deeper ones repeat the last.
    private static let fills = ["#ffffff", "#f3f6fa", "#e4ecf5", "#d3e0ee", "#c1d3e6"]

    init(tree: HierarchyTree) {
      self.tree = tree
      copies = Array(repeating: 1, count: tree.nodes.count)
      children = Array(repeating: [], count: tree.nodes.count)
      sizes = Array(repeating: Size(), count: tree.nodes.count)
      places = sizes
      var classes: [Class: Int] = [:]
      var classOf = [Int](repeating: 0, count: tree.nodes.count)
      // Children stand after their parents: from the back, every child is known before its parent.
      for node in tree.nodes.indices.reversed() {
        var groups: [(shown: Int, kind: Int)] = []
        for child in tree.nodes[node].children {
          if let last = groups.last, last.kind == classOf[child] {
            copies[last.shown] += 1
          } else {
            groups.append((child, classOf[child]))
          }
        }
        children[node] = groups.map(\.shown)
        let kind = Class(
          module: tree.nodes[node].module, children: tree.nodes[node].children.map { classOf[$0] })
        classOf[node] = classes[kind] ?? classes.count
        classes[kind] = classOf[node]
        arrange(node)
      }
    }

    /// Instances of one look.
    private struct Class: Hashable {
      var module: String
      var children: [Int]
    }

    private func title(_ node: Int) -> String {
      copies[node] > 1 ? "\(tree.nodes[node].name) … ×\(copies[node])" : tree.nodes[node].name
    }

    private func details(_ node: Int) -> [String] {
      let box = tree.nodes[node]
      return [box.isBlackBox ? "\(box.module) (black box)" : box.module]
        + [tree.ports(of: node).joined(separator: ", ")] + tree.contents(of: node)
    }

    /// The height of the text at the top of a box.
    private func headHeight(_ node: Int) -> Int {
      Self.padding + Self.nameHeight + details(node).count * Self.lineHeight
    }

    /// Sets what is inside a box in rows and gives the box its size.
    private mutating func arrange(_ node: Int) {
      let head = headHeight(node)
      // Letters of the fonts below are at most this wide on the average.
      let textWidth = max(
        title(node).count * 9, details(node).map { $0.count * 7 }.max() ?? 0)
      let area = children[node].reduce(0) {
        $0 + (sizes[$1].width + Self.gap) * (sizes[$1].height + Self.gap)
      }
      let widest = children[node].map { sizes[$0].width }.max() ?? 0
      var target = 1
      while target * target < area * 8 / 5 { target += 1 }
      target = max(target, widest, textWidth)
      var (x, y, rowHeight, right) = (0, 0, 0, 0)
      for child in children[node] {
        if x > 0, x + sizes[child].width > target {
          (x, y, rowHeight) = (0, y + rowHeight + Self.gap, 0)
        }
        places[child] = Size(
          width: Self.padding + x, height: head + Self.gap + y)
        x += sizes[child].width + Self.gap
        right = max(right, x - Self.gap)
        rowHeight = max(rowHeight, sizes[child].height)
      }
      let bottom = children[node].isEmpty ? 0 : Self.gap + y + rowHeight
      sizes[node] = Size(
        width: max(right, textWidth) + 2 * Self.padding, height: head + bottom + Self.padding)
    }

    mutating func text() -> String {
      let margin = 16
      let (width, height) = (sizes[0].width + 2 * margin, sizes[0].height + 2 * margin)
      lines = [
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
          + "viewBox=\"0 0 \(width) \(height)\" font-family=\"Helvetica, Arial, sans-serif\">",
        "<title>Hierarchy of \(Self.escaped(tree.nodes[0].module))</title>",
        "<rect width=\"\(width)\" height=\"\(height)\" fill=\"#ffffff\"/>",
      ]
      var pending = [(node: 0, x: margin, y: margin)]
      while let (node, x, y) = pending.popLast() {
        draw(node, x, y)
        for child in children[node].reversed() {
          pending.append((child, x + places[child].width, y + places[child].height))
        }
      }
      return (lines + ["</svg>", ""]).joined(separator: "\n")
    }

    private mutating func draw(_ node: Int, _ x: Int, _ y: Int) {
      let box = tree.nodes[node]
      let size = sizes[node]
      let (fill, ink, soft) =
        box.isBlackBox
        ? ("#24292f", "#ffffff", "#d0d7de")
        : (Self.fills[min(box.depth, Self.fills.count - 1)], "#1f2328", "#57606a")
      let frame = "width=\"\(size.width)\" height=\"\(size.height)\" rx=\"6\" stroke=\"#57606a\""
      // A second edge behind the box says that it stands for several.
      if copies[node] > 1 {
        lines.append("<rect x=\"\(x + 5)\" y=\"\(y + 5)\" \(frame) fill=\"\(fill)\"/>")
      }
      lines.append("<rect x=\"\(x)\" y=\"\(y)\" \(frame) fill=\"\(fill)\"/>")
      let left = x + Self.padding
      var baseline = y + Self.padding + 10
      lines.append(
        "<text x=\"\(left)\" y=\"\(baseline)\" font-size=\"15\" font-weight=\"bold\" "
          + "fill=\"\(ink)\">\(Self.escaped(title(node)))</text>")
      baseline += Self.nameHeight - Self.lineHeight
      for detail in details(node) {
        baseline += Self.lineHeight
        lines.append(
          "<text x=\"\(left)\" y=\"\(baseline)\" font-size=\"12\" fill=\"\(soft)\">"
            + "\(Self.escaped(detail))</text>")
      }
    }

    private static func escaped(_ text: String) -> String {
      text.reduce(into: "") { result, character in
        switch character {
        case "<": result += "&lt;"
        case "&": result += "&amp;"
        default: result.append(character)
        }
      }
    }
  }
}
