import HDL

/// A memory with at most two ports that write and some that read.
struct MemoryStep: Step {
  var word: ValueType
  var depth: Int
  /// Bits of a word that one bit of a mask stands for; `nil` without masks.
  var laneWidth: Int?
  /// The words it starts with, of which as many bits count as a word has; empty for none.
  var initial: [UInt64] = []
  /// What reads return of a word written at the same edge, unless they say something else.
  var underWrite = ReadUnderWrite.readFirst
  var reads: [MemoryReadPort]
  var readWrites: [MemoryReadWritePort] = []
  var writes: [MemoryWritePort]

  var name: String { "memory" }
  var results: [ValueType] { Array(repeating: word, count: reads.count + readWrites.count) }
  var isDeclaration: Bool { true }

  var traits: [String] {
    let synchronous = reads.filter { $0.enable != nil }
    let behaviours = (synchronous.map(\.underWrite) + readWrites.map(\.underWrite)).map {
      "memory read \($0 ?? underWrite)"
    }
    let masks = writes.compactMap(\.mask).count + readWrites.compactMap(\.mask).count
    return behaviours
      + Array(repeating: "memory read asynchronous", count: reads.count - synchronous.count)
      + Array(repeating: "memory read-write port", count: readWrites.count)
      + Array(repeating: "memory mask", count: masks)
      + Array(repeating: "memory write in when", count: writes.compactMap(\.condition).count)
      + (writes.count + readWrites.count == 2 ? ["memory with two write ports"] : [])
      + (initial.isEmpty ? [] : ["memory with contents"])
  }

  private mutating func visit(_ change: (inout Operand) -> Void) {
    for index in reads.indices { reads[index].visit(change) }
    for index in readWrites.indices { readWrites[index].visit(change) }
    for index in writes.indices { writes[index].visit(change) }
  }

  var operands: [Operand] {
    get {
      var (step, operands) = (self, [Operand]())
      step.visit { operands.append($0) }
      return operands
    }
    set {
      var rest = newValue[...]
      visit { $0 = rest.popFirst() ?? $0 }
    }
  }

  var lateOperandCount: Int {
    var (step, count) = (self, 0)
    for index in step.writes.indices { step.writes[index].visit { _ in count += 1 } }
    return count
  }

  /// A word depends on its own port and on what is written, not on the other read ports.
  func operands(of result: ValueID, origins: [ValueID: ValueID]) -> [Operand] {
    var step = self
    step.reads = result.result < reads.count ? [reads[result.result]] : []
    return step.operands
  }

  var size: Int {
    let options =
      (laneWidth == nil ? 0 : 10) + (underWrite == .readFirst ? 0 : 5)
      + reads.filter { $0.underWrite != nil }.count * 5
      + readWrites.filter { $0.underWrite != nil }.count * 5
    return 1000 + 50 * operands.count + depth + 2 * word.width + 3 * initial.count + options
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
    let name = "m\(hardware.node)"
    let memory = hardware.module.memory(
      name, shape, depth: depth, laneWidth: laneWidth, initial: contents,
      readUnderWrite: underWrite)
    hardware.later[hardware.node] = { hardware in
      for port in writes {
        func write() {
          memory.write(
            address: hardware.uint(port.address),
            data: Word(signal: hardware.value(port.data).signal, shape: shape),
            enable: hardware.bit(port.enable), mask: port.mask.map(hardware.bits))
        }
        if let condition = port.condition {
          hardware.module.when(hardware.bit(condition)) { write() }
        } else {
          write()
        }
      }
    }
    var words: [any HardwareValue] = []
    for port in reads {
      let address = hardware.uint(port.address)
      let word: Word
      if let enable = port.enable {
        word = memory.read(
          address: address, enable: hardware.bit(enable), underWrite: port.underWrite)
      } else {
        word = memory.readAsynchronously(address: address)
      }
      words.append(word.named("\(name)_word\(words.count)"))
    }
    for port in readWrites {
      let word: Word = memory.readWrite(
        address: hardware.uint(port.address),
        data: Word(signal: hardware.value(port.data).signal, shape: shape),
        write: hardware.bit(port.write), enable: hardware.bit(port.enable),
        mask: port.mask.map(hardware.bits), underWrite: port.underWrite)
      words.append(word.named("\(name)_word\(words.count)"))
    }
    return words
  }

  private var initialWords: [UInt64] {
    initial.prefix(depth).map { word.width >= 64 ? $0 : $0 & (1 << UInt64(word.width) - 1) }
  }

  private var contents: MemoryContents? { initial.isEmpty ? nil : .words(initialWords) }

  func finish(_ values: [any HardwareValue], _ hardware: Hardware) {
    hardware.later[hardware.node]?(hardware)
  }

  func write(_ code: inout SwiftCode) -> [String] {
    let name = "m\(code.node)"
    var options = laneWidth.map { ", laneWidth: \($0)" } ?? ""
    if !initial.isEmpty { options += ", initial: .words(\(initialWords))" }
    if underWrite != .readFirst { options += ", readUnderWrite: .\(underWrite)" }
    code.lines.append(
      "let \(name): Memory<\(word.typeText)> = "
        + "module.memory(\"\(name)\", \(word.shapeText), depth: \(depth)\(options))")
    var variables: [String] = []
    func add(_ call: String) {
      let variable = "\(name)Word\(variables.count)"
      let named = "named(\"\(name)_word\(variables.count)\")"
      code.lines.append("let \(variable) = \(name).\(call).\(named)")
      variables.append(variable)
    }
    for port in reads {
      let address = code.text(port.address)
      guard let enable = port.enable else {
        add("readAsynchronously(address: \(address))")
        continue
      }
      let behaviour = port.underWrite.map { ", underWrite: .\($0)" } ?? ""
      add("read(address: \(address), enable: \(code.text(enable))\(behaviour))")
    }
    for port in readWrites {
      let mask = port.mask.map { ", mask: \(code.text($0))" } ?? ""
      let behaviour = port.underWrite.map { ", underWrite: .\($0)" } ?? ""
      add(
        "readWrite(address: \(code.text(port.address)), data: \(code.text(port.data)), "
          + "write: \(code.text(port.write)), enable: \(code.text(port.enable))\(mask)\(behaviour))"
      )
    }
    return variables
  }

  func writeEnd(_ values: [String], _ code: inout SwiftCode) {
    for port in writes {
      let mask = port.mask.map { ", mask: \(code.text($0))" } ?? ""
      let statement =
        "m\(code.node).write(address: \(code.text(port.address)), data: \(code.text(port.data)), "
        + "enable: \(code.text(port.enable))\(mask))"
      if let condition = port.condition {
        code.lines += ["module.when(\(code.text(condition))) {", "  " + statement, "}"]
      } else {
        code.lines.append(statement)
      }
    }
  }
}
