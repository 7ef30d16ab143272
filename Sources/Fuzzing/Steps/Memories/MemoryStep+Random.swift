import HDL

extension MemoryStep {
  static func random(_ generator: inout Generator) -> (any Step)? {
    let word = generator.type()
    let depth =
      generator.random.chance(50)
      ? generator.random.pick([1, 2, 4, 8, 16, 32]) : generator.random.next(in: 1...40)
    let address = ValueType(.uint, addressBits(depth))
    var step = MemoryStep(word: word, depth: depth, reads: [], writes: [])
    step.laneWidth = laneWidth(of: word, &generator)
    let lanes = ValueType(.bits, word.width / (step.laneWidth ?? word.width))
    let hasMasks = lanes.width > 1
    if generator.random.chance(25) {
      let count = generator.random.next(in: 1...depth)
      step.initial = (0..<count).map { _ in generator.random.next() }
    }
    step.underWrite = generator.random.pick(ReadUnderWrite.allCases)
    let writerCount = generator.random.chance(40) ? 2 : 1
    let readWriteCount =
      generator.random.chance(25) ? generator.random.next(in: 1...writerCount) : 0
    for _ in 0..<readWriteCount {
      step.readWrites.append(
        MemoryReadWritePort(
          address: generator.operand(address), data: generator.operand(word),
          write: generator.operand(.bit), enable: generator.operand(.bit),
          mask: hasMasks && generator.random.chance(80) ? generator.operand(lanes) : nil,
          underWrite: behaviour(&generator)))
    }
    for _ in 0..<generator.random.next(in: readWriteCount > 0 ? 0...1 : 1...2) {
      let isSynchronous = generator.random.chance(70)
      step.reads.append(
        MemoryReadPort(
          address: generator.operand(address),
          enable: isSynchronous ? generator.operand(.bit) : nil,
          underWrite: isSynchronous ? behaviour(&generator) : nil))
    }
    for _ in readWriteCount..<writerCount {
      step.writes.append(
        MemoryWritePort(
          address: generator.lateOperand(address), data: generator.lateOperand(word),
          enable: generator.lateOperand(.bit),
          mask: hasMasks && generator.random.chance(80) ? generator.lateOperand(lanes) : nil,
          condition: generator.random.chance(20) ? generator.lateOperand(.bit) : nil))
    }
    return step
  }

  private static func behaviour(_ generator: inout Generator) -> ReadUnderWrite? {
    generator.random.chance(40) ? generator.random.pick(ReadUnderWrite.allCases) : nil
  }

  /// A width that divides a word into 2 to 16 lanes, for some words.
  private static func laneWidth(of word: ValueType, _ generator: inout Generator) -> Int? {
    guard word.width > 1, generator.random.chance(50) else { return nil }
    let counts = (2...16).filter { word.width % $0 == 0 }
    return counts.isEmpty ? nil : word.width / generator.random.pick(counts)
  }

  var reductions: [any Step] {
    var steps: [MemoryStep] = []
    func vary(_ change: (inout MemoryStep) -> Void) {
      var step = self
      change(&step)
      steps.append(step)
    }
    for depth in [1, 2, depth / 2, depth - 1] where depth >= 1 && depth < self.depth {
      vary { $0.setDepth(depth) }
    }
    for narrow in word.narrower { vary { $0.setWord(narrow) } }
    if laneWidth != nil { vary { $0.removeLanes() } }
    if initial.count > 1 { vary { $0.initial.removeLast(initial.count / 2) } }
    if !initial.isEmpty { vary { $0.initial = [] } }
    if underWrite != .readFirst { vary { $0.underWrite = .readFirst } }
    for index in reads.indices where reads[index].underWrite != nil {
      vary { $0.reads[index].underWrite = nil }
    }
    for index in readWrites.indices {
      if readWrites[index].underWrite != nil { vary { $0.readWrites[index].underWrite = nil } }
      if readWrites[index].mask != nil { vary { $0.readWrites[index].mask = nil } }
    }
    for index in writes.indices {
      if writes.count + readWrites.count > 1 { vary { $0.writes.remove(at: index) } }
      if writes[index].mask != nil { vary { $0.writes[index].mask = nil } }
      if writes[index].condition != nil { vary { $0.writes[index].condition = nil } }
    }
    return steps
  }

  private mutating func setDepth(_ depth: Int) {
    self.depth = depth
    initial = Array(initial.prefix(depth))
    let width = addressBits(depth)
    for index in reads.indices { reads[index].address.type.width = width }
    for index in readWrites.indices { readWrites[index].address.type.width = width }
    for index in writes.indices { writes[index].address.type.width = width }
  }

  private mutating func setWord(_ word: ValueType) {
    self.word = word
    for index in readWrites.indices { readWrites[index].data.type = word }
    for index in writes.indices { writes[index].data.type = word }
    guard let lane = laneWidth else { return }
    guard word.width % lane == 0, word.width > lane else { return removeLanes() }
    let lanes = ValueType(.bits, word.width / lane)
    for index in readWrites.indices { readWrites[index].mask?.type = lanes }
    for index in writes.indices { writes[index].mask?.type = lanes }
  }

  private mutating func removeLanes() {
    laneWidth = nil
    for index in readWrites.indices { readWrites[index].mask = nil }
    for index in writes.indices { writes[index].mask = nil }
  }
}
