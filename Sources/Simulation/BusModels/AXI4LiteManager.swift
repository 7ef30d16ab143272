/// The manager of an AXI4-Lite bus, played by a testbench.
///
/// Writes and reads are queued; each channel goes at its own pace. Once a cycle call `drive()` before
/// `settle()` and `observe()` before `step()`, or let `write` and `read` take the cycles:
///
/// ```swift
/// let manager = try AXI4LiteManager(simulator)
/// try manager.write(1, to: 0x00)
/// let status = try manager.read(from: 0x04)
/// ```
public final class AXI4LiteManager {
  /// What a subordinate answers.
  public enum Response: UInt64, Sendable {
    /// Done.
    case okay = 0
    /// Not used in AXI4-Lite.
    case exclusiveOkay = 1
    /// The subordinate refuses.
    case slaveError = 2
    /// There is no subordinate.
    case decodeError = 3
  }

  /// How many cycles a channel pauses before a transfer, drawn anew for each.
  public struct Pauses: Sendable, Hashable {
    /// Before an address of a write.
    public var writeAddress: ClosedRange<Int>
    /// Before the data of a write.
    public var writeData: ClosedRange<Int>
    /// Before the response to a write is taken.
    public var writeResponse: ClosedRange<Int>
    /// Before an address of a read.
    public var readAddress: ClosedRange<Int>
    /// Before the data of a read is taken.
    public var readData: ClosedRange<Int>

    /// The same range for all channels.
    public init(_ all: ClosedRange<Int> = 0...0) {
      (writeAddress, writeData, writeResponse) = (all, all, all)
      (readAddress, readData) = (all, all)
    }
  }

  /// A write, with the response once there is one.
  public struct Write: Sendable, Hashable {
    /// Byte address.
    public var address: UInt64
    /// The data.
    public var data: UInt64
    /// A bit for each byte to write.
    public var strobes: UInt64
    /// The response, `nil` until it is taken.
    public var response: Response?
  }

  /// A read, with data and response once they are there.
  public struct Read: Sendable, Hashable {
    /// Byte address.
    public var address: UInt64
    /// The data, 0 until it is taken.
    public var data: UInt64
    /// The response, `nil` until it is taken.
    public var response: Response?
  }

  /// All writes, in order.
  public private(set) var writes: [Write] = []
  /// All reads, in order.
  public private(set) var reads: [Read] = []
  /// How the channels pause.
  public var pauses: Pauses

  private let simulator: any Simulator
  private let pins: AXI4LitePins
  private var generator: Generator
  private var writeAddress = Progress()
  private var writeData = Progress()
  private var writeResponse = Progress()
  private var readAddress = Progress()
  private var readData = Progress()

  /// A manager with nothing to do.
  ///
  /// - Parameters:
  ///   - simulator: Simulates the design.
  ///   - prefix: What the names of the ports begin with.
  ///   - pauses: How the channels pause.
  ///   - seed: Of the lengths of the pauses.
  /// - Throws: `SimulationError` where a port is missing.
  public init(
    _ simulator: any Simulator, prefix: String = "s_axi", pauses: Pauses = Pauses(),
    seed: UInt64 = 1
  ) throws(SimulationError) {
    self.simulator = simulator
    pins = try AXI4LitePins(simulator, prefix: prefix)
    self.pauses = pauses
    generator = Generator(state: seed)
  }

  /// Whether everything has been answered.
  public var isDone: Bool {
    writeResponse.count == writes.count && readData.count == reads.count
  }

  /// Queues a write; all bytes without `strobes`.
  public func enqueueWrite(_ data: UInt64, to address: UInt64, strobes: UInt64 = .max) {
    let width = pins.writeData.payload[1].bitWidth
    writes.append(Write(address: address, data: data, strobes: strobes & ((1 << width) - 1)))
  }

  /// Queues a read.
  public func enqueueRead(from address: UInt64) {
    reads.append(Read(address: address, data: 0))
  }

  /// Writes, and takes the cycles until the response.
  ///
  /// - Throws: `SimulationError` where the engine failed or 1,000 cycles bring no response.
  @discardableResult
  public func write(
    _ data: UInt64, to address: UInt64, strobes: UInt64 = .max
  ) throws(SimulationError) -> Response? {
    enqueueWrite(data, to: address, strobes: strobes)
    try finish()
    return writes.last?.response
  }

  /// Reads, and takes the cycles until the response.
  ///
  /// - Throws: `SimulationError` where the engine failed or 1,000 cycles bring no response.
  public func read(from address: UInt64) throws(SimulationError) -> Read {
    enqueueRead(from: address)
    try finish()
    return reads[reads.count - 1]
  }

  /// Takes cycles until everything is answered.
  ///
  /// - Throws: `SimulationError` where the engine failed or so many cycles did not do.
  public func finish(within cycles: Int = 1000) throws(SimulationError) {
    for _ in 0..<cycles {
      if isDone { return }
      drive()
      try simulator.settle()
      observe()
      try simulator.step()
    }
    if !isDone { throw SimulationError("the bus did not answer within \(cycles) cycles") }
  }

  /// Writes the inputs of the cycle; before `settle()`.
  public func drive() {
    request(
      &writeAddress, writes.count, pauses.writeAddress, pins.writeAddress, [0, 0]
    ) { [writes[$0].address, 0] }
    request(&writeData, writes.count, pauses.writeData, pins.writeData, [0, 0]) {
      [writes[$0].data, writes[$0].strobes]
    }
    request(&readAddress, reads.count, pauses.readAddress, pins.readAddress, [0, 0]) {
      [reads[$0].address, 0]
    }
    pins.writeResponse.ready.isSet = writeResponse.isActive(pauses.writeResponse, &generator)
    pins.readData.ready.isSet = readData.isActive(pauses.readData, &generator)
  }

  /// Sees what moves at the edge; after `settle()`, before `step()`.
  public func observe() {
    if pins.writeAddress.fires { writeAddress.advance() }
    if pins.writeData.fires { writeData.advance() }
    if pins.readAddress.fires { readAddress.advance() }
    // A response nobody asked for is not kept: `AXI4LiteChecker` tells of it.
    if pins.writeResponse.fires, writeResponse.count < writes.count {
      writes[writeResponse.count].response = Response(rawValue: pins.writeResponse.values[0])
      writeResponse.advance()
    }
    if pins.readData.fires, readData.count < reads.count {
      reads[readData.count].data = pins.readData.values[0]
      reads[readData.count].response = Response(rawValue: pins.readData.values[1])
      readData.advance()
    }
  }

  private func request(
    _ progress: inout Progress, _ total: Int, _ pauses: ClosedRange<Int>,
    _ channel: AXI4LitePins.Channel, _ idle: [UInt64], _ payload: (Int) -> [UInt64]
  ) {
    let isValid = progress.count < total && progress.isActive(pauses, &generator)
    channel.valid.isSet = isValid
    // What is not valid is anything.
    let values = isValid ? payload(progress.count) : idle.map { _ in generator.next() }
    for (storage, value) in zip(channel.payload, values) { storage.value = value }
  }

  /// Where a channel stands.
  private struct Progress {
    /// Transfers done.
    var count = 0
    /// Cycles left before the next; `nil` if not drawn yet.
    private var pause: Int?

    /// Whether the pause is over; counts a cycle of it.
    mutating func isActive(_ pauses: ClosedRange<Int>, _ generator: inout Generator) -> Bool {
      let left = pause ?? Int.random(in: pauses, using: &generator)
      pause = max(0, left - 1)
      return left == 0
    }

    mutating func advance() {
      count += 1
      pause = nil
    }
  }

  /// SplitMix64.
  private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = state
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      return z ^ (z >> 31)
    }
  }
}
