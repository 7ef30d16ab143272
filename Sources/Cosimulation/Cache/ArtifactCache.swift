public import Foundation

/// A folder of built simulation models, each named by a hash of all it was made from.
///
/// An entry is a folder that appears complete by one rename, so processes may race for it. It
/// carries a list of its files with sizes and hashes: an entry that does not match its list is
/// removed and built again.
public struct ArtifactCache: Sendable, Hashable {
  /// How thoroughly an entry is compared with its list before it is used.
  enum Verification {
    /// Sizes and hashes: for files that would crash the process when damaged.
    case contents
    /// Sizes only: for large files whose damage the compiler reports.
    case sizes
  }

  private static let temporaryPrefix = ".staging-"

  /// Folder that holds the cache; created when first written.
  public var root: URL

  /// Uses the folder `root`.
  public init(root: URL) { self.root = root }

  /// The user's cache: `$NMS_CACHE`, else `$XDG_CACHE_HOME/near-memory-sampling`, else
  /// `~/.cache/near-memory-sampling`.
  public init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    func folder(_ variable: String) -> URL? {
      guard let path = environment[variable], !path.isEmpty else { return nil }
      return URL(fileURLWithPath: path, isDirectory: true)
    }
    let home =
      folder("HOME") ?? URL(fileURLWithPath: NSHomeDirectory(), isDirectory: true)
    let shared = folder("XDG_CACHE_HOME") ?? home.appendingPathComponent(".cache")
    root = folder("NMS_CACHE") ?? shared.appendingPathComponent("near-memory-sampling")
  }

  /// Folder of an entry, whether or not it exists.
  func folder(kind: String, key: String) -> URL {
    root.appendingPathComponent(kind).appendingPathComponent(key)
  }

  /// Folder of an intact entry; a damaged one is removed.
  func entry(kind: String, key: String, verification: Verification) -> URL? {
    let folder = folder(kind: kind, key: key)
    guard FileManager.default.fileExists(atPath: folder.path) else { return nil }
    if ArtifactManifest(of: folder)?.matches(folder, verification: verification) == true {
      return folder
    }
    remove(kind: kind, key: key)
    return nil
  }

  /// Removes an entry, if present.
  ///
  /// The rename keeps another process from seeing half an entry.
  func remove(kind: String, key: String) {
    let doomed = root.appendingPathComponent(kind).appendingPathComponent(Self.temporaryName())
    if rename(folder(kind: kind, key: key).path, doomed.path) == 0 {
      try? FileManager.default.removeItem(at: doomed)
    }
  }

  /// Builds an entry in a temporary folder and moves it to its name.
  ///
  /// When another process was first, its entry is taken and this one dropped.
  func publish(
    kind: String, key: String,
    build: @escaping @Sendable (URL) async throws(CosimulationError) -> Void
  ) async throws(CosimulationError) -> URL {
    try await BuildsInFlight.shared.result(of: folder(kind: kind, key: key).path) {
      () throws(CosimulationError) in
      try await publishNow(kind: kind, key: key, build: build)
    }
  }

  private func publishNow(
    kind: String, key: String, build: (URL) async throws(CosimulationError) -> Void
  ) async throws(CosimulationError) -> URL {
    let staging = root.appendingPathComponent(kind).appendingPathComponent(Self.temporaryName())
    defer { try? FileManager.default.removeItem(at: staging) }
    do {
      try FileManager.default.createDirectory(at: staging, withIntermediateDirectories: true)
    } catch {
      throw unwritable(error)
    }
    removeAbandoned(kind: kind)
    try await build(staging)
    do {
      try ArtifactManifest(listing: staging).write(to: staging)
    } catch {
      throw unwritable(error)
    }
    let folder = folder(kind: kind, key: key)
    if rename(staging.path, folder.path) != 0 {
      let reason = String(cString: strerror(errno))
      guard entry(kind: kind, key: key, verification: .sizes) != nil else {
        throw CosimulationError(
          .internal, "the built model cannot be moved to `\(folder.path)`: \(reason)")
      }
    }
    return folder
  }

  /// Removes everything in the cache; models that are loaded go on working.
  ///
  /// - Throws: an error of the file system.
  public func removeAll() throws {
    guard FileManager.default.fileExists(atPath: root.path) else { return }
    for kind in try FileManager.default.contentsOfDirectory(atPath: root.path).sorted() {
      try FileManager.default.removeItem(at: root.appendingPathComponent(kind))
    }
  }

  /// Removes what builds left behind that were killed at least a day ago.
  private func removeAbandoned(kind: String) {
    let folder = root.appendingPathComponent(kind)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names where name.hasPrefix(Self.temporaryPrefix) {
      let path = folder.appendingPathComponent(name)
      let attributes = try? FileManager.default.attributesOfItem(atPath: path.path)
      guard let changed = attributes?[.modificationDate] as? Date,
        changed.timeIntervalSinceNow < -86_400
      else { continue }
      try? FileManager.default.removeItem(at: path)
    }
  }

  private func unwritable(_ error: any Error) -> CosimulationError {
    CosimulationError(
      .badData,
      "the cache folder `\(root.path)` cannot be written; set NMS_CACHE to a folder you may write",
      details: "\(error.localizedDescription)")
  }

  private static func temporaryName() -> String {
    let random = UInt64.random(in: .min ... .max)
    return
      "\(temporaryPrefix)\(ProcessInfo.processInfo.processIdentifier)-\(String(random, radix: 16))"
  }
}
