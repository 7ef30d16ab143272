import FixedPoint
import HDL

/// An expression over fixed-point numbers: values read in a format, arithmetic and conversions.
indirect enum FixedExpression: Hashable, Sendable {
  /// All bits of a value as the integer of a format of the full range.
  case operand(Operand, signed: Bool, exponent: Int)
  case infix(Infix, FixedExpression, FixedExpression)
  /// With an integer, on the right or on the left.
  case literal(Infix, FixedExpression, Int, isLeft: Bool)
  case negated(FixedExpression)
  case magnitude(FixedExpression)
  /// The binary point moves.
  case scaled(FixedExpression, Int)
  /// Times or by a power of two that a value says.
  case shifted(FixedExpression, Operand, isLeft: Bool)
  case choice(Operand, FixedExpression, FixedExpression)
  case converted(FixedExpression, Target, RoundingMode, Fixed.Overflow)

  /// The operators with two operands.
  enum Infix: String, Hashable, Sendable, CaseIterable {
    case add = ".+"
    case subtract = ".-"
    case multiply = ".*"
  }

  /// The format of a conversion.
  struct Target: Hashable, Sendable {
    var minimum: Int128
    var maximum: Int128
    var isSigned: Bool
    var exponent: Int

    var format: FixedPointFormat? {
      try? FixedPointFormat(
        signed: isSigned, minimum: minimum, maximum: maximum, exponent: exponent)
    }

    init(_ format: FixedPointFormat) {
      minimum = format.minimum
      maximum = format.maximum
      isSigned = format.isSigned
      exponent = format.exponent
    }

    /// A format of every pattern of some bits.
    init?(width: Int, isSigned: Bool, exponent: Int) {
      guard
        let format = try? FixedPointFormat(
          signed: isSigned, integerBits: width + exponent, fractionBits: -exponent)
      else { return nil }
      self.init(format)
    }
  }

  /// The format of the result, and whether the ranges leave it no choice; `nil` where the language
  /// refuses the expression.
  var result: (format: FixedPointFormat, isConstant: Bool)? {
    func single(_ format: FixedPointFormat?) -> (format: FixedPointFormat, isConstant: Bool)? {
      format.map { ($0, $0.minimum == $0.maximum) }
    }
    switch self {
    case .operand(let operand, let signed, let exponent):
      return single(
        Target(width: operand.type.width, isSigned: signed, exponent: exponent)?.format)
    case .infix(let infix, let left, let right):
      guard let left = left.result?.format, let right = right.result?.format else { return nil }
      return single(infix.format(left, right))
    case .literal(let infix, let value, let number, let isLeft):
      guard let value = value.result?.format else { return nil }
      let number = FixedPointFormat(only: number)
      return single(isLeft ? infix.format(number, value) : infix.format(value, number))
    case .negated(let value): return single(try? value.result?.format.negated())
    case .magnitude(let value): return single(try? value.result?.format.magnitude())
    case .scaled(let value, let places):
      return single(try? value.result?.format.shifted(by: places))
    case .shifted(let value, let amount, let isLeft):
      let most = 1 << amount.type.width - 1
      guard let wide = try? value.result?.format.shiftedLeft(upTo: most) else { return nil }
      return single(isLeft ? wide : try? wide.shifted(by: -most))
    case .choice(_, let first, let second):
      guard let first = first.result?.format, let second = second.result?.format else { return nil }
      return single(try? first.union(second))
    case .converted(let value, let target, let rounding, let overflow):
      return value.result.flatMap { value in
        target.format.flatMap { Self.converted(value.format, to: $0, rounding, overflow) }
      }
    }
  }

  /// What becomes of a conversion by the ranges.
  private static func converted(
    _ format: FixedPointFormat, to target: FixedPointFormat, _ rounding: RoundingMode,
    _ overflow: Fixed.Overflow
  ) -> (format: FixedPointFormat, isConstant: Bool)? {
    let coarsest = max(format.exponent, target.exponent)
    guard coarsest - min(format.exponent, target.exponent) < 120,
      let range = try? format.rounded(toExponent: coarsest, rounding: rounding)
    else { return nil }
    let places = coarsest - target.exponent
    let low = RoundingMode.ceiling.divide(target.minimum, byPowerOfTwo: places).quotient
    let high = RoundingMode.floor.divide(target.maximum, byPowerOfTwo: places).quotient
    let fits = range.minimum >= low && range.maximum <= high
    let isOutside = range.maximum < low || range.minimum > high
    if overflow == .wrap, !target.isFullRange { return nil }
    if overflow == .proven, !fits { return nil }
    // The integer of a constant has to be one, counted in the last place of the target.
    guard range.minimum != range.maximum || range.bitWidth + places < 120 else { return nil }
    let isConstant =
      range.minimum == range.maximum || (isOutside && overflow == .saturate)
      || target.minimum == target.maximum
    return (target, isConstant)
  }

  /// Passes over the operands, in order.
  mutating func visit(_ change: (inout Operand) -> Void) {
    switch self {
    case .operand(var operand, let signed, let exponent):
      change(&operand)
      self = .operand(operand, signed: signed, exponent: exponent)
    case .infix(let infix, var left, var right):
      left.visit(change)
      right.visit(change)
      self = .infix(infix, left, right)
    case .literal(let infix, var value, let number, let isLeft):
      value.visit(change)
      self = .literal(infix, value, number, isLeft: isLeft)
    case .negated(var value):
      value.visit(change)
      self = .negated(value)
    case .magnitude(var value):
      value.visit(change)
      self = .magnitude(value)
    case .scaled(var value, let places):
      value.visit(change)
      self = .scaled(value, places)
    case .shifted(var value, var amount, let isLeft):
      value.visit(change)
      change(&amount)
      self = .shifted(value, amount, isLeft: isLeft)
    case .choice(var condition, var first, var second):
      change(&condition)
      first.visit(change)
      second.visit(change)
      self = .choice(condition, first, second)
    case .converted(var value, let target, let rounding, let overflow):
      value.visit(change)
      self = .converted(value, target, rounding, overflow)
    }
  }

  /// The expressions directly in it.
  var parts: [FixedExpression] {
    switch self {
    case .operand: []
    case .infix(_, let left, let right): [left, right]
    case .choice(_, let first, let second): [first, second]
    case .literal(_, let value, _, _), .negated(let value), .magnitude(let value),
      .scaled(let value, _), .shifted(let value, _, _), .converted(let value, _, _, _):
      [value]
    }
  }

  /// Whether the ranges leave some part of it no choice, which would make it a constant.
  var hasConstant: Bool { result?.isConstant != false || parts.contains(where: \.hasConstant) }

  /// Whether it may be no hardware but some bits of its operand.
  var isWires: Bool {
    switch self {
    case .operand: true
    case .scaled(let value, _), .magnitude(let value), .converted(let value, _, _, _): value.isWires
    default: false
    }
  }

  /// How many operators it has.
  var operatorCount: Int {
    parts.reduce(parts.isEmpty ? 0 : 1) { $0 + $1.operatorCount }
  }

  /// What the summary counts.
  var traits: [String] {
    let own: [String] =
      switch self {
      case .operand: []
      case .infix(let infix, _, _): ["Fixed \(infix.rawValue) Fixed"]
      case .literal(let infix, _, _, let isLeft):
        [isLeft ? "Int \(infix.rawValue) Fixed" : "Fixed \(infix.rawValue) Int"]
      case .negated: ["Fixed.negated"]
      case .magnitude: ["Fixed.magnitude"]
      case .scaled(_, let places): [places < 0 ? "Fixed .>> Int" : "Fixed .<< Int"]
      case .shifted(_, _, let isLeft): [isLeft ? "Fixed .<< UInt" : "Fixed .>> UInt"]
      case .choice: ["mux(Fixed)"]
      case .converted(_, _, let rounding, let overflow):
        ["Fixed.converted \(rounding)", "Fixed.converted \(overflow)"]
      }
    return own + parts.flatMap(\.traits)
  }
}

extension FixedExpression.Infix {
  func format(_ left: FixedPointFormat, _ right: FixedPointFormat) -> FixedPointFormat? {
    switch self {
    case .add: try? left.adding(right)
    case .subtract: try? left.subtracting(right)
    case .multiply: try? left.multiplied(by: right)
    }
  }
}
