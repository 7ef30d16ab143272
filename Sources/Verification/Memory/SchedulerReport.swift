public import MemorySystem

/// What a run of the DRAM scheduler showed.
public struct SchedulerReport: Sendable, Hashable, Codable {
  /// `native`, `verilator` or `icarus`.
  public var engine: String
  /// The memory.
  public var device: String
  /// What the requests looked like.
  public var traffic: MemoryTraffic.Pattern
  /// Seed of the requests.
  public var seed: UInt64
  /// Clocks, those after the last request included.
  public var cycles: Int
  /// Requests taken.
  public var taken: Int
  /// Requests served.
  public var served: Int
  /// Commands on the pins.
  public var counts: CommandCounts
  /// The same of the model; nil if it did not run beside.
  public var modelCounts: CommandCounts?
  /// Clocks with data on the pins.
  public var dataClocks: Int
  /// Clocks that a refresh of all banks leaves.
  public var availableClocks: Int
  /// Violations of the protocol.
  public var violationCount: Int
  /// The first of them.
  public var violations: [ProtocolViolation]
  /// Requests that were lost, repeated, reordered or served by something else.
  public var mistakeCount: Int
  /// The first of them.
  public var mistakes: [String]
  /// Differences from the model in any clock.
  public var mismatchCount: Int
  /// The first of them.
  public var mismatches: [String]

  /// Whether everything was in order, the counts included.
  public var isClean: Bool {
    violationCount == 0 && mistakeCount == 0 && mismatchCount == 0
      && (modelCounts == nil || modelCounts == counts)
  }

  /// Share of the clocks with data on the pins.
  public var dataBusUse: Double { Double(dataClocks) / Double(max(1, cycles)) }

  /// Share of the clocks with data on the pins, of those that refreshes of all banks leave.
  public var dataBusUseBesideRefresh: Double {
    Double(dataClocks) / Double(max(1, availableClocks))
  }

  /// All that was wrong, a sentence each.
  public var failures: [String] {
    var failures = violations.map { "protocol: \($0.description)" }
    failures += mistakes.map { "requests: \($0)" }
    failures += mismatches.map { "model: \($0)" }
    if let modelCounts, modelCounts != counts {
      failures.append("commands counted: expected \(modelCounts), got \(counts)")
    }
    return failures
  }
}
