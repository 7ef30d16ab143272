public import HDL

/// The interpreter: starts in milliseconds, needs no tool, and runs any checked design.
///
/// Registers, and memories without initial contents, start at zero.
public final class NativeSimulator: Simulator {
  /// Always `native`.
  public let engineName = "native"
  /// Ports of the top module without clock and reset.
  public let ports: [SimulatedPort]
  /// Number of rising clock edges so far.
  public private(set) var cycleCount = 0

  let program: Program
  let flat: FlatDesign
  /// The slots, and behind them the words of the memories.
  let slots: UnsafeMutablePointer<UInt64>
  private let portNodes: [Int32]
  private var isReset = false
  private let edge: ClockEdge
  private var trace: VCDWriter?
  /// Notes what the run exercises, if that was asked for.
  var collector: CoverageCollector?
  private let properties: [PropertyInstance]
  private var counts: [PropertyCoverage.Count]
  private(set) lazy var memoryTable = MemoryTable(flat: flat)
  private lazy var signalTable = SignalTable(flat: flat, slotOf: program.slotOf)

  /// Prepares a design for simulation.
  ///
  /// A black box without a behavior is told by the first `settle()`; an instance of one that has a
  /// behavior gets a state of its own.
  public init(_ design: Design) {
    let flat = FlatDesign(design)
    let program = ProgramBuilder.build(flat)
    self.flat = flat
    self.program = program
    // Whole cache lines: a vector that straddles two costs twice.
    let count = program.slotCount + program.memoryWordCount
    slots = UnsafeMutableRawPointer.allocate(byteCount: 8 * count, alignment: 64)
      .bindMemory(to: UInt64.self, capacity: count)
    slots.initialize(repeating: 0, count: count)
    for constant in program.constants { slots[Int(constant.slot)] = constant.value }
    for (memory, words) in zip(program.memories, program.initialWords) {
      for (index, word) in words.enumerated() { slots[memory.base + index] = word }
    }
    ports = design.top.ports.map {
      SimulatedPort(name: $0.name, bitWidth: $0.bitWidth, isInput: $0.isInput)
    }
    portNodes = design.top.ports.map(\.node)
    edge = ClockEdge(program)
    properties = design.properties
    counts = Array(repeating: .init(), count: properties.count)
  }

  deinit {
    slots.deallocate()
    edge.deallocate()
  }

  /// Memory of one port: whole 64-bit words.
  public func storage(ofPort index: Int) -> PortStorage {
    let slot = Int(program.slotOf[Int(portNodes[index])])
    let width = ports[index].bitWidth
    return PortStorage(bytes: slots + slot, byteCount: 8 * ((width + 63) / 64), bitWidth: width)
  }

  /// Drives the synchronous reset.
  public func setReset(_ active: Bool) { isReset = active }

  /// Propagates the inputs through the combinational logic.
  public func settle() throws(SimulationError) {
    Kernels.run(program, batches: 0..<program.firstCyclicBatch, slots)
    if program.firstCyclicBatch < program.batches.count { settleCycles() }
    for box in program.boxes { try box.check() }
  }

  /// Repeats what feeds other bits of itself. Every round settles at least one more bit.
  private func settleCycles() {
    let cyclic = program.firstCyclicBatch..<program.batches.count
    let first = program.instructions[Int(program.batches[program.firstCyclicBatch].start)]
    let range = Int(first.destination)..<program.slotCount
    while true {
      let before = range.map { slots[$0] }
      Kernels.run(program, batches: cyclic, slots)
      if range.allSatisfy({ slots[$0] == before[$0 - range.lowerBound] }) { return }
    }
  }

  /// Takes one rising clock edge on the settled state.
  ///
  /// - Throws: `SimulationError` when an assertion or an assumption fails. The state is then still
  ///   the one before the edge, so that what led to it can be looked at.
  public func step() throws(SimulationError) {
    if let trace { try sample(trace) }
    collector?.sample(slots)
    if !properties.isEmpty { try sampleProperties() }
    // Everything an edge depends on is read before anything is written.
    edge.capture(program, slots)
    for box in program.boxes { box.capture(slots) }
    edge.commit(program, slots, isReset: isReset)
    for box in program.boxes { box.step(isReset: isReset) }
    cycleCount += 1
  }

  // MARK: Properties

  /// Whether `step()` throws where an assertion or an assumption fails; otherwise it only counts.
  public var stopsAtFailures = true

  /// How often each property was sampled and hit so far.
  public func propertyCoverage() -> PropertyCoverage {
    PropertyCoverage(properties: properties, counts: counts)
  }

  private func sampleProperties() throws(SimulationError) {
    var firstFailure: Int?
    for (index, property) in program.properties.enumerated() {
      guard !isReset || property.isSampledInReset,
        property.enable < 0 || slots[Int(property.enable)] != 0
      else { continue }
      counts[index].samples = (counts[index].samples ?? 0) + 1
      let holds = slots[Int(property.condition)] != 0
      if holds {
        counts[index].hits += 1
      } else if property.kind != .cover, firstFailure == nil {
        firstFailure = index
      }
    }
    guard let firstFailure, stopsAtFailures else { return }
    throw SimulationError(failureOf: properties[firstFailure], cycle: cycleCount)
  }

  // MARK: Looking inside

  /// Hierarchical names of all signals that can be peeked, such as `row_0.accumulator`, in order
  /// of creation.
  public var signalNames: [String] { signalTable.entries.map(\.path) }

  /// The words of a signal anywhere in the hierarchy, least significant first; `nil` if there is
  /// none of that name. The top module's own signals have no prefix.
  public func peek(_ path: String) -> [UInt64]? {
    guard let entry = signalTable.entry(path) else { return nil }
    return (0..<(entry.width + 63) / 64).map { slots[entry.slot + $0] }
  }

  /// Memory of a signal anywhere in the hierarchy; `nil` if there is none of that name.
  ///
  /// A register's may be written: that is another state to go on from.
  func storage(ofSignal path: String) -> PortStorage? {
    signalTable.entry(path).map {
      PortStorage(
        bytes: slots + $0.slot, byteCount: 8 * (($0.width + 63) / 64), bitWidth: $0.width)
    }
  }

  /// Where a signal is in the slots.
  func register(_ path: String) -> (slot: Int, width: Int)? {
    signalTable.entry(path).map { ($0.slot, $0.width) }
  }

  // MARK: Trace

  /// Starts to write a VCD file of every named signal from now on.
  public func startTrace(path: String) throws(SimulationError) {
    let variables = signalTable.entries.map {
      VCDWriter.Variable(scopes: $0.scopes, name: $0.name, bitWidth: $0.width)
    }
    trace = try VCDWriter(path: path, variables: variables)
  }

  /// Closes the trace file, if one is open.
  public func stopTrace() throws(SimulationError) {
    try trace?.close()
    trace = nil
  }

  private func sample(_ trace: VCDWriter) throws(SimulationError) {
    let entries = signalTable.entries
    try trace.writeCycle(cycleCount, isReset: isReset) { index in
      UnsafeBufferPointer(
        start: slots + entries[index].slot, count: (entries[index].width + 63) / 64)
    }
  }
}
