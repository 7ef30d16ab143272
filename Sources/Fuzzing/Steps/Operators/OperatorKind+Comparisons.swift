import HDL

extension OperatorKind {
  /// A comparison of two values, with what surrounds its symbol in Swift.
  private static func compare(
    _ symbol: String, _ kind: ValueType.Kind, rule: WidthRule = .any,
    _ build: @escaping @Sendable (Operands) -> Bit
  ) -> OperatorKind {
    let type = ValueType(kind, 1).typeText
    return OperatorKind(
      name: "\(type) \(symbol) \(type)", kinds: [kind, kind], rule: rule,
      result: { _, _ in .bit }, build: { o, _ in build(o) },
      text: { o, _ in "\(o[0]) \(symbol) \(o[1])" })
  }

  /// A comparison with a number, inside and outside the range of the value.
  private static func compare(
    _ symbol: String, _ kind: ValueType.Kind,
    literals: @escaping @Sendable ([Int]) -> ClosedRange<Int>,
    _ build: @escaping @Sendable (Operands, Int) -> Bit
  ) -> OperatorKind {
    OperatorKind(
      name: "\(ValueType(kind, 1).typeText) \(symbol) Int", kinds: [kind], literals: literals,
      result: { _, _ in .bit }, build: { o, k in build(o, k) },
      text: { o, k in "\(o[0]) \(symbol) \(k)" })
  }

  /// The range of a value, and one beyond where there is.
  private static let unsigned: @Sendable ([Int]) -> ClosedRange<Int> = {
    let high = ValueType(.uint, $0[0]).literals.upperBound
    return 0...(high == .max ? high : high + 1)
  }
  private static let signed: @Sendable ([Int]) -> ClosedRange<Int> = {
    let range = ValueType(.sint, $0[0]).literals
    return range.upperBound == .max ? range : range.lowerBound - 1...range.upperBound + 1
  }
  private static let fits: @Sendable ([Int]) -> ClosedRange<Int> = {
    ValueType(.bits, $0[0]).literals
  }

  static let comparisons = [
    compare(".==", .uint) { $0.u(0) .== $0.u(1) },
    compare(".!=", .uint) { $0.u(0) .!= $0.u(1) },
    compare(".<", .uint) { $0.u(0) .< $0.u(1) },
    compare(".>", .uint) { $0.u(0) .> $0.u(1) },
    compare(".<=", .uint) { $0.u(0) .<= $0.u(1) },
    compare(".>=", .uint) { $0.u(0) .>= $0.u(1) },
    compare(".==", .sint) { $0.s(0) .== $0.s(1) },
    compare(".!=", .sint) { $0.s(0) .!= $0.s(1) },
    compare(".<", .sint) { $0.s(0) .< $0.s(1) },
    compare(".>", .sint) { $0.s(0) .> $0.s(1) },
    compare(".<=", .sint) { $0.s(0) .<= $0.s(1) },
    compare(".>=", .sint) { $0.s(0) .>= $0.s(1) },
    compare(".==", .bits, rule: .equal) { $0.b(0) .== $0.b(1) },
    compare(".!=", .bits, rule: .equal) { $0.b(0) .!= $0.b(1) },
    compare(".==", .bit) { $0.bit(0) .== $0.bit(1) },
    compare(".==", .uint, literals: unsigned) { $0.u(0) .== $1 },
    compare(".!=", .uint, literals: unsigned) { $0.u(0) .!= $1 },
    compare(".<", .uint, literals: unsigned) { $0.u(0) .< $1 },
    compare(".>", .uint, literals: unsigned) { $0.u(0) .> $1 },
    compare(".<=", .uint, literals: unsigned) { $0.u(0) .<= $1 },
    compare(".>=", .uint, literals: unsigned) { $0.u(0) .>= $1 },
    compare(".==", .sint, literals: signed) { $0.s(0) .== $1 },
    compare(".!=", .sint, literals: signed) { $0.s(0) .!= $1 },
    compare(".<", .sint, literals: signed) { $0.s(0) .< $1 },
    compare(".>", .sint, literals: signed) { $0.s(0) .> $1 },
    compare(".<=", .sint, literals: signed) { $0.s(0) .<= $1 },
    compare(".>=", .sint, literals: signed) { $0.s(0) .>= $1 },
    compare(".==", .bits, literals: fits) { $0.b(0) .== $1 },
  ]
}
