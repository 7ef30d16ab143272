/// What a set of circuits is made of.
public struct Coverage: Sendable, Hashable {
  /// How often each kind of step occurs.
  public private(set) var steps: [String: Int] = [:]
  /// How many values have each width.
  public private(set) var widths: [Int: Int] = [:]
  /// Circuits counted.
  public private(set) var circuits = 0

  /// Counts nothing yet.
  public init() {}

  /// Counts a circuit and what it instantiates.
  public mutating func count(_ recipe: Recipe) {
    circuits += 1
    countNodes(recipe)
  }

  private mutating func countNodes(_ recipe: Recipe) {
    for node in recipe.nodes {
      let step = node.step.base
      for name in [step.name] + step.traits { steps[name, default: 0] += 1 }
      for type in step.results { widths[type.width, default: 0] += 1 }
      if let instance = step as? InstanceStep { countNodes(instance.child) }
      if let stream = step as? StreamStep { countNodes(StreamStep.buffer(stream.width)) }
    }
  }

  /// Adds the counts of another set.
  public mutating func add(_ other: Coverage) {
    steps.merge(other.steps, uniquingKeysWith: +)
    widths.merge(other.widths, uniquingKeysWith: +)
    circuits += other.circuits
  }

  /// Operators of the language that no circuit has.
  public var missingOperators: [String] {
    var seen: Set<String> = []
    return OperatorKind.all.map(\.name).filter { steps[$0] == nil && seen.insert($0).inserted }
  }

  /// Widths from 1 to `widest` that no value has.
  public func missingWidths(upTo widest: Int) -> [Int] {
    (1...widest).filter { widths[$0] == nil }
  }

  /// The kinds of steps with their counts, several a line.
  public var text: String {
    let entries = steps.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    var lines: [String] = []
    for entry in entries {
      if let last = lines.last, last.count + entry.count < 98 {
        lines[lines.count - 1] = last + ", " + entry
      } else {
        lines.append(entry)
      }
    }
    return lines.joined(separator: "\n")
  }
}
