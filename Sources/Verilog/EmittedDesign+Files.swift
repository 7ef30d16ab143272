public import Foundation

extension EmittedDesign {
  /// Writes `rtl/` below a folder: one file a module, `files.f` (children first, for `-f` of every
  /// simulator and synthesiser) and `linemap/`, one JSON file a module. Black boxes without Verilog
  /// get a stub each in `sim/stubs/`, for linters.
  ///
  /// Files appear complete or not at all. Files of an earlier run that this design no longer has are
  /// removed; others in the folder stay.
  ///
  /// - Parameter folder: Created if it does not exist.
  /// - Returns: Paths of the files written, relative to `folder`, in order.
  /// - Throws: `VerilogFileError` that names the path which cannot be written.
  public func write(to folder: URL) throws -> [String] {
    var contents: [(path: String, text: String)] = design.files.map { ("rtl/\($0.name)", $0.text) }
    let list = design.libraryPaths + design.files.map(\.name)
    contents.append(("rtl/files.f", list.joined(separator: "\n") + "\n"))
    for map in lineMaps {
      contents.append(("rtl/linemap/\(map.file.dropLast(2)).json", map.json))
    }
    contents += design.stubs.map { ("sim/stubs/\($0.name)", $0.text) }
    let stale = Self.earlierFiles(in: folder).subtracting(contents.map(\.path))
    do {
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent("rtl/linemap"), withIntermediateDirectories: true)
      if !design.stubs.isEmpty {
        try FileManager.default.createDirectory(
          at: folder.appendingPathComponent("sim/stubs"), withIntermediateDirectories: true)
      }
    } catch {
      throw VerilogFileError(path: folder.path)
    }
    for (path, text) in contents {
      do {
        try Data(text.utf8).write(to: folder.appendingPathComponent(path), options: .atomic)
      } catch {
        throw VerilogFileError(path: folder.appendingPathComponent(path).path)
      }
    }
    for path in stale.sorted() {
      try? FileManager.default.removeItem(at: folder.appendingPathComponent(path))
    }
    return contents.map(\.path)
  }

  /// What an earlier run wrote, by its file list.
  private static func earlierFiles(in folder: URL) -> Set<String> {
    guard
      let data = try? Data(contentsOf: folder.appendingPathComponent("rtl/files.f"))
    else { return [] }
    let names = String(decoding: data, as: UTF8.self).split(separator: "\n").filter {
      $0.hasSuffix(".v") && !$0.contains("/")
    }
    return Set(names.flatMap { ["rtl/\($0)", "rtl/linemap/\($0.dropLast(2)).json"] })
  }
}

/// A file that cannot be written.
public struct VerilogFileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The path.
  public let path: String

  /// Creates an error for a path.
  public init(path: String) {
    self.path = path
  }

  /// One sentence for the user.
  public var description: String {
    "cannot write \(path); choose an output folder that is writable and not a file"
  }
}
