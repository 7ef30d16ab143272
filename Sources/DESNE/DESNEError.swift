/// Why an embedding cannot be computed, in one sentence.
public struct DESNEError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The sentence: what was given, what is allowed.
  public let description: String

  /// Creates an error with its sentence.
  public init(_ description: String) {
    self.description = description
  }

  /// Refuses a number outside its range.
  static func check<Value: Comparable>(
    _ name: String, _ value: Value, _ range: ClosedRange<Value>
  ) throws(DESNEError) {
    guard range.contains(value) else {
      throw DESNEError(
        "\(name) is \(value); choose a value from \(range.lowerBound) to \(range.upperBound)")
    }
  }
}
