import HDL

extension OperatorKind {
  private static func choice(
    _ kind: ValueType.Kind, _ build: @escaping @Sendable (Operands) -> any HardwareValue
  ) -> OperatorKind {
    OperatorKind(
      name: "mux(\(ValueType(kind, 1).typeText))", kinds: [.bit, kind, kind], rule: .equal,
      result: { w, _ in ValueType(kind, w[1]) }, build: { o, _ in build(o) },
      text: { o, _ in "mux(\(o[0]), \(o[1]), \(o[2]))" })
  }

  private static func resizing(
    _ method: String, _ kind: ValueType.Kind, readsWholeOperands: Bool = true,
    _ widths: @escaping @Sendable ([Int]) -> ClosedRange<Int>,
    _ build: @escaping @Sendable (Operands, Int) -> any HardwareValue
  ) -> OperatorKind {
    OperatorKind(
      name: "\(ValueType(kind, 1).typeText).\(method)", kinds: [kind], literals: widths,
      readsWholeOperands: readsWholeOperands,
      result: { _, k in ValueType(kind, k) }, build: build,
      text: { o, k in "\(o[0]).\(method)(to: \(k))" })
  }

  private static let wider: @Sendable ([Int]) -> ClosedRange<Int> = { $0[0]...max(200, $0[0]) }
  private static let narrower: @Sendable ([Int]) -> ClosedRange<Int> = { 1...$0[0] }

  static let selections = [
    choice(.uint) { mux($0.bit(0), $0.u(1), $0.u(2)) },
    choice(.sint) { mux($0.bit(0), $0.s(1), $0.s(2)) },
    choice(.bits) { mux($0.bit(0), $0.b(1), $0.b(2)) },
    choice(.bit) { mux($0.bit(0), $0.bit(1), $0.bit(2)) },
    OperatorKind(
      name: "mux(UInt, Int)", kinds: [.bit, .uint],
      literals: { ValueType(.uint, $0[1]).literals }, result: { w, _ in ValueType(.uint, w[1]) },
      build: { o, k in mux(o.bit(0), o.u(1), k) }, text: { o, k in "mux(\(o[0]), \(o[1]), \(k))" }),
    OperatorKind(
      name: "mux(Int, SInt)", kinds: [.bit, .sint],
      literals: { ValueType(.sint, $0[1]).literals }, result: { w, _ in ValueType(.sint, w[1]) },
      build: { o, k in mux(o.bit(0), k, o.s(1)) }, text: { o, k in "mux(\(o[0]), \(k), \(o[1]))" }),
    resizing("extended", .uint, wider) { $0.u(0).extended(to: $1) },
    resizing("extended", .sint, wider) { $0.s(0).extended(to: $1) },
    resizing("truncated", .uint, readsWholeOperands: false, narrower) { $0.u(0).truncated(to: $1) },
    resizing("truncated", .sint, readsWholeOperands: false, narrower) { $0.s(0).truncated(to: $1) },
    resizing("truncated", .bits, readsWholeOperands: false, narrower) { $0.b(0).truncated(to: $1) },
  ]
}
