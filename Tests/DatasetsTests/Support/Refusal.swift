import Datasets
import Testing

/// A file that must be refused, and how.
struct Refusal: Sendable, CustomTestStringConvertible {
  var bytes: [UInt8]
  var kind: DatasetError.Kind
  /// The error's sentence after "found".
  var sentence: String

  /// The sentence is given in parts, which are joined: long sums of literals are slow to compile.
  init(_ bytes: [UInt8], _ kind: DatasetError.Kind, _ sentence: String...) {
    self.bytes = bytes
    self.kind = kind
    self.sentence = sentence.joined()
  }

  init(text: String, _ kind: DatasetError.Kind, _ sentence: String...) {
    self.bytes = Array(text.utf8)
    self.kind = kind
    self.sentence = sentence.joined()
  }

  var testDescription: String { sentence }
}
