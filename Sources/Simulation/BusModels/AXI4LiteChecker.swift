/// Watches an AXI4-Lite bus and tells what breaks its rules, whoever drives it.
///
/// - A request or response that is valid stays, unchanged, until it is taken.
/// - A response to a write comes after its address and its data, a response to a read after its
///   address; one each.
/// - Nothing is valid in or right after reset: call `reset()` there.
public struct AXI4LiteChecker {
  /// What broke a rule, with the cycle, in order.
  public private(set) var violations: [String] = []
  /// Writes whose address was taken and which have no response yet.
  public private(set) var outstandingWrites = 0
  /// Writes whose data was taken and which have no response yet.
  public private(set) var outstandingWriteData = 0
  /// Reads whose address was taken and which have no response yet.
  public private(set) var outstandingReads = 0

  private let simulator: any Simulator
  private let channels: [(name: String, pins: AXI4LitePins.Channel)]
  /// Of each channel, what waited in the cycle before.
  private var waiting: [[UInt64]?]

  /// A checker of the bus whose ports begin with `prefix`.
  ///
  /// - Throws: `SimulationError` where a port is missing.
  public init(_ simulator: any Simulator, prefix: String = "s_axi") throws(SimulationError) {
    self.simulator = simulator
    let pins = try AXI4LitePins(simulator, prefix: prefix)
    channels = [
      ("AW", pins.writeAddress), ("W", pins.writeData), ("B", pins.writeResponse),
      ("AR", pins.readAddress), ("R", pins.readData),
    ]
    waiting = Array(repeating: nil, count: 5)
  }

  /// Whether every request has its response.
  public var isIdle: Bool {
    outstandingWrites == 0 && outstandingWriteData == 0 && outstandingReads == 0
  }

  /// Forgets everything; for a cycle with reset, after `settle()`.
  public mutating func reset() {
    (outstandingWrites, outstandingWriteData, outstandingReads) = (0, 0, 0)
    waiting = Array(repeating: nil, count: 5)
  }

  /// Looks at one cycle; after `settle()`, before `step()`.
  public mutating func observe() {
    for (index, channel) in channels.enumerated() {
      let isValid = channel.pins.valid.isSet
      let values = channel.pins.values
      if let before = waiting[index] {
        if !isValid {
          report("\(channel.name) is no longer valid, but was not taken")
        } else if values != before {
          report("\(channel.name) changed from \(before) to \(values) before it was taken")
        }
      }
      waiting[index] = isValid && !channel.pins.ready.isSet ? values : nil
    }
    // Requests count from the next cycle on: a response is no answer to one of the same cycle.
    if channels[2].pins.valid.isSet, outstandingWrites == 0 || outstandingWriteData == 0 {
      report("B is valid without a write")
    }
    if channels[4].pins.valid.isSet, outstandingReads == 0 { report("R is valid without a read") }
    outstandingWrites += change(0) - change(2)
    outstandingWriteData += change(1) - change(2)
    outstandingReads += change(3) - change(4)
  }

  private func change(_ index: Int) -> Int { channels[index].pins.fires ? 1 : 0 }

  private mutating func report(_ text: String) {
    violations.append("cycle \(simulator.cycleCount): \(text)")
  }
}
