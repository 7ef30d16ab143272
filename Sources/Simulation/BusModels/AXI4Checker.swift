/// Watches an AXI4 bus (ARM IHI 0022) and tells what breaks its rules, whoever drives it. It sees the
/// pins and nothing else.
///
/// - What is valid stays, unchanged, until it is taken (A3.2.1).
/// - Bursts are INCR, their beats as wide as the data and aligned, and no burst crosses a boundary of
///   4 KiB (A3.4.1); this bus has no others.
/// - WLAST and RLAST mark the last beat of a burst and no other (A3.4.1).
/// - A response to a write comes after its address and its last beat, a beat that is read after its
///   address; one for each, those of one id in order (A3.3.1, A5.3).
/// - Nothing of the manager is valid in the first cycle after reset (A3.1.2).
///
/// With `keepsOrder` it tells as well where reads and writes of the same bytes are under way at once,
/// which the standard allows: their order is then the subordinate's choice.
public struct AXI4Checker {
  /// What broke a rule, with the cycle, in order.
  public private(set) var violations: [String] = []
  /// Writes without a response, oldest first.
  public private(set) var writes: [Burst] = []
  /// Reads without their last beat, oldest first.
  public private(set) var reads: [Burst] = []

  /// A burst under way.
  public struct Burst: Hashable, Sendable {
    /// Its id.
    public var id: UInt64
    /// Its bytes.
    public var bytes: Range<UInt64>
    /// Beats in all, and those that were sent.
    public var beats: Int
    var sent = 0
  }

  private let simulator: any Simulator
  private let pins: AXI4Pins
  private let ids: ClosedRange<UInt64>
  private let mostBeats: Int
  private let keepsOrder: Bool
  private let channels: [Channel]
  /// Of each channel, what waited in the cycle before.
  private var waiting: [[UInt8]?]
  /// Lengths of write bursts whose data came before their address, and beats of the last of them.
  private var early: [Int] = []
  private var earlyBeats = 0
  private var isAfterReset = false

  private struct Channel {
    var name: String
    var payload: [PortStorage]
    var valid, ready: PortStorage
    var isManagers: Bool

    func values() -> [UInt8] {
      payload.flatMap { port in
        UnsafeRawBufferPointer(start: port.bytes, count: (port.bitWidth + 7) / 8)
      }
    }
  }

  /// A checker of the bus whose ports begin with `prefix`.
  ///
  /// - Parameters:
  ///   - ids: The ids that the manager may use.
  ///   - mostBeats: The longest burst that it may use, 1 to 256.
  ///   - keepsOrder: Whether reads and writes of the same bytes must not meet.
  /// - Throws: `SimulationError` where a port is missing.
  public init(
    _ simulator: any Simulator, prefix: String = "m_axi", ids: ClosedRange<UInt64>,
    mostBeats: Int = 256, keepsOrder: Bool = false
  ) throws(SimulationError) {
    self.simulator = simulator
    self.ids = ids
    self.mostBeats = mostBeats
    self.keepsOrder = keepsOrder
    pins = try AXI4Pins(simulator, prefix: prefix)
    func address(_ pins: AXI4Pins.Address) -> Channel {
      Channel(
        name: pins.name,
        payload: [pins.id, pins.address, pins.length, pins.size, pins.burst, pins.protection],
        valid: pins.valid, ready: pins.ready, isManagers: true)
    }
    channels = [
      address(pins.writeAddress), address(pins.readAddress),
      Channel(
        name: "W", payload: [pins.writeData, pins.writeStrobes, pins.writeLast],
        valid: pins.writeValid, ready: pins.writeReady, isManagers: true),
      Channel(
        name: "B", payload: [pins.responseID, pins.response], valid: pins.responseValid,
        ready: pins.responseReady, isManagers: false),
      Channel(
        name: "R", payload: [pins.readID, pins.readData, pins.readResponse, pins.readLast],
        valid: pins.readValid, ready: pins.readReady, isManagers: false),
    ]
    waiting = Array(repeating: nil, count: channels.count)
  }

  /// Whether every request has all its responses.
  public var isIdle: Bool { writes.isEmpty && reads.isEmpty && early.isEmpty && earlyBeats == 0 }

  /// Forgets everything; for a cycle with reset.
  public mutating func reset() {
    (writes, reads, early, earlyBeats) = ([], [], [], 0)
    waiting = Array(repeating: nil, count: channels.count)
    isAfterReset = true
  }

  /// Looks at one cycle; after `settle()`, before `step()`.
  public mutating func observe() {
    for (index, channel) in channels.enumerated() { checkStability(of: channel, index) }
    isAfterReset = false
    // Responses first: they answer requests of earlier cycles only.
    if pins.responseValid.isSet { checkResponse() }
    if pins.readValid.isSet { checkRead() }
    if pins.writeAddress.fires {
      let burst = burst(pins.writeAddress)
      checkOrder(of: burst, "AW", against: reads, "read")
      enter(burst)
    }
    if pins.readAddress.fires {
      let burst = burst(pins.readAddress)
      checkOrder(of: burst, "AR", against: writes, "write")
      reads.append(burst)
    }
    if pins.writes { checkWrite() }
  }

  private mutating func checkStability(of channel: Channel, _ index: Int) {
    let isValid = channel.valid.isSet
    if isAfterReset, isValid, channel.isManagers {
      report("\(channel.name) is valid right after reset")
    }
    // Most cycles offer nothing, or something that is taken at once.
    guard isValid || waiting[index] != nil else { return }
    let isTaken = channel.ready.isSet
    if waiting[index] == nil, isTaken { return }
    let values = channel.values()
    if let before = waiting[index] {
      if !isValid {
        report("\(channel.name) is no longer valid, but was not taken")
      } else if values != before {
        report("\(channel.name) changed before it was taken")
      }
    }
    waiting[index] = isValid && !isTaken ? values : nil
  }

  private mutating func burst(_ channel: AXI4Pins.Address) -> Burst {
    let (start, beats) = (channel.address.value, Int(channel.length.value) + 1)
    let size = UInt64(pins.beatBytes)
    let name = channel.name
    if !ids.contains(channel.id.value) {
      report("\(name) has the id \(channel.id.value), which is not \(ids)")
    }
    if channel.burst.value != 1 { report("\(name) has the burst type \(channel.burst.value)") }
    if 1 << channel.size.value != size {
      report("\(name) has beats of \(1 << channel.size.value) bytes on a bus of \(size)")
    }
    if start % size != 0 { report("\(name) begins at \(start), which is not aligned") }
    if beats > mostBeats { report("\(name) has \(beats) beats, more than \(mostBeats)") }
    let end = start &+ size * UInt64(beats)
    if start >> 12 != (end &- 1) >> 12 {
      report("\(name) from \(start) on crosses 4 KiB with \(beats) beats")
    }
    return Burst(id: channel.id.value, bytes: start..<max(start, end), beats: beats)
  }

  private mutating func checkOrder(
    of burst: Burst, _ name: String, against others: [Burst], _ what: String
  ) {
    guard keepsOrder, others.contains(where: { $0.bytes.overlaps(burst.bytes) }) else { return }
    report("\(name) asks for bytes from \(burst.bytes.lowerBound) on during a \(what) of them")
  }

  private mutating func enter(_ burst: Burst) {
    var burst = burst
    if !early.isEmpty {
      burst.sent = early.removeFirst()
      if burst.sent != burst.beats {
        report("WLAST came with beat \(burst.sent) of \(burst.beats)")
        burst.sent = burst.beats
      }
    } else if earlyBeats > 0 {
      (burst.sent, earlyBeats) = (earlyBeats, 0)
    }
    writes.append(burst)
  }

  private mutating func checkWrite() {
    let isLast = pins.writeLast.isSet
    guard let index = writes.firstIndex(where: { $0.sent < $0.beats }) else {
      earlyBeats += 1
      if isLast {
        early.append(earlyBeats)
        earlyBeats = 0
      }
      return
    }
    writes[index].sent += 1
    if isLast != (writes[index].sent == writes[index].beats) {
      report(
        "WLAST is \(isLast ? 1 : 0) with beat \(writes[index].sent) of \(writes[index].beats)")
      if isLast { writes[index].sent = writes[index].beats }
    }
  }

  private mutating func checkResponse() {
    let id = pins.responseID.value
    guard let index = writes.firstIndex(where: { $0.id == id }),
      writes[index].sent == writes[index].beats
    else { return report("B is valid without a write") }
    if pins.responds { writes.remove(at: index) }
  }

  private mutating func checkRead() {
    let id = pins.readID.value
    guard let index = reads.firstIndex(where: { $0.id == id }) else {
      return report("R is valid without a read")
    }
    let isLast = pins.readLast.isSet
    if isLast != (reads[index].sent + 1 == reads[index].beats) {
      report(
        "RLAST is \(isLast ? 1 : 0) with beat \(reads[index].sent + 1) of \(reads[index].beats)")
    }
    guard pins.reads else { return }
    reads[index].sent += 1
    if reads[index].sent == reads[index].beats { reads.remove(at: index) }
  }

  private mutating func report(_ text: String) {
    violations.append("cycle \(simulator.cycleCount): \(text)")
  }
}
