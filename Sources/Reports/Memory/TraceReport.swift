public import MemorySystem

/// What a command trace did and took, as text and for machines.
public struct TraceReport: Encodable, Sendable {
  /// One class of energy.
  public struct Entry: Encodable, Sendable {
    /// The class.
    public var energyClass: EnergyClass
    /// Its energy, in picojoules.
    public var picojoules: Double
    /// The exact sum behind it: nanowatts times clocks.
    public var nanowattClocks: String
  }

  /// Name of the memory.
  public let device: String
  /// Commands in the trace.
  public let commands: Int
  /// Clocks that it covers.
  public let clocks: Int
  /// Bytes that the data pins carried.
  public let dataBytes: Int
  /// Share of the clocks with data on the pins.
  public let dataBusUse: Double
  /// What was counted.
  public let counts: CommandCounts
  /// Energy of the rank by class.
  public let energy: [Entry]
  /// Energy of the rank, in picojoules.
  public let picojoules: Double
  /// The first violations.
  public let violations: [ProtocolViolation]
  /// All of them.
  public let violationCount: Int

  /// Creates a report.
  public init(_ replay: TraceReplay) {
    device = replay.device.name
    commands = replay.commandCount
    clocks = replay.cycles
    dataBytes = replay.dataBytes
    dataBusUse = replay.dataBusUse
    counts = replay.counts
    energy = EnergyClass.allCases.map {
      Entry(
        energyClass: $0, picojoules: replay.energy.picojoules($0),
        nanowattClocks: "\(replay.energy[$0])")
    }
    picojoules = replay.energy.picojoules
    violations = replay.violations
    violationCount = replay.violationCount
  }

  /// The violations and how many there were.
  public var violationText: String {
    var lines = violations.map(\.description)
    if violationCount > violations.count { lines.append("... \(violationCount) in all") }
    lines.append(
      "\(commands) commands in \(clocks) clocks of \(device): "
        + (violationCount == 0
          ? "no violation" : "\(violationCount) violation\(violationCount == 1 ? "" : "s")"))
    return lines.joined(separator: "\n") + "\n"
  }

  /// The report as text.
  public var text: String {
    var counted = TextTable(["counted", "number"])
    for (name, value) in [
      ("activates", counts.activates), ("precharges", counts.precharges), ("reads", counts.reads),
      ("writes", counts.writes), ("refreshes", counts.refreshes),
      ("refreshes of a bank", counts.bankRefreshes),
      ("clocks with an open row", counts.activeClocks),
      ("clocks without", counts.prechargedClocks), ("bytes", dataBytes),
    ] { counted.append([name, "\(value)"]) }
    counted.append([
      "data pins in use", EvaluationReport.decimals(100 * dataBusUse, 1) + " %",
    ])
    var energies = TextTable(["energy", "pJ", "share"])
    for entry in energy {
      energies.append([
        entry.energyClass.rawValue, EvaluationReport.decimals(entry.picojoules, 2),
        picojoules > 0
          ? EvaluationReport.decimals(100 * entry.picojoules / picojoules, 1) + " %" : "-",
      ])
    }
    energies.append(["sum", EvaluationReport.decimals(picojoules, 2), ""])
    if dataBytes > 0 {
      energies.append([
        "a bit", EvaluationReport.decimals(picojoules / Double(8 * dataBytes), 2), "",
      ])
    }
    return "\(violationText)\n\(counted)\n\n\(energies)\n"
  }
}
