import FixedPoint
import HDL

/// What is expected of a case: a number or a condition.
enum FixedResult {
  case number(FixedPointValue)
  case condition(Bool)

  /// The bits of it, least significant first.
  func bits(_ width: Int) -> [UInt8] {
    switch self {
    case .number(let value):
      (0..<width).map { UInt8(truncatingIfNeeded: value.integer >> Int128($0)) & 1 }
    case .condition(let isTrue): [isTrue ? 1 : 0]
    }
  }
}

/// The inputs of a fixed-point design: numbers, a condition and a small amount.
struct FixedInputs<Number, Condition, Amount> {
  let numbers: [Number]
  let condition: Condition
  let amount: Amount
}

typealias FixedOperands = FixedInputs<Fixed, Bit, UInt>
typealias FixedNumbers = FixedInputs<FixedPointValue, Bool, Int>

/// One operation: how it is written, the format of its result (`nil` for a condition), and what
/// `FixedPoint` says of it.
struct FixedCase {
  let name: String
  let format: FixedPointFormat?
  let build: (ModuleBuilder, FixedOperands) -> any HardwareValue
  let expect: (FixedNumbers) throws -> FixedResult

  /// Width of the small amount.
  static let amountWidth = 2
  static let mostAmount = 3

  /// Everything two numbers can do with each other; what has no format is left out.
  static func pair(
    _ i: Int, _ j: Int, of formats: [FixedPointFormat]
  ) -> [FixedCase] {
    let (a, b) = (formats[i], formats[j])
    var cases: [FixedCase] = []
    func add(
      _ name: String, _ format: FixedPointFormat?,
      _ build: @escaping (Fixed, Fixed) -> Fixed,
      _ expect: @escaping (FixedPointValue, FixedPointValue) throws -> FixedPointValue
    ) {
      guard let format else { return }
      cases.append(
        FixedCase(name: "\(name) of \(a) and \(b)", format: format) { _, inputs in
          build(inputs.numbers[i], inputs.numbers[j])
        } expect: {
          .number(try expect($0.numbers[i], $0.numbers[j]))
        })
    }
    func flag(
      _ name: String, _ build: @escaping (Fixed, Fixed) -> Bit,
      _ expect: @escaping (FixedPointValue, FixedPointValue) -> Bool
    ) {
      cases.append(
        FixedCase(name: "\(name) of \(a) and \(b)", format: nil) { _, inputs in
          build(inputs.numbers[i], inputs.numbers[j])
        } expect: {
          .condition(expect($0.numbers[i], $0.numbers[j]))
        })
    }
    add("sum", try? a.adding(b), { $0 .+ $1 }) { try $0.adding($1) }
    add("difference", try? a.subtracting(b), { $0 .- $1 }) { try $0.subtracting($1) }
    add("product", try? a.multiplied(by: b), { $0 .* $1 }) { try $0.multiplied(by: $1) }
    flag("equal", { $0 .== $1 }) { $0.isEqual(to: $1) }
    flag("unequal", { $0 .!= $1 }) { !$0.isEqual(to: $1) }
    flag("less", { $0 .< $1 }) { $0.isLess(than: $1) }
    flag("greater", { $0 .> $1 }) { $1.isLess(than: $0) }
    flag("lessOrEqual", { $0 .<= $1 }) { $0.isLessThanOrEqual(to: $1) }
    flag("greaterOrEqual", { $0 .>= $1 }) { $1.isLessThanOrEqual(to: $0) }
    if let union = try? a.union(b) {
      cases.append(
        FixedCase(name: "mux of \(a) and \(b)", format: union) { _, inputs in
          mux(inputs.condition, inputs.numbers[i], inputs.numbers[j])
        } expect: {
          .number(try ($0.condition ? $0.numbers[i] : $0.numbers[j]).exactlyConverted(to: union))
        })
    }
    return cases
  }

  /// Everything one number can do alone, with an integer or with the amount.
  static func single(_ i: Int, of formats: [FixedPointFormat]) -> [FixedCase] {
    let a = formats[i]
    var cases: [FixedCase] = []
    func add(
      _ name: String, _ format: FixedPointFormat?,
      _ build: @escaping (Fixed, FixedOperands) -> any HardwareValue,
      _ expect: @escaping (FixedPointValue, FixedNumbers) throws -> FixedPointValue
    ) {
      guard let format else { return }
      cases.append(
        FixedCase(name: "\(name) of \(a)", format: format) { _, inputs in
          build(inputs.numbers[i], inputs)
        } expect: {
          .number(try expect($0.numbers[i], $0))
        })
    }
    func flag(
      _ name: String, _ build: @escaping (Fixed) -> Bit,
      _ expect: @escaping (FixedPointValue) -> Bool
    ) {
      cases.append(
        FixedCase(name: "\(name) of \(a)", format: nil) { _, inputs in
          build(inputs.numbers[i])
        } expect: {
          .condition(expect($0.numbers[i]))
        })
    }
    add("negated", try? a.negated(), { value, _ in value.negated() }) { value, _ in
      try value.negated()
    }
    if let target = try? a.magnitude() {
      add("magnitude", target, { value, _ in value.magnitude() }) { value, _ in
        try (value.integer < 0 ? value.negated() : value).exactlyConverted(to: target)
      }
    }
    for places in [0, 3] {
      add("shifted left by \(places)", try? a.shifted(by: places), { value, _ in value .<< places })
      { value, _ in
        try value.shifted(by: places)
      }
      add(
        "shifted right by \(places)", try? a.shifted(by: -places), { value, _ in value .>> places }
      ) { value, _ in
        try value.shifted(by: -places)
      }
    }
    if let wide = try? a.shiftedLeft(upTo: mostAmount) {
      add("shifted left by a value", wide, { $0 .<< $1.amount }) {
        try $0.shifted(by: $1.amount).exactlyConverted(to: wide)
      }
      if let fine = try? wide.shifted(by: -mostAmount) {
        add("shifted right by a value", fine, { $0 .>> $1.amount }) {
          try $0.shifted(by: -$1.amount).exactlyConverted(to: fine)
        }
      }
    }
    for k in [-3, 0, 1, 5] {
      let (one, number) = (FixedPointFormat(only: k), FixedPointValue(k))
      add("sum with \(k)", try? a.adding(one), { value, _ in value .+ k }) { value, _ in
        try value.adding(number)
      }
      add("sum of \(k)", try? one.adding(a), { value, _ in k .+ value }) { value, _ in
        try number.adding(value)
      }
      add("difference to \(k)", try? a.subtracting(one), { value, _ in value .- k }) { value, _ in
        try value.subtracting(number)
      }
      add("difference from \(k)", try? one.subtracting(a), { value, _ in k .- value }) { value, _ in
        try number.subtracting(value)
      }
      add("product with \(k)", try? a.multiplied(by: one), { value, _ in value .* k }) { value, _ in
        try value.multiplied(by: number)
      }
      add("product of \(k)", try? one.multiplied(by: a), { value, _ in k .* value }) { value, _ in
        try number.multiplied(by: value)
      }
      if let union = try? a.union(one) {
        add("mux with \(k)", union, { mux($1.condition, $0, k) }) {
          try ($1.condition ? $0 : number).exactlyConverted(to: union)
        }
        add("mux of \(k)", union, { mux($1.condition, k, $0) }) {
          try ($1.condition ? number : $0).exactlyConverted(to: union)
        }
      }
      flag("equal to \(k)", { $0 .== k }) { $0.isEqual(to: number) }
      flag("unequal to \(k)", { $0 .!= k }) { !$0.isEqual(to: number) }
      flag("below \(k)", { $0 .< k }) { $0.isLess(than: number) }
      flag("above \(k)", { $0 .> k }) { number.isLess(than: $0) }
      flag("at most \(k)", { $0 .<= k }) { $0.isLessThanOrEqual(to: number) }
      flag("at least \(k)", { $0 .>= k }) { number.isLessThanOrEqual(to: $0) }
    }
    add("bits read again", a, { value, _ in value.asBits.asFixed(a) }) { value, _ in value }
    if a.exponent >= 0, let whole = try? a.aligned(toExponent: 0),
      let number = try? FixedPointFormat(
        signed: true, minimum: whole.minimum, maximum: whole.maximum)
    {
      add("exact signed integer", number, { value, _ in value.exactSInt() }) { value, _ in
        try value.exactlyConverted(to: number)
      }
    }
    return cases
  }

  /// Every conversion of a number into a format, with and without a report of overflow.
  static func conversions(
    _ i: Int, of formats: [FixedPointFormat], to target: FixedPointFormat
  ) -> [FixedCase] {
    let source = formats[i]
    var cases: [FixedCase] = []
    for rounding in RoundingMode.allCases {
      for (overflow, mode) in [(Fixed.Overflow.saturate, OverflowMode.saturate), (.wrap, .wrap)] {
        if overflow == .wrap, !target.isFullRange { continue }
        let name = "\(source) to \(target) by \(rounding), \(overflow)"
        func expected(_ inputs: FixedNumbers) throws -> FixedPointConversion {
          try inputs.numbers[i].converted(to: target, rounding: rounding, overflow: mode)
        }
        cases += [
          FixedCase(name: name, format: target) { _, inputs in
            inputs.numbers[i].converted(to: target, rounding: rounding, overflow: overflow)
          } expect: {
            .number(try expected($0).value)
          },
          FixedCase(name: "\(name), reporting", format: target) { _, inputs in
            inputs.numbers[i].convertedReportingOverflow(
              to: target, rounding: rounding, overflow: overflow
            ).value
          } expect: {
            .number(try expected($0).value)
          },
          FixedCase(name: "\(name), overflow", format: nil) { _, inputs in
            inputs.numbers[i].convertedReportingOverflow(
              to: target, rounding: rounding, overflow: overflow
            ).overflow
          } expect: {
            .condition(!(try expected($0).flags).isDisjoint(with: [.saturated, .wrapped]))
          },
        ]
      }
    }
    return cases
  }
}
