/// Why a function cannot be made a table.
public enum FunctionTableError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The input has more values than are tried one by one.
  case inputTooWide(name: String, count: Int128)
  /// The output has more bits than are computed exactly while building.
  case outputTooWide(name: String, bitWidth: Int)
  /// A degree without hardware.
  case degreeOutOfRange(name: String, degree: Int)
  /// Not even an exact value, rounded, is always within half a unit.
  case errorTooSmall(name: String, maximumError: Double)
  /// The function has no number, or one beyond all use, at an input.
  case notFinite(name: String, input: Double)
  /// The best table allowed is not good enough.
  case unreachable(name: String, maximumError: Double, segmentLimit: Int)

  /// One sentence with the name, the value and what is allowed.
  public var description: String {
    switch self {
    case .inputTooWide(let name, let count):
      "table \(name) has \(count) inputs; at most \(FunctionTable.largestInputCount) are checked"
    case .outputTooWide(let name, let bitWidth):
      "table \(name) has an output of \(bitWidth) bits; at most "
        + "\(FunctionTable.widestOutput) are computed exactly"
    case .degreeOutOfRange(let name, let degree):
      "table \(name) has polynomials of degree \(degree); a degree is "
        + "\(FunctionTable.degrees.lowerBound) to \(FunctionTable.degrees.upperBound)"
    case .errorTooSmall(let name, let maximumError):
      "table \(name) may be wrong by \(maximumError) units in the last place; rounding alone takes "
        + "0.5"
    case .notFinite(let name, let input):
      "table \(name) has no finite value of a usable size at \(input)"
    case .unreachable(let name, let maximumError, let segmentLimit):
      "table \(name) is not within \(maximumError) units in the last place with up to "
        + "\(segmentLimit) segments"
    }
  }
}
