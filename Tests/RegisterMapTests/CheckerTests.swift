import HDL
import Simulation
import Testing

/// That the checker of the bus sees what is wrong.
@Suite("The checker of AXI4-Lite")
struct AXI4LiteCheckerTests {
  /// A bus without a design: the test writes both sides.
  private final class FreeBus: Simulator {
    let engineName = "none"
    let ports: [SimulatedPort]
    private let memory: UnsafeMutableRawPointer
    private(set) var cycleCount = 0

    init() {
      let inputs = [
        "awaddr", "awprot", "awvalid", "wdata", "wstrb", "wvalid", "bready", "araddr", "arprot",
        "arvalid", "rready",
      ]
      let outputs = [
        "awready", "wready", "bresp", "bvalid", "arready", "rdata", "rresp", "rvalid",
      ]
      ports =
        inputs.map { SimulatedPort(name: "s_axi_\($0)", bitWidth: 8, isInput: true) }
        + outputs.map { SimulatedPort(name: "s_axi_\($0)", bitWidth: 8, isInput: false) }
      memory = .allocate(byteCount: 8 * ports.count, alignment: 8)
      memory.initializeMemory(as: UInt8.self, repeating: 0, count: 8 * ports.count)
    }

    deinit { memory.deallocate() }

    func storage(ofPort index: Int) -> PortStorage {
      PortStorage(bytes: memory + 8 * index, byteCount: 8, bitWidth: 8)
    }

    func setReset(_ active: Bool) {}
    func settle() throws(SimulationError) {}
    func step() throws(SimulationError) { cycleCount += 1 }
    func startTrace(path: String) throws(SimulationError) {}
    func stopTrace() throws(SimulationError) {}
  }

  /// What the bus carries, cycle by cycle, and what is said of it.
  private static let cases: [(cycles: [[String]], violations: [String])] = [
    (
      [["awvalid", "awready", "wvalid", "wready"], ["bvalid"], ["bvalid", "bready"], []], []
    ),
    ([["arvalid"], ["arvalid", "arready"], ["rvalid", "rready"]], []),
    ([["awvalid"], []], ["cycle 1: AW is no longer valid, but was not taken"]),
    (
      [["arvalid"], ["arvalid", "araddr"]],
      ["cycle 1: AR changed from [0, 0] to [1, 0] before it was taken"]
    ),
    (
      [["awvalid", "awready", "wvalid", "wready"], ["bvalid"], ["bvalid", "bresp"]],
      ["cycle 2: B changed from [0] to [1] before it was taken"]
    ),
    ([["awvalid", "awready"], ["bvalid"]], ["cycle 1: B is valid without a write"]),
    ([["wvalid", "wready"], ["bvalid"]], ["cycle 1: B is valid without a write"]),
    ([["arvalid", "arready", "rvalid"]], ["cycle 0: R is valid without a read"]),
    (
      [["arvalid", "arready"], ["rvalid", "rready"], ["rvalid", "rready"]],
      ["cycle 2: R is valid without a read"]
    ),
  ]

  @Test("tells each broken rule, and nothing of right traffic", arguments: cases.indices)
  func rules(index: Int) throws {
    let bus = FreeBus()
    let bench = Bench(bus)
    var checker = try AXI4LiteChecker(bus)
    for signals in Self.cases[index].cycles {
      for port in bus.ports {
        bench[port.name] = signals.contains(String(port.name.dropFirst(6))) ? 1 : 0
      }
      checker.observe()
      try bus.step()
    }
    #expect(checker.violations == Self.cases[index].violations)
    if index < 2 { #expect(checker.isIdle) }
  }

  @Test("misses a port by name")
  func missing() throws {
    let error = #expect(throws: SimulationError.self) {
      try AXI4LiteChecker(FreeBus(), prefix: "m_axi")
    }
    #expect(error?.message == "the design has no input `m_axi_awaddr`")
  }
}
