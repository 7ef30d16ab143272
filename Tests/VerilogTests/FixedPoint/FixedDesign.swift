import FixedPoint
import HDL
import Testing

/// Many fixed-point operations on the same inputs, an output each.
struct FixedDesign: Module {
  let moduleName: String
  let formats: [FixedPointFormat]
  let cases: [FixedCase]

  struct Ports {
    let numbers: [Fixed]
    let condition: Bit
    let amount: UInt
    let results: [Bits]
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      numbers: formats.map { declare.input(.fixed($0)) }, condition: declare.input(.bit),
      amount: declare.input(.uint(FixedCase.amountWidth)),
      results: cases.map { declare.output(.bits($0.format?.bitWidth ?? 1)) })
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let operands = FixedOperands(
      numbers: ports.numbers, condition: ports.condition, amount: ports.amount)
    ports.condition.ignore()
    ports.amount.ignore()
    for (operation, output) in zip(cases, ports.results) {
      let value = operation.build(module, operands)
      if let number = value as? Fixed, let format = operation.format, number.format != format {
        Issue.record("\(operation.name) has the format \(number.format), not \(format)")
      }
      output.assign(value.asBits)
    }
  }

  static func == (left: FixedDesign, right: FixedDesign) -> Bool {
    left.moduleName == right.moduleName
  }

  func hash(into hasher: inout Hasher) { hasher.combine(moduleName) }
}

extension FixedDesign {
  /// All inputs in the order of the ports, least significant bit first.
  func bits(of inputs: FixedNumbers) -> [[UInt8]] {
    inputs.numbers.map { FixedResult.number($0).bits($0.format.bitWidth) }
      + [
        [inputs.condition ? 1 : 0],
        (0..<FixedCase.amountWidth).map { UInt8(inputs.amount >> $0 & 1) },
      ]
  }
}

/// The formats that the tests are made of.
enum FixedFormats {
  /// Every full range of 1 to 4 bits at exponents -2...2, and ranges that fill no bits.
  static let small: [FixedPointFormat] = {
    var formats: [FixedPointFormat] = []
    for exponent in -2...2 {
      for width in 1...4 {
        for signed in [false, true] {
          if let format = try? FixedPointFormat(
            signed: signed, integerBits: width + exponent, fractionBits: -exponent)
          {
            formats.append(format)
          }
        }
      }
    }
    for (signed, low, high) in [
      (false, 0, 0), (false, 3, 3), (false, 0, 5), (false, 9, 12), (true, -3, 2), (true, -7, -2),
      (true, -1, -1), (true, 0, 3), (true, 2, 6),
    ] {
      for exponent in [-1, 1] {
        if let format = try? FixedPointFormat(
          signed: signed, minimum: Int128(low), maximum: Int128(high), exponent: exponent)
        {
          formats.append(format)
        }
      }
    }
    return formats
  }()

  /// Ranges of up to `bits` bits, drawn at random.
  static func random(
    _ bits: Int, using generator: inout SplitMix64
  ) -> FixedPointFormat {
    let exponent = Int.random(in: -12...12, using: &generator)
    let width = Int.random(in: 1...bits, using: &generator)
    let signed = Bool.random(using: &generator)
    let full = try? FixedPointFormat(
      signed: signed, integerBits: width + exponent, fractionBits: -exponent)
    guard let full, Int.random(in: 0..<3, using: &generator) == 0 else { return full ?? .bit }
    let ends = (0..<2).map { _ in Int128.random(in: full.minimum...full.maximum, using: &generator)
    }
    return
      (try? FixedPointFormat(
        signed: signed, minimum: min(ends[0], ends[1]), maximum: max(ends[0], ends[1]),
        exponent: exponent)) ?? full
  }

  /// An end of the range, a number near one, or any.
  static func value(
    of format: FixedPointFormat, using generator: inout SplitMix64
  ) -> FixedPointValue {
    let span = min(format.maximum.subtractingReportingOverflow(format.minimum).partialValue, 9)
    let integer: Int128 =
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: format.minimum
      case 1: format.maximum
      case 2: format.minimum + Int128.random(in: 0...max(0, span), using: &generator)
      case 3: max(format.minimum, min(format.maximum, Int128.random(in: -4...4, using: &generator)))
      default: Int128.random(in: format.minimum...format.maximum, using: &generator)
      }
    return (try? FixedPointValue(integer: integer, format: format)) ?? format.minimumValue
  }
}
