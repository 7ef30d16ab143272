import Verilog

/// Gives Verilog the initial state that the native simulator and Verilator start from.
///
/// Icarus and Yosys start registers and memories as unknown. With zeros everywhere every bit of
/// every output is defined from the first cycle on, so all of them are compared, and a bit that is
/// unknown all the same is a mistake.
enum ZeroState {
  /// The design with an `initial` block in every module that has state.
  static func added(to design: VerilogDesign) -> VerilogDesign {
    var design = design
    design.files = design.files.map {
      VerilogFile(name: $0.name, text: added(to: $0.text))
    }
    return design
  }

  private static func added(to text: String) -> String {
    var depths: [Substring: Int] = [:]
    var written: [Substring] = []
    for line in text.split(separator: "\n") {
      // An attribute may stand before a declaration.
      var words = line.split(separator: " ")[...]
      if words.first == "(*", let end = words.firstIndex(of: "*)") {
        words = words[(end + 1)...]
      }
      if words.first == "reg", let name = words.last, words.count >= 2 {
        // `reg [7:0] storage [0:11];` or `reg [7:0] value;`
        if name.hasPrefix("[0:"), words.count >= 3 {
          depths[words[words.endIndex - 2]] = (Int(name.dropFirst(3).dropLast(2)) ?? 0) + 1
        } else {
          depths[name.dropLast()] = 0
        }
      } else if words.count >= 3, let target = words.first, line.contains(" <= ") {
        let name = target.prefix { $0 != "[" }
        if depths[name] != nil, !written.contains(name) { written.append(name) }
      } else if words.count >= 3, let target = words.first, line.contains(" = ") {
        // The design gives the words of this memory itself.
        let name = target.prefix { $0 != "[" }
        if let depth = depths[name], depth > 0 { depths[name] = nil }
      }
    }
    written.removeAll { depths[$0] == nil }
    guard !written.isEmpty, let end = text.range(of: "endmodule") else { return text }
    var block = "  integer zero_index;\n  initial begin\n"
    for name in written {
      let depth = depths[name] ?? 0
      // Nonblocking, so that blocks which wait for a change are waiting when it comes.
      block +=
        depth == 0
        ? "    \(name) <= 0;\n"
        : "    for (zero_index = 0; zero_index < \(depth); zero_index = zero_index + 1) "
          + "\(name)[zero_index] = 0;\n"
    }
    block += "  end\n"
    return text[..<end.lowerBound] + block + text[end.lowerBound...]
  }
}
