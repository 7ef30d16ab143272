import HDL

/// A random program of nested conditions over four registers and one wire of 8 bits, which both the
/// language and a plain interpreter run.
struct ConditionProgram: Module {
  /// Number of targets: registers, then one wire that reads 0 where nothing counts.
  static let targets = 5

  struct Assignment: Hashable {
    var target: Int
    var bits: Range<Int>
    /// Where the value comes from: a target, or an input.
    var source: Source
  }

  enum Source: Hashable {
    case constant(Int)
    case register(Int)
    case input
  }

  indirect enum Statement: Hashable {
    case assignment(Assignment)
    /// Conditions are bits of the input `conditions`; a missing one is `otherwise`.
    case when([Branch])
  }

  struct Branch: Hashable {
    var condition: Int?
    var statements: [Statement]
  }

  let seed: UInt64
  let statements: [Statement]

  init(seed: UInt64) {
    self.seed = seed
    var generator = SplitMix64(state: seed)
    statements = Self.block(depth: 0, &generator)
  }

  var moduleName: String { "Conditions\(seed)" }

  /// Assignments of different targets or bits, then chains, so that nothing is assigned twice.
  private static func block(depth: Int, _ generator: inout SplitMix64) -> [Statement] {
    var statements: [Statement] = []
    for target in 0..<targets where Int.random(in: 0..<3, using: &generator) == 0 {
      let cut = Int.random(in: 1...7, using: &generator)
      let ranges = [[0..<8], [0..<cut], [cut..<8], [0..<cut, cut..<8]]
      for bits in ranges[Int.random(in: 0..<4, using: &generator)] {
        let sources: [Source] = [
          .constant(Int.random(in: 0..<256, using: &generator)),
          .register(Int.random(in: 0..<4, using: &generator)), .input,
        ]
        statements.append(
          .assignment(
            Assignment(
              target: target, bits: bits,
              source: sources[Int.random(in: 0..<3, using: &generator)])))
      }
    }
    guard depth < 4 else { return statements }
    for _ in 0..<Int.random(in: depth == 0 ? 2...3 : 0...2, using: &generator) {
      var branches = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
        Branch(
          condition: Int.random(in: 0..<8, using: &generator),
          statements: block(depth: depth + 1, &generator))
      }
      if Bool.random(using: &generator) {
        branches.append(
          Branch(condition: nil, statements: block(depth: depth + 1, &generator)))
      }
      statements.append(.when(branches))
    }
    return statements
  }

  struct Ports {
    let conditions: Bits
    let operand: Bits
    let values: [Bits]
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      conditions: declare.input(.bits(8)), operand: declare.input(.bits(8)),
      values: (0..<Self.targets).map { _ in declare.output(.bits(8)) })
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    var targets = (0..<4).map { (index: Int) in
      module.register("held_\(index)", .bits(8), reset: index)
    }
    targets.append(module.wire("net", .bits(8)))
    // In a block around everything, so that the program's own statements may override it.
    for target in targets[..<4] { target.assign(target) }
    targets[4].assign(module.constant(0, .bits(8)))
    module.when(module.constant(1, .bit)) {
      run(statements, module, ports, targets)
    }
    for (port, target) in zip(ports.values, targets) { port.assign(target) }
    ports.conditions.ignore()
    ports.operand.ignore()
  }

  private func run(
    _ statements: [Statement], _ module: ModuleBuilder, _ ports: Ports, _ targets: [Bits]
  ) {
    for statement in statements {
      switch statement {
      case .assignment(let assignment):
        let value: Bits
        switch assignment.source {
        case .constant(let number): value = module.constant(number, .bits(8))
        case .register(let index): value = targets[index]
        case .input: value = ports.operand
        }
        targets[assignment.target].assign(value[assignment.bits], to: assignment.bits)
      case .when(let branches):
        var chain: Conditions?
        for branch in branches {
          let body = { run(branch.statements, module, ports, targets) }
          if let condition = branch.condition.map({ ports.conditions[$0] }) {
            chain = chain?.elseWhen(condition, body) ?? module.when(condition, body)
          } else {
            chain?.otherwise(body)
          }
        }
      }
    }
  }

  /// What the targets become in a cycle, statement after statement.
  func interpret(_ held: [Int], conditions: Int, input: Int) -> [Int] {
    var values = held
    values[4] = 0
    interpret(statements, held, conditions, input, &values)
    return values
  }

  private func interpret(
    _ statements: [Statement], _ held: [Int], _ conditions: Int, _ input: Int,
    _ values: inout [Int]
  ) {
    for statement in statements {
      switch statement {
      case .assignment(let assignment):
        let source =
          switch assignment.source {
          case .constant(let number): number
          case .register(let index): held[index]
          case .input: input
          }
        let mask = (1 << assignment.bits.upperBound) - (1 << assignment.bits.lowerBound)
        values[assignment.target] = values[assignment.target] & ~mask | source & mask
      case .when(let branches):
        if let branch = branches.first(where: {
          $0.condition.map { conditions >> $0 & 1 == 1 } ?? true
        }) {
          interpret(branch.statements, held, conditions, input, &values)
        }
      }
    }
  }
}
