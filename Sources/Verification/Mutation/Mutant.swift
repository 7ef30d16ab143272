/// One small change of a netlist: a bit inverted, stuck or made to depend on another.
public struct Mutant: Sendable, Hashable, Codable {
  /// Value of the port `mutant` that brings it about.
  public var number: Int
  /// The module it is in.
  public var module: String
  /// The cell and the port whose bit is changed.
  public var cell: String
  /// The port of the cell.
  public var port: String
  /// The bit of the port.
  public var bit: Int
  /// How: `inv`, `const0`, `const1`, `cnot0`, `cnot1` (inverted where another bit is 0, or 1).
  public var mode: String
  /// The bit that `cnot0` and `cnot1` look at.
  public var controlBit: Int?
  /// The net the bit belongs to, where it has a name.
  public var net: String?
  /// Where in the Verilog the cell comes from.
  public var source: String

  /// Reads a line that Yosys' `mutate -list` wrote; nil for another one.
  init?(line: Substring) {
    let words = line.split(separator: " ").map(String.init)
    func word(after option: String, _ offset: Int = 1) -> String? {
      guard let index = words.firstIndex(of: option), index + offset < words.count else {
        return nil
      }
      return words[index + offset]
    }
    guard words.first == "mutate", let number = word(after: "-ctrl", 3).flatMap({ Int($0) }),
      let mode = word(after: "-mode"), let module = word(after: "-module"),
      let cell = word(after: "-cell"), let port = word(after: "-port"),
      let bit = word(after: "-portbit").flatMap({ Int($0) })
    else { return nil }
    self.number = number
    self.module = module
    self.cell = cell
    self.port = port
    self.bit = bit
    self.mode = mode
    controlBit = word(after: "-ctrlbit").flatMap { Int($0) }
    net = word(after: "-wire").map { $0 + (word(after: "-wirebit").map { "[\($0)]" } ?? "") }
    source = word(after: "-src") ?? ""
  }

  /// The Yosys command that makes the change for good.
  var command: String {
    "mutate -mode \(mode) -module \(module) -cell \(cell) -port \(port) -portbit \(bit)"
      + (controlBit.map { " -ctrlbit \($0)" } ?? "")
  }

  /// One line for a report.
  public var text: String {
    "\(mode) of \(cell).\(port)[\(bit)]\(net.map { ", net \($0)," } ?? "") in \(module), \(source)"
  }
}

/// What became of a mutant.
public struct MutantOutcome: Sendable, Hashable, Codable {
  /// How it ended.
  public enum Verdict: String, Sendable, Codable {
    /// The testbench saw a difference.
    case killed
    /// It saw none, and Yosys proved the module equal to the original for all inputs, or a check of the
    /// module had all that it can get.
    case equivalent
    /// It saw none, and no proof was found.
    case survived
  }

  /// The change.
  public var mutant: Mutant
  /// How it ended.
  public var verdict: Verdict
  /// What the testbench saw first; of a module alone where its name leads.
  public var evidence: String?
}
