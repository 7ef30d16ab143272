import DESNE
import Simulation

/// A memory on an AXI4 bus in a simulation, with a checker of the bus.
///
/// Answers of one direction come in order. What is read is looked up when it is first offered and what
/// is written appears with the response, both as late as the standard allows, so that a manager that
/// relies on an order it did not enforce reads something else. Latencies and pauses are random.
struct AXI4SubordinateMemory: BeatMemory {
  var store: BeatStore
  private(set) var readBeats = 0
  private(set) var writtenBeats = 0
  /// The checker of the bus.
  private(set) var checker: AXI4Checker
  let firstBeat: Int
  /// Byte address of the first beat that is kept.
  let base: UInt64
  /// Answers until one that is an error, SLVERR; never again after it.
  var answersToFailure: Int?
  /// Error responses that were taken.
  private(set) var failures = 0

  private let pins: AXI4Pins
  private let hasStalls: Bool
  private var random: Xorshift64
  private var cycle = 0
  private var reads: [Burst] = []
  private var writes: [Burst] = []

  private struct Burst {
    /// The first beat, or none where the bus has no memory.
    var beat: Int?
    var count: Int
    var id: UInt64
    /// The earliest cycle of the answer.
    var cycle: Int
    /// Beats that moved.
    var moved = 0
    /// Beats to write, as they came.
    var data: [(bytes: [UInt8], strobes: [UInt8])] = []
    /// The answer that is offered.
    var offered: UInt64?
  }

  /// Requests of a direction that may be under way.
  private static let mostBursts = 40
  /// Cycles from a request to its answer at the earliest, without pauses.
  private static let latency = 6

  /// - Parameters:
  ///   - firstBeat: The beat that the sampler asks for to get the first one.
  ///   - base: Byte address of the first beat.
  ///   - prefix: What the names of the ports begin with.
  /// - Throws: `SimulationError` where a port is missing.
  init(
    _ simulator: any Simulator, prefix: String = "m_axi", beats: Int, firstBeat: Int = 0,
    base: UInt64, hasStalls: Bool, seed: UInt64
  ) throws(SimulationError) {
    pins = try AXI4Pins(simulator, prefix: prefix)
    checker = try AXI4Checker(
      simulator, prefix: prefix, ids: 0...0, mostBeats: 8, keepsOrder: true)
    store = BeatStore(beats: beats, beatBytes: pins.beatBytes)
    self.firstBeat = firstBeat
    self.base = base
    self.hasStalls = hasStalls
    random = Xorshift64(seed: seed)
  }

  var violations: [String] { checker.violations }

  var isIdle: Bool { reads.isEmpty && writes.isEmpty && checker.isIdle }

  mutating func fill() { store.fill(&random) }

  mutating func reset() {
    (reads, writes) = ([], [])
    checker.reset()
    for pin in [
      pins.writeAddress.ready, pins.readAddress.ready, pins.writeReady, pins.responseValid,
      pins.readValid,
    ] { pin.isSet = false }
  }

  mutating func drive() {
    let bits = hasStalls ? random.next() >> 32 : 0
    pins.readAddress.ready.isSet = bits & 3 != 1 && reads.count < Self.mostBursts
    pins.writeAddress.ready.isSet = bits >> 2 & 3 != 1 && writes.count < Self.mostBursts
    // Data are taken once their address was.
    pins.writeReady.isSet =
      bits >> 4 & 3 != 1 && writes.contains { $0.data.count < $0.count }
    offerRead(isPausing: bits >> 6 & 3 == 1)
    offerResponse(isPausing: bits >> 8 & 3 == 1)
  }

  private mutating func offerRead(isPausing: Bool) {
    // Once offered a beat stays.
    if !reads.isEmpty, reads[0].offered == nil, cycle >= reads[0].cycle, !isPausing {
      reads[0].offered = answer(to: reads[0])
      if let beat = reads[0].beat { store.read(beat + reads[0].moved, into: pins.readData) }
      pins.readID.value = reads[0].id
      pins.readLast.isSet = reads[0].moved + 1 == reads[0].count
    }
    let offered = reads.first?.offered
    pins.readValid.isSet = offered != nil
    pins.readResponse.value = offered ?? 0
  }

  private mutating func offerResponse(isPausing: Bool) {
    if !writes.isEmpty, writes[0].offered == nil, writes[0].data.count == writes[0].count,
      cycle >= writes[0].cycle, !isPausing
    {
      writes[0].offered = answer(to: writes[0])
      if let first = writes[0].beat {
        for (index, beat) in writes[0].data.enumerated() {
          store.write(beat.bytes, strobes: beat.strobes, to: first + index)
        }
      }
      pins.responseID.value = writes[0].id
    }
    let offered = writes.first?.offered
    pins.responseValid.isSet = offered != nil
    pins.response.value = offered ?? 0
  }

  /// The response code: DECERR where nothing is, SLVERR where a failure is wanted.
  private mutating func answer(to burst: Burst) -> UInt64 {
    if burst.beat == nil { return 3 }
    guard let left = answersToFailure else { return 0 }
    answersToFailure = left > 0 ? left - 1 : nil
    return left > 0 ? 0 : 2
  }

  mutating func observe() {
    checker.observe()
    if pins.writes, let index = writes.firstIndex(where: { $0.data.count < $0.count }) {
      writes[index].data.append((bytes(of: pins.writeData), bytes(of: pins.writeStrobes)))
      writtenBeats += 1
    }
    if pins.responds, let code = writes.first?.offered {
      if code != 0 { failures += 1 }
      writes.removeFirst()
    }
    if pins.reads, let code = reads.first?.offered {
      if code != 0 { failures += 1 }
      readBeats += 1
      reads[0].moved += 1
      reads[0].offered = nil
      if reads[0].moved == reads[0].count { reads.removeFirst() }
    }
    if pins.writeAddress.fires { writes.append(burst(pins.writeAddress)) }
    if pins.readAddress.fires { reads.append(burst(pins.readAddress)) }
    cycle += 1
  }

  private mutating func burst(_ channel: AXI4Pins.Address) -> Burst {
    let (address, count) = (channel.address.value, Int(channel.length.value) + 1)
    let beat = Int(truncatingIfNeeded: (address &- base) / UInt64(pins.beatBytes))
    let isInside = address >= base && beat + count <= store.beatCount
    let delay = hasStalls ? random.next(below: 40) : Self.latency
    return Burst(
      beat: isInside ? beat : nil, count: count, id: channel.id.value, cycle: cycle + delay)
  }

  private func bytes(of port: PortStorage) -> [UInt8] {
    Array(UnsafeRawBufferPointer(start: port.bytes, count: (port.bitWidth + 7) / 8))
  }
}
