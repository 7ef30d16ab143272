import Foundation
public import Simulation

/// Runs a design in Icarus Verilog, in a process of its own.
///
/// Four-state: an output bit that is unknown reads as 0 and its port is in `unknownPorts`. Steps
/// are sent together with the next `settle()`, so an error of a step, such as `$stop`, is thrown
/// there. Several hundred times slower than Verilator: meant for comparison. Not safe to use from
/// several threads at once.
public final class IcarusSimulator: Simulator {
  /// Name of the engine, `icarus`.
  public let engineName = "icarus"
  /// Ports of the top module without clock and reset, in declaration order.
  public let ports: [SimulatedPort]
  /// The program this simulator runs.
  public let program: IcarusProgram
  /// Number of rising clock edges asked for so far.
  public private(set) var cycleCount = 0

  /// Commands wait here until a reply is needed.
  private var pending: [UInt8] = []
  private static let pendingLimit = 1 << 16

  /// The process that simulates; tests end it from outside.
  let process: PipedProcess
  private let storages: [PortStorage]
  private let memory: UnsafeMutableRawBufferPointer
  private let inputs: [Input]
  private let outputs: [Output]
  private let reply: UnsafeMutableRawBufferPointer
  private var tracePath: String?
  private var isTracing = false
  private var printedOffset = 0
  private var stopped: SimulationError?

  /// An input with the value the process has last been sent.
  private struct Input {
    var value: UnsafeMutableRawPointer
    var sent: UnsafeMutableRawPointer
    var byteCount: Int
  }

  /// An output and its place in the reply.
  private struct Output {
    var port: Int
    var value: UnsafeMutableRawPointer
    var firstWord: Int
    var wordCount: Int
  }

  /// Starts the program.
  ///
  /// - Throws: `CosimulationError` of kind `internal` when the process cannot be started.
  public init(_ program: IcarusProgram) throws(CosimulationError) {
    let design = program.design
    self.program = program
    process = try PipedProcess(
      path: program.interpreter, arguments: ["-N", program.file.path])
    ports = design.ports.map {
      SimulatedPort(name: $0.name, bitWidth: $0.bitWidth, isInput: $0.direction == .input)
    }
    // Every port, reset included, twice: the value, and for inputs the one last sent. Whole words
    // of 64 bits, so that a reply is copied word by word.
    let widths = design.ports.map(\.bitWidth) + [1]
    let sizes = widths.map { ($0 + 63) / 64 * 8 }
    let total = sizes.reduce(0, +)
    memory = .allocate(byteCount: 2 * total, alignment: 8)
    memory.initializeMemory(as: UInt8.self, repeating: 0)
    let base = memory.baseAddress.unsafelyUnwrapped
    var storages: [PortStorage] = []
    var inputs: [Input] = []
    var outputs: [Output] = []
    var offset = 0
    var word = 1
    for (k, width) in widths.enumerated() {
      let value = base + offset
      storages.append(PortStorage(bytes: value, byteCount: sizes[k], bitWidth: width))
      if k == design.ports.count || design.ports[k].direction == .input {
        inputs.append(Input(value: value, sent: value + total, byteCount: (width + 7) / 8))
      } else {
        let count = IcarusHarness.wordCount(width)
        outputs.append(Output(port: k, value: value, firstWord: word, wordCount: count))
        word += count
      }
      offset += sizes[k]
    }
    if design.reset == nil { inputs.removeLast() }
    self.storages = storages
    self.inputs = inputs
    self.outputs = outputs
    reply = .allocate(byteCount: 8 * word, alignment: 8)
  }

  deinit {
    pending.append(IcarusHarness.Command.quit)
    if stopped == nil { _ = flush() }
    process.finish()
    memory.deallocate()
    reply.deallocate()
  }

  /// Memory of one port, stable for the life of the simulator.
  ///
  /// - Precondition: `index` is a valid index of `ports`.
  public func storage(ofPort index: Int) -> PortStorage { storages[index] }

  /// Drives the synchronous reset from the next `settle()` on.
  public func setReset(_ active: Bool) { storages[ports.count].value = active ? 1 : 0 }

  /// Propagates the inputs through the combinational logic.
  ///
  /// - Throws: `SimulationError` when the design stopped itself or the engine failed, now or before.
  public func settle() throws(SimulationError) {
    if let stopped { throw stopped }
    sendInputs()
    pending.append(IcarusHarness.Command.settle)
    try exchange()
  }

  /// Takes one rising clock edge on the settled state.
  ///
  /// - Throws: `SimulationError` when the design stopped itself or the engine failed, now or before.
  public func step() throws(SimulationError) {
    if let stopped { throw stopped }
    pending.append(IcarusHarness.Command.step)
    cycleCount += 1
    if !program.design.properties.isEmpty {
      // A reply tells whether one of them failed at this edge.
      pending.append(IcarusHarness.Command.settle)
      return try exchange()
    }
    if pending.count > Self.pendingLimit, !flush() { throw processEnded() }
  }

  /// Outputs that had an unknown or floating bit at the last `settle()`, as indices of `ports`.
  ///
  /// Costs a walk over all outputs.
  public var unknownPorts: [Int] {
    outputs.filter { output in
      (0..<output.wordCount).contains { word(output.firstWord + $0).unknown != 0 }
    }.map(\.port)
  }

  /// How often each cover was hit so far.
  ///
  /// - Throws: `SimulationError` when the design stopped itself or the engine failed.
  public func propertyCoverage() throws(SimulationError) -> PropertyCoverage {
    let count = program.design.covers.count
    guard count > 0 else { return PropertyCoverage() }
    if let stopped { throw stopped }
    pending.append(IcarusHarness.Command.hits)
    // A word, then the word that marks its unknown bits, which has none.
    var words = [UInt32](repeating: 0, count: 2 * count)
    guard flush(), words.withUnsafeMutableBytes(process.receive) else { throw processEnded() }
    return PropertyCoverage(
      of: program.design, hits: (0..<count).map { UInt32(littleEndian: words[2 * $0]) })
  }

  /// What the design printed since the last call.
  public func takePrintedText() -> String {
    let text = process.printedText(from: printedOffset)
    printedOffset += text.utf8.count
    return text
  }

  /// Starts to write a VCD file; a simulation has one, which `stopTrace()` pauses.
  ///
  /// - Throws: `SimulationError` when the file cannot be written or a second one is asked for.
  public func startTrace(path: String) throws(SimulationError) {
    if let stopped { throw stopped }
    if isTracing { throw SimulationError("a waveform is being written already; stop it first") }
    if let tracePath {
      guard tracePath == path else {
        throw SimulationError(
          "Icarus Verilog writes one waveform a simulation, `\(tracePath)`; "
            + "start another simulation for `\(path)`")
      }
      pending.append(IcarusHarness.Command.resumeTrace)
    } else {
      let bytes = Array(path.utf8)
      guard bytes.count <= IcarusHarness.pathByteCount else {
        throw SimulationError(
          "the path of the waveform has \(bytes.count) bytes; "
            + "at most \(IcarusHarness.pathByteCount) are possible: `\(path)`")
      }
      // vvp only prints a message and goes on without a file.
      guard Self.canWrite(path) else {
        throw SimulationError("the trace file `\(path)` cannot be written; choose another path")
      }
      pending.append(IcarusHarness.Command.openTrace)
      pending += [UInt8](repeating: 0, count: IcarusHarness.pathByteCount - bytes.count) + bytes
      tracePath = path
    }
    isTracing = true
  }

  /// Pauses the trace, if one is running, and writes it out.
  ///
  /// - Throws: `SimulationError` when the design stopped itself or the engine failed.
  public func stopTrace() throws(SimulationError) {
    guard isTracing else { return }
    isTracing = false
    if stopped != nil { return }
    sendInputs()
    pending.append(IcarusHarness.Command.pauseTrace)
    try exchange()
  }

  private static func canWrite(_ path: String) -> Bool {
    guard let file = fopen(path, "a") else { return false }
    return fclose(file) == 0
  }

  /// Queues the inputs that differ from what the process has.
  private func sendInputs() {
    for (k, input) in inputs.enumerated()
    where memcmp(input.value, input.sent, input.byteCount) != 0 {
      input.sent.copyMemory(from: input.value, byteCount: input.byteCount)
      pending.append(IcarusHarness.Command.input)
      pending.append(UInt8(truncatingIfNeeded: k))
      pending.append(UInt8(truncatingIfNeeded: k >> 8))
      for byte in UnsafeRawBufferPointer(start: input.value, count: input.byteCount).reversed() {
        pending.append(byte)
      }
    }
  }

  /// Sends what waits and takes one reply into the outputs.
  private func exchange() throws(SimulationError) {
    guard flush(), process.receive(reply) else { throw processEnded() }
    guard word(0).value == IcarusHarness.replyMark else {
      throw SimulationError("vvp sent a reply out of step; its program file may be damaged")
    }
    for output in outputs {
      for k in 0..<output.wordCount {
        output.value.storeBytes(
          of: word(output.firstWord + k).value, toByteOffset: 4 * k, as: UInt32.self)
      }
    }
  }

  /// A word of the reply: its bits with unknown ones read as 0, and which are unknown.
  ///
  /// - Precondition: `index` is below the number of words `reply` was allocated for.
  private func word(_ index: Int) -> (value: UInt32, unknown: UInt32) {
    let bits = UInt32(littleEndian: reply.load(fromByteOffset: 8 * index, as: UInt32.self))
    let unknown = UInt32(littleEndian: reply.load(fromByteOffset: 8 * index + 4, as: UInt32.self))
    return (bits & ~unknown, unknown)
  }

  private func flush() -> Bool {
    defer { pending.removeAll(keepingCapacity: true) }
    return pending.withUnsafeBytes { process.send($0) }
  }

  /// The error of a process that is gone; every later call throws it again.
  private func processEnded() -> SimulationError {
    process.finish()
    let error = SimulationError.stopped(
      program.design, cycle: cycleCount, reason: "vvp ended with \(process.status)",
      printed: process.printedText(from: printedOffset))
    stopped = error
    return error
  }
}
