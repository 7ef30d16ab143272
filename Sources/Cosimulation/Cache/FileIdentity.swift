import Foundation

/// What tells one installed file from another without reading it: path, size and time of change.
struct FileIdentity: Hashable {
  var path: String
  var byteCount: Int
  /// Time of the last change in nanoseconds since the epoch of the system.
  var changed: Int

  /// Looks at the file behind `path`, following links; `nil` when there is none.
  init?(path: String) {
    let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    var status = stat()
    guard stat(resolved, &status) == 0 else { return nil }
    self.path = resolved
    byteCount = Int(status.st_size)
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    changed = Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
  }

  /// A line for a cache key.
  var text: String { "\(path) \(byteCount) \(changed)" }
}
