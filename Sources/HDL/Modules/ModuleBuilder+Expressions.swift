// Widths are settled here: every operation appends explicit extensions, so the nodes it makes have
// operands of equal width. `location` -1 stands for "an infix operator": the next call tells.
extension ModuleBuilder {
  func constant(_ value: Int, width: Int32, location: Int32) -> NodeID {
    let wordCount = Int((width + 63) / 64)
    var words = [UInt64](repeating: value < 0 ? .max : 0, count: wordCount)
    words[0] = UInt64(bitPattern: Int64(value))
    if width % 64 != 0 { words[wordCount - 1] &= (1 << UInt64(width % 64)) - 1 }
    return graph.appendConstant(words: words, width: width, location: location)
  }

  /// A constant in the fewest bits that hold an unsigned value.
  func unsignedLiteral(_ value: Int, location: Int32 = -1) -> NodeID {
    if value < 0 {
      reportOperation(
        .literalOutOfRange, "the constant \(value) is negative where an unsigned one is needed",
        location,
        fix: "use a constant of at least 0, or convert the value with `.signed()`")
      return constant(0, width: 1, location: location)
    }
    let width = max(1, Int.bitWidth - value.leadingZeroBitCount)
    return constant(value, width: Int32(width), location: location)
  }

  /// A constant in the fewest bits that hold a two's-complement value.
  func signedLiteral(_ value: Int, location: Int32 = -1) -> NodeID {
    let magnitude = value < 0 ? ~value : value
    let width = Int.bitWidth - magnitude.leadingZeroBitCount + 1
    return constant(value, width: Int32(width), location: location)
  }

  /// A constant in the width of another value.
  func literal(_ value: Int, like signal: Signal, signed: Bool, location: Int32 = -1) -> NodeID {
    literal(value, width: signal.width, signed: signed, location: location)
  }

  /// A constant in a given width; `what` names it in the message of one that does not fit.
  func literal(
    _ value: Int, width: Int, signed: Bool, what: String? = nil, location: Int32
  ) -> NodeID {
    // Within 63 bits the range is checked; any Int fits more bits unless it is negative.
    let low = signed ? (width >= 64 ? Int.min : -(1 << (width - 1))) : 0
    let high = width - (signed ? 1 : 0) >= 63 ? Int.max : (1 << (width - (signed ? 1 : 0))) - 1
    if value < low || value > high {
      let bits = "\(width) \(signed ? "signed" : "unsigned") \(width == 1 ? "bit" : "bits")"
      reportOperation(
        .literalOutOfRange, "\(what ?? "the constant \(value)") does not fit \(bits)", location,
        fix: "use a value in \(low)...\(high) or more bits")
      return constant(0, width: Int32(width), location: location)
    }
    return constant(value, width: Int32(width), location: location)
  }

  func extend(_ node: NodeID, to width: Int, signed: Bool, location: Int32) -> NodeID {
    let from = Int(graph.widths[Int(node)])
    if width == from { return node }
    guard checkResult(width, "\(describe(node)) extended", location) else { return node }
    if graph.operations[Int(node)] == .constant, from <= 64 {
      var value = Int64(bitPattern: graph.constantWords(of: node).first ?? 0)
      if signed, from < 64 { value = (value << (64 - from)) >> (64 - from) }
      if signed || value >= 0 {
        return constant(Int(value), width: Int32(width), location: location)
      }
    }
    // An extension of an extension is one, and what zeros were put above has no other sign.
    let inner = graph.operations[Int(node)]
    if inner == .zeroExtend || (inner == .signExtend && signed), graph.nameIDs[Int(node)] < 0 {
      return append(
        inner, width: Int32(width), [graph.operand(0, of: node)], location: location)
    }
    return append(
      signed ? .signExtend : .zeroExtend, width: Int32(width), [node], location: location)
  }

  func complement(_ node: NodeID) -> NodeID {
    if graph.operations[Int(node)] == .constant, width(node) == 1 {
      return constant(graph.constantWords(of: node).first == 0 ? 1 : 0, width: 1, location: -1)
    }
    return append(.not, width: graph.widths[Int(node)], [node], location: -1)
  }

  func slice(_ node: NodeID, low: Int, width: Int, location: Int32) -> NodeID {
    if low == 0, width == graph.widths[Int(node)] { return node }
    return append(.slice, width: Int32(width), payload: Int32(low), [node], location: location)
  }

  func checkedSlice(_ node: NodeID, _ range: Range<Int>, location: Int32) -> NodeID {
    guard range.lowerBound >= 0, range.upperBound <= graph.widths[Int(node)], !range.isEmpty else {
      excuse([Signal(builder: self, node: node)])
      reportSlice(node, range, location)
      return placeholder(range.count, location)
    }
    return slice(node, low: range.lowerBound, width: range.count, location: location)
  }

  func concatenate(_ nodes: [NodeID], location: Int32) -> NodeID {
    if nodes.count == 1 { return nodes[0] }
    let width = nodes.reduce(0) { $0 + Int(graph.widths[Int($1)]) }
    guard checkWidth(width, "the concatenation", location) else { return placeholder(1, location) }
    return append(.concatenate, width: Int32(width), nodes, location: location)
  }

  // MARK: Arithmetic

  /// Reports a result wider than the language takes.
  private func checkResult(
    _ width: Int, _ what: @autoclosure () -> String, _ location: Int32
  ) -> Bool {
    if width <= Self.widest { return true }
    reportOperation(
      .widthOutOfRange, "\(what()) would be \(width) bits wide", location,
      fix: "a width is 1 to \(Self.widest) bits")
    return false
  }

  func pair(_ left: Signal, _ right: Signal) -> (NodeID, NodeID)? {
    if right.builder === self { return (left.node, right.node) }
    right.builder.excuse([right])
    // With the left operand foreign, what takes the result tells.
    if elaborator.current === self {
      excuse([left])
      reportOperation(
        .foreignValue, foreignMessage(right), -1, notes: [foreignNote(right)],
        fix: "pass it through a port")
    }
    return nil
  }

  func growingSum(_ left: Signal, _ right: Signal, signed: Bool) -> NodeID {
    growing(.add, left, right, signed: signed, width: max(left.width, right.width) + 1)
  }

  func growingDifference(_ left: Signal, _ right: Signal, signed: Bool) -> NodeID {
    growing(.subtract, left, right, signed: signed, width: max(left.width, right.width) + 1)
  }

  func growingProduct(_ left: Signal, _ right: Signal, signed: Bool) -> NodeID {
    growing(
      signed ? .multiplySigned : .multiply, left, right, signed: signed,
      width: left.width + right.width)
  }

  private func growing(
    _ operation: Operation, _ left: Signal, _ right: Signal, signed: Bool, width: Int
  ) -> NodeID {
    guard let (a, b) = pair(left, right) else { return left.node }
    let symbol = operation.infixSymbol ?? ""
    guard checkResult(width, describe(a, symbol, b), -1) else {
      excuse([left, right])
      return a
    }
    let first = extend(a, to: width, signed: signed, location: -1)
    let second = extend(b, to: width, signed: signed, location: -1)
    return append(operation, width: Int32(width), [first, second], location: -1)
  }

  func compare(_ operation: Operation, _ left: Signal, _ right: Signal, signed: Bool) -> NodeID {
    guard let (a, b) = pair(left, right) else { return placeholder(1, -1) }
    if let outcome = decidedComparison(operation, a, b, signed: signed) {
      // Tools warn of such comparisons. The operands count as read all the same.
      for node in [a, b] where graph.operations[Int(node)] != .constant { ignored.append(node) }
      return constant(outcome ? 1 : 0, width: 1, location: -1)
    }
    let width = max(left.width, right.width)
    let first = extend(a, to: width, signed: signed, location: -1)
    let second = extend(b, to: width, signed: signed, location: -1)
    return append(operation, width: 1, [first, second], location: -1)
  }

  func equalWidths(
    _ operation: Operation, _ symbol: String, _ left: Signal, _ right: Signal, result: Int32? = nil
  ) -> NodeID {
    guard let (a, b) = pair(left, right) else {
      return result.map { placeholder(Int($0), -1) } ?? left.node
    }
    if left.width != right.width {
      excuse([left, right])
      reportOperation(
        .widthMismatch,
        Self.widthMessage(symbol, describe(a), left.width, describe(b), right.width),
        -1, [a, b], fix: widthFix(a, b))
      return result.map { placeholder(Int($0), -1) } ?? a
    }
    return append(operation, width: result ?? graph.widths[Int(a)], [a, b], location: -1)
  }

  // MARK: Shifts

  func shiftLeft(_ node: NodeID, by amount: Int) -> NodeID {
    guard checkAmount(amount) else { return node }
    if amount == 0 { return node }
    let width = width(node) + amount
    guard checkResult(width, "`\(graph.expressionText(node, depth: 1)) .<< \(amount)`", -1) else {
      return node
    }
    return append(
      .concatenate, width: Int32(width),
      [node, constant(0, width: Int32(amount), location: -1)], location: -1)
  }

  func shiftRight(_ node: NodeID, by amount: Int, signed: Bool) -> NodeID {
    guard checkAmount(amount) else { return node }
    let width = Int(graph.widths[Int(node)])
    if amount >= width, !signed { return constant(0, width: 1, location: -1) }
    let low = min(amount, width - 1)
    return slice(node, low: low, width: width - low, location: -1)
  }

  /// The widest amount that reaches Verilog. No value has more than 2^16 bits, and tools that find a
  /// wide amount to be constant refuse it, or take it for negative (Yosys 0.23 from 2^31 - 1 on).
  private static let widestAmount = 16

  func dynamicShift(_ operation: Operation, _ value: Signal, _ amount: Signal) -> NodeID {
    guard let (a, b) = pair(value, amount) else { return value.node }
    let width = Int32(value.width)
    if graph.operations[Int(b)] == .constant { return constantShift(operation, a, by: b) }
    guard amount.width > Self.widestAmount else {
      return append(operation, width: width, [a, b], location: -1)
    }
    // No value is that wide: with any bit above set, everything is shifted out.
    let low = slice(b, low: 0, width: Self.widestAmount, location: -1)
    let high = slice(
      b, low: Self.widestAmount, width: amount.width - Self.widestAmount, location: -1)
    let isBeyond = self.width(high) == 1 ? high : append(.reduceOr, width: 1, [high], location: -1)
    let rest: NodeID
    if operation == .shiftRightSigned {
      let sign = slice(a, low: value.width - 1, width: 1, location: -1)
      rest = extend(sign, to: value.width, signed: true, location: -1)
    } else {
      rest = constant(0, width: width, location: -1)
    }
    let shifted = append(operation, width: width, [a, low], location: -1)
    return append(.mux, width: width, [isBeyond, rest, shifted], location: -1)
  }

  /// A shift by an amount that turns out to be constant: tools warn of one that shifts everything
  /// out. Bits shifted out are dropped on purpose.
  private func constantShift(_ operation: Operation, _ value: NodeID, by amount: NodeID) -> NodeID {
    let width = width(value)
    let words = graph.constantWords(of: amount)
    let isBeyond = words.dropFirst().contains { $0 != 0 }
    let count = isBeyond ? width : Int(min(words.first ?? 0, UInt64(width)))
    guard count > 0 else { return value }
    let rest = width - count
    let lost =
      rest == 0
      ? value
      : slice(value, low: operation == .shiftLeft ? rest : 0, width: count, location: -1)
    if graph.operations[Int(value)] != .constant { dropped.append(lost) }
    switch operation {
    case .shiftLeft:
      let zeros = constant(0, width: Int32(count), location: -1)
      guard rest > 0 else { return zeros }
      let kept = slice(value, low: 0, width: rest, location: -1)
      return append(.concatenate, width: Int32(width), [kept, zeros], location: -1)
    case .shiftRightSigned:
      let kept = slice(value, low: min(count, width - 1), width: max(rest, 1), location: -1)
      return extend(kept, to: width, signed: true, location: -1)
    default:
      guard rest > 0 else { return constant(0, width: Int32(width), location: -1) }
      let kept = slice(value, low: count, width: rest, location: -1)
      return extend(kept, to: width, signed: false, location: -1)
    }
  }

  func dynamicShiftLeft(_ value: Signal, _ amount: Signal, signed: Bool) -> NodeID {
    guard amount.width <= 10 else {
      excuse([amount])
      reportOperation(
        .widthOutOfRange,
        "a left shift by \(describe(amount.node)) of \(amount.width) bits would grow by "
          + "2^\(amount.width) - 1 bits", -1,
        fix: "truncate the amount to at most 10 bits")
      return value.node
    }
    let width = value.width + (1 << amount.width) - 1
    guard checkResult(width, describe(value.node, ".<<", amount.node), -1) else {
      excuse([amount])
      return value.node
    }
    let wide = Signal(
      builder: self, node: extend(value.node, to: width, signed: signed, location: -1))
    return dynamicShift(.shiftLeft, wide, amount)
  }

  private func checkAmount(_ amount: Int) -> Bool {
    if amount >= 0, amount < Self.widest { return true }
    reportOperation(
      .literalOutOfRange, "the shift amount \(amount) is out of range", -1,
      fix: "shift by 0 to \(Self.widest - 1)")
    return false
  }
}
