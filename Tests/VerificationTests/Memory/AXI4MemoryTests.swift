import Accelerator
import HDL
import Simulation
import TestSupport
import Testing
import Verification
import Verilog

@Suite("Memory behind an AXI4 bus")
struct AXI4MemoryTests {
  @Test(
    "requests take effect in their order, whatever the bus does",
    arguments: [64, 128, 1_024], [false, true])
  func order(beatBits: Int, hasStalls: Bool) throws {
    let design = try elaborate(AXI4Memory(beatBits: beatBits, addressBits: 40))
    for (index, writes) in [0, 1, 6, 12, 16].enumerated() {
      for blocks in [1, 3, 700] {
        var testbench = try AXI4MemoryTestbench(
          on: NativeSimulator(design),
          .init(
            requests: 600, blocks: blocks, writesOfSixteen: writes, hasStalls: hasStalls,
            seed: UInt64(10 * index + blocks)))
        let report = try testbench.run()
        #expect(report.differences == [], "\(writes) of 16 write, \(blocks) blocks")
        #expect(report.reads + report.writes == 600)
      }
    }
  }

  @Test("the emitted Verilog does the same", arguments: [SimulationEngine.verilator, .icarus])
  func engines(engine: SimulationEngine) async throws {
    let design = try elaborate(AXI4Memory(beatBits: 128, addressBits: 33))
    var testbench = try AXI4MemoryTestbench(
      on: await Engines.start(engine, design), .init(requests: 2_000, seed: 4))
    #expect(try testbench.run().differences == [])
  }

  @Test("reads without a pause take a cycle a beat, and so do writes", arguments: [0, 16])
  func throughput(writes: Int) throws {
    let design = try elaborate(AXI4Memory(beatBits: 128, addressBits: 40))
    var testbench = try AXI4MemoryTestbench(
      on: NativeSimulator(design),
      .init(requests: 2_000, blocks: 900, writesOfSixteen: writes, hasStalls: false, seed: 6))
    let report = try testbench.run()
    #expect(report.differences == [])
    // Requests have 2.7 beats in the mean, for a place in the block and a length are drawn.
    #expect(report.cycles < 2_000 * 3)
  }

  @Test("an error of the memory is told once", arguments: 0..<8)
  func failures(seed: UInt64) throws {
    let design = try elaborate(AXI4Memory(beatBits: 64, addressBits: 32))
    var testbench = try AXI4MemoryTestbench(
      on: NativeSimulator(design),
      .init(requests: 200, answersToFailure: Int(11 * seed), seed: seed))
    #expect(try testbench.run().differences == [])
  }

  @Test("every fault is found", arguments: AXI4MemoryFault.allCases)
  func faults(fault: AXI4MemoryFault) throws {
    let design = try elaborate(AXI4Memory(beatBits: 64, addressBits: 32, fault: fault))
    var found: [String] = []
    for seed in 0..<4 as Range<UInt64> {
      var testbench = try AXI4MemoryTestbench(
        on: NativeSimulator(design),
        .init(
          requests: 400, answersToFailure: fault == .swallowedError ? 100 : nil, seed: seed))
      found += try testbench.run().differences
    }
    #expect(found.contains { $0.contains(Self.sign(of: fault)) }, "\(found.prefix(4))")
  }

  /// Part of the sentence by which a fault is recognised.
  private static func sign(of fault: AXI4MemoryFault) -> String {
    switch fault {
    case .lateLast: "WLAST is 0 with beat 1 of 1"
    case .shiftedBurst: "crosses 4 KiB"
    case .longBurst: "a beat that nobody asked for"
    case .withdrawnRead: "AR is no longer valid, but was not taken"
    case .changedAddress: "AW changed before it was taken"
    case .missingStrobe: "is not what was written"
    case .overtakingRead: "during a write of them"
    case .overtakingWrite: "during a read of them"
    case .foreignID: "AW has the id 1"
    case .forgottenResponse: "idle although responses are to come"
    case .swallowedError: "0 errors were told, 1 answered"
    }
  }

  @Test("every linter is silent about the Verilog", arguments: Tool.linters)
  func lint(tool: Tool) throws {
    guard tool.isExpected else { try Test.cancel("\(tool) is not installed") }
    for (beatBits, addressBits) in [(64, 32), (512, 40), (1_024, 64)] {
      let design = emitVerilog(
        try elaborate(AXI4Memory(beatBits: beatBits, addressBits: addressBits))
      ).design
      #expect(try tool.complaints(about: design) == "")
    }
  }
}
