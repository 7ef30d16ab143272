extension ModuleBuilder {
  /// Settles what happens where two ports of a memory meet, once all ports are known: as logic, so
  /// that every simulator and every synthesiser does the same.
  func resolveMemories() {
    for index in memories.indices {
      separateWrites(of: index)
    }
    for index in readPorts.indices {
      forwardWrites(to: index)
    }
    for index in memories.indices {
      memories[index].leavesCollisionsOpen = leavesCollisionsOpen(index)
    }
  }

  /// Lets the second write port win: where both write one word, the first does not.
  private func separateWrites(of index: Int) {
    let memory = memories[index]
    guard memory.writePorts.count == 2 else { return }
    let (first, second) = (memory.writePorts[0], memory.writePorts[1])
    guard let match = match(first.address, second, memory.locationID) else { return }
    if second.mask != Graph.none {
      // Only the lanes that the second port writes are lost to the first, which then has a mask.
      let mask = maskNode(first, memory)
      let taken = append(
        .and, width: Int32(memory.laneCount),
        [replicated(match, memory.laneCount, memory.locationID), second.mask],
        location: memory.locationID)
      let free = append(
        .not, width: Int32(memory.laneCount), [taken], location: memory.locationID)
      let rest = append(
        .and, width: Int32(memory.laneCount), [mask, free], location: memory.locationID)
      memories[index].writePorts[0] = ModuleGraph.WritePort(
        address: first.address, data: first.data, enable: first.enable, mask: rest)
      return
    }
    if match != second.enable { setName("\(memory.name)_conflict", of: match) }
    let free = append(.not, width: 1, [match], location: memory.locationID)
    memories[index].writePorts[0].enable = append(
      .and, width: 1, [first.enable, free], location: memory.locationID)
  }

  private func maskNode(_ port: ModuleGraph.WritePort, _ memory: ModuleGraph.Memory) -> NodeID {
    guard port.mask == Graph.none else { return port.mask }
    let ones = MemoryContents.wideWords([
      Array(repeating: .max, count: (memory.laneCount + 63) / 64)
    ]).resolved(width: memory.laneCount, depth: 1).words
    return graph.appendConstant(
      words: ones, width: Int32(memory.laneCount), location: memory.locationID)
  }

  private func replicated(_ bit: NodeID, _ count: Int, _ location: Int32) -> NodeID {
    count == 1 ? bit : append(.signExtend, width: Int32(count), [bit], location: location)
  }

  /// Whether a write port writes at an address: `nil` where the addresses have unequal widths, which
  /// is reported.
  private func match(
    _ address: NodeID, _ port: ModuleGraph.WritePort, _ location: Int32
  ) -> NodeID? {
    if address == port.address { return port.enable }
    guard width(address) == width(port.address) else { return nil }
    let isEqual = append(.equal, width: 1, [port.address, address], location: location)
    if isOne(port.enable) { return isEqual }
    return append(.and, width: 1, [port.enable, isEqual], location: location)
  }

  private func forwardWrites(to index: Int) {
    let port = readPorts[index]
    for (position, writePort) in memories[port.memory].writePorts.enumerated() {
      let behaviour = position == port.writePort ? port.underOwnWrite : port.underOtherWrites
      let location = graph.locationIDs[Int(port.node)]
      guard behaviour == .writeFirst, let match = match(port.address, writePort, location) else {
        continue
      }
      if match != writePort.enable {
        setName("\(memories[port.memory].name)_forward", of: match)
      }
      readPorts[index].forwards.append(.init(writePort: position, match: match))
    }
  }

  /// Whether reads that meet writes are all either forwarded by logic or of no concern, and some are
  /// of no concern.
  private func leavesCollisionsOpen(_ index: Int) -> Bool {
    var isOpen = false
    for port in readPorts where port.memory == index {
      for position in memories[index].writePorts.indices {
        let behaviour = position == port.writePort ? port.underOwnWrite : port.underOtherWrites
        if behaviour == .readFirst { return false }
        isOpen = isOpen || behaviour == .undefined
      }
    }
    return isOpen
  }

  /// Whether a node is the constant 1 of one bit.
  func isOne(_ node: NodeID) -> Bool {
    graph.operations[Int(node)] == .constant && graph.constantWords(of: node).first == 1
      && graph.widths[Int(node)] == 1
  }
}
