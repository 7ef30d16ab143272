import HDL

/// A constant table and one read of it.
struct TableStep: Step {
  var word: ValueType
  var entries: [Int]
  var address: Operand
  /// When an entry is read at a clock edge; `nil` for a read without one.
  var enable: Operand?

  var name: String { enable == nil ? "table" : "table read synchronously" }
  var operands: [Operand] {
    get { [address] + (enable.map { [$0] } ?? []) }
    set {
      address = newValue[0]
      if enable != nil { enable = newValue[1] }
    }
  }
  var isDeclaration: Bool { enable != nil }
  var results: [ValueType] { [word] }
  var size: Int { 1000 + 50 * operands.count + 3 * entries.count + 2 * word.width }

  static func random(_ generator: inout Generator) -> (any Step)? {
    let word = ValueType(
      generator.random.pick(ValueType.Kind.allCases), generator.width(upTo: 64))
    let count = generator.random.next(in: 1...20)
    let entries = (0..<count).map { _ in generator.random.literal(in: word.literals) }
    return TableStep(
      word: word, entries: entries,
      address: generator.operand(ValueType(.uint, addressBits(count))),
      enable: generator.random.chance(30) ? generator.operand(.bit) : nil)
  }

  func build(_ hardware: inout Hardware) -> [any HardwareValue] {
    let (name, module) = ("t\(hardware.node)", hardware.module)
    func read<Word: HardwareValue>(_ shape: Shape<Word>) -> Word {
      let table = module.readOnlyMemory(name, shape, entries)
      let address = hardware.uint(address)
      guard let enable else { return table.read(address: address) }
      return table.readSynchronously(address: address, enable: hardware.bit(enable))
        .named("\(name)_entry")
    }
    switch word.kind {
    case .uint: return [read(.uint(word.width))]
    case .sint: return [read(.sint(word.width))]
    case .bits: return [read(.bits(word.width))]
    case .bit: return [read(.bit)]
    }
  }

  func write(_ code: inout SwiftCode) -> [String] {
    let (table, name) = ("t\(code.node)", "v\(code.node)")
    code.lines.append(
      "let \(table): ReadOnlyMemory<\(word.typeText)> = module.readOnlyMemory("
        + "\"\(table)\", \(word.shapeText), \(entries))")
    let address = code.text(address)
    if let enable {
      code.lines.append(
        "let \(name) = \(table).readSynchronously(address: \(address), "
          + "enable: \(code.text(enable))).named(\"\(table)_entry\")")
    } else {
      code.lines.append("let \(name) = \(table).read(address: \(address))")
    }
    return [name]
  }

  var reductions: [any Step] {
    var steps: [TableStep] = []
    for count in [1, 2, entries.count / 2, entries.count - 1]
    where count >= 1 && count < entries.count {
      var step = self
      step.entries = Array(entries.prefix(count))
      step.address.type.width = addressBits(count)
      steps.append(step)
    }
    for narrow in word.narrower {
      var step = self
      step.word = narrow
      step.entries = entries.map {
        min(max($0, narrow.literals.lowerBound), narrow.literals.upperBound)
      }
      steps.append(step)
    }
    return steps
  }
}
