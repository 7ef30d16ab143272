/// All tools of the machine as `nms doctor` prints them, as text or encoded as JSON.
public struct ToolReport: Sendable, Hashable, Codable {
  /// One status a tool, in the order of `Tool.allCases`.
  public var tools: [ToolStatus]

  /// Creates a report.
  public init(tools: [ToolStatus]) { self.tools = tools }

  /// Tools that were not found.
  public var missing: [ToolStatus] { tools.filter { !$0.isFound } }

  /// A table of lines, ending in a newline; a missing tool names the command that installs it.
  public var text: String {
    let nameWidth = tools.map(\.tool.rawValue.count).max() ?? 0
    return tools.map { status in
      let name = status.tool.rawValue
      let padded = name + String(repeating: " ", count: nameWidth - name.count)
      guard let path = status.path else {
        return "missing  \(padded)  \(status.purpose); install: \(status.installCommand)\n"
      }
      return
        "found    \(padded)  \(status.version ?? "unknown version") (\(path)), \(status.purpose)\n"
    }.joined()
  }
}
