/// Why a device file, a trace or a setting cannot be used, in one sentence.
public struct MemorySystemError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file as the caller named it; nil if there is none.
  public let path: String?
  /// The line of the file, from 1; nil if the whole file is meant.
  public let line: Int?
  /// What was found, what was expected, and what to do.
  public let reason: String

  /// Creates an error from its parts.
  public init(path: String? = nil, line: Int? = nil, _ reason: String) {
    self.path = path
    self.line = line
    self.reason = reason
  }

  /// The sentence, with file and line in front.
  public var description: String {
    let place = [path, line.map { "line \($0)" }].compactMap(\.self).joined(separator: ", ")
    return place.isEmpty ? reason : "\(place): \(reason)"
  }

  /// Text from a file, fit for a message of one line: printable ASCII, at most 40 characters, quoted.
  package static func quoted(_ bytes: some Sequence<UInt8>) -> String {
    var text = ""
    for byte in bytes {
      if text.utf8.count == 40 { return "'\(text)...'" }
      text.append((0x20...0x7E).contains(byte) ? Character(UnicodeScalar(byte)) : "?")
    }
    return "'\(text)'"
  }
}
