public import HDL

/// One mistake in a register map, with what is needed to mend it.
public struct RegisterMapMistake: Hashable, Sendable, CustomStringConvertible {
  /// What kind of mistake.
  public let code: Diagnostic.Code
  /// One sentence that names the thing, the value and what is allowed.
  public let message: String
  /// What to write instead.
  public let fix: String
  let origin: Origin

  init(_ code: Diagnostic.Code, _ message: String, fix: String, _ origin: Origin) {
    self.code = code
    self.message = message
    self.fix = fix
    self.origin = origin
  }

  /// The declaration.
  public var location: SourceLocation {
    SourceLocation(
      fileID: origin.fileID.description, line: Int(origin.line), column: Int(origin.column))
  }

  /// Position, code and sentence, then the fix on a line of its own.
  public var description: String {
    "\(location): error: \(message) [\(code.rawValue)]\n  fix: \(fix)"
  }
}

/// All mistakes of a register map.
public struct RegisterMapError: Error, Hashable, Sendable, CustomStringConvertible {
  /// At least one, in the order of the declarations.
  public let mistakes: [RegisterMapMistake]

  /// Every mistake, one after the other.
  public var description: String { mistakes.map(\.description).joined(separator: "\n") }
}

/// Where something was declared. Equal to every other: where a map stands does not make it another.
struct Origin: Hashable, Sendable {
  let fileID: StaticString
  let line: UInt32
  let column: UInt32

  init(_ fileID: StaticString, _ line: UInt32, _ column: UInt32) {
    self.fileID = fileID
    self.line = line
    self.column = column
  }

  static func == (left: Origin, right: Origin) -> Bool { true }

  func hash(into hasher: inout Hasher) {}
}
