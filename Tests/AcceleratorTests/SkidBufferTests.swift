import Accelerator
import HDL
import Simulation
import TestSupport
import Testing
import Verilog

@Suite("SkidBuffer")
struct SkidBufferTests {
  /// The buffer under test, and a queue of what it holds.
  private struct Bench {
    let simulator: NativeSimulator
    let inputValid, inputReady, inputData, outputValid, outputReady, outputData: PortStorage
    var held: [UInt64] = []
    var next: UInt64 = 1
    var isWrong = false
    let mask: UInt64

    init(width: Int) throws {
      let simulator = NativeSimulator(try elaborate(SkidBuffer(width: width)))
      let names = simulator.ports.map(\.name)
      func port(_ name: String) throws -> PortStorage {
        simulator.storage(ofPort: try #require(names.firstIndex(of: name)))
      }
      inputValid = try port("inputValid")
      inputReady = try port("inputReady")
      inputData = try port("inputData")
      outputValid = try port("outputValid")
      outputReady = try port("outputReady")
      outputData = try port("outputData")
      mask = width == 64 ? .max : (1 << UInt64(width)) - 1
      self.simulator = simulator
    }

    mutating func reset() throws {
      simulator.setReset(true)
      try simulator.settle()
      try simulator.step()
      simulator.setReset(false)
      held = []
    }

    /// One cycle; the queue says what must be seen.
    mutating func cycle(valid: Bool, ready: Bool) throws {
      inputValid.isSet = valid
      inputData.value = next & mask
      outputReady.isSet = ready
      try simulator.settle()
      let takesInput = inputReady.isSet && valid
      // Two entries, offered in order; an entry is seen the cycle after it was taken.
      isWrong =
        isWrong || inputReady.isSet != (held.count < 2) || outputValid.isSet != !held.isEmpty
      if let first = held.first, outputData.value != first { isWrong = true }
      if outputValid.isSet, ready, !held.isEmpty { held.removeFirst() }
      if takesInput {
        held.append(next & mask)
        next &+= 1
      }
      try simulator.step()
    }
  }

  @Test("is a queue of two under every pattern of 7 cycles from reset")
  func fromReset() throws {
    var bench = try Bench(width: 16)
    for pattern in 0..<1 << 14 {
      try bench.reset()
      for cycle in 0..<7 {
        let bits = pattern >> (2 * cycle)
        try bench.cycle(valid: bits & 1 != 0, ready: bits & 2 != 0)
      }
      try #require(!bench.isWrong, "pattern \(pattern)")
    }
  }

  @Test("is a queue of two in one sequence with every pattern of 12 cycles in it")
  func everyPattern() throws {
    let sequence = deBruijnSequence(symbols: 4, length: 12)
    #expect(sequence.count == 1 << 24)
    var bench = try Bench(width: 16)
    try bench.reset()
    var cycle = 0
    // The first symbols again at the end: the last patterns reach over it.
    for symbol in sequence + sequence.prefix(11) {
      try bench.cycle(valid: symbol & 1 != 0, ready: symbol & 2 != 0)
      if bench.isWrong { break }
      cycle += 1
    }
    #expect(!bench.isWrong, "cycle \(cycle)")
  }

  @Test("takes and gives a payload every cycle", arguments: [1, 7, 33, 64])
  func throughput(width: Int) throws {
    var bench = try Bench(width: width)
    try bench.reset()
    for _ in 0..<100 { try bench.cycle(valid: true, ready: true) }
    #expect(!bench.isWrong)
    #expect(bench.next == 101)
    #expect(bench.held.count == 1)
  }

  @Test("a reset empties it, whatever it holds", arguments: 0...2)
  func reset(held: Int) throws {
    var bench = try Bench(width: 8)
    try bench.reset()
    for _ in 0..<held { try bench.cycle(valid: true, ready: false) }
    try #require(bench.held.count == held)
    try bench.reset()
    for _ in 0..<3 { try bench.cycle(valid: false, ready: true) }
    #expect(!bench.isWrong)
  }

  @Test("every linter is silent about it", arguments: Tool.linters)
  func lint(tool: Tool) throws {
    guard tool.isExpected else { try Test.cancel("\(tool) is not installed") }
    for width in [1, 8, 65] {
      let design = emitVerilog(try elaborate(SkidBuffer(width: width))).design
      #expect(try tool.complaints(about: design) == "", "width \(width)")
    }
  }

  /// The cyclic sequence that holds every word of `length` symbols once: the Lyndon words whose
  /// lengths divide `length`, in order (Fredricksen, Kessler and Maiorana).
  private func deBruijnSequence(symbols: UInt8, length: Int) -> [UInt8] {
    var sequence: [UInt8] = []
    var word: [UInt8] = [0]
    while true {
      if length.isMultiple(of: word.count) { sequence += word }
      let period = word.count
      while word.count < length { word.append(word[word.count - period]) }
      while word.last == symbols - 1 { word.removeLast() }
      guard let last = word.last else { return sequence }
      word[word.count - 1] = last + 1
    }
  }
}
