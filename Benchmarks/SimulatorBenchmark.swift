import DESNE
import Cosimulation
import HDL
import Simulation
import Verification
import Verilog

/// Cycles a second of a simulator that is fed new operands every cycle.
private func rate(_ simulator: any Simulator, cycles: Int) throws -> Double {
  let query = simulator.storage(ofPort: 0)
  let candidate = simulator.storage(ofPort: 1)
  var random = Xorshift64(seed: 1)
  let time = try best(of: 2) {
    for _ in 0..<cycles {
      let bits = random.next()
      withUnsafeBytes(of: bits) { bytes in
        if let base = bytes.baseAddress {
          query.copy(from: base, count: 8, offset: Int(bits & 7) * 8)
          candidate.copy(from: base, count: 8, offset: Int(bits >> 3 & 7) * 8)
        }
      }
      try simulator.settle()
      try simulator.step()
    }
  }
  return Double(cycles) / time
}

/// The native interpreter beside Verilator, and what it takes to start either.
func benchmarkSimulators() async throws {
  let design = try elaborate(LaneTree(lanes: 64))
  let start = try best(of: 10) {
    let simulator = NativeSimulator(design)
    try simulator.settle()
  }
  printFigure("native start, 64 lanes", start * 1e3, "ms", goal: "< 5", start < 5e-3)

  let interpreter = NativeSimulator(design)
  let compiled = try await SimulationEngine.verilator.simulator(of: design, isTracing: false)
  // Interleaved, so that a disturbance meets both.
  var native = 0.0
  var verilator = 0.0
  for _ in 0..<5 {
    native = max(native, try rate(interpreter, cycles: 100_000))
    verilator = max(verilator, try rate(compiled, cycles: 500_000))
  }
  print(
    "     native \(Int(native)) cycles/s, Verilator -O2 with vectors \(Int(verilator)) cycles/s")
  printFigure(
    "native over Verilator, 64 lanes", native / verilator, "x", goal: ">= 0.2",
    native / verilator >= 0.2)
}
