/// Whether one tool is there, which, and how to get it.
public struct ToolStatus: Sendable, Hashable, Codable {
  /// The tool.
  public var tool: Tool
  /// Full path; `nil` when it was not found.
  public var path: String?
  /// Version in the tool's own words; `nil` when it was not found or does not say.
  public var version: String?
  /// What the package uses it for.
  public var purpose: String
  /// The command that installs it.
  public var installCommand: String

  /// Whether the tool can be used.
  public var isFound: Bool { path != nil }

  /// Creates a status; purpose and command are the tool's.
  public init(tool: Tool, path: String?, version: String?) {
    self.tool = tool
    self.path = path
    self.version = version
    purpose = tool.purpose
    installCommand = tool.installCommand
  }
}
