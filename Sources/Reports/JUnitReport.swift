/// Results of checks as JUnit XML, which continuous-integration servers read.
public struct JUnitReport: Sendable {
  /// One check.
  public struct Case: Sendable {
    /// Its name.
    public var name: String
    /// What went wrong, a line each; none where it passed.
    public var failures: [String]
    /// What else it tells, a line each.
    public var output: [String]

    /// Creates a result.
    public init(name: String, failures: [String], output: [String] = []) {
      self.name = name
      self.failures = failures
      self.output = output
    }
  }

  /// Name of the suite.
  public var suite: String
  /// Its checks in order.
  public var cases: [Case]

  /// Creates a report.
  public init(suite: String, cases: [Case]) {
    self.suite = suite
    self.cases = cases
  }

  /// The document. It has no times, so equal results give equal bytes.
  public var xml: String {
    let failed = cases.filter { !$0.failures.isEmpty }.count
    var lines = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
      "<testsuites tests=\"\(cases.count)\" failures=\"\(failed)\">",
      "  <testsuite name=\"\(Self.escaped(suite))\" tests=\"\(cases.count)\" failures=\"\(failed)\">",
    ]
    for check in cases {
      lines.append(
        "    <testcase classname=\"\(Self.escaped(suite))\" name=\"\(Self.escaped(check.name))\">")
      if let first = check.failures.first {
        lines.append("      <failure message=\"\(Self.escaped(first))\">")
        lines += check.failures.map(Self.escaped)
        lines.append("      </failure>")
      }
      if !check.output.isEmpty {
        lines.append("      <system-out>")
        lines += check.output.map(Self.escaped)
        lines.append("      </system-out>")
      }
      lines.append("    </testcase>")
    }
    return (lines + ["  </testsuite>", "</testsuites>", ""]).joined(separator: "\n")
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      // XML 1.0 has no other control characters.
      case "\n", "\t": result.unicodeScalars.append(scalar)
      default: if scalar.value >= 32 { result.unicodeScalars.append(scalar) }
      }
    }
    return result
  }
}
