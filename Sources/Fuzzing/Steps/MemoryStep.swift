import HDL

/// A memory with its write port and some read ports.
struct MemoryStep: Step {
  var word: ValueType
  var depth: Int
  /// Address and enable of each read port, then address, data and enable of the write port, which
  /// may be made later.
  var operands: [Operand]

  var name: String { "memory" }
  private var readCount: Int { (operands.count - 3) / 2 }
  var lateOperandCount: Int { 3 }
  var results: [ValueType] { Array(repeating: word, count: readCount) }
  /// A word depends on its own port and on what is written, not on the other read ports.
  func operands(ofResult result: Int) -> [Operand] {
    Array(operands[2 * result..<2 * result + 2] + operands.suffix(3))
  }
  var isDeclaration: Bool { true }
  var size: Int {
    1000 + 50 * operands.count + depth + 2 * word.width
  }

  static func random(_ generator: inout Generator) -> (any Step)? {
    let word = generator.type()
    let depth =
      generator.random.chance(50)
      ? generator.random.pick([1, 2, 4, 8, 16, 32]) : generator.random.next(in: 1...40)
    let address = ValueType(.uint, addressBits(depth))
    var operands: [Operand] = []
    for _ in 0..<generator.random.next(in: 1...2) {
      operands += [generator.operand(address), generator.operand(.bit)]
    }
    operands += [address, word, .bit].map { generator.lateOperand($0) }
    return MemoryStep(word: word, depth: depth, operands: operands)
  }

  func build(_ hardware: inout Hardware) -> [any HardwareValue] {
    switch word.kind {
    case .uint: build(.uint(word.width), &hardware)
    case .sint: build(.sint(word.width), &hardware)
    case .bits: build(.bits(word.width), &hardware)
    case .bit: build(.bit, &hardware)
    }
  }

  private func build<Word: HardwareValue>(
    _ shape: Shape<Word>, _ hardware: inout Hardware
  ) -> [any HardwareValue] {
    let memory = hardware.module.memory("m\(hardware.node)", shape, depth: depth)
    hardware.later[hardware.node] = { hardware in
      let address = hardware.uint(operands[operands.count - 3])
      let data = Word(
        signal: hardware.value(operands[operands.count - 2]).signal, shape: shape)
      let enable = hardware.bit(operands[operands.count - 1])
      memory.write(address: address, data: data, enable: enable)
    }
    var words: [any HardwareValue] = []
    for index in 0..<readCount {
      let address = hardware.uint(operands[2 * index])
      let enable = hardware.bit(operands[2 * index + 1])
      let word: Word = memory.read(address: address, enable: enable)
      words.append(word.named("m\(hardware.node)_word\(index)"))
    }
    return words
  }

  func finish(_ values: [any HardwareValue], _ hardware: Hardware) {
    hardware.later[hardware.node]?(hardware)
  }

  func write(_ code: inout SwiftCode) -> [String] {
    let name = "m\(code.node)"
    code.lines.append(
      "let \(name): Memory<\(word.typeText)> = "
        + "module.memory(\"\(name)\", \(word.shapeText), depth: \(depth))")
    return (0..<readCount).map { index in
      let word = "\(name)_word\(index)"
      let variable = "\(name)Word\(index)"
      code.lines.append(
        "let \(variable) = \(name).read(address: \(code.text(operands[2 * index])), "
          + "enable: \(code.text(operands[2 * index + 1]))).named(\"\(word)\")")
      return variable
    }
  }

  func writeEnd(_ values: [String], _ code: inout SwiftCode) {
    let port = operands.suffix(3).map { code.text($0) }
    code.lines.append(
      "m\(code.node).write(address: \(port[0]), data: \(port[1]), enable: \(port[2]))")
  }

  var reductions: [any Step] {
    var steps: [MemoryStep] = []
    for depth in [1, 2, depth / 2, depth - 1] where depth >= 1 && depth < self.depth {
      var step = self
      step.depth = depth
      let address = ValueType(.uint, addressBits(depth))
      for index in 0..<readCount { step.operands[2 * index].type = address }
      step.operands[operands.count - 3].type = address
      steps.append(step)
    }
    for narrow in word.narrower {
      var step = self
      step.word = narrow
      step.operands[operands.count - 2].type = narrow
      steps.append(step)
    }
    return steps
  }
}
