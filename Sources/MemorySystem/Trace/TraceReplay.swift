public import MemoryDevices

/// A trace checked against the protocol, its commands counted, its energy summed.
public struct TraceReplay: Sendable {
  /// The memory.
  public let device: MemoryDevice
  /// Commands in the trace.
  public let commandCount: Int
  /// Clocks that the trace covers.
  public let cycles: Int
  /// What was counted.
  public let counts: CommandCounts
  /// Energy of the rank.
  public let energy: MemoryEnergy
  /// The first violations of the protocol.
  public let violations: [ProtocolViolation]
  /// All of them.
  public let violationCount: Int

  /// Reads a trace to its end.
  ///
  /// - Throws: `MemorySystemError` for a line that is no command.
  public init(_ reader: TraceReader, device: MemoryDevice, limit: Int = 20) throws {
    var reader = reader
    var checker = ProtocolChecker(device, limit: limit)
    var counter = CommandCounter(device)
    while let command = try reader.next() {
      checker.check(command)
      counter.count(command)
    }
    checker.finish(at: reader.endCycle)
    self.device = device
    commandCount = checker.commandCount
    cycles = reader.endCycle
    counts = counter.counts(at: reader.endCycle)
    energy = device.energy(of: counts)
    violations = checker.violations
    violationCount = checker.violationCount
  }

  /// Bytes that the data pins carried.
  public var dataBytes: Int { (counts.reads + counts.writes) * device.burstBytes }

  /// Share of the clocks in which data were on the pins.
  public var dataBusUse: Double {
    Double((counts.reads + counts.writes) * device.burstClocks) / Double(max(1, cycles))
  }
}
