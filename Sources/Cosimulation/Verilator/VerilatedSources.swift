import Foundation
import Verilog

/// What the shim must know of the C++ that Verilator wrote for one design.
///
/// Verilator has no machine-readable list of it, so the generated headers are read line by line;
/// their form is the same from 5.006 to 5.048.
struct VerilatedSources {
  /// A port of the top module with its C++ member.
  struct Port {
    var member: String
    var name: String
    var bitWidth: Int
    var isInput: Bool
  }

  /// Prefix of every generated file and class.
  static let prefix = "Vm"

  /// Names of the generated C++ files, sorted.
  var units: [String]
  /// Ports of the top module, clock and reset included.
  var ports: [Port]
  /// Ports whose C++ member has the name of something else in the generated class, which then
  /// cannot be compiled.
  var clashes: [String]
  /// Members of the symbol table that hold the state: one a module that was not inlined.
  var parts: [String]
  /// Members, as part and name, that are empty between two evaluations but own memory.
  var queues: [String]
  /// Whether the state is plain bytes besides `queues`, so that it can be copied.
  var isCopyable: Bool

  /// Reads the folder Verilator wrote to.
  init(folder: URL) throws {
    func text(_ name: String) throws -> String {
      try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    units = names.filter { $0.hasSuffix(".cpp") }
    let model = try text(Self.prefix + ".h")
    ports = model.split(separator: "\n").compactMap(Self.port)
    let functions = Self.functionNames(in: model)
    clashes = ports.filter { functions.contains($0.member[...]) }.map(\.name)
    parts = []
    queues = []
    isCopyable = true
    var inInstances = false
    var classes: [String: String] = [:]
    for line in try text(Self.prefix + "__Syms.h").split(separator: "\n") {
      if line.contains("//") { inInstances = line.contains("MODULE INSTANCE STATE") }
      let words = line.split { " ;".contains($0) }
      guard inInstances, words.count == 2 else { continue }
      let (type, part) = (String(words[0]), String(words[1]))
      parts.append(part)
      if classes[type] == nil { classes[type] = try text(type + ".h") }
      readState(of: classes[type] ?? "", part: part)
    }
  }

  /// Notes the members of one module that are no plain bytes.
  private mutating func readState(of header: String, part: String) {
    for line in header.split(separator: "\n") {
      let member = line.drop { $0 == " " }
      guard member.hasSuffix(";"), !member.contains("(") else { continue }
      if member.hasPrefix("VlNBACommitQueue<") {
        let name = member.dropLast().split(separator: " ").last ?? ""
        queues.append("\(part).\(name)")
      } else if Self.owningTypes.contains(where: { member.hasPrefix($0) }) {
        isCopyable = false
      }
    }
  }

  /// Names the class declares as functions or inherits.
  private static func functionNames(in header: String) -> Set<Substring> {
    let inherited: Set<Substring> = ["contextp", "rootp", "vlNamep", "vlSymsp"]
    let pieces = header.split(separator: "(", omittingEmptySubsequences: false).dropLast()
    return inherited.union(
      pieces.compactMap { piece in
        piece.split(omittingEmptySubsequences: false) { !$0.isLetter && !$0.isNumber && $0 != "_" }
          .last
      })
  }

  private static let owningTypes = [
    "std::", "VlQueue", "VlAssocArray", "VlClassRef", "VlDelayScheduler", "VlTriggerScheduler",
    "VlDynamicTriggerScheduler", "VlForkSync", "VlProcessRef", "VlRandomizer", "VlStdRandomizer",
    "VlSampleQueue", "VlMTaskVertex",
  ]

  /// Reads a line such as `VL_IN8(&enable,0,0);` or `VL_OUTW(&sum,199,0,7);`.
  private static func port(_ line: Substring) -> Port? {
    let line = line.drop { $0 == " " }
    let isInput = line.hasPrefix("VL_IN")
    guard isInput || line.hasPrefix("VL_OUT"), let open = line.firstIndex(of: "("),
      let close = line.lastIndex(of: ")")
    else { return nil }
    let fields = line[line.index(after: open)..<close].split(separator: ",")
    guard fields.count >= 3, fields[0].hasPrefix("&"), let high = Int(fields[1]),
      let low = Int(fields[2])
    else { return nil }
    let member = String(fields[0].dropFirst())
    return Port(
      member: member, name: sourceName(of: member), bitWidth: high - low + 1, isInput: isInput)
  }

  /// Undoes Verilator's encoding of names: `__0` and two hexadecimal digits stand for a character,
  /// and `__SYM__` starts a name that C++ reserves.
  static func sourceName(of member: String) -> String {
    let marker = Array("__SYM__".utf8)
    var bytes = Array(member.utf8)
    if bytes.starts(with: marker) { bytes.removeFirst(marker.count) }
    var name: [UInt8] = []
    var k = 0
    while k < bytes.count {
      if k + 4 < bytes.count, bytes[k] == 0x5f, bytes[k + 1] == 0x5f, bytes[k + 2] == 0x30,
        let code = UInt8(String(decoding: bytes[k + 3...k + 4], as: UTF8.self), radix: 16)
      {
        name.append(code)
        k += 5
      } else {
        name.append(bytes[k])
        k += 1
      }
    }
    return String(decoding: name, as: UTF8.self)
  }
}
