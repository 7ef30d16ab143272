import Verilog

/// A module around a design that brings the counters of its covers out as ports.
///
/// The counters lie anywhere in the hierarchy, and Verilator keeps no register that nothing reads.
struct CoverHarness {
  private let design: VerilogDesign

  /// `nil` for a design without covers, or a model without properties.
  init?(of design: VerilogDesign, _ options: VerilatorOptions) {
    guard options.hasAssertions, !design.covers.isEmpty else { return nil }
    self.design = design
  }

  let moduleName = "nms_covers"
  var fileName: String { moduleName + ".v" }

  /// Names of the outputs, one a cover in order.
  var ports: [String] { design.covers.indices.map { "nms_hits_\($0)" } }

  /// The text of the module.
  var text: String {
    let control = [design.clock, design.reset].compactMap { $0 }
    var declarations = control.map { "  input wire \($0)" }
    for port in design.ports {
      let range = port.bitWidth > 1 ? "[\(port.bitWidth - 1):0] " : ""
      declarations.append("  \(port.direction.rawValue) wire \(range)\(port.name)")
    }
    declarations += ports.map { "  output wire [31:0] \($0)" }
    let connections = (control + design.ports.map(\.name)).map { "    .\($0)(\($0))" }
    let reads = zip(ports, design.coverCounters).map { "  assign \($0) = \($1);" }
    return """
      module \(moduleName) (
      \(declarations.joined(separator: ",\n"))
      );
        \(design.topModule) \(design.topModule) (
      \(connections.joined(separator: ",\n"))
        );
      \(reads.joined(separator: "\n"))
      endmodule

      """
  }
}
