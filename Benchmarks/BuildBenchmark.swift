import Cosimulation
import Foundation
import HDL
import Simulation
import Verification

/// Processor time from Verilog text to the first cycle in Verilator: with nothing cached but the run
/// time library, and with the model cached.
func benchmarkBuild() async throws {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("nms-bench-cache-\(ProcessInfo.processInfo.processIdentifier)")
  defer { try? FileManager.default.removeItem(at: folder) }
  let cache = ArtifactCache(root: folder)
  func firstCycle(lanes: Int) async throws -> Double {
    let design = try elaborate(LaneTree(lanes: lanes))
    let before = processorSeconds()
    let simulator = try await SimulationEngine.verilator.simulator(
      of: design, isTracing: false, cache: cache)
    try simulator.settle()
    try simulator.step()
    return processorSeconds() - before
  }
  // A small design first: it builds the run time.
  let runtime = try await firstCycle(lanes: 2)
  print(String(format: "     run time and first small model: %.2f CPU s, once a machine", runtime))
  let cold = try await firstCycle(lanes: 64)
  printFigure("text to first cycle, 64 lanes", cold, "CPU s", goal: "< 1.5", cold < 1.5)
  let cached = try await firstCycle(lanes: 64)
  printFigure("the same, cached", cached, "CPU s", goal: "< 0.1", cached < 0.1)
}
