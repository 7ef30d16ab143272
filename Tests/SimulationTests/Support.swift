import Foundation

/// A path of its own in the folder of temporary files; nothing is created.
func temporaryFile(_ name: String) -> String {
  FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString)-\(name)").path
}

/// Removes a file, if it is there.
func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }
