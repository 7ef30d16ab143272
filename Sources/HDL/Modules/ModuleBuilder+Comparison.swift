extension ModuleBuilder {
  /// What a comparison with a constant always gives, when the width of the other side alone decides
  /// it, as in `u .>= 0` or, on 8 bits, `u .< 256`; `nil` when it takes hardware to tell.
  func decidedComparison(
    _ operation: Operation, _ left: NodeID, _ right: NodeID, signed: Bool
  ) -> Bool? {
    guard graph.operations[Int(left)] == .constant || graph.operations[Int(right)] == .constant,
      let a = range(of: left, signed: signed), let b = range(of: right, signed: signed)
    else { return nil }
    if operation == .equal {
      if a.upperBound < b.lowerBound || b.upperBound < a.lowerBound { return false }
      return a.lowerBound == a.upperBound && a == b ? true : nil
    }
    if a.upperBound < b.lowerBound { return true }
    return a.lowerBound >= b.upperBound ? false : nil
  }

  /// The values a node can have; of a constant beyond 64 bits `nil`.
  private func range(of node: NodeID, signed: Bool) -> ClosedRange<Int128>? {
    // Constants to compare with have at most 64 bits: a hundred stand for all widths beyond.
    let width = width(node)
    let limit = Int128(1) << Int128(min(width, 100))
    if graph.operations[Int(node)] == .constant {
      guard width <= 64 else { return nil }
      let value = Int128(graph.constantWords(of: node).first ?? 0)
      let number = signed && value >= limit / 2 ? value - limit : value
      return number...number
    }
    return signed ? -limit / 2...limit / 2 - 1 : 0...limit - 1
  }
}
