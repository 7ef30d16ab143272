package import Foundation
package import Verilog

/// Writes the files of a design to a new folder.
package func writeSources(of design: VerilogDesign, to folder: URL) throws(CosimulationError) {
  for file in design.files where file.name.contains("/") || file.name.isEmpty {
    throw CosimulationError(
      .badData,
      "`\(file.name)` is no file name; a Verilog file of `\(design.topModule)` "
        + "is named without a folder")
  }
  do {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  } catch {
    throw CosimulationError(
      .internal, "`\(folder.path)` cannot be created", details: error.localizedDescription)
  }
  for file in design.files {
    try writeText(file.text, to: folder.appendingPathComponent(file.name))
  }
}

/// Writes a text file, as an error of this module.
package func writeText(_ text: String, to file: URL) throws(CosimulationError) {
  do {
    try Data(text.utf8).write(to: file)
  } catch {
    throw CosimulationError(
      .internal, "`\(file.path)` cannot be written", details: error.localizedDescription)
  }
}
