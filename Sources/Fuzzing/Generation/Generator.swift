/// Makes random recipes.
struct Generator {
  /// Where the choices come from.
  var random: RandomSource
  /// How large the circuit becomes.
  let size: CircuitSize
  /// How deep in the hierarchy it stands.
  private let level: Int
  /// Values made so far.
  private var values: [(id: ValueID, type: ValueType)] = []
  /// Values nobody reads yet.
  private var unread: Set<ValueID> = []
  /// Recipes that have been instantiated in this one.
  var children: [Recipe] = []
  private var result = Recipe()

  /// Number that stands for a value yet to be chosen.
  private static let undecided = -1

  init(_ random: RandomSource, size: CircuitSize, level: Int = 0) {
    self.random = random
    self.size = size
    self.level = level
  }

  /// The circuit of a number: the same for the same seed and size.
  static func recipe(number: Int, seed: UInt64, size: CircuitSize) -> Recipe {
    var attempt: UInt64 = 0
    while true {
      var generator = Generator(
        RandomSource(seed, UInt64(truncatingIfNeeded: number), attempt), size: size)
      let recipe = generator.makeRecipe()
      if !recipe.hasConstantAddress() { return recipe }
      attempt += 1
    }
  }

  /// A random circuit.
  mutating func makeRecipe() -> Recipe {
    for _ in 0..<random.next(in: size.inputs) { append(InputStep(type: type())) }
    let total = StepFamily.all.reduce(0) { $0 + $1.weight }
    for _ in 0..<random.next(in: size.steps) {
      var choice = random.next(in: 0...total - 1)
      for family in StepFamily.all {
        choice -= family.weight
        guard choice < 0 else { continue }
        if let step = family.make(&self) { append(step) }
        break
      }
    }
    for index in result.nodes.indices {
      var step = result.nodes[index].step.base
      var operands = step.operands
      for (place, operand) in operands.enumerated()
      where operand.value.node == Self.undecided {
        operands[place] = self.operand(operand.type)
      }
      step.operands = operands
      result.nodes[index].step = AnyStep(step)
    }
    return result
  }

  /// A smaller circuit for an instance; `nil` where the hierarchy is deep enough.
  mutating func child() -> Recipe? {
    guard level < size.depth else { return nil }
    if let child = children.first, random.chance(40) { return child }
    let steps = max(1, size.steps.lowerBound / 2)...max(2, size.steps.upperBound / 3)
    var generator = Generator(
      RandomSource(random.next()),
      size: CircuitSize(
        steps: steps, inputs: size.inputs, widest: size.widest, depth: size.depth),
      level: level + 1)
    let child = generator.makeRecipe()
    children.append(child)
    return child
  }

  private mutating func append(_ step: any Step) {
    let id = result.nodes.count
    result.nodes.append(
      Recipe.Node(id: id, step: AnyStep(step), isNamed: random.chance(15)))
    for operand in step.operands { unread.remove(operand.value) }
    for (result, type) in step.results.enumerated() {
      values.append((ValueID(id, result), type))
      unread.insert(ValueID(id, result))
    }
  }

  // MARK: Choices

  /// A width, often one at which words of some engine begin or end.
  mutating func width(upTo limit: Int? = nil) -> Int {
    let limit = min(limit ?? size.widest, size.widest)
    switch random.next(in: 0...9) {
    case 0...3: return min(limit, random.pick([1, 1, 8, 31, 32, 33, 63, 64, 65, 127, 128, 129]))
    case 4...7: return random.next(in: 1...min(limit, 20))
    default: return random.next(in: 1...limit)
    }
  }

  /// A type of any kind and width.
  mutating func type() -> ValueType {
    let kind = random.pick(ValueType.Kind.allCases)
    return ValueType(kind, width())
  }

  /// A value that there is, rather one that is recent or not read yet.
  private mutating func value() -> (id: ValueID, type: ValueType) {
    var choice = random.pick(values)
    for _ in 0..<2 where !unread.contains(choice.id) {
      choice = random.pick(random.chance(50) ? Array(values.suffix(6)) : values)
    }
    return choice
  }

  /// Some value read as the given type.
  mutating func operand(_ type: ValueType) -> Operand {
    // One that fits as it is, if some draws find one.
    for _ in 0..<4 {
      let choice = value()
      if choice.type.width == type.width { return Operand(choice.id, as: type) }
    }
    return Operand(value().id, as: type)
  }

  /// Some value read as a kind, mostly in the width it has.
  mutating func operand(_ kind: ValueType.Kind, upTo limit: Int? = nil) -> Operand {
    let choice = value()
    let limit = limit ?? size.widest
    let width = random.chance(70) ? min(choice.type.width, limit) : width(upTo: limit)
    return Operand(choice.id, as: ValueType(kind, width))
  }

  /// A value read as the given type and chosen when all steps are there, so that it may be later.
  func lateOperand(_ type: ValueType) -> Operand {
    Operand(ValueID(Self.undecided), as: type)
  }
}
