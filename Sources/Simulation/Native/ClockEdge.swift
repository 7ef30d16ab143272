import CSimulationKernels

/// One clock edge: what it depends on is captured before anything changes.
///
/// The scratch memory is sized from the program, so no index below leaves it.
struct ClockEdge {
  /// Words read from memories and from state.
  private let words: UnsafeMutablePointer<UInt64>
  /// For each register group, then each read port, whether it is enabled.
  private let enabled: UnsafeMutablePointer<Bool>

  init(_ program: Program) {
    let hazards = program.registerGroups.reduce(0) { $0 + $1.hazards.count }
    let reads = program.readPorts.reduce(0) { $0 + program.memories[$1.memory].wordCount }
    words = .allocate(capacity: hazards + reads + 1)
    enabled = .allocate(capacity: program.registerGroups.count + program.readPorts.count + 1)
  }

  func deallocate() {
    words.deallocate()
    enabled.deallocate()
  }

  /// Reads enables, state that moves to other state, and memories.
  func capture(_ program: Program, _ slots: UnsafeMutablePointer<UInt64>) {
    var position = 0
    var number = 0
    for group in program.registerGroups {
      let isActive = group.enable < 0 || slots[Int(group.enable)] != 0
      enabled[number] = isActive
      number += 1
      guard isActive else { continue }
      for copy in group.hazards {
        words[position] = slots[Int(copy.next)]
        position += 1
      }
    }
    for port in program.readPorts {
      let isActive = slots[Int(port.enable)] != 0
      enabled[number] = isActive
      number += 1
      guard isActive else { continue }
      let shape = program.memories[port.memory]
      let address = slots[Int(port.address)]
      let isInRange = address < UInt64(shape.depth)
      let first = isInRange ? shape.base + Int(address) * shape.wordCount : 0
      for word in 0..<shape.wordCount {
        words[position + word] = isInRange ? slots[first + word] : 0
      }
      if isInRange {
        for index in port.forwards where slots[Int(program.forwards[index].match)] != 0 {
          let writePort = program.writePorts[program.forwards[index].writePort]
          write(writePort, shape, slots, to: words + position)
        }
      }
      position += shape.wordCount
    }
  }

  /// Replaces the lanes of a word that a port writes.
  private func write(
    _ port: Program.WritePort, _ shape: Program.MemoryShape,
    _ slots: UnsafeMutablePointer<UInt64>, to word: UnsafeMutablePointer<UInt64>
  ) {
    let data = slots + Int(port.data)
    guard port.mask >= 0 else {
      for index in 0..<shape.wordCount { word[index] = data[index] }
      return
    }
    let mask = slots + Int(port.mask)
    // Bits of the lane at hand that lie in the 64-bit word at hand.
    var (lane, bit) = (0, 0)
    for index in 0..<shape.wordCount {
      var selected: UInt64 = 0
      var filled = 0
      while filled < 64 {
        let count = min(64 - filled, shape.laneWidth - bit)
        if mask[lane >> 6] >> UInt64(lane & 63) & 1 != 0 {
          selected |= (count == 64 ? .max : (1 << UInt64(count)) - 1) << UInt64(filled)
        }
        filled += count
        bit += count
        if bit == shape.laneWidth { (lane, bit) = (lane + 1, 0) }
        if lane == shape.laneCount { break }
      }
      word[index] = word[index] & ~selected | data[index] & selected
    }
  }

  /// Writes memories, registers and the words read.
  func commit(
    _ program: Program, _ slots: UnsafeMutablePointer<UInt64>, isReset: Bool
  ) {
    for port in program.writePorts where slots[Int(port.enable)] != 0 {
      let shape = program.memories[port.memory]
      let address = slots[Int(port.address)]
      guard address < UInt64(shape.depth) else { continue }
      write(port, shape, slots, to: slots + shape.base + Int(address) * shape.wordCount)
    }
    var position = 0
    var number = 0
    for group in program.registerGroups {
      if enabled[number] {
        group.copyRuns.withUnsafeBufferPointer { runs in
          if let first = runs.baseAddress { nms_execute_runs(first, runs.count, slots) }
        }
        for copy in group.copies { slots[Int(copy.state)] = slots[Int(copy.next)] }
        for copy in group.hazards {
          slots[Int(copy.state)] = words[position]
          position += 1
        }
      }
      number += 1
      if isReset {
        for reset in group.resets { slots[Int(reset.state)] = reset.value }
      }
    }
    for port in program.readPorts {
      if enabled[number] {
        for word in 0..<program.memories[port.memory].wordCount {
          slots[Int(port.data) + word] = words[position]
          position += 1
        }
      }
      number += 1
    }
  }
}
