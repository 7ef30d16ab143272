import HDL

/// One operator or method of the language on values.
struct OperatorStep: Step {
  /// Place of the operator in `OperatorKind.all`.
  var kind: Int
  var operands: [Operand]
  /// The number in it, where it has one.
  var literal = 0

  private var operation: OperatorKind { OperatorKind.all[kind] }
  private var widths: [Int] { operands.map(\.type.width) }

  var name: String { operation.name }
  var results: [ValueType] { [operation.result(widths, literal)] }
  var readsWholeOperands: Bool {
    // An extension to the width there is, or a shift by nothing, is the operand itself.
    let isOperand = operands.count == 1 && results[0].width == widths[0]
    return operation.readsWholeOperands && !(operation.literals != nil && isOperand)
  }

  static func random(_ generator: inout Generator) -> (any Step)? {
    let index = generator.random.next(in: 0...OperatorKind.all.count - 1)
    let operation = OperatorKind.all[index]
    for _ in 0..<8 {
      let operands = operation.operands(&generator)
      let widths = operands.map(\.type.width)
      let range = operation.literals?(widths) ?? 0...0
      let step = OperatorStep(
        kind: index, operands: operands, literal: generator.random.literal(in: range))
      if (1...generator.size.widest).contains(step.results[0].width) { return step }
    }
    return nil
  }

  func build(_ hardware: inout Hardware) -> [any HardwareValue] {
    let hardware = hardware
    return [operation.build(Operands(operands, hardware), literal)]
  }

  func write(_ code: inout SwiftCode) -> [String] {
    let name = "v\(code.node)"
    let texts = operands.map { code.text($0) }
    code.lines.append("let \(name) = \(operation.text(texts, literal))")
    return [name]
  }

  var size: Int {
    1000 + 50 * operands.count + widths.reduce(0, +) + results[0].width
      + Int(min(literal.magnitude, 20))
  }

  var reductions: [any Step] {
    var steps: [OperatorStep] = []
    func add(_ step: OperatorStep) {
      var step = step
      if let range = operation.literals?(step.widths) {
        step.literal = min(max(step.literal, range.lowerBound), range.upperBound)
      }
      if (1...4096).contains(step.results[0].width), step.size < size { steps.append(step) }
    }
    // Widths that have to be equal shrink together.
    let changes = operation.rule == .any ? operands.indices.map { [$0] } : [Array(operands.indices)]
    for change in changes {
      let wide = change.filter { operands[$0].type.kind != .bit }
      for width in [1, 2, 8, 32, 64] + (wide.first.map { [widths[$0] / 2, widths[$0] - 1] } ?? []) {
        var step = self
        for index in wide where width >= 1 && width < widths[index] {
          step.operands[index].type.width = width
        }
        add(step)
      }
    }
    if let range = operation.literals?(widths) {
      for literal in [0, 1, 2, literal / 2] where range.contains(literal) && literal != self.literal
      {
        var step = self
        step.literal = literal
        add(step)
      }
    }
    return steps
  }
}

/// An operator as the generator and the printer see it.
struct OperatorKind: Sendable {
  /// How the widths of the operands depend on each other.
  enum WidthRule: Sendable {
    case any
    case equal
    /// The last one is the amount of a shift that grows.
    case smallAmount
  }

  /// What the summary counts it as.
  let name: String
  /// The types of the operands.
  let kinds: [ValueType.Kind]
  var rule = WidthRule.any
  /// The numbers that may stand in it, for operands of some widths; `nil` without one.
  var literals: (@Sendable ([Int]) -> ClosedRange<Int>)?
  var readsWholeOperands = true
  let result: @Sendable ([Int], Int) -> ValueType
  let build: @Sendable (Operands, Int) -> any HardwareValue
  let text: @Sendable ([String], Int) -> String

  /// All operators.
  static let all =
    unsignedArithmetic + signedArithmetic + shifts + comparisons + logic + selections

  /// Random operands in widths that belong together.
  func operands(_ generator: inout Generator) -> [Operand] {
    var operands: [Operand] = []
    var shared: Int?
    for (place, kind) in kinds.enumerated() {
      let operand: Operand
      if rule == .smallAmount, place == kinds.count - 1 {
        operand = generator.operand(kind, upTo: 7)
      } else if rule == .equal, kind != .bit, let shared {
        operand = generator.operand(ValueType(kind, shared))
      } else {
        operand = generator.operand(kind)
        if kind != .bit { shared = operand.type.width }
      }
      operands.append(operand)
    }
    return operands
  }
}

/// The operands of an operator as hardware.
struct Operands {
  private let operands: [Operand]
  private let hardware: Hardware

  init(_ operands: [Operand], _ hardware: Hardware) {
    self.operands = operands
    self.hardware = hardware
  }

  func u(_ index: Int) -> UInt { hardware.uint(operands[index]) }
  func s(_ index: Int) -> SInt { hardware.sint(operands[index]) }
  func b(_ index: Int) -> Bits { hardware.bits(operands[index]) }
  func bit(_ index: Int) -> Bit { hardware.bit(operands[index]) }
}

/// Bits of a number without a sign.
func unsignedWidth(_ value: Int) -> Int {
  max(1, Int.bitWidth - value.leadingZeroBitCount)
}

/// Bits of a number with a sign.
func signedWidth(_ value: Int) -> Int {
  Int.bitWidth - (value < 0 ? ~value : value).leadingZeroBitCount + 1
}
