/// Reads parts of a target straight from what drives those parts.
///
/// A wire whose bit 0 feeds its bit 1 is no loop, but every tool that looks at whole signals takes it
/// for one. Where a slice lies within one of the values that a target is driven with, the slice is
/// taken from that value instead, and the loop of whole signals is gone. Only modules that need it
/// are changed, so that elsewhere the Verilog reads as it was written.
enum PartForwarding {
  static func run(on module: inout ModuleGraph) {
    for index in 0..<module.graph.count where module.graph.operations[index] == .slice {
      let node = NodeID(index)
      // What drives a part may itself be a target driven in parts.
      while let (part, low) = part(behind: node, in: module) {
        module.graph.setSlice(node, of: part, low: low)
      }
    }
  }

  /// The value, and the bits of it, that a slice of a target driven in parts comes from.
  private static func part(
    behind slice: NodeID, in module: ModuleGraph
  ) -> (value: NodeID, low: Int32)? {
    let graph = module.graph
    let target = graph.operand(0, of: slice)
    let driver = module.drivers[Int(target)]
    guard graph.operations[Int(target)] == .wire || graph.operations[Int(target)] == .output,
      driver != Graph.none, graph.operations[Int(driver)] == .concatenate
    else { return nil }
    let low = graph.payloads[Int(slice)]
    var partLow: Int32 = 0
    for part in graph.operands(of: driver).reversed() {
      let width = graph.widths[Int(part)]
      if low >= partLow, low + graph.widths[Int(slice)] <= partLow + width {
        return (part, low - partLow)
      }
      partLow += width
    }
    return nil
  }
}
