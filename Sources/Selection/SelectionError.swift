/// Why no exemplars can be chosen, in one sentence.
public struct SelectionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The sentence.
  public let description: String

  /// Creates an error with its sentence.
  public init(_ description: String) {
    self.description = description
  }
}
