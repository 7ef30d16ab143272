import FixedPoint
import HDL

extension FixedStep {
  static func random(_ generator: inout Generator) -> (any Step)? {
    for _ in 0..<8 {
      let expression = FixedExpression.random(&generator, depth: generator.random.next(in: 1...3))
      var step = FixedStep(expression: expression, use: .bits)
      switch generator.random.next(in: 0...9) {
      case 0...1:
        let other = FixedExpression.random(&generator, depth: generator.random.next(in: 0...1))
        step.use = .comparison(generator.random.pick(Comparison.allCases), other)
      case 2...4:
        if case .converted(let value, let target, let rounding, let overflow) = expression {
          step.expression = value
          step.use = .reporting(target, rounding, overflow)
        }
      default: break
      }
      if step.isLegal { return step }
    }
    return nil
  }

  var reductions: [any Step] {
    var steps: [FixedStep] = []
    func vary(_ expression: FixedExpression, _ use: Use) {
      steps.append(FixedStep(expression: expression, use: use))
    }
    switch use {
    case .bits: break
    // As many results: what reports stays.
    case .reporting(let target, _, let overflow):
      for rounding in RoundingMode.allCases {
        vary(expression, .reporting(target, rounding, overflow))
      }
    case .comparison(let comparison, let other):
      for smaller in other.reductions { vary(expression, .comparison(comparison, smaller)) }
    }
    for smaller in expression.reductions { vary(smaller, use) }
    return steps.filter { $0.isLegal && $0.size < size }
  }
}

extension FixedExpression {
  /// A random expression; whether the language takes it is for the step to see.
  static func random(_ generator: inout Generator, depth: Int) -> FixedExpression {
    guard depth > 0 else {
      let limit = generator.random.chance(80) ? 16 : 40
      return .operand(
        generator.operand(.bits, upTo: limit), signed: generator.random.chance(50),
        exponent: generator.random.next(in: -12...4))
    }
    func part() -> FixedExpression {
      random(&generator, depth: generator.random.next(in: 0...depth - 1))
    }
    switch generator.random.next(in: 0...13) {
    case 0...2: return .infix(generator.random.pick(Infix.allCases), part(), part())
    case 3:
      return .literal(
        generator.random.pick(Infix.allCases), part(), generator.random.next(in: -20...20),
        isLeft: generator.random.chance(50))
    case 4: return .negated(part())
    case 5: return .magnitude(part())
    case 6: return .scaled(part(), generator.random.next(in: -6...6))
    case 7:
      return .shifted(
        part(), generator.operand(.uint, upTo: 4), isLeft: generator.random.chance(50))
    case 8: return .choice(generator.operand(.bit), part(), part())
    default:
      let value = part()
      return value.result.flatMap { value.conversion(from: $0.format, &generator) } ?? value
    }
  }

  /// A conversion of this value, near enough to its range for every kind of overflow.
  private func conversion(
    from format: FixedPointFormat, _ generator: inout Generator
  ) -> FixedExpression? {
    let rounding = generator.random.pick(RoundingMode.allCases)
    let overflow = generator.random.pick(Fixed.Overflow.allCases)
    let exponent = format.exponent + generator.random.next(in: -3...6)
    let isSigned = generator.random.chance(format.isSigned ? 70 : 25)
    switch overflow {
    case .proven:
      guard exponent >= format.exponent,
        let range = try? format.rounded(toExponent: exponent, rounding: rounding)
      else { return .converted(self, Target(format), rounding, .proven) }
      return .converted(self, Target(range), rounding, .proven)
    case .wrap, .saturate:
      let width =
        format.bitWidth - (exponent - format.exponent) + generator.random.next(in: -6...2)
      guard var target = Target(width: max(1, width), isSigned: isSigned, exponent: exponent) else {
        return nil
      }
      if overflow == .saturate, generator.random.chance(40) {
        // A range that is not every pattern of its bits.
        let span = target.maximum - target.minimum
        target.maximum -= span / Int128(generator.random.next(in: 2...9))
        if target.minimum < 0 {
          target.minimum += span / Int128(generator.random.next(in: 3...9))
        }
        guard target.minimum < target.maximum else { return nil }
      }
      return .converted(self, target, rounding, overflow)
    }
  }

  /// Expressions with an operator less, or with narrower operands.
  var reductions: [FixedExpression] {
    func rebuilt(_ make: (FixedExpression) -> FixedExpression, _ part: FixedExpression)
      -> [FixedExpression]
    { part.reductions.map(make) }
    switch self {
    case .operand(let operand, let signed, let exponent):
      return operand.type.narrower.map {
        .operand(Operand(operand.value, as: $0), signed: signed, exponent: exponent)
      }
    case .infix(let infix, let left, let right):
      return [left, right] + rebuilt({ .infix(infix, $0, right) }, left)
        + rebuilt({ .infix(infix, left, $0) }, right)
    case .literal(let infix, let value, let number, let isLeft):
      return [value] + rebuilt({ .literal(infix, $0, number, isLeft: isLeft) }, value)
    case .negated(let value): return [value] + rebuilt({ .negated($0) }, value)
    case .magnitude(let value): return [value] + rebuilt({ .magnitude($0) }, value)
    case .scaled(let value, let places): return [value] + rebuilt({ .scaled($0, places) }, value)
    case .shifted(let value, let amount, let isLeft):
      return [value]
        + amount.type.narrower.map {
          .shifted(value, Operand(amount.value, as: $0), isLeft: isLeft)
        } + rebuilt({ .shifted($0, amount, isLeft: isLeft) }, value)
    case .choice(let condition, let first, let second):
      return [first, second] + rebuilt({ .choice(condition, $0, second) }, first)
        + rebuilt({ .choice(condition, first, $0) }, second)
    case .converted(let value, let target, let rounding, let overflow):
      return [value] + rebuilt({ .converted($0, target, rounding, overflow) }, value)
    }
  }
}
