import Foundation

/// Reads whole files and lists folders, with this package's errors.
enum FileContents {
  /// All bytes of a regular file, at least one.
  static func read(_ path: String) throws(DatasetError) -> [UInt8] {
    let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: resolved) else {
      throw .missing(path: path)
    }
    // Reading a pipe or a device could wait or go on for ever.
    guard attributes[.type] as? FileAttributeType == .typeRegular else {
      throw .notAFile(path: path)
    }
    let byteCount = (attributes[.size] as? NSNumber)?.intValue ?? 0
    guard byteCount <= ReadingLimits.byteCount else {
      throw .fileTooLarge(path: path, byteCount: byteCount)
    }
    // Judged by size, since Foundation's reading of an empty file leaks its buffer.
    guard byteCount > 0 else { throw .emptyFile(path: path) }
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: resolved)) else {
      throw .unreadable(path: path)
    }
    return [UInt8](data)
  }

  /// Names in a folder, sorted, without hidden ones.
  static func list(_ path: String) throws(DatasetError) -> [String] {
    guard exists(path) else { throw .missing(path: path) }
    guard isFolder(path) else { throw .notAFolder(path: path) }
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      throw .unreadable(path: path)
    }
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }

  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  /// The path of a name in a folder.
  static func join(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// The folder and the last component of a path; a folder's trailing slashes are dropped first.
  static func split(_ path: String) -> (folder: String, name: String) {
    let url = URL(fileURLWithPath: path)
    return (url.deletingLastPathComponent().path, url.lastPathComponent)
  }
}
