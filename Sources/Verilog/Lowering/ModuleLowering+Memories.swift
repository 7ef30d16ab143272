import HDL

extension ModuleLowering {
  func declaration(of memory: ModuleGraph.Memory) -> Item {
    .memory(
      memory.name, width: memory.bitWidth, depth: memory.depth,
      leavesCollisionsOpen: memory.leavesCollisionsOpen)
  }

  /// One block for each port. A read that shares its address with a write stands in the same block,
  /// as block RAM has it.
  mutating func memoryBlocks() {
    for (index, memory) in module.memories.enumerated() {
      let readPorts = module.readPorts.filter { $0.memory == index && isIncluded($0.node) }
      let isDescribed = isIncluded(memory: index)
      for (position, port) in memory.writePorts.enumerated() where isDescribed {
        var statements = write(port, memory)
        for readPort in readPorts where readPort.writePort == position {
          statements += read(readPort, memory)
        }
        section([.init(syntax: .clocked("clock", statements), node: nil)])
      }
      for port in readPorts where port.writePort == nil || !isDescribed {
        section([.init(syntax: .clocked("clock", read(port, memory)), node: port.node)])
      }
      if isDescribed { initialBlock(memory) }
    }
  }

  /// Contents before the first clock edge, word by word: the Verilog needs no other file.
  private mutating func initialBlock(_ memory: ModuleGraph.Memory) {
    guard let words = memory.initialWords else { return }
    let count = memory.wordCount
    let end = words.count / count
    var runs: [WordRun] = []
    for address in 0..<memory.depth {
      let word =
        address < end
        ? words[address * count..<(address + 1) * count] : ArraySlice(repeating: 0, count: count)
      if let last = runs.last, last.words.elementsEqual(word) {
        runs[runs.count - 1].addresses = last.addresses.lowerBound..<address + 1
      } else {
        runs.append(WordRun(addresses: address..<address + 1, words: word))
      }
    }
    section([.init(syntax: .contents(memory.name, width: memory.bitWidth, runs: runs), node: nil)])
  }

  private func write(
    _ port: ModuleGraph.WritePort, _ memory: ModuleGraph.Memory
  ) -> [Located<Statement>] {
    let address = reference(port.address)
    var statements: [Located<Statement>] = []
    if port.mask == Graph.none {
      statements = [
        .init(syntax: .nonblocking(.element(memory.name, address), reference(port.data)))
      ]
    } else {
      statements = (0..<memory.laneCount).map { lane in
        let (low, high) = bits(ofLane: lane, memory)
        let write = Statement.nonblocking(
          .elementPart(memory.name, address, high: high, low: low),
          part(port.data, high: high, low: low))
        return .init(
          syntax: .conditional(part(port.mask, high: lane, low: lane), [.init(syntax: write)], []))
      }
    }
    let isInRange = inRange(port.address, memory)
    switch (isOne(port.enable), isInRange) {
    case (true, nil): return statements
    case (true, let range?): return [.init(syntax: .conditional(range, statements, []))]
    case (false, nil):
      return [.init(syntax: .conditional(reference(port.enable), statements, []))]
    case (false, let range?):
      let condition = Expression.binary(.and, reference(port.enable), range)
      return [.init(syntax: .conditional(condition, statements, []))]
    }
  }

  private func read(
    _ port: ModuleGraph.ReadPort, _ memory: ModuleGraph.Memory
  ) -> [Located<Statement>] {
    let address = reference(port.address)
    let isByLanes = port.forwards.contains {
      memory.writePorts[$0.writePort].mask != Graph.none
    }
    var statements: [Located<Statement>] = []
    if isByLanes {
      for lane in 0..<memory.laneCount {
        let (low, high) = bits(ofLane: lane, memory)
        var value = Expression.elementPart(memory.name, address, high: high, low: low)
        for forward in port.forwards {
          let writePort = memory.writePorts[forward.writePort]
          var condition = reference(forward.match)
          if writePort.mask != Graph.none {
            condition = .binary(.and, condition, part(writePort.mask, high: lane, low: lane))
          }
          value = .conditional(condition, part(writePort.data, high: high, low: low), value)
        }
        statements.append(
          .init(
            syntax: .nonblocking(
              part(port.node, high: high, low: low),
              guarded(value, port.address, memory, memory.laneWidth)), node: port.node))
      }
    } else {
      var value = Expression.element(memory.name, address)
      for forward in port.forwards {
        let data = memory.writePorts[forward.writePort].data
        value = .conditional(reference(forward.match), reference(data), value)
      }
      statements = [
        .init(
          syntax: .nonblocking(
            .identifier(name(port.node)), guarded(value, port.address, memory, memory.bitWidth)),
          node: port.node)
      ]
    }
    if isOne(port.enable) { return statements }
    return [
      .init(syntax: .conditional(reference(port.enable), statements, []), node: port.node)
    ]
  }

  /// A word, or a lane of one, or 0 at an address beyond the last word.
  func guarded(
    _ value: Expression, _ address: NodeID, _ memory: ModuleGraph.Memory, _ width: Int
  ) -> Expression {
    guard let isInRange = inRange(address, memory) else { return value }
    let zeros = [UInt64](repeating: 0, count: (width + 63) / 64)
    return .conditional(isInRange, value, .literal(width: width, words: zeros[...]))
  }

  private func inRange(_ address: NodeID, _ memory: ModuleGraph.Memory) -> Expression? {
    if memory.coversAddresses { return nil }
    return .binary(
      .less, reference(address),
      .literal(width: Int(graph.widths[Int(address)]), UInt64(memory.depth)))
  }

  private func bits(ofLane lane: Int, _ memory: ModuleGraph.Memory) -> (low: Int, high: Int) {
    (lane * memory.laneWidth, (lane + 1) * memory.laneWidth - 1)
  }

  private func isOne(_ node: NodeID) -> Bool {
    graph.operations[Int(node)] == .constant && graph.constantWords(of: node).first == 1
  }
}
