/// Why a simulation engine could not be built or started.
public struct CosimulationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Who has to act, so that a command can choose its exit code.
  public enum Kind: String, Sendable, Hashable, Codable {
    /// A program is not installed; the message carries the command that installs it.
    case missingTool
    /// The design, an option or an environment variable is wrong.
    case badData
    /// A tool failed on input it should have taken, or a file could not be written.
    case `internal`
  }

  /// Who has to act.
  public var kind: Kind
  /// One sentence for the user.
  public var message: String
  /// First lines of the output of the failed tool; empty when no tool ran.
  public var details: String

  /// Creates an error from its parts.
  public init(_ kind: Kind, _ message: String, details: String = "") {
    self.kind = kind
    self.message = message
    self.details = details
  }

  /// The sentence, followed by the tool's own words where there are any.
  public var description: String { details.isEmpty ? message : message + "\n" + details }
}
