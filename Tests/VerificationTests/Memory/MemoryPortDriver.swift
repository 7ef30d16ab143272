import Accelerator
import DESNE
import Simulation

@testable import Verification

/// Asks a memory through its port for what a test wants, and holds what it gives against an array.
struct MemoryPortDriver {
  struct Request {
    var isWrite: Bool
    var address: Int
    var beats: Int
  }

  /// What the memory should hold, beat by beat.
  private(set) var expected: [[UInt8]]
  private(set) var differences: [String] = []
  private(set) var readBeats = 0
  private(set) var writtenBeats = 0
  /// Clocks of the first and of the last beat that was read.
  private(set) var firstRead: Int?
  private(set) var lastRead = 0
  private(set) var cycle = 0

  /// One in so many clocks without a pause is a pause; 0 for none.
  var stalls = 0
  private let beatBytes: Int
  private var random: Xorshift64
  private let next: (inout Xorshift64) -> Request?
  private var offered: Request?
  /// Beats of requests that were taken.
  private var toWrite: [[UInt8]] = []
  private var toRead: [[UInt8]] = []
  private var firstToWrite = 0
  private var firstToRead = 0
  private var offersWrite = false
  private let requestValid, requestReady, isWrite, address, lastBeat: PortStorage
  private let writeValid, writeReady, writeData: PortStorage
  private let readValid, readReady, readData: PortStorage

  init(
    _ simulator: any Simulator, beatBytes: Int, contents: [[UInt8]], seed: UInt64,
    next: @escaping (inout Xorshift64) -> Request?
  ) throws(SimulationError) {
    func port(_ name: String) throws(SimulationError) -> PortStorage {
      guard let index = simulator.ports.firstIndex(where: { $0.name == "memory_" + name }) else {
        throw SimulationError("no port memory_\(name)")
      }
      return simulator.storage(ofPort: index)
    }
    requestValid = try port("request_valid")
    requestReady = try port("request_ready")
    isWrite = try port("request_payload_isWrite")
    address = try port("request_payload_address")
    lastBeat = try port("request_payload_lastBeat")
    writeValid = try port("write_valid")
    writeReady = try port("write_ready")
    writeData = try port("write_payload")
    readValid = try port("read_valid")
    readReady = try port("read_ready")
    readData = try port("read_payload")
    self.beatBytes = beatBytes
    expected = contents
    random = Xorshift64(seed: seed)
    self.next = next
  }

  /// Everything that was asked for is done.
  var isDone: Bool {
    offered == nil && firstToWrite == toWrite.count && firstToRead == toRead.count
  }

  private mutating func pauses() -> Bool { stalls > 0 && random.next(below: stalls) == 0 }

  mutating func reset() {
    offered = nil
    offersWrite = false
    // What was taken may be done or not.
    (toWrite, toRead, firstToWrite, firstToRead) = ([], [], 0, 0)
  }

  mutating func resetContents(_ contents: [[UInt8]]) { expected = contents }

  mutating func drive(asks: Bool) {
    if offered == nil, asks, !pauses() { offered = next(&random) }
    requestValid.isSet = offered != nil
    if let offered {
      isWrite.isSet = offered.isWrite
      address.value = UInt64(offered.address)
      lastBeat.value = UInt64(offered.beats - 1)
    }
    if !offersWrite { offersWrite = firstToWrite < toWrite.count && !pauses() }
    writeValid.isSet = offersWrite
    if offersWrite {
      toWrite[firstToWrite].withUnsafeBytes {
        if let base = $0.baseAddress {
          writeData.bytes.copyMemory(from: base, byteCount: beatBytes)
        }
      }
    }
    readReady.isSet = !pauses()
  }

  mutating func observe() {
    if writeValid.isSet, writeReady.isSet {
      firstToWrite += 1
      writtenBeats += 1
      offersWrite = false
    }
    if readValid.isSet, readReady.isSet { takeRead() }
    if let request = offered, requestReady.isSet {
      offered = nil
      for beat in request.address..<request.address + request.beats {
        if request.isWrite {
          let bytes = (0..<beatBytes).map { _ in UInt8(truncatingIfNeeded: random.next() >> 20) }
          toWrite.append(bytes)
          expected[beat] = bytes
        } else {
          toRead.append(expected[beat])
        }
      }
    }
    cycle += 1
  }

  private mutating func takeRead() {
    firstRead = firstRead ?? cycle
    lastRead = cycle
    readBeats += 1
    guard firstToRead < toRead.count else {
      if differences.count < 10 { differences.append("cycle \(cycle): a beat too many") }
      return
    }
    let isSame = toRead[firstToRead].withUnsafeBytes { bytes in
      (0..<beatBytes).allSatisfy {
        bytes[$0] == readData.bytes.load(fromByteOffset: $0, as: UInt8.self)
      }
    }
    if !isSame, differences.count < 10 { differences.append("cycle \(cycle): beat \(readBeats)") }
    firstToRead += 1
  }
}
