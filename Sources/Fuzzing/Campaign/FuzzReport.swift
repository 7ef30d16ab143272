/// What came out of a campaign.
public struct FuzzReport: Sendable {
  /// What was asked for.
  public var options: FuzzOptions
  /// The engines, `native` first.
  public var engines: [String]
  /// What the circuits are made of.
  public var coverage = Coverage()
  /// Circuits whose Verilog slang has read.
  public var circuitsReadBySlang = 0
  /// Circuits with a fault.
  public var findings: [Finding] = []

  init(options: FuzzOptions, engines: [String]) {
    self.options = options
    self.engines = engines
  }

  mutating func add(_ batch: FuzzCampaign.BatchReport) {
    coverage.add(batch.coverage)
    if batch.isReadBySlang { circuitsReadBySlang += batch.coverage.circuits }
    findings += batch.findings
  }

  /// The summary: what was run, what the circuits are made of, and what was found.
  public var summary: String {
    let widths = coverage.missingWidths(upTo: options.size.widest)
    let missing = coverage.missingOperators
    let values = coverage.widths.values.reduce(0, +)
    var lines = [
      "circuits      \(coverage.circuits), \(options.cycles) cycles each, seed \(options.seed), "
        + "from \(options.start)",
      "engines       \(engines.joined(separator: ", ")); warnings of each are errors; slang read "
        + "\(circuitsReadBySlang) circuits",
      "values        \(values), widths 1 to \(options.size.widest)"
        + (widths.isEmpty ? ", all of them" : " without \(widths.count) of them"),
      "steps         \(coverage.steps.values.reduce(0, +)) of \(coverage.steps.count) kinds"
        + (missing.isEmpty ? "" : "; none of \(missing.joined(separator: ", "))"),
    ]
    lines += coverage.text.split(separator: "\n").map { "  \($0)" }
    lines.append("faults        \(findings.count)")
    return lines.joined(separator: "\n")
  }
}
