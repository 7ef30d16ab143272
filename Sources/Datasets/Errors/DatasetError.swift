/// Why a dataset cannot be read: the file, what was found in it, what was expected, the way out.
public struct DatasetError: Error, Hashable, Sendable {
  /// The kind of trouble, for programs; people read `description`.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// There is no such file or folder.
    case missing
    /// The file exists and cannot be read.
    case unreadable
    /// There is no byte or no image.
    case empty
    /// The file ends before its header says.
    case truncated
    /// The file goes on after its header says.
    case trailingBytes
    /// The bytes contradict the file's own format.
    case corrupt
    /// The file is of another kind than asked for.
    case wrongFormat
    /// The file is sound but of a variant that is not read here.
    case unsupported
    /// The size announced is beyond what is read here.
    case tooLarge
    /// Images differ in size, or labels do not match the images.
    case mismatch
    /// The question does not apply to this dataset.
    case notApplicable
  }

  /// The kind of trouble.
  public let kind: Kind
  /// The file or folder as the caller named it, or the dataset's name.
  public let path: String
  /// What was found.
  public let found: String
  /// What was expected, with the allowed range.
  public let expected: String
  /// What to do about it.
  public let fix: String

  init(_ kind: Kind, path: String, found: String, expected: String, fix: String) {
    self.kind = kind
    self.path = path
    self.found = found
    self.expected = expected
    self.fix = fix
  }
}

extension DatasetError: CustomStringConvertible {
  /// One sentence: file, found, expected, fix.
  public var description: String { "\(path): found \(found), expected \(expected); \(fix)." }
}

extension DatasetError {
  /// Text from a file, fit for a one-line message: printable ASCII, at most 40 characters, quoted.
  static func quoted(_ bytes: some Sequence<UInt8>) -> String {
    var text = ""
    for byte in bytes {
      if text.utf8.count == 40 { return "'\(text)...'" }
      text.append((0x20...0x7E).contains(byte) ? Character(UnicodeScalar(byte)) : "?")
    }
    return "'\(text)'"
  }

  /// `1 byte`, `2 bytes`.
  static func counted(_ count: Int, _ singular: String, _ plural: String? = nil) -> String {
    "\(count) \(count == 1 ? singular : plural ?? singular + "s")"
  }
}
