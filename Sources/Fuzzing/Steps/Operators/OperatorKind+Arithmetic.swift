import HDL

extension OperatorKind {
  /// Numbers that operators widen to.
  private static let anyUnsigned: @Sendable ([Int]) -> ClosedRange<Int> = { _ in 0...Int.max }
  private static let anySigned: @Sendable ([Int]) -> ClosedRange<Int> = { _ in Int.min...Int.max }
  /// Numbers that fit the first operand.
  private static let fitsUnsigned: @Sendable ([Int]) -> ClosedRange<Int> = {
    ValueType(.uint, $0[0]).literals
  }
  private static let fitsSigned: @Sendable ([Int]) -> ClosedRange<Int> = {
    ValueType(.sint, $0[0]).literals
  }

  static let unsignedArithmetic = [
    OperatorKind(
      name: "UInt .+ UInt", kinds: [.uint, .uint],
      result: { w, _ in ValueType(.uint, max(w[0], w[1]) + 1) },
      build: { o, _ in o.u(0) .+ o.u(1) }, text: { o, _ in "\(o[0]) .+ \(o[1])" }),
    OperatorKind(
      name: "UInt .+ Int", kinds: [.uint], literals: anyUnsigned,
      result: { w, k in ValueType(.uint, max(w[0], unsignedWidth(k)) + 1) },
      build: { o, k in o.u(0) .+ k }, text: { o, k in "\(o[0]) .+ \(k)" }),
    OperatorKind(
      name: "Int .+ UInt", kinds: [.uint], literals: anyUnsigned,
      result: { w, k in ValueType(.uint, max(w[0], unsignedWidth(k)) + 1) },
      build: { o, k in k .+ o.u(0) }, text: { o, k in "\(k) .+ \(o[0])" }),
    OperatorKind(
      name: "UInt .- UInt", kinds: [.uint, .uint],
      result: { w, _ in ValueType(.sint, max(w[0], w[1]) + 1) },
      build: { o, _ in o.u(0) .- o.u(1) }, text: { o, _ in "\(o[0]) .- \(o[1])" }),
    OperatorKind(
      name: "UInt .- Int", kinds: [.uint], literals: anyUnsigned,
      result: { w, k in ValueType(.sint, max(w[0], unsignedWidth(k)) + 1) },
      build: { o, k in o.u(0) .- k }, text: { o, k in "\(o[0]) .- \(k)" }),
    OperatorKind(
      name: "Int .- UInt", kinds: [.uint], literals: anyUnsigned,
      result: { w, k in ValueType(.sint, max(w[0], unsignedWidth(k)) + 1) },
      build: { o, k in k .- o.u(0) }, text: { o, k in "\(k) .- \(o[0])" }),
    OperatorKind(
      name: "UInt .* UInt", kinds: [.uint, .uint],
      result: { w, _ in ValueType(.uint, w[0] + w[1]) },
      build: { o, _ in o.u(0) .* o.u(1) }, text: { o, _ in "\(o[0]) .* \(o[1])" }),
    OperatorKind(
      name: "UInt .* Int", kinds: [.uint], literals: anyUnsigned,
      result: { w, k in ValueType(.uint, w[0] + unsignedWidth(k)) },
      build: { o, k in o.u(0) .* k }, text: { o, k in "\(o[0]) .* \(k)" }),
    OperatorKind(
      name: "Int .* UInt", kinds: [.uint], literals: anyUnsigned,
      result: { w, k in ValueType(.uint, w[0] + unsignedWidth(k)) },
      build: { o, k in k .* o.u(0) }, text: { o, k in "\(k) .* \(o[0])" }),
    OperatorKind(
      name: "UInt .&+ UInt", kinds: [.uint, .uint], rule: .equal,
      result: { w, _ in ValueType(.uint, w[0]) },
      build: { o, _ in o.u(0) .&+ o.u(1) }, text: { o, _ in "\(o[0]) .&+ \(o[1])" }),
    OperatorKind(
      name: "UInt .&+ Int", kinds: [.uint], literals: fitsUnsigned,
      result: { w, _ in ValueType(.uint, w[0]) },
      build: { o, k in o.u(0) .&+ k }, text: { o, k in "\(o[0]) .&+ \(k)" }),
    OperatorKind(
      name: "UInt .&- UInt", kinds: [.uint, .uint], rule: .equal,
      result: { w, _ in ValueType(.uint, w[0]) },
      build: { o, _ in o.u(0) .&- o.u(1) }, text: { o, _ in "\(o[0]) .&- \(o[1])" }),
    OperatorKind(
      name: "UInt .&- Int", kinds: [.uint], literals: fitsUnsigned,
      result: { w, _ in ValueType(.uint, w[0]) },
      build: { o, k in o.u(0) .&- k }, text: { o, k in "\(o[0]) .&- \(k)" }),
    OperatorKind(
      name: "UInt.signed", kinds: [.uint], result: { w, _ in ValueType(.sint, w[0] + 1) },
      build: { o, _ in o.u(0).signed() }, text: { o, _ in "\(o[0]).signed()" }),
  ]

  static let signedArithmetic = [
    OperatorKind(
      name: "SInt .+ SInt", kinds: [.sint, .sint],
      result: { w, _ in ValueType(.sint, max(w[0], w[1]) + 1) },
      build: { o, _ in o.s(0) .+ o.s(1) }, text: { o, _ in "\(o[0]) .+ \(o[1])" }),
    OperatorKind(
      name: "SInt .+ Int", kinds: [.sint], literals: anySigned,
      result: { w, k in ValueType(.sint, max(w[0], signedWidth(k)) + 1) },
      build: { o, k in o.s(0) .+ k }, text: { o, k in "\(o[0]) .+ \(k)" }),
    OperatorKind(
      name: "Int .+ SInt", kinds: [.sint], literals: anySigned,
      result: { w, k in ValueType(.sint, max(w[0], signedWidth(k)) + 1) },
      build: { o, k in k .+ o.s(0) }, text: { o, k in "\(k) .+ \(o[0])" }),
    OperatorKind(
      name: "SInt .- SInt", kinds: [.sint, .sint],
      result: { w, _ in ValueType(.sint, max(w[0], w[1]) + 1) },
      build: { o, _ in o.s(0) .- o.s(1) }, text: { o, _ in "\(o[0]) .- \(o[1])" }),
    OperatorKind(
      name: "SInt .- Int", kinds: [.sint], literals: anySigned,
      result: { w, k in ValueType(.sint, max(w[0], signedWidth(k)) + 1) },
      build: { o, k in o.s(0) .- k }, text: { o, k in "\(o[0]) .- \(k)" }),
    OperatorKind(
      name: "Int .- SInt", kinds: [.sint], literals: anySigned,
      result: { w, k in ValueType(.sint, max(w[0], signedWidth(k)) + 1) },
      build: { o, k in k .- o.s(0) }, text: { o, k in "\(k) .- \(o[0])" }),
    OperatorKind(
      name: "SInt .* SInt", kinds: [.sint, .sint],
      result: { w, _ in ValueType(.sint, w[0] + w[1]) },
      build: { o, _ in o.s(0) .* o.s(1) }, text: { o, _ in "\(o[0]) .* \(o[1])" }),
    OperatorKind(
      name: "SInt .* Int", kinds: [.sint], literals: anySigned,
      result: { w, k in ValueType(.sint, w[0] + signedWidth(k)) },
      build: { o, k in o.s(0) .* k }, text: { o, k in "\(o[0]) .* \(k)" }),
    OperatorKind(
      name: "Int .* SInt", kinds: [.sint], literals: anySigned,
      result: { w, k in ValueType(.sint, w[0] + signedWidth(k)) },
      build: { o, k in k .* o.s(0) }, text: { o, k in "\(k) .* \(o[0])" }),
    OperatorKind(
      name: "SInt .&+ SInt", kinds: [.sint, .sint], rule: .equal,
      result: { w, _ in ValueType(.sint, w[0]) },
      build: { o, _ in o.s(0) .&+ o.s(1) }, text: { o, _ in "\(o[0]) .&+ \(o[1])" }),
    OperatorKind(
      name: "SInt .&+ Int", kinds: [.sint], literals: fitsSigned,
      result: { w, _ in ValueType(.sint, w[0]) },
      build: { o, k in o.s(0) .&+ k }, text: { o, k in "\(o[0]) .&+ \(k)" }),
    OperatorKind(
      name: "SInt .&- SInt", kinds: [.sint, .sint], rule: .equal,
      result: { w, _ in ValueType(.sint, w[0]) },
      build: { o, _ in o.s(0) .&- o.s(1) }, text: { o, _ in "\(o[0]) .&- \(o[1])" }),
    OperatorKind(
      name: "SInt .&- Int", kinds: [.sint], literals: fitsSigned,
      result: { w, _ in ValueType(.sint, w[0]) },
      build: { o, k in o.s(0) .&- k }, text: { o, k in "\(o[0]) .&- \(k)" }),
    OperatorKind(
      name: "SInt.negated", kinds: [.sint], result: { w, _ in ValueType(.sint, w[0] + 1) },
      build: { o, _ in o.s(0).negated() }, text: { o, _ in "\(o[0]).negated()" }),
    OperatorKind(
      name: "SInt.magnitude", kinds: [.sint], result: { w, _ in ValueType(.uint, w[0]) },
      build: { o, _ in o.s(0).magnitude() }, text: { o, _ in "\(o[0]).magnitude()" }),
  ]
}
