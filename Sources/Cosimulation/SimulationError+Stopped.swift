import HDL
import Simulation
import Verilog

extension SimulationError {
  /// The error of an engine that stopped: the property that failed, or the last lines the design
  /// printed.
  ///
  /// - Parameter cycle: Rising clock edges so far, the one that stopped it included.
  static func stopped(
    _ design: VerilogDesign, cycle: Int, reason: String, printed: String
  ) -> SimulationError {
    if let property = failedProperty(of: design, printed: printed) {
      return SimulationError(failureOf: property, cycle: cycle - 1)
    }
    let lines = printed.split(separator: "\n").suffix(3).joined(separator: "\n")
    let tail = lines.isEmpty ? "" : "; it printed last:\n" + lines
    return SimulationError("`\(design.topModule)` stopped in cycle \(cycle): \(reason)\(tail)")
  }

  /// The property that a line such as `assertion inRange failed in harness.Top.row_0` is about; the
  /// first in the design's order where several failed at one edge.
  private static func failedProperty(
    of design: VerilogDesign, printed: String
  ) -> PropertyInstance? {
    guard !design.properties.isEmpty else { return nil }
    var failed: Set<String> = []
    for line in printed.split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: false)
      guard words.count >= 5, words[2] == "failed", words[3] == "in" else { continue }
      // What stands above the top module belongs to the engine.
      let scopes = words[4].split(separator: ":")[0].split(separator: ".")
        .drop { $0 != design.topModule }
      failed.insert("\(words[0]) \(scopes.joined(separator: ".")).\(words[1])")
    }
    return design.properties.first { failed.contains("\($0.kind.rawValue) \($0.fullName)") }
  }
}

extension VerilogDesign {
  /// Covers, whose hits the Verilog counts.
  var covers: [PropertyInstance] { properties.filter { $0.kind == .cover } }

  /// The hierarchical name of each cover's counter, from the top module down.
  var coverCounters: [String] { covers.map { "\($0.path).\($0.counterName)" } }
}

extension PropertyCoverage {
  /// Hits as the Verilog of a design counted them; it counts no samples.
  init(of design: VerilogDesign, hits: [UInt32]) {
    self.init(
      properties: design.covers, counts: hits.map { Count(samples: nil, hits: Int($0)) })
  }
}
