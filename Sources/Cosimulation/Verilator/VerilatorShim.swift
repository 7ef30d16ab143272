import Verilog

/// Writes the C++ unit of a model: what Verilator generated plus a small C interface around it.
struct VerilatorShim {
  /// Changes whenever the C interface does; a library with another number is built again.
  static let interfaceVersion: UInt32 = 2

  /// Reports of the design go to the model that runs instead of to the standard output.
  static let printMacro = "-DVL_PRINTF=nms_print"

  /// Declares the function the run time prints with.
  static let printDeclaration =
    "extern \"C\" int nms_print(const char* format, ...) __attribute__((format(printf, 1, 2)));"

  /// The header every unit starts with; it is the one that is precompiled.
  static func prefixHeader(isTracing: Bool) -> String {
    """
    #pragma once
    \(printDeclaration)
    #include "verilated.h"
    #include <algorithm>
    #include <cstdarg>
    #include <cstdint>
    #include <cstdio>
    #include <cstring>
    #include <exception>
    #include <memory>
    #include <string>
    \(isTracing ? "#include \"verilated_vcd_c.h\"\n" : "")
    """
  }

  /// The unit for one design.
  ///
  /// - Throws: `CosimulationError` when the ports of the design and of its text differ.
  static func unit(
    design: VerilogDesign, sources: VerilatedSources, isTracing: Bool, coverPorts: [String]
  ) throws(CosimulationError) -> String {
    func member(_ name: String, width: Int, isInput: Bool) throws(CosimulationError) -> String {
      guard let port = sources.ports.first(where: { $0.name == name }) else {
        throw CosimulationError(
          .badData,
          "module `\(design.topModule)` has no port `\(name)`; "
            + "the design lists it, so its text or its port list is wrong")
      }
      guard port.bitWidth == width, port.isInput == isInput else {
        func words(_ width: Int, _ isInput: Bool) -> String {
          "a \(width)-bit \(isInput ? "input" : "output")"
        }
        throw CosimulationError(
          .badData,
          "port `\(name)` of module `\(design.topModule)` is "
            + "\(words(port.bitWidth, port.isInput)) in the Verilog text, "
            + "but the design lists \(words(width, isInput))")
      }
      return port.member
    }
    if let name = sources.clashes.first {
      throw CosimulationError(
        .badData,
        "port `\(name)` of module `\(design.topModule)` has the name of a function that Verilator "
          + "generates; rename the port")
    }
    var table = ""
    for port in design.ports {
      let isInput = port.direction == .input
      let name = try member(port.name, width: port.bitWidth, isInput: isInput)
      table += "  {\"\(port.name)\", \(port.bitWidth), \(isInput ? 1 : 0), "
      table += "&(top).\(name), sizeof((top).\(name))}, \\\n"
    }
    var control = ""
    if let clock = design.clock {
      control += "#define NMS_CLOCK(top) &(top).\(try member(clock, width: 1, isInput: true))\n"
    }
    if let reset = design.reset {
      control += "#define NMS_RESET(top) &(top).\(try member(reset, width: 1, isInput: true))\n"
    }
    var hits: [String] = []
    for name in coverPorts {
      hits.append("X((top).\(try member(name, width: 32, isInput: false)))")
    }
    let known =
      design.ports.map(\.name) + [design.clock, design.reset].compactMap { $0 } + coverPorts
    if let extra = sources.ports.first(where: { !known.contains($0.name) }) {
      throw CosimulationError(
        .badData,
        "port `\(extra.name)` of module `\(design.topModule)` is not in the design's port list")
    }
    let prefix = VerilatedSources.prefix
    return """
      #include "prefix.h"
      #include "\(prefix).h"
      #include "\(prefix)__Syms.h"
      \(sources.units.map { "#include \"\($0)\"" }.joined(separator: "\n"))
      #define NMS_INTERFACE \(interfaceVersion)u
      #define NMS_TRACE \(isTracing ? 1 : 0)
      #define NMS_COPYABLE \(sources.isCopyable ? 1 : 0)
      #define NMS_PORTS(top) \\
      \(table)
      \(control)
      #define NMS_HITS(X, top) \(hits.joined(separator: " "))
      #define NMS_PARTS(X) \(sources.parts.map { "X(\($0))" }.joined(separator: " "))
      #define NMS_QUEUES(X) \(sources.queues.map { "X(\($0))" }.joined(separator: " "))

      """ + body
  }
}
