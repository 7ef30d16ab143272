import Foundation
import HDL

/// What is said about a design: each diagnostic whole, each position as the source line it points
/// at, after a `>`. Empty for a design without mistakes.
func mistakes(in module: some Module, path: String = #filePath) -> String {
  do {
    _ = try elaborate(module)
    return ""
  } catch {
    let sources = SourceLines(folderOf: path)
    return error.diagnostics.map { diagnostic in
      var lines = ["\(diagnostic.code.rawValue) in \(diagnostic.module): \(diagnostic.message)"]
      lines.append("  > " + sources.text(at: diagnostic.location))
      for note in diagnostic.notes {
        lines.append("  note: " + note.message)
        lines.append("  > " + sources.text(at: note.location))
      }
      lines.append("  fix: " + diagnostic.fix)
      return lines.joined(separator: "\n")
    }.joined(separator: "\n")
  }
}

/// What is said about a sketch.
func mistakes<Ports>(
  _ ports: @escaping (PortDeclarer) -> Ports, path: String = #filePath,
  body: @escaping (ModuleBuilder, Ports) -> Void
) -> String {
  mistakes(in: Sketch(ports: ports, body: body), path: path)
}

/// The lines of the test's own folder, by position.
private struct SourceLines {
  let folder: URL

  init(folderOf path: String) {
    folder = URL(fileURLWithPath: path).deletingLastPathComponent()
  }

  func text(at location: SourceLocation) -> String {
    let name = location.fileID.split(separator: "/").last.map(String.init) ?? ""
    guard
      let text = try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    else { return "\(location)" }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.indices.contains(location.line - 1) else { return "\(location)" }
    return lines[location.line - 1].trimmingCharacters(in: .whitespaces)
  }
}
