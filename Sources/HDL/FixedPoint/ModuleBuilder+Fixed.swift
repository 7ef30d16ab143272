import FixedPoint

// How integers of a known range are brought to a width, a sign and an exponent. All of it is exact
// modulo 2 to the width, and the ranges say that no more is needed.
extension ModuleBuilder {
  /// A constant of up to 128 bits; wider ones are extended by their sign.
  func integerConstant(_ value: Int128, width: Int, location: Int32) -> NodeID {
    var words = (0..<(width + 63) / 64).map { index in
      UInt64(truncatingIfNeeded: value >> Int128(64 * index))
    }
    if width % 64 != 0 { words[words.count - 1] &= (1 << UInt64(width % 64)) - 1 }
    return graph.appendConstant(words: words, width: Int32(width), location: location)
  }

  /// The integer of a value that is a constant.
  func constantInteger(of value: Fixed) -> Int128? {
    if value.format.minimum == value.format.maximum { return value.format.minimum }
    let node = value.node
    guard value.builder === self, graph.operations[Int(node)] == .constant, width(node) <= 128
    else { return nil }
    var bits = UInt128(0)
    for (index, word) in graph.constantWords(of: node).enumerated() {
      bits |= UInt128(word) << UInt128(64 * index)
    }
    let unused = UInt128(128 - width(node))
    let raised = Int128(truncatingIfNeeded: bits << unused)
    return value.format.isSigned
      ? raised >> Int128(unused) : Int128(truncatingIfNeeded: bits)
  }

  /// Notes that a value, or a part of it, is left out by a statement that says so.
  func drop(_ node: NodeID) {
    if graph.operations[Int(node)] != .constant { dropped.append(node) }
  }

  /// Some bits of a node; of a part of another node, bits of that.
  func part(_ node: NodeID, low: Int, width: Int, location: Int32) -> NodeID {
    guard graph.operations[Int(node)] == .slice, graph.nameIDs[Int(node)] < 0 else {
      return slice(node, low: low, width: width, location: location)
    }
    return slice(
      graph.operand(0, of: node), low: low + Int(graph.payloads[Int(node)]), width: width,
      location: location)
  }

  /// The bits of a node from `low` on as a number: at least one, its sign where none is left.
  func highPart(_ node: NodeID, from low: Int, signed: Bool, location: Int32) -> NodeID {
    let width = width(node)
    if low < width { return part(node, low: low, width: width - low, location: location) }
    if !signed { return integerConstant(0, width: 1, location: location) }
    return part(node, low: width - 1, width: 1, location: location)
  }

  /// The `count` low bits; beyond the width nothing is added.
  func lowPart(_ node: NodeID, _ count: Int, location: Int32) -> NodeID {
    part(node, low: 0, width: min(count, width(node)), location: location)
  }

  /// The number in `target` bits, modulo 2 to that width.
  func resized(_ node: NodeID, to target: Int, signed: Bool, location: Int32) -> NodeID {
    let width = width(node)
    if target >= width { return extend(node, to: target, signed: signed, location: location) }
    drop(part(node, low: target, width: width - target, location: location))
    return part(node, low: 0, width: target, location: location)
  }

  /// The integer of a value counted in a last place that is not coarser, modulo 2 to the width.
  func aligned(_ value: Fixed, toExponent exponent: Int, width: Int, location: Int32) -> NodeID {
    let places = value.format.exponent - exponent
    if width <= 128, let integer = constantInteger(of: value) {
      drop(value.node)
      return integerConstant(integer << Int128(places), width: width, location: location)
    }
    if places >= width {
      drop(value.node)
      return integerConstant(0, width: width, location: location)
    }
    let high = resized(
      value.node, to: width - places, signed: value.format.isSigned, location: location)
    if places == 0 { return high }
    return append(
      .concatenate, width: Int32(width),
      [high, integerConstant(0, width: places, location: location)], location: location)
  }

  /// The integer of a value in a format that holds it.
  func aligned(_ value: Fixed, to format: FixedPointFormat, location: Int32) -> NodeID {
    aligned(
      value, toExponent: format.exponent, width: format.bitWidth, location: location)
  }

  /// The result of an operation, or a constant where the range leaves no choice.
  func result(
    _ format: FixedPointFormat, of operands: [Fixed], location: Int32, _ make: () -> NodeID
  ) -> Fixed {
    guard format.minimum == format.maximum else { return Fixed(self, make(), format) }
    for operand in operands { drop(operand.node) }
    return Fixed(
      self, integerConstant(format.minimum, width: format.bitWidth, location: location), format)
  }

  /// An infix operation; a result that has no format is reported.
  func combine(
    _ symbol: String, _ left: Fixed, _ right: Fixed,
    format: () throws(FixedPointError) -> FixedPointFormat,
    make: (FixedPointFormat) -> NodeID
  ) -> Fixed {
    guard let (a, b) = pair(left.signal, right.signal) else { return left }
    do {
      let format = try format()
      return result(format, of: [left, right], location: -1) { make(format) }
    } catch {
      excuse([left.signal, right.signal])
      report(error, of: describe(a, symbol, b), -1)
      return left
    }
  }

  /// Which of two numbers is chosen; the result has the smallest format that holds both.
  func mux(_ condition: Bit, _ first: Fixed, _ second: Fixed, _ location: Int32) -> Fixed {
    guard let a = adopt(first.signal, location), let b = adopt(second.signal, location) else {
      excuse([condition.signal, first.signal, second.signal])
      return Fixed(
        self, integerConstant(0, width: first.bitWidth, location: location), first.format)
    }
    do {
      let union = try first.format.union(second.format)
      if union.minimum == union.maximum { drop(condition.node) }
      return result(union, of: [first, second], location: location) {
        append(
          .mux, width: Int32(union.bitWidth),
          [
            condition.node, aligned(first, to: union, location: location),
            aligned(second, to: union, location: location),
          ], location: location)
      }
    } catch {
      excuse([condition.signal, first.signal, second.signal])
      report(error, of: "`mux` of \(describe(a)) and \(describe(b))", location)
      return first
    }
  }

  // MARK: Comparisons

  func compare(_ operation: Operation, _ left: Fixed, _ right: Fixed) -> Bit {
    guard pair(left.signal, right.signal) != nil else { return Bit(self, placeholder(1, -1)) }
    let (a, b) = (left.format, right.format)
    if let outcome = a.decides(operation, b) {
      drop(left.node)
      drop(right.node)
      return Bit(self, constant(outcome ? 1 : 0, width: 1, location: -1))
    }
    if operation == .lessThan, constantInteger(of: right) == 0, a.isSigned {
      if width(left.node) > 1 { drop(lowPart(left.node, width(left.node) - 1, location: -1)) }
      return Bit(
        self, highPart(left.node, from: width(left.node) - 1, signed: true, location: -1))
    }
    let finest = min(a.exponent, b.exponent)
    let signed = a.isSigned || b.isSigned
    let width = max(a.width(at: finest, signed: signed), b.width(at: finest, signed: signed))
    let operands = [left, right].map {
      aligned($0, toExponent: finest, width: width, location: -1)
    }
    let compared: Operation = operation == .lessThan && signed ? .lessThanSigned : operation
    return Bit(self, append(compared, width: 1, operands, location: -1))
  }
}

extension FixedPointFormat {
  /// What a comparison always gives, if the two ranges say.
  func decides(_ operation: Operation, _ other: FixedPointFormat) -> Bool? {
    if maximumValue.isLess(than: other.minimumValue) { return operation != .equal }
    if operation == .equal {
      if other.maximumValue.isLess(than: minimumValue) { return false }
      let isOne = minimum == maximum && other.minimum == other.maximum
      return isOne ? minimumValue.isEqual(to: other.minimumValue) : nil
    }
    return other.maximumValue.isLessThanOrEqual(to: minimumValue) ? false : nil
  }

  /// Bits of the integers in a finer last place.
  func width(at finer: Int, signed: Bool) -> Int {
    bitWidth + exponent - finer + (signed && !isSigned ? 1 : 0)
  }
}
