import HDL

/// Some bits of a value.
struct SliceStep: Step {
  var operand: Operand
  var low: Int
  var count: Int
  /// Written `[low...high]`, which gives the same bits as `[low..<high + 1]`.
  var isClosed: Bool

  var name: String { "\(operand.type.typeText)[\(count == 1 ? "bit" : "range")]" }
  var operands: [Operand] {
    get { [operand] }
    set { operand = newValue[0] }
  }
  var results: [ValueType] {
    if count == 1 { return [.bit] }
    return [ValueType(operand.type.kind == .uint ? .uint : .bits, count)]
  }
  var readsWholeOperands: Bool { false }

  static func random(_ generator: inout Generator) -> (any Step)? {
    let operand = generator.operand(generator.random.pick([.uint, .sint, .bits]))
    let low = generator.random.next(in: 0...operand.type.width - 1)
    let count =
      generator.random.chance(30)
      ? 1 : generator.random.next(in: 1...operand.type.width - low)
    return SliceStep(
      operand: operand, low: low, count: count,
      isClosed: operand.type.kind != .sint && generator.random.chance(30))
  }

  func build(_ hardware: inout Hardware) -> [any HardwareValue] {
    let high = low + count - 1
    switch operand.type.kind {
    case .uint:
      let value = hardware.uint(operand)
      return [count == 1 ? value[low] : isClosed ? value[low...high] : value[low..<high + 1]]
    case .sint:
      let value = hardware.sint(operand)
      return [count == 1 ? value[low] : value[low..<high + 1]]
    default:
      let value = hardware.bits(operand)
      return [count == 1 ? value[low] : isClosed ? value[low...high] : value[low..<high + 1]]
    }
  }

  func write(_ code: inout SwiftCode) -> [String] {
    let name = "v\(code.node)"
    let range =
      count == 1
      ? "\(low)" : isClosed ? "\(low)...\(low + count - 1)" : "\(low)..<\(low + count)"
    code.lines.append("let \(name) = \(code.text(operand))[\(range)]")
    return [name]
  }

  var reductions: [any Step] {
    var steps: [SliceStep] = []
    func vary(_ change: (inout SliceStep) -> Void) {
      var step = self
      change(&step)
      steps.append(step)
    }
    for narrow in operand.type.narrower where low + count <= narrow.width {
      vary { $0.operand.type = narrow }
    }
    for fewer in ValueType(.bits, count).narrower { vary { $0.count = fewer.width } }
    if low > 0 {
      // The same bits of a narrower value.
      vary {
        $0.low = 0
        $0.operand.type.width -= low
      }
    }
    if isClosed { vary { $0.isClosed = false } }
    return steps
  }

  var size: Int { 1050 + operand.type.width + count + low + (isClosed ? 1 : 0) }
}
