import Accelerator
import DESNE
import Simulation

/// A memory behind the port of a sampler: a beat a cycle, after some cycles, in the order of the
/// requests; it may pause at random.
struct IdealMemory: BeatMemory {
  var store: BeatStore
  let firstBeat: Int
  /// Cycles from a request to its first beat at the earliest.
  let latency: Int
  /// What broke the rules of the port, in order.
  private(set) var violations: [String] = []
  private(set) var readBeats = 0
  private(set) var writtenBeats = 0

  private struct Request {
    var isWrite: Bool
    var address: Int
    var beats: Int
    var cycle: Int
  }

  private let pins: Pins
  private let hasStalls: Bool
  private var random: Xorshift64
  private var requests: [Request] = []
  private var first = 0
  private var cycle = 0
  private var offers = false

  private struct Pins {
    let requestValid, requestReady, isWrite, address, lastBeat: PortStorage
    let writeValid, writeReady, writeData: PortStorage
    let readValid, readReady, readData: PortStorage
  }

  /// - Throws: `SimulationError` where a port is missing.
  init(
    _ simulator: any Simulator, beats: Int, firstBeat: Int = 0, beatBytes: Int, latency: Int = 6,
    hasStalls: Bool, seed: UInt64
  ) throws(SimulationError) {
    func port(_ name: String) throws(SimulationError) -> PortStorage {
      guard let index = simulator.ports.firstIndex(where: { $0.name == "memory_" + name }) else {
        throw SimulationError("the simulated design has no port memory_\(name)")
      }
      return simulator.storage(ofPort: index)
    }
    pins = Pins(
      requestValid: try port("request_valid"), requestReady: try port("request_ready"),
      isWrite: try port("request_payload_isWrite"), address: try port("request_payload_address"),
      lastBeat: try port("request_payload_lastBeat"), writeValid: try port("write_valid"),
      writeReady: try port("write_ready"), writeData: try port("write_payload"),
      readValid: try port("read_valid"), readReady: try port("read_ready"),
      readData: try port("read_payload"))
    store = BeatStore(beats: beats, beatBytes: beatBytes)
    self.firstBeat = firstBeat
    self.latency = latency
    self.hasStalls = hasStalls
    random = Xorshift64(seed: seed)
  }

  var isIdle: Bool { first == requests.count }

  mutating func fill() { store.fill(&random) }

  mutating func reset() {
    requests = []
    (first, offers) = (0, false)
  }

  mutating func drive() {
    let bits = hasStalls ? random.next() >> 32 : 0
    pins.requestReady.isSet = bits & 3 != 1 && requests.count - first < 16
    let head = first < requests.count ? requests[first] : nil
    let isWrite = head?.isWrite ?? false
    pins.writeReady.isSet = isWrite && bits >> 2 & 3 != 1
    // Once offered a beat stays.
    let isDue = head.map { !$0.isWrite && cycle >= $0.cycle + latency } ?? false
    offers = isDue && (offers || bits >> 4 & 3 != 1)
    pins.readValid.isSet = offers
    if offers, let head { store.read(head.address, into: pins.readData) }
  }

  mutating func observe() {
    if pins.writeValid.isSet, pins.writeReady.isSet {
      store.write(pins.writeData, to: requests[first].address)
      writtenBeats += 1
      finishBeat()
    } else if pins.readValid.isSet, pins.readReady.isSet {
      readBeats += 1
      offers = false
      finishBeat()
    }
    if pins.requestValid.isSet, pins.requestReady.isSet {
      let asked = Int(pins.address.value)
      let (address, beats) = (asked - firstBeat, Int(pins.lastBeat.value) + 1)
      if address < 0 || address + beats > store.beatCount {
        violations.append(
          "cycle \(cycle): beats \(asked) to \(asked + beats - 1) are asked for, but there are "
            + "\(store.beatCount) from \(firstBeat) on")
      } else {
        requests.append(
          Request(isWrite: pins.isWrite.isSet, address: address, beats: beats, cycle: cycle))
      }
    }
    cycle += 1
  }

  private mutating func finishBeat() {
    requests[first].beats -= 1
    requests[first].address += 1
    guard requests[first].beats == 0 else { return }
    first += 1
    if first == 1_024 {
      requests.removeFirst(first)
      first = 0
    }
  }
}
