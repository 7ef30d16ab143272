import HDL

extension ProgramBuilder {
  /// Numbers the memories and tables of all instances. Their words follow the slots.
  mutating func collectMemories() {
    for scope in flat.scopes {
      let module = flat.modules[scope.module]
      firstMemory.append(program.memories.count)
      for memory in module.memories {
        appendMemory(
          depth: memory.depth, wordCount: memory.wordCount, laneWidth: memory.laneWidth,
          laneCount: memory.laneCount, memory.initialWords ?? [])
      }
      for table in module.tables {
        appendMemory(
          depth: table.depth, wordCount: table.wordCount, laneWidth: table.bitWidth,
          laneCount: 1, table.words)
      }
    }
  }

  private mutating func appendMemory(
    depth: Int, wordCount: Int, laneWidth: Int, laneCount: Int, _ words: [UInt64]
  ) {
    program.memories.append(
      .init(
        depth: depth, wordCount: wordCount, laneWidth: laneWidth, laneCount: laneCount,
        base: program.memoryWordCount))
    program.initialWords.append(words)
    program.memoryWordCount += depth * wordCount
  }

  /// The memory, or the table, that a node looks a word up in.
  func lookupMemory(_ node: Int32) -> Int {
    let scope = Int(flat.scopeOf[Int(node)])
    let module = flat.modules[flat.scopes[scope].module]
    let offset = flat.operation(node) == .romRead ? module.memories.count : 0
    return firstMemory[scope] + offset + Int(payload(node))
  }

  mutating func collectMemoryPorts() {
    for (position, scope) in flat.scopes.enumerated() {
      let module = flat.modules[scope.module]
      func slot(_ node: NodeID) -> Int32 {
        node == Graph.none ? -1 : slots[Int(flat.source[Int(scope.firstNode + node)])]
      }
      func isLive(_ node: NodeID) -> Bool { flat.isLive[Int(scope.firstNode + node)] }
      var isRead = [Bool](repeating: false, count: module.memories.count)
      for port in module.readPorts where isLive(port.node) { isRead[port.memory] = true }
      for node in 0..<module.graph.count
      where module.graph.operations[node] == .memoryLookup && isLive(NodeID(node)) {
        isRead[Int(module.graph.payloads[node])] = true
      }
      var firstPort: [Int] = []
      for (index, memory) in module.memories.enumerated() {
        firstPort.append(program.writePorts.count)
        guard isRead[index] else { continue }
        for port in memory.writePorts {
          program.writePorts.append(
            .init(
              memory: firstMemory[position] + index, address: slot(port.address),
              enable: slot(port.enable), data: slot(port.data), mask: slot(port.mask)))
        }
      }
      for port in module.readPorts where isLive(port.node) {
        let firstForward = program.forwards.count
        program.forwards += port.forwards.map {
          .init(writePort: firstPort[port.memory] + $0.writePort, match: slot($0.match))
        }
        program.readPorts.append(
          .init(
            memory: firstMemory[position] + port.memory, address: slot(port.address),
            enable: slot(port.enable), data: slot(port.node),
            forwards: firstForward..<program.forwards.count))
      }
    }
  }

  /// Moves the memories behind the slots, once their number is known.
  mutating func placeMemories() {
    // Whole cache lines, as for the slots.
    let base = (program.slotCount + 7) / 8 * 8
    for index in program.memories.indices { program.memories[index].base += base }
    for batch in program.batches where batch.opcode == .lookup && !batch.isVector {
      for index in Int(batch.start)..<Int(batch.end) {
        program.instructions[index].k += UInt64(base)
      }
    }
    for index in program.wide.indices where program.wide[index].depth > 0 {
      program.wide[index].low += base
    }
    program.memoryWordCount += base - program.slotCount
  }
}
