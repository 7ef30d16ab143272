import HDL

extension OperatorKind {
  private static func logic(
    _ symbol: String, _ kind: ValueType.Kind,
    _ build: @escaping @Sendable (Operands) -> any HardwareValue
  ) -> OperatorKind {
    let type = ValueType(kind, 1).typeText
    return OperatorKind(
      name: "\(type) \(symbol) \(type)", kinds: [kind, kind], rule: .equal,
      result: { w, _ in ValueType(kind, w[0]) }, build: { o, _ in build(o) },
      text: { o, _ in "\(o[0]) \(symbol) \(o[1])" })
  }

  private static func complement(
    _ kind: ValueType.Kind, _ build: @escaping @Sendable (Operands) -> any HardwareValue
  ) -> OperatorKind {
    OperatorKind(
      name: ".!\(ValueType(kind, 1).typeText)", kinds: [kind],
      result: { w, _ in ValueType(kind, w[0]) }, build: { o, _ in build(o) },
      text: { o, _ in ".!\(o[0])" })
  }

  private static func reduction(
    _ method: String, _ kind: ValueType.Kind, _ build: @escaping @Sendable (Operands) -> Bit
  ) -> OperatorKind {
    OperatorKind(
      name: "\(ValueType(kind, 1).typeText).\(method)", kinds: [kind], result: { _, _ in .bit },
      build: { o, _ in build(o) }, text: { o, _ in "\(o[0]).\(method)()" })
  }

  static let logic = [
    logic(".&", .uint) { $0.u(0) .& $0.u(1) },
    logic(".|", .uint) { $0.u(0) .| $0.u(1) },
    logic(".^", .uint) { $0.u(0) .^ $0.u(1) },
    logic(".&", .sint) { $0.s(0) .& $0.s(1) },
    logic(".|", .sint) { $0.s(0) .| $0.s(1) },
    logic(".^", .sint) { $0.s(0) .^ $0.s(1) },
    logic(".&", .bits) { $0.b(0) .& $0.b(1) },
    logic(".|", .bits) { $0.b(0) .| $0.b(1) },
    logic(".^", .bits) { $0.b(0) .^ $0.b(1) },
    logic(".&", .bit) { $0.bit(0) .& $0.bit(1) },
    logic(".|", .bit) { $0.bit(0) .| $0.bit(1) },
    logic(".^", .bit) { $0.bit(0) .^ $0.bit(1) },
    complement(.uint) { .!$0.u(0) },
    complement(.sint) { .!$0.s(0) },
    complement(.bits) { .!$0.b(0) },
    complement(.bit) { .!$0.bit(0) },
    reduction("allSet", .uint) { $0.u(0).allSet() },
    reduction("anySet", .uint) { $0.u(0).anySet() },
    reduction("parity", .uint) { $0.u(0).parity() },
    reduction("allSet", .sint) { $0.s(0).allSet() },
    reduction("anySet", .sint) { $0.s(0).anySet() },
    reduction("parity", .sint) { $0.s(0).parity() },
    reduction("allSet", .bits) { $0.b(0).allSet() },
    reduction("anySet", .bits) { $0.b(0).anySet() },
    reduction("parity", .bits) { $0.b(0).parity() },
    OperatorKind(
      name: "Bit.repeated", kinds: [.bit], literals: { _ in 1...200 },
      result: { _, k in ValueType(.bits, k) },
      build: { o, k in o.bit(0).repeated(k) }, text: { o, k in "\(o[0]).repeated(\(k))" }),
  ]
}
