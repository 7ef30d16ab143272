import HDL

/// The Verilog that the black boxes of a design bring along, and what is missing of it.
struct BlackBoxFiles {
  /// Texts, one a Verilog module, in order of first use.
  private(set) var files: [VerilogFile] = []
  /// Paths, each once, in order of first use.
  private(set) var libraryPaths: [String] = []
  /// Names of modules without Verilog, each once, in order of first use.
  private(set) var missingModules: [String] = []
  /// A stub for each missing module whose instances agree on its ports.
  private(set) var stubs: [VerilogFile] = []

  init(of design: Design) {
    var missing: [String: [ModuleGraph]] = [:]
    for module in design.modules {
      guard let box = module.blackBox else { continue }
      switch box.source {
      case .text(let text):
        let file = VerilogFile(
          name: "\(module.name).v", text: text.hasSuffix("\n") ? text : text + "\n",
          isForeign: true)
        if !files.contains(file) { files.append(file) }
      case .path(let path):
        if !libraryPaths.contains(path) { libraryPaths.append(path) }
      case .external:
        if missing[module.name] == nil { missingModules.append(module.name) }
        missing[module.name, default: []].append(module)
      }
    }
    stubs = missingModules.compactMap { Self.stub(of: missing[$0, default: []]) }
  }

  /// Ports and parameters of a module that is used as the given black boxes say; `nil` where its
  /// ports differ with its parameters, which only its own Verilog can tell.
  private static func stub(of uses: [ModuleGraph]) -> VerilogFile? {
    guard let first = uses.first, let box = first.blackBox else { return nil }
    func shape(_ module: ModuleGraph) -> [String] {
      module.ports.map { "\($0.name) \($0.bitWidth) \($0.isInput)" }
    }
    guard uses.allSatisfy({ shape($0) == shape(first) }) else { return nil }
    var parameters: [BlackBoxInterface.Parameter] = []
    for use in uses {
      for parameter in use.blackBox?.parameters ?? []
      where !parameters.contains(where: { $0.name == parameter.name }) {
        parameters.append(parameter)
      }
    }
    let clocks = (box.clockPorts + box.resetPorts.map(\.name)).map { "  input wire \($0)" }
    let ports =
      clocks
      + first.ports.map { port in
        let range = port.bitWidth > 1 ? "[\(port.bitWidth - 1):0] " : ""
        return "  \(port.isInput ? "input" : "output") wire \(range)\(port.name)"
      }
    var text = """
      // Ports and parameters of black box \(first.name), for linters: not for simulation.
      `default_nettype none
      // verilator lint_off UNDRIVEN
      // verilator lint_off UNUSED
      `ifdef __slang__
      `pragma diagnostic push
      `pragma diagnostic ignore="-Wunused-parameter"
      `pragma diagnostic ignore="-Wunused-port"
      `pragma diagnostic ignore="-Wundriven-port"
      `endif

      (* blackbox *)
      module \(first.name)
      """
    if !parameters.isEmpty {
      text += " #(\n"
      text += parameters.map { "  parameter \($0.name) = \($0.value.text)" }.joined(
        separator: ",\n")
      text += "\n)"
    }
    text += ports.isEmpty ? ";\n" : " (\n\(ports.joined(separator: ",\n"))\n);\n"
    text += """
      endmodule

      `ifdef __slang__
      `pragma diagnostic pop
      `endif
      // verilator lint_on UNUSED
      // verilator lint_on UNDRIVEN
      `default_nettype wire

      """
    return VerilogFile(name: "\(first.name).v", text: text)
  }
}

extension ParameterValue {
  /// The value as a constant expression of Verilog.
  var text: String {
    switch self {
    case .integer(let number):
      return number > Int(Int32.max) ? "32'd\(number)" : "\(number)"
    case .bits(let number, let width): return "\(width)'h\(String(number, radix: 16))"
    case .string(let text):
      return "\"" + text.map { "\"\\".contains($0) ? "\\\($0)" : "\($0)" }.joined() + "\""
    case .real(let text): return text
    }
  }

  var expression: Expression { .verbatim(text) }
}

extension BlackBoxInterface {
  /// Clock and reset under the names that the black box has for them.
  var clockAndResetConnections: [(String, Expression)] {
    clockPorts.map { ($0, .identifier("clock")) }
      + resetPorts.map { port in
        switch port {
        case .activeHigh(let name): (name, .identifier("reset"))
        case .activeLow(let name): (name, .unary(.logicalNot, .identifier("reset")))
        }
      }
  }
}
