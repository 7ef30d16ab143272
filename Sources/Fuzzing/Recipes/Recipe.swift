/// A circuit as a value: what to build, in order.
///
/// There are no outputs among the steps: every value that reaches no other one is an output, so that
/// whatever is removed the rest is a legal circuit in which nothing is unused.
public struct Recipe: Hashable, Sendable {
  /// One step and its number.
  public struct Node: Hashable, Sendable {
    /// Number of the node: names in the hardware and stimulus derive from it.
    public var id: Int
    /// What it makes.
    var step: AnyStep
    /// Whether its value gets a name, and with that a net of its own.
    var isNamed = false
  }

  /// The nodes; each reads earlier ones only, but for operands that are late.
  public var nodes: [Node] = []

  /// An empty recipe.
  public init() {}

  /// The inputs, in order.
  var inputs: [(id: Int, type: ValueType)] {
    nodes.compactMap { node in
      (node.step.base as? InputStep).map { (node.id, $0.type) }
    }
  }

  /// The types of all values.
  var types: [ValueID: ValueType] {
    var types: [ValueID: ValueType] = [:]
    for node in nodes {
      for (result, type) in node.step.base.results.enumerated() {
        types[ValueID(node.id, result)] = type
      }
    }
    return types
  }

  /// For values that may be the very hardware of another one, such as an extension to the width there
  /// is, the first of those.
  var origins: [ValueID: ValueID] {
    var origins: [ValueID: ValueID] = [:]
    for node in nodes {
      let step = node.step.base
      guard !step.isDeclaration, step.operands.count == 1,
        step.results[0].width == step.operands[0].type.width,
        // Of one bit, all that reduces bits to one is the bit itself.
        !step.readsWholeOperands || step.results[0].width == 1
      else { continue }
      let value = step.operands[0].value
      origins[ValueID(node.id)] = origins[value] ?? value
    }
    return origins
  }

  /// A measure that every reduction makes smaller.
  var size: Int {
    nodes.reduce(0) { total, node in
      total + node.step.base.size + (node.isNamed ? 1 : 0)
    }
  }

  /// The number of steps besides inputs, those of instances included.
  public var stepCount: Int {
    nodes.reduce(0) { total, node in
      if node.step.base is InputStep { return total }
      return total + 1 + ((node.step.base as? InstanceStep)?.child.stepCount ?? 0)
    }
  }
}

/// A step of any kind, comparable with others.
struct AnyStep: Hashable, Sendable {
  var base: any Step

  init(_ base: any Step) { self.base = base }

  static func == (left: AnyStep, right: AnyStep) -> Bool {
    AnyHashable(left.base) == AnyHashable(right.base)
  }

  func hash(into hasher: inout Hasher) { hasher.combine(AnyHashable(base)) }
}
