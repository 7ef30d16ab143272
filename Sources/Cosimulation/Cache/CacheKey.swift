/// Collects everything an artefact depends on and turns it into its name.
///
/// Each part is hashed with its own length in front, so that no two lists of parts run together
/// into the same message.
struct CacheKey {
  private var hash = SHA256()

  /// Starts a key for artefacts of one kind.
  init(_ kind: String) { add("kind", kind) }

  /// Adds one named part.
  mutating func add(_ name: String, _ value: String) {
    hash.update("\(name.utf8.count) \(name) \(value.utf8.count) ")
    hash.update(value)
  }

  /// Adds a named list of parts.
  mutating func add(_ name: String, _ values: [String]) {
    add(name, String(values.count))
    for value in values { add(name, value) }
  }

  /// The key in 64 hexadecimal digits.
  var digest: String { hash.hexDigest() }
}
