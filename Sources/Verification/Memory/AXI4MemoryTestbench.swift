import Accelerator
import DESNE
public import Simulation

/// Random requests to the back end `axi4` in any engine, with a memory on its bus: every beat that comes
/// back is compared with a memory in which requests take effect in their order, and at the end all
/// beats.
///
/// Requests go to few blocks, so that most share beats with others under way.
public struct AXI4MemoryTestbench {
  /// What a run showed.
  public struct Report: Sendable {
    /// What broke the rules of the bus, or differs from the model; empty when all is well.
    public var differences: [String] = []
    /// Requests to read and to write.
    public var reads = 0, writes = 0
    /// Cycles from the first request to the last response.
    public var cycles = 0
  }

  /// Sizes and pauses.
  public struct Stimulus: Sendable {
    /// Requests.
    public var requests: Int
    /// Aligned blocks of eight beats that they go to.
    public var blocks: Int
    /// Of 16 requests, those that write.
    public var writesOfSixteen: Int
    /// Whether all streams pause at random.
    public var hasStalls: Bool
    /// Answers of the memory until one that is an error, if any.
    public var answersToFailure: Int?
    /// Seeds what is random.
    public var seed: UInt64

    /// Creates a stimulus.
    public init(
      requests: Int, blocks: Int = 3, writesOfSixteen: Int = 6, hasStalls: Bool = true,
      answersToFailure: Int? = nil, seed: UInt64
    ) {
      self.requests = requests
      self.blocks = blocks
      self.writesOfSixteen = writesOfSixteen
      self.hasStalls = hasStalls
      self.answersToFailure = answersToFailure
      self.seed = seed
    }
  }

  private struct Request {
    var isWrite: Bool
    var address: Int
    var count: Int
  }

  private let simulator: any Simulator
  private let stimulus: Stimulus
  private let pins: MemoryPins
  private let baseBits, hasFailed, isIdle: PortStorage
  private var memory: AXI4SubordinateMemory
  private var model: BeatStore
  private var random: Xorshift64
  private var request: Request?
  /// What is to be written, and what is to come, in order.
  private var data: [[UInt8]] = []
  private var expected: [[UInt8]] = []
  private var offersData = false
  private var failures = 0
  private var report = Report()
  private static let mostDifferences = 20

  private struct MemoryPins {
    let requestValid, requestReady, isWrite, address, lastBeat: PortStorage
    let writeValid, writeReady, writeData: PortStorage
    let readValid, readReady, readData: PortStorage
  }

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - simulator: An engine with an `AXI4Memory`, not run before.
  ///   - stimulus: Requests and pauses.
  /// - Throws: `SimulationError` where a port is missing.
  public init(on simulator: any Simulator, _ stimulus: Stimulus) throws(SimulationError) {
    self.simulator = simulator
    self.stimulus = stimulus
    func port(_ name: String) throws(SimulationError) -> PortStorage {
      guard let index = simulator.ports.firstIndex(where: { $0.name == name }) else {
        throw SimulationError("the simulated design has no port \(name)")
      }
      return simulator.storage(ofPort: index)
    }
    pins = MemoryPins(
      requestValid: try port("memory_request_valid"),
      requestReady: try port("memory_request_ready"),
      isWrite: try port("memory_request_payload_isWrite"),
      address: try port("memory_request_payload_address"),
      lastBeat: try port("memory_request_payload_lastBeat"),
      writeValid: try port("memory_write_valid"), writeReady: try port("memory_write_ready"),
      writeData: try port("memory_write_payload"), readValid: try port("memory_read_valid"),
      readReady: try port("memory_read_ready"), readData: try port("memory_read_payload"))
    baseBits = try port("base")
    hasFailed = try port("hasFailed")
    isIdle = try port("isIdle")
    memory = try AXI4SubordinateMemory(
      simulator, beats: 8 * stimulus.blocks, base: (stimulus.seed & 0xff + 3) << 12,
      hasStalls: stimulus.hasStalls, seed: stimulus.seed)
    memory.fill()
    memory.answersToFailure = stimulus.answersToFailure
    model = memory.store
    random = Xorshift64(seed: stimulus.seed ^ 0xa41)
  }

  /// Runs all requests and waits until the memory owes nothing.
  ///
  /// - Throws: `SimulationError` from the engine.
  public mutating func run() throws(SimulationError) -> Report {
    simulator.setReset(true)
    for pin in [pins.requestValid, pins.writeValid, pins.readReady] { pin.isSet = false }
    for _ in 0..<2 {
      memory.reset()
      try simulator.settle()
      try simulator.step()
    }
    simulator.setReset(false)
    baseBits.value = memory.base >> 12
    var left = stimulus.requests
    var quiet = 0
    while quiet < 20, report.differences.count < Self.mostDifferences {
      drive(&left)
      try simulator.settle()
      observe()
      try simulator.step()
      report.cycles += 1
      let isDone = left == 0 && request == nil && data.isEmpty && expected.isEmpty
      quiet = isDone && memory.isIdle ? quiet + 1 : 0
      guard report.cycles < 200 * stimulus.requests + 1_000 else {
        note("no end after \(report.cycles) cycles")
        break
      }
    }
    if report.differences.isEmpty, !isIdle.isSet { note("not idle at the end") }
    for beat in 0..<model.beatCount where model.bytes(of: beat) != memory.store.bytes(of: beat) {
      note("beat \(beat) is not what was written")
    }
    // An error that was told is no difference, one that was not is.
    if failures != memory.failures {
      note("\(failures) errors were told, \(memory.failures) answered")
    }
    report.differences += memory.violations
    return report
  }

  private mutating func drive(_ left: inout Int) {
    let bits = stimulus.hasStalls ? random.next() >> 32 : 0
    if request == nil, left > 0, bits & 3 != 1 {
      left -= 1
      request = next()
    }
    pins.requestValid.isSet = request != nil
    if let request {
      pins.isWrite.isSet = request.isWrite
      pins.address.value = UInt64(request.address)
      pins.lastBeat.value = UInt64(request.count - 1)
    }
    // Data come after their request; once offered they stay.
    offersData = !data.isEmpty && (offersData || bits >> 2 & 3 != 1)
    pins.writeValid.isSet = offersData
    if offersData {
      data[0].withUnsafeBytes { bytes in
        if let base = bytes.baseAddress { pins.writeData.copy(from: base, count: bytes.count) }
      }
    }
    pins.readReady.isSet = bits >> 4 & 3 != 1
    memory.drive()
  }

  private mutating func next() -> Request {
    let isWrite = random.next(below: 16) < stimulus.writesOfSixteen
    let first = random.next(below: 8)
    return Request(
      isWrite: isWrite, address: 8 * random.next(below: stimulus.blocks) + first,
      count: 1 + random.next(below: 8 - first))
  }

  /// A request takes effect in the model when it is taken.
  private mutating func observe() {
    memory.observe()
    if hasFailed.isSet { failures += 1 }
    if isIdle.isSet, !memory.isIdle { note("idle although responses are to come") }
    if pins.writeValid.isSet, pins.writeReady.isSet {
      data.removeFirst()
      offersData = false
    }
    if pins.readValid.isSet, pins.readReady.isSet {
      let got = Array(
        UnsafeRawBufferPointer(start: pins.readData.bytes, count: pins.readData.bitWidth / 8))
      if expected.isEmpty {
        note("a beat that nobody asked for")
      } else if expected.removeFirst() != got {
        note("a beat is not what was written before")
      }
    }
    guard pins.requestReady.isSet, let request else { return }
    self.request = nil
    for beat in request.address..<request.address + request.count {
      guard request.isWrite else {
        expected.append(model.bytes(of: beat))
        continue
      }
      let bytes = model.bytes(of: beat).map { _ in UInt8(truncatingIfNeeded: random.next() >> 24) }
      model.write(bytes, strobes: [UInt8](repeating: 0xff, count: bytes.count / 8), to: beat)
      data.append(bytes)
    }
    if request.isWrite { report.writes += 1 } else { report.reads += 1 }
  }

  private mutating func note(_ text: String) {
    guard report.differences.count < Self.mostDifferences else { return }
    report.differences.append("cycle \(simulator.cycleCount): \(text)")
  }
}
