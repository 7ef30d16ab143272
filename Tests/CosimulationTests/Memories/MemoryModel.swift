import HDL

/// What a `MemoryDesign` holds, lane by lane.
struct MemoryModel {
  /// The inputs of one port in one cycle; ports in the order writers, readers, lookups, both.
  struct Access {
    var enable = false
    var write = false
    var address = 0
    var data: [UInt64] = []
    var mask: [Bool] = []
  }

  let design: MemoryDesign
  private(set) var words: [[UInt64]]
  /// Outputs of the ports that have one, in the order of the ports.
  private(set) var registers: [[UInt64]]

  init(_ design: MemoryDesign) {
    self.design = design
    words = (0..<design.depth).map(design.initialLanes)
    registers = Array(
      repeating: Array(repeating: 0, count: design.modelLanes),
      count: design.readers + design.asynchronousReaders + design.readWriters.count)
  }

  private func word(_ address: Int) -> [UInt64] {
    address < design.depth ? words[address] : Array(repeating: 0, count: design.modelLanes)
  }

  /// Outputs in this cycle: asynchronous ones follow the inputs.
  func outputs(_ accesses: [Access]) -> [[UInt64]] {
    var outputs = registers
    for index in 0..<design.asynchronousReaders {
      let access = accesses[design.writers.count + design.readers + index]
      outputs[design.readers + index] = word(access.address)
    }
    return outputs
  }

  mutating func step(_ accesses: [Access]) {
    let firstBoth = design.writers.count + design.readers + design.asynchronousReaders
    let writing = Array(design.writers.indices) + Array(firstBoth..<accesses.count)
    /// The port that writes a lane: the last of those that try.
    func winner(_ address: Int, _ lane: Int) -> Int? {
      writing.last {
        accesses[$0].write && accesses[$0].enable && accesses[$0].address == address
          && accesses[$0].mask[lane]
      }
    }
    for (output, port) in readingPorts(firstBoth, accesses.count) where accesses[port].enable {
      let address = accesses[port].address
      registers[output] = word(address).enumerated().map { lane, old in
        guard address < design.depth, let winner = winner(address, lane) else { return old }
        let own = port >= firstBoth && winner == port
        let behaviour =
          own ? design.readWriters[port - firstBoth].underWrite : design.readUnderWrite
        return behaviour == .writeFirst ? accesses[winner].data[lane] : old
      }
    }
    for address in 0..<design.depth {
      for lane in 0..<design.modelLanes {
        if let winner = winner(address, lane) {
          words[address][lane] = accesses[winner].data[lane]
        }
      }
    }
  }

  private func readingPorts(_ firstBoth: Int, _ count: Int) -> [(output: Int, port: Int)] {
    (0..<design.readers).map { ($0, design.writers.count + $0) }
      + (firstBoth..<count).enumerated().map {
        (design.readers + design.asynchronousReaders + $0.offset, $0.element)
      }
  }
}
