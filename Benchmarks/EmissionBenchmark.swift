import HDL
import Verilog

/// Milliseconds from Swift description to checked Verilog text.
func benchmarkEmission() throws {
  var times: [Double] = []
  for (lanes, goal) in [(64, 1.0), (256, 4.0), (1_024, 20.0)] {
    let time = try best(of: 30) { _ = try emitVerilog(elaborate(LaneTree(lanes: lanes))) }
    times.append(time)
    printFigure(
      "emission with all checks, \(lanes) lanes", time * 1e3, "ms", goal: "<= \(goal)",
      time * 1e3 <= goal)
  }
  let growth = times[2] / times[0] / 16
  printFigure(
    "growth from 64 to 1,024 lanes over linear", growth, "x", goal: "<= 1.3", growth <= 1.3)
}
