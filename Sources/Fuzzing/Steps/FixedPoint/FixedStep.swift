import FixedPoint
import HDL

/// Arithmetic on fixed-point numbers, of which the bits of the result are taken.
struct FixedStep: Step {
  /// What is made of the number.
  enum Use: Hashable, Sendable {
    /// Its bits.
    case bits
    /// Its bits in another format, and whether it was out of its range.
    case reporting(FixedExpression.Target, RoundingMode, Fixed.Overflow)
    /// A comparison with another one.
    case comparison(Comparison, FixedExpression)
  }

  /// The operators that compare.
  enum Comparison: String, Hashable, Sendable, CaseIterable {
    case equal = ".=="
    case unequal = ".!="
    case less = ".<"
    case greater = ".>"
    case lessOrEqual = ".<="
    case greaterOrEqual = ".>="
  }

  var expression: FixedExpression
  var use: Use

  var name: String { "fixed point" }

  var traits: [String] {
    switch use {
    case .bits: return expression.traits
    case .reporting(_, let rounding, let overflow):
      return expression.traits + [
        "Fixed.converted \(rounding)", "Fixed.convertedReportingOverflow \(overflow)",
      ]
    case .comparison(let comparison, let other):
      return expression.traits + other.traits + ["Fixed \(comparison.rawValue) Fixed"]
    }
  }

  private mutating func visit(_ change: (inout Operand) -> Void) {
    expression.visit(change)
    if case .comparison(let comparison, var other) = use {
      other.visit(change)
      use = .comparison(comparison, other)
    }
  }

  var operands: [Operand] {
    get {
      var (step, operands) = (self, [Operand]())
      step.visit { operands.append($0) }
      return operands
    }
    set {
      var rest = newValue[...]
      visit { $0 = rest.popFirst() ?? $0 }
    }
  }

  /// What is converted once more to tell of an overflow.
  private var converted: FixedExpression {
    guard case .reporting(let target, let rounding, let overflow) = use else { return expression }
    return .converted(expression, target, rounding, overflow)
  }

  var results: [ValueType] {
    let width = converted.result?.format.bitWidth ?? 1
    switch use {
    case .bits: return [ValueType(.bits, width)]
    case .reporting: return [ValueType(.bits, width), .bit]
    case .comparison: return [.bit]
    }
  }

  /// Whether the language takes it and the ranges leave its results a choice.
  var isLegal: Bool {
    guard !converted.hasConstant, let result = converted.result, result.format.bitWidth <= 128,
      operands.allSatisfy({ $0.type.width >= 1 })
    else { return false }
    switch use {
    case .bits: return true
    case .reporting:
      // A flag that the ranges decide would be a constant.
      guard let value = expression.result?.format,
        case .reporting(let target, let rounding, _) = use, let format = target.format,
        let range = try? value.rounded(
          toExponent: max(value.exponent, format.exponent), rounding: rounding)
      else { return false }
      return range.maximumValue.isLess(than: format.minimumValue) == false
        && format.maximumValue.isLess(than: range.minimumValue) == false
        && (range.minimumValue.isLess(than: format.minimumValue)
          || format.maximumValue.isLess(than: range.maximumValue))
    case .comparison(_, let other):
      guard !other.hasConstant, let other = other.result else { return false }
      return result.format.minimumValue.isLess(than: other.format.maximumValue)
        && other.format.minimumValue.isLess(than: result.format.maximumValue)
        && abs(result.format.exponent - other.format.exponent) < 100
    }
  }

  var readsWholeOperands: Bool {
    if case .comparison = use { return true }
    return !expression.isWires
  }

  var size: Int {
    var count = expression.operatorCount
    switch use {
    case .bits: break
    case .reporting: count += 2
    case .comparison(_, let other): count += other.operatorCount + 1
    }
    return 1050 + 50 * operands.count + 40 * count
      + operands.reduce(0) { $0 + $1.type.width } + results.reduce(0) { $0 + $1.width }
  }

  func build(_ hardware: inout Hardware) -> [any HardwareValue] {
    let zeros = results.map { type -> any HardwareValue in
      hardware.module.constant(0, .bits(type.width))
    }
    guard let value = expression.build(hardware) else { return zeros }
    switch use {
    case .bits: return [value.asBits]
    case .reporting(let target, let rounding, let overflow):
      guard let format = target.format else { return zeros }
      let result = value.convertedReportingOverflow(
        to: format, rounding: rounding, overflow: overflow)
      return [result.value.asBits, result.overflow]
    case .comparison(let comparison, let other):
      guard let other = other.build(hardware) else { return zeros }
      switch comparison {
      case .equal: return [value .== other]
      case .unequal: return [value .!= other]
      case .less: return [value .< other]
      case .greater: return [value .> other]
      case .lessOrEqual: return [value .<= other]
      case .greaterOrEqual: return [value .>= other]
      }
    }
  }

  func write(_ code: inout SwiftCode) -> [String] {
    let name = "v\(code.node)"
    let text = expression.text(&code)
    switch use {
    case .bits:
      code.lines.append("let \(name) = \(text).asBits")
      return [name]
    case .reporting(let target, let rounding, let overflow):
      let format = target.name(&code)
      code.lines.append(
        "let \(name) = \(text).convertedReportingOverflow(to: \(format), rounding: .\(rounding), "
          + "overflow: .\(overflow))")
      return ["\(name).value.asBits", "\(name).overflow"]
    case .comparison(let comparison, let other):
      code.lines.append("let \(name) = \(text) \(comparison.rawValue) \(other.text(&code))")
      return [name]
    }
  }
}
