/// Finds names and values of a black box that could not stand in Verilog, or that nothing answers to.
enum BlackBoxCheck {
  static func run(on module: ModuleGraph, _ interface: BlackBoxInterface) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    func report(_ code: Diagnostic.Code, _ message: String, fix: String) {
      diagnostics.append(
        Diagnostic(
          code: code, message: "black box \(module.name): \(message)",
          location: module.graph.firstLocation, module: module.name, notes: [], fix: fix))
    }
    var parameters: Set<String> = []
    for parameter in interface.parameters {
      if !isIdentifier(parameter.name) {
        report(
          .illegalName, "`\(parameter.name)` cannot name a parameter",
          fix: "write the parameter's name as the Verilog module declares it")
      }
      if !parameters.insert(parameter.name).inserted {
        report(
          .duplicateName, "parameter `\(parameter.name)` is given twice",
          fix: "give each parameter once")
      }
      if let fault = fault(of: parameter.value) {
        report(
          .literalOutOfRange, "parameter `\(parameter.name)` \(fault.message)", fix: fault.fix)
      }
    }
    var ports = Set(module.ports.map(\.name))
    for name in interface.clockPorts + interface.resetPorts.map(\.name) {
      if !isIdentifier(name) {
        report(
          .illegalName, "`\(name)` cannot name a port",
          fix: "write the port's name as the Verilog module declares it")
      }
      if !ports.insert(name).inserted {
        report(
          .duplicateName, "port `\(name)` is declared twice",
          fix: "declare a clock or reset either among `Ports` or in `clockPorts` and `resetPorts`")
      }
    }
    if case .only(let paths) = interface.box.combinationalPaths {
      for path in paths {
        for (name, isInput) in [(path.input, true), (path.output, false)]
        where !module.ports.contains(where: { $0.name == name && $0.isInput == isInput }) {
          report(
            .unknownName,
            "a combinational path names `\(name)`, which is no \(isInput ? "input" : "output")",
            fix: "choose one of "
              + module.ports.filter { $0.isInput == isInput }.map(\.name)
              .joined(separator: ", "))
        }
      }
    }
    switch interface.source {
    case .text(let text) where text.allSatisfy(\.isWhitespace):
      report(
        .emptyList, "its Verilog text is empty", fix: "write the module, or use `.external`")
    case .path(let path) where path.isEmpty || path.contains("\n"):
      report(.illegalName, "the path of its Verilog is not one", fix: "name a file")
    default: break
    }
    return diagnostics
  }

  private static func fault(of value: ParameterValue) -> (message: String, fix: String)? {
    switch value {
    case .integer(let number):
      if Int(Int32.min)...Int(UInt32.max) ~= number { return nil }
      return (
        "is \(number), which is no 32-bit integer",
        "use \(Int32.min)...\(UInt32.max), or `.bits` with a width"
      )
    case .bits(let number, let width):
      guard 1...64 ~= width else {
        return ("has \(width) bits", "use 1 to 64 bits")
      }
      return width == 64 || number >> UInt64(width) == 0
        ? nil : ("is \(number), which does not fit \(width) bits", "use more bits")
    case .string(let text):
      return text.utf8.allSatisfy { 0x20...0x7e ~= $0 }
        ? nil : ("is a text with characters beyond printable ASCII", "use ASCII")
    case .real(let text):
      return isReal(text)
        ? nil
        : ("is `\(text)`, which is no real number of Verilog", "write it as 12.5 or 1.25e-3")
    }
  }

  /// IEEE 1364-2005, 3.5.2: digits on both sides of a point, an exponent, or both.
  private static func isReal(_ text: String) -> Bool {
    let unsigned = text.hasPrefix("-") ? text.dropFirst() : text[...]
    let parts = unsigned.split(omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
    func isNumber(_ text: Substring) -> Bool {
      !text.isEmpty && text.utf8.allSatisfy { 0x30...0x39 ~= $0 }
    }
    guard parts.count <= 2 else { return false }
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    guard mantissa.count <= 2, mantissa.allSatisfy(isNumber) else { return false }
    guard parts.count == 2 else { return mantissa.count == 2 }
    let exponent = parts[1].first == "-" || parts[1].first == "+" ? parts[1].dropFirst() : parts[1]
    return isNumber(exponent)
  }

  private static func isIdentifier(_ name: String) -> Bool {
    guard let first = name.utf8.first, !(0x30...0x39 ~= first) else { return false }
    return ReservedNames.isLegalInVerilog(name)
      && name.utf8.allSatisfy {
        0x30...0x39 ~= $0 || 0x61...0x7a ~= $0 | 0x20 || $0 == 0x5f
      }
  }
}
