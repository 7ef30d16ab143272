import FixedPoint
import HDL

extension FixedExpression {
  /// The hardware; `nil` where a format cannot be, which no step has.
  func build(_ hardware: Hardware) -> Fixed? {
    switch self {
    case .operand(let operand, let signed, let exponent):
      guard
        let format = Target(width: operand.type.width, isSigned: signed, exponent: exponent)?.format
      else { return nil }
      return hardware.bits(operand).asFixed(format)
    case .infix(let infix, let left, let right):
      guard let left = left.build(hardware), let right = right.build(hardware) else { return nil }
      switch infix {
      case .add: return left .+ right
      case .subtract: return left .- right
      case .multiply: return left .* right
      }
    case .literal(let infix, let value, let number, let isLeft):
      guard let value = value.build(hardware) else { return nil }
      switch infix {
      case .add: return isLeft ? number .+ value : value .+ number
      case .subtract: return isLeft ? number .- value : value .- number
      case .multiply: return isLeft ? number .* value : value .* number
      }
    case .negated(let value): return value.build(hardware)?.negated()
    case .magnitude(let value): return value.build(hardware)?.magnitude()
    case .scaled(let value, let places):
      return value.build(hardware).map { places < 0 ? $0 .>> -places : $0 .<< places }
    case .shifted(let value, let amount, let isLeft):
      let amount = hardware.uint(amount)
      return value.build(hardware).map { isLeft ? $0 .<< amount : $0 .>> amount }
    case .choice(let condition, let first, let second):
      guard let first = first.build(hardware), let second = second.build(hardware) else {
        return nil
      }
      return mux(hardware.bit(condition), first, second)
    case .converted(let value, let target, let rounding, let overflow):
      guard let format = target.format else { return nil }
      return value.build(hardware)?
        .converted(to: format, rounding: rounding, overflow: overflow)
    }
  }

  /// The Swift code. The lines make the formats that it names.
  func text(_ code: inout SwiftCode) -> String {
    switch self {
    case .operand(let operand, let signed, let exponent):
      guard let target = Target(width: operand.type.width, isSigned: signed, exponent: exponent)
      else { return "0" }
      return "\(code.text(operand)).asFixed(\(target.name(&code)))"
    case .infix(let infix, let left, let right):
      let left = left.text(&code)
      return "(\(left) \(infix.rawValue) \(right.text(&code)))"
    case .literal(let infix, let value, let number, let isLeft):
      let value = value.text(&code)
      return isLeft
        ? "(\(number) \(infix.rawValue) \(value))" : "(\(value) \(infix.rawValue) \(number))"
    case .negated(let value): return "\(value.text(&code)).negated()"
    case .magnitude(let value): return "\(value.text(&code)).magnitude()"
    case .scaled(let value, let places):
      return "(\(value.text(&code)) \(places < 0 ? ".>>" : ".<<") \(abs(places)))"
    case .shifted(let value, let amount, let isLeft):
      return "(\(value.text(&code)) \(isLeft ? ".<<" : ".>>") \(code.text(amount)))"
    case .choice(let condition, let first, let second):
      let first = first.text(&code)
      return "mux(\(code.text(condition)), \(first), \(second.text(&code)))"
    case .converted(let value, let target, let rounding, let overflow):
      let value = value.text(&code)
      return
        "\(value).converted(to: \(target.name(&code)), rounding: .\(rounding), overflow: .\(overflow))"
    }
  }
}

extension FixedExpression.Target {
  /// The name of a constant with the format, which a line of the code declares.
  func name(_ code: inout SwiftCode) -> String {
    let name = "f\(code.node)x\(code.lines.count)"
    code.lines.append(
      "let \(name) = (try? FixedPointFormat(signed: \(isSigned), minimum: \(minimum), "
        + "maximum: \(maximum), exponent: \(exponent))) ?? .bit")
    return name
  }
}
