import HDL
import RegisterMap
import Simulation
import Testing

/// Register blocks against a model, with everything at random: the map, the accesses, the pauses of
/// all channels and the hardware. The model is told from the bus when a write or a read is done; how
/// long that takes is the matter of `RegisterBlockTests`.
@Suite("Random register blocks")
struct RandomRegisterTests {
  @Test("do as the model in the native simulator", arguments: 1...40 as ClosedRange<UInt64>)
  func native(seed: UInt64) throws {
    let plan = Plan(seed: seed, dataWidth: seed % 4 == 0 ? 64 : 32)
    try run(plan, NativeSimulator(elaborate(RegisterBlock(plan.map))), seed: seed, cycles: 1500)
  }

  @Test("do so in other engines", arguments: Engine.allCases, [3, 12] as [UInt64])
  func others(engine: Engine, seed: UInt64) async throws {
    let plan = Plan(seed: seed, dataWidth: seed % 4 == 0 ? 64 : 32)
    let simulator = try await engine.start(elaborate(RegisterBlock(plan.map)))
    try run(plan, simulator, seed: seed, cycles: 600)
  }

  private func run(
    _ plan: Plan, _ simulator: any Simulator, seed: UInt64, cycles: Int
  ) throws {
    let bench = Bench(simulator)
    var random = Stimulus(seed: seed)
    var model = RegisterModel(plan)
    var checker = try AXI4LiteChecker(simulator)
    let ranges = [0...0, 0...1, 0...5]
    var pauses = AXI4LiteManager.Pauses()
    pauses.writeAddress = ranges.randomElement(using: &random)!
    pauses.writeData = ranges.randomElement(using: &random)!
    pauses.writeResponse = ranges.randomElement(using: &random)!
    pauses.readAddress = ranges.randomElement(using: &random)!
    pauses.readData = ranges.randomElement(using: &random)!
    let manager = try AXI4LiteManager(simulator, pauses: pauses, seed: seed)
    try bench.reset()

    let bytes = UInt64(plan.dataWidth / 8)
    let addressWidth = simulator.ports.first { $0.name == "s_axi_awaddr" }?.bitWidth ?? 0
    for _ in 0..<cycles / 3 {
      let (write, read) = (random.next(), random.next())
      // One in eight anywhere, the others at a register.
      func address(_ bits: UInt64) -> UInt64 {
        let words = model.words.keys.sorted()
        let word = UInt64(words[Int(bits >> 8) % words.count])
        let low = bits >> 3 & (bytes - 1)
        return bits & 7 == 0 ? bits >> 8 & Plan.ones(addressWidth) : word * bytes + low
      }
      let strobes = random.next()
      manager.enqueueWrite(
        random.next(), to: address(write), strobes: strobes & 1 == 0 ? .max : strobes >> 1)
      manager.enqueueRead(from: address(read))
    }

    var inputs: [String: UInt64] = [:]
    var responses = (writes: 0, reads: 0)
    var waited = (write: false, read: false)
    var expected: (data: UInt64, isError: Bool)?
    for cycle in 0..<cycles {
      manager.drive()
      let before = inputs
      for cell in model.cells {
        guard let input = cell.input else { continue }
        // Bits to set are rare, or all would always be set.
        let value =
          input.name.hasSuffix("_set")
          ? random.next() & random.next() & random.next() : random.next()
        inputs[input.name] = value & Plan.ones(input.width)
        bench[input.name] = value
      }
      try bench.settle()
      checker.observe()

      let isWritten = bench["s_axi_bvalid"] == 1 && !waited.write
      let isRead = bench["s_axi_rvalid"] == 1 && !waited.read
      let write = isWritten ? manager.writes[responses.writes] : nil
      let read = isRead ? Int(manager.reads[responses.reads].address / bytes) : nil
      if let read { expected = model.read(read, before) }
      model.step(
        before, write: write.map { (Int($0.address / bytes), $0.data, $0.strobes) }, read: read)
      if let write {
        let isRefused = model.refusesWrite(Int(write.address / bytes))
        try #require(bench["s_axi_bresp"] == (isRefused ? 2 : 0), "cycle \(cycle): \(write)")
        responses.writes += 1
      }
      if bench["s_axi_rvalid"] == 1, let expected {
        try #require(bench["s_axi_rdata"] == expected.data, "cycle \(cycle)")
        try #require(bench["s_axi_rresp"] == (expected.isError ? 2 : 0), "cycle \(cycle)")
      }
      if isRead { responses.reads += 1 }
      for cell in model.cells where cell.hasOutput {
        try #require(bench[cell.port] == cell.value, "\(cell.port) in cycle \(cycle)")
      }
      waited.write = bench["s_axi_bvalid"] == 1 && bench["s_axi_bready"] == 0
      waited.read = bench["s_axi_rvalid"] == 1 && bench["s_axi_rready"] == 0
      manager.observe()
      try bench.step()
    }
    #expect(checker.violations.isEmpty)
    #expect(responses.writes > cycles / 20 && responses.reads > cycles / 20)

    simulator.setReset(true)
    try bench.settle()
    try bench.step()
    try bench.settle()
    model.reset()
    for cell in model.cells where cell.hasOutput {
      #expect(bench[cell.port] == cell.value, "\(cell.port) after reset")
    }
    #expect(bench["s_axi_bvalid"] == 0 && bench["s_axi_rvalid"] == 0)
  }
}
