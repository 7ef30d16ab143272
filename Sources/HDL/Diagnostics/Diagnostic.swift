/// One mistake in a design, with everything needed to mend it.
public struct Diagnostic: Sendable, Hashable, CustomStringConvertible {
  /// What kind of mistake, stable for tests and suppressions.
  public enum Code: String, Sendable, Hashable, CaseIterable {
    case widthMismatch = "width-mismatch"
    case widthOutOfRange = "width-out-of-range"
    case literalOutOfRange = "literal-out-of-range"
    case sliceOutOfRange = "slice-out-of-range"
    case emptyList = "empty-list"
    case notAssignable = "not-assignable"
    case undriven = "undriven"
    case multiplyDriven = "multiply-driven"
    case latch = "latch"
    case deadBranch = "dead-branch"
    case unreachableState = "unreachable-state"
    case stuckState = "stuck-state"
    case bundleFields = "bundle-fields"
    case combinationalLoop = "combinational-loop"
    case unused = "unused"
    case reservedName = "reserved-name"
    case illegalName = "illegal-name"
    case duplicateName = "duplicate-name"
    case unknownName = "unknown-name"
    case missingName = "missing-name"
    case foreignValue = "foreign-value"
    case memoryShape = "memory-shape"
    case impossibleFormat = "impossible-format"
    case formatMismatch = "format-mismatch"
    case possibleOverflow = "possible-overflow"
    case precisionLoss = "precision-loss"
    case wrapOfPartialRange = "wrap-of-partial-range"
    case recursiveModule = "recursive-module"
    case parameterOutOfRange = "parameter-out-of-range"
    case constantProperty = "constant-property"
    case latencyMismatch = "latency-mismatch"
    case pipelineShape = "pipeline-shape"
  }

  /// A second position that explains the first.
  public struct Note: Sendable, Hashable {
    /// One clause.
    public var message: String
    /// Where it points.
    public var location: SourceLocation
  }

  /// What kind of mistake.
  public var code: Code
  /// One sentence that names the thing, the value and what is allowed.
  public var message: String
  /// The user's line.
  public var location: SourceLocation
  /// The module in which it was found.
  public var module: String
  /// Further positions, in reading order.
  public var notes: [Note]
  /// What to write instead.
  public var fix: String

  /// The message as a compiler would print it: position, code, sentence, notes and fix, a line each.
  public var description: String {
    var text = "\(location): error: \(message) [\(code.rawValue), module \(module)]"
    for note in notes { text += "\n  \(note.location): note: \(note.message)" }
    return text + "\n  fix: \(fix)"
  }
}

/// All mistakes of a design, found together, ordered by position.
public struct ElaborationError: Error, Sendable, CustomStringConvertible {
  /// At least one diagnostic, ordered by position, code and message.
  public let diagnostics: [Diagnostic]

  init(_ diagnostics: [Diagnostic]) {
    var seen = Set<Diagnostic>()
    self.diagnostics =
      diagnostics
      .filter { seen.insert($0).inserted }
      .sorted {
        ($0.location, $0.code.rawValue, $0.message) < ($1.location, $1.code.rawValue, $1.message)
      }
  }

  /// Every diagnostic as a compiler would print it.
  public var description: String {
    diagnostics.map(\.description).joined(separator: "\n")
  }
}
