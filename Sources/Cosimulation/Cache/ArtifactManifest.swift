import Foundation

/// The files of a cache entry with their sizes and hashes.
struct ArtifactManifest: Codable {
  struct Item: Codable {
    var name: String
    var byteCount: Int
    var sha256: String
  }

  private static let fileName = "manifest.json"
  var items: [Item]

  /// Lists the files that lie in `folder`.
  init(listing folder: URL) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    items = try names.filter { $0 != Self.fileName }.map { name in
      let data = try Data(contentsOf: folder.appendingPathComponent(name))
      return Item(name: name, byteCount: data.count, sha256: Self.digest(of: data))
    }
  }

  /// Reads the list kept in `folder`; `nil` when it is missing or damaged.
  init?(of folder: URL) {
    guard let data = try? Data(contentsOf: folder.appendingPathComponent(Self.fileName)),
      let read = try? JSONDecoder().decode(Self.self, from: data)
    else { return nil }
    self = read
  }

  /// Keeps the list in `folder`.
  func write(to folder: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    try encoder.encode(self).write(to: folder.appendingPathComponent(Self.fileName))
  }

  /// Whether the files in `folder` are the ones listed.
  func matches(_ folder: URL, verification: ArtifactCache.Verification) -> Bool {
    items.allSatisfy { item in
      let file = folder.appendingPathComponent(item.name)
      switch verification {
      case .sizes:
        return FileIdentity(path: file.path)?.byteCount == item.byteCount
      case .contents:
        guard let data = try? Data(contentsOf: file) else { return false }
        return data.count == item.byteCount && Self.digest(of: data) == item.sha256
      }
    }
  }

  private static func digest(of data: Data) -> String {
    var hash = SHA256()
    data.withUnsafeBytes { hash.update($0) }
    return hash.hexDigest()
  }
}
