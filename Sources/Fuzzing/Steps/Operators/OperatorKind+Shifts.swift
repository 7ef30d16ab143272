import HDL

extension OperatorKind {
  private static let amounts: @Sendable ([Int]) -> ClosedRange<Int> = { 0...$0[0] + 3 }

  static let shifts = [
    OperatorKind(
      name: "UInt .<< Int", kinds: [.uint], literals: amounts,
      result: { w, k in ValueType(.uint, w[0] + k) },
      build: { o, k in o.u(0) .<< k }, text: { o, k in "\(o[0]) .<< \(k)" }),
    OperatorKind(
      name: "UInt .>> Int", kinds: [.uint], literals: { 0...$0[0] - 1 }, readsWholeOperands: false,
      result: { w, k in ValueType(.uint, max(1, w[0] - k)) },
      build: { o, k in o.u(0) .>> k }, text: { o, k in "\(o[0]) .>> \(k)" }),
    OperatorKind(
      name: "SInt .<< Int", kinds: [.sint], literals: amounts,
      result: { w, k in ValueType(.sint, w[0] + k) },
      build: { o, k in o.s(0) .<< k }, text: { o, k in "\(o[0]) .<< \(k)" }),
    OperatorKind(
      name: "SInt .>> Int", kinds: [.sint], literals: amounts, readsWholeOperands: false,
      result: { w, k in ValueType(.sint, max(1, w[0] - k)) },
      build: { o, k in o.s(0) .>> k }, text: { o, k in "\(o[0]) .>> \(k)" }),
    OperatorKind(
      name: "UInt .<< UInt", kinds: [.uint, .uint], rule: .smallAmount,
      result: { w, _ in ValueType(.uint, w[0] + (1 << min(w[1], 20)) - 1) },
      build: { o, _ in o.u(0) .<< o.u(1) }, text: { o, _ in "\(o[0]) .<< \(o[1])" }),
    OperatorKind(
      name: "SInt .<< UInt", kinds: [.sint, .uint], rule: .smallAmount,
      result: { w, _ in ValueType(.sint, w[0] + (1 << min(w[1], 20)) - 1) },
      build: { o, _ in o.s(0) .<< o.u(1) }, text: { o, _ in "\(o[0]) .<< \(o[1])" }),
    OperatorKind(
      name: "UInt .>> UInt", kinds: [.uint, .uint],
      result: { w, _ in ValueType(.uint, w[0]) },
      build: { o, _ in o.u(0) .>> o.u(1) }, text: { o, _ in "\(o[0]) .>> \(o[1])" }),
    OperatorKind(
      name: "UInt .>> UInt, short", kinds: [.uint, .uint], rule: .smallAmount,
      result: { w, _ in ValueType(.uint, w[0]) },
      build: { o, _ in o.u(0) .>> o.u(1) }, text: { o, _ in "\(o[0]) .>> \(o[1])" }),
    OperatorKind(
      name: "SInt .>> UInt", kinds: [.sint, .uint],
      result: { w, _ in ValueType(.sint, w[0]) },
      build: { o, _ in o.s(0) .>> o.u(1) }, text: { o, _ in "\(o[0]) .>> \(o[1])" }),
    OperatorKind(
      name: "SInt .>> UInt, short", kinds: [.sint, .uint], rule: .smallAmount,
      result: { w, _ in ValueType(.sint, w[0]) },
      build: { o, _ in o.s(0) .>> o.u(1) }, text: { o, _ in "\(o[0]) .>> \(o[1])" }),
  ]
}
