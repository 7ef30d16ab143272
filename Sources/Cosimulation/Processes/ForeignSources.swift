import Foundation
import Verilog

/// The Verilog of others that a build takes beside what was emitted.
struct ForeignSources {
  /// Absolute paths of the libraries, and their texts, in the order of the design.
  let libraries: [(path: String, text: String)]
  /// Names by which tools know the foreign files, emitted ones and libraries.
  let names: [String]

  /// - Throws: `CosimulationError.badData` when the Verilog of a black box is missing or unreadable.
  init(of design: VerilogDesign) throws(CosimulationError) {
    if let missing = design.missingModules.first {
      throw CosimulationError(
        .badData,
        "black box `\(missing)` in `\(design.topModule)` has no Verilog to simulate; give it a "
          + "`source` of `.text` or `.path`")
    }
    var libraries: [(path: String, text: String)] = []
    for path in design.libraryPaths {
      let url = URL(fileURLWithPath: path)
      guard let data = try? Data(contentsOf: url) else {
        throw CosimulationError(
          .badData,
          "`\(path)`, the Verilog of a black box in `\(design.topModule)`, cannot be read")
      }
      libraries.append((url.path, String(decoding: data, as: UTF8.self)))
    }
    self.libraries = libraries
    names = libraries.map(\.path) + design.files.filter(\.isForeign).map(\.name)
  }

  /// Libraries, and the folders in which they may look for what they include.
  var arguments: [String] {
    var folders: [String] = []
    for library in libraries {
      let folder = "-I" + URL(fileURLWithPath: library.path).deletingLastPathComponent().path
      if !folders.contains(folder) { folders.append(folder) }
    }
    return folders + libraries.map(\.path)
  }

  /// What keeps Verilator's warnings to the files that are not foreign; `nil` where none is.
  var waivers: VerilogFile? {
    guard !names.isEmpty else { return nil }
    let lines = names.map { "lint_off -file \"\($0)\"" }
    return VerilogFile(
      name: "foreign.vlt",
      text: "`verilator_config\n" + lines.joined(separator: "\n") + "\n")
  }

  /// What Icarus said, without the lines about foreign files.
  func warnings(in text: String) -> String {
    guard !names.isEmpty else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { line in !names.contains { line.hasPrefix($0 + ":") } }
      .joined(separator: "\n")
  }
}
