import Accelerator
import DESNE
import RegisterMap
public import Simulation

/// Runs a sampler in any engine as software does, over its bus, with a memory at its port, and compares
/// with the model: every position after every iteration, all distances and joint probabilities in
/// memory, all counters, the exemplars.
public final class SamplerTestbench {
  /// A run ends after this many mismatches.
  public static let mostMismatches = 20

  /// What happens beside the run.
  public struct Stimulus: Sendable {
    /// Seeds pauses and what is random.
    public var seed: UInt64
    /// Whether the memory and the bus pause at random.
    public var hasStalls: Bool
    /// The beat at which the regions of the memory begin, which ends within 2^32 beats; the back end
    /// `dram` has to have it.
    public var firstBeat: Int

    /// Creates a stimulus.
    public init(seed: UInt64, hasStalls: Bool, firstBeat: Int = 0) {
      self.seed = seed
      self.hasStalls = hasStalls
      self.firstBeat = firstBeat
    }
  }

  private let simulator: any Simulator
  let run: SamplerRun
  let layout: SamplerLayout
  let map: RegisterMap
  private let bus: AXI4LiteManager
  private var checker: AXI4LiteChecker
  private var memory: any SamplerMemory
  private let irq, observedValid, observedPoint, observedX, observedY: PortStorage
  /// Cycles since the testbench was made.
  public private(set) var cycles = 0
  /// Cycles that a run may take; nil for far more than any does.
  public var cycleLimit: Int?
  /// The cycles to be traced, and the file.
  private var tracing: (cycles: Range<Int>, path: String)?
  private var mismatches: [SamplerReport.Mismatch] = []
  private var observed = 0
  private var positions = 0
  /// The last position that was seen of every point.
  public private(set) var lastMap: [SIMD2<Int32>]
  private var values = 0
  private var readBefore = 0
  private var writtenBefore = 0

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - simulator: An engine with a `Sampler` of the run's configuration.
  ///   - run: What it is to do.
  ///   - stimulus: What happens beside.
  /// - Throws: `SimulationError` where a port is missing.
  public init(
    on simulator: any Simulator, _ run: SamplerRun, _ stimulus: Stimulus
  ) throws(SimulationError) {
    self.simulator = simulator
    self.run = run
    lastMap = [SIMD2<Int32>](repeating: .zero, count: run.images.count)
    let size = run.images.shape.byteCount
    layout = SamplerLayout(
      run.configuration, count: run.images.count, bytesPerImage: size,
      firstBeat: stimulus.firstBeat)
    map = SamplerRegisters(run.configuration).map
    bus = try AXI4LiteManager(
      simulator, pauses: .init(stimulus.hasStalls ? 0...3 : 0...0), seed: stimulus.seed)
    checker = try AXI4LiteChecker(simulator)
    memory = try run.configuration.samplerMemory(
      simulator, beats: layout.imageBase..<layout.imageBase + layout.beatCount,
      hasStalls: stimulus.hasStalls, seed: stimulus.seed)
    memory.fill()
    for image in 0..<run.images.count {
      memory.load(
        run.images.pixels[image * size..<(image + 1) * size],
        at: layout.imageBase + image * layout.imageStride)
    }
    func port(_ name: String) throws(SimulationError) -> PortStorage {
      guard let index = simulator.ports.firstIndex(where: { $0.name == name }) else {
        throw SimulationError("the simulated design has no port \(name)")
      }
      return simulator.storage(ofPort: index)
    }
    irq = try port("irq")
    observedValid = try port("observedValid")
    observedPoint = try port("observedPoint")
    observedX = try port("observedX")
    observedY = try port("observedY")
  }

  private var isBroken: Bool { mismatches.count >= Self.mostMismatches }

  /// Traces some cycles of the next run into a VCD file and ends the run behind them.
  public func trace(_ cycles: Range<Int>, to path: String) { tracing = (cycles, path) }

  private var isTraced: Bool { tracing.map { cycles >= $0.cycles.upperBound } ?? false }

  // MARK: What software does

  /// Resets the sampler.
  public func reset() throws(SimulationError) {
    simulator.setReset(true)
    for _ in 0..<2 {
      try simulator.settle()
      checker.reset()
      memory.reset()
      try simulator.step()
    }
    simulator.setReset(false)
  }

  /// Runs from a start to the interrupt and compares everything.
  ///
  /// - Parameter progress: Called now and then with the share of the positions that were seen.
  /// - Throws: `SimulationError` from the engine, or where the sampler stands still.
  public func run(progress: (Double) -> Void = { _ in }) throws(SimulationError) -> SamplerReport {
    try configure()
    observed = 0
    (readBefore, writtenBefore) = (memory.readBeats, memory.writtenBeats)
    let start = cycles
    try write(1, to: "control")
    let limit =
      cycleLimit ?? 1_000_000 + 40 * run.bounds.reduce(0, +) + run.images.count * 100_000
    var countdown = 0
    // A waveform shows what comes behind the mismatches too.
    while !irq.isSet, !isTraced, !isBroken || tracing != nil {
      try cycle()
      countdown += 1
      if countdown == 16_384 {
        countdown = 0
        progress(Double(observed) / Double(run.maps.count * run.images.count))
      }
      guard cycles - start < limit else {
        throw SimulationError("the sampler gives no interrupt within \(limit) cycles")
      }
    }
    let taken = cycles - start
    guard !isTraced, !isBroken else {
      try simulator.stopTrace()
      return report(cycles: taken, phases: [], exemplars: [], beats: (0, 0))
    }
    return try conclude(cycles: taken)
  }

  /// Does what software should not, and checks that it is refused, told and without consequence: runs
  /// of nothing, of too much, with no seed, and while another one is under way.
  ///
  /// - Throws: `SimulationError` from the engine.
  public func misuse() throws(SimulationError) {
    let count = UInt64(run.images.count)
    let most = UInt64(run.configuration.affinity.maximumPoints)
    let bytes = UInt64(run.configuration.distance.maximumDimensions)
    let wrong: [(name: String, value: UInt64, errors: Int)] = [
      ("points", 0, 0b01010), ("points", most + 1, 0b00010), ("imageBytes", 0, 0b00100),
      ("imageBytes", bytes + 1, 0b00100), ("exemplars", 0, 0b01000),
      ("exemplars", count + 1, 0b01000), ("seed", 0, 0b10000),
    ]
    for (name, value, errors) in wrong {
      try configure()
      for register in name == "seed" ? ["seedLow", "seedHigh"] : [name] {
        try write(value, to: register)
      }
      try write(1, to: "control")
      check("events after a run with \(name) \(value)", 4, Int(try read("events")))
      check("errors after a run with \(name) \(value)", errors, Int(try read("errors")))
      check("status after a run with \(name) \(value)", 0, Int(try read("status")))
      try write(31, to: "errors")
      try write(7, to: "events")
      check("errors after they were cleared", 0, Int(try read("errors")))
    }
    // What a run is of does not change under it.
    try configure()
    observed = 0
    try write(1, to: "control")
    try write(1, to: "control")
    check("events of a start while busy", 4, Int(try read("events")))
    check("errors of a start while busy", 1, Int(try read("errors")))
    for name in ["points", "imageBytes", "exemplars", "iterations", "distanceBase"] {
      try write(1, to: name)
    }
    try write(31, to: "errors")
    try write(7, to: "events")
    try waitForInterrupt(within: cycleLimit ?? 100_000_000)
    check("events after the run", 1, Int(try read("events")))
    try write(7, to: "events")
    check("positions seen", run.maps.count * run.images.count, observed)
    compareMemory()
    // Exemplars that nobody takes are gone with the next start.
  }

  /// What was found up to now.
  public var differences: [String] {
    mismatches.map(\.text) + checker.violations + memory.violations
  }

  /// Begins a run and lets it go on for so many cycles.
  ///
  /// - Throws: `SimulationError` from the engine.
  public func begin(cycles count: Int) throws(SimulationError) {
    try configure()
    observed = 0
    try write(1, to: "control")
    for _ in 0..<count where !isBroken { try cycle() }
  }

  /// Begins a run, lets it go on for so many cycles and stops it.
  ///
  /// - Throws: `SimulationError` from the engine, or where it does not stop.
  public func stop(after count: Int) throws(SimulationError) {
    try begin(cycles: count)
    try write(2, to: "control")
    try waitForInterrupt(within: cycleLimit ?? 1_000_000)
    check("events after a stop", 2, Int(try read("events") & 6))
    try write(7, to: "events")
    check("status after a stop", 0, Int(try read("status")))
    if !memory.isIdle { note("requests open after a stop", 0, 1) }
  }

  /// Begins a run whose memory answers with an error, after so many answers without one, and checks
  /// that the run is dropped and the error told.
  ///
  /// - Throws: `SimulationError` from the engine, or where it does not stop.
  public func fail(afterAnswers count: Int) throws(SimulationError) {
    guard var bus = memory as? AXI4SubordinateMemory else { return }
    bus.answersToFailure = count
    memory = bus
    try begin(cycles: 0)
    try waitForInterrupt(within: cycleLimit ?? 1_000_000)
    check("failure after an error of the memory", 4, Int(try read("events") & 5))
    check("errors after an error of the memory", 32, Int(try read("errors")))
    try write(4, to: "events")
    try waitForInterrupt(within: cycleLimit ?? 1_000_000)
    check("events after the run was dropped", 2, Int(try read("events")))
    check("status after an error of the memory", 0, Int(try read("status")))
    if !memory.isIdle { note("requests open after an error of the memory", 0, 1) }
    try write(63, to: "errors")
    try write(7, to: "events")
    check("errors after they were cleared", 0, Int(try read("errors")))
  }

  func waitForInterrupt(within limit: Int) throws(SimulationError) {
    let start = cycles
    while !irq.isSet, !isBroken, cycles - start < limit { try cycle() }
  }

  /// Writes what the run is of.
  func configure() throws(SimulationError) {
    let state = Xorshift64(seed: run.seed).state
    let values: [(String, UInt64)] = [
      ("points", UInt64(run.images.count)), ("imageBytes", UInt64(layout.bytesPerImage)),
      ("exemplars", UInt64(run.exemplarCount)), ("rule", run.rule == .grid ? 1 : 0),
      ("iterations", UInt64(run.iterations)), ("seedLow", state & 0xffff_ffff),
      ("seedHigh", state >> 32), ("targetEntropy", UInt64(run.targetEntropy)),
      ("imageBase", UInt64(layout.imageBase)), ("distanceBase", UInt64(layout.distanceBase)),
      ("probabilityBase", UInt64(layout.probabilityBase)), ("enables", 7), ("events", 7),
    ]
    for (name, value) in values { try write(value, to: name) }
    if let bus = memory as? AXI4SubordinateMemory {
      try write(
        (bus.base - UInt64(layout.imageBase * layout.beatBytes)) >> 12, to: "memoryBase")
    }
  }

  private func address(of name: String) -> UInt64 {
    UInt64(map.registers.first { $0.name == name }?.offset ?? 0)
  }

  func write(_ value: UInt64, to name: String) throws(SimulationError) {
    bus.enqueueWrite(value, to: address(of: name))
    try finishBus()
    if bus.writes.last?.response != .okay { note("response to a write of \(name)", 0, 1) }
  }

  func read(_ name: String) throws(SimulationError) -> UInt64 {
    bus.enqueueRead(from: address(of: name))
    try finishBus()
    if bus.reads.last?.response != .okay { note("response to a read of \(name)", 0, 1) }
    return bus.reads.last?.data ?? 0
  }

  private func finishBus() throws(SimulationError) {
    for _ in 0..<1_000 where !bus.isDone { try cycle() }
    if !bus.isDone { throw SimulationError("the bus did not answer within 1000 cycles") }
  }

  private func cycle() throws(SimulationError) {
    if let tracing, cycles == tracing.cycles.lowerBound {
      try simulator.startTrace(path: tracing.path)
    }
    bus.drive()
    memory.drive()
    try simulator.settle()
    bus.observe()
    checker.observe()
    memory.observe()
    if observedValid.isSet { comparePosition() }
    try simulator.step()
    cycles += 1
  }

  // MARK: Comparison

  private func comparePosition() {
    let count = run.images.count
    let (iteration, point) = (observed / count, observed % count)
    observed += 1
    guard iteration < run.maps.count else {
      return note("positions", run.maps.count * count, observed)
    }
    positions += 1
    let expected = run.maps[iteration][point]
    lastMap[point] = SIMD2(Int32(signed(observedX)), Int32(signed(observedY)))
    func signed(_ port: PortStorage) -> Int {
      let places = 64 - port.bitWidth
      return Int(Int64(bitPattern: port.value << UInt64(places)) >> Int64(places))
    }
    let name = iteration == 0 ? "start" : "iteration \(iteration)"
    if point != Int(observedPoint.value) {
      note("\(name), point", point, Int(observedPoint.value))
    }
    if Int(expected.x) != signed(observedX) {
      note("\(name), x of point \(point)", Int(expected.x), signed(observedX))
    }
    if Int(expected.y) != signed(observedY) {
      note("\(name), y of point \(point)", Int(expected.y), signed(observedY))
    }
  }

  private func compareMemory() {
    let count = run.images.count
    for row in 0..<count {
      let expected = run.distances.row(row)
      for column in 0..<count {
        check(
          "distance of \(row) and \(column)", Int(expected[column]),
          Int(memory.bits(layout.place(ofDistance: row, column), width: layout.wordBits)))
      }
    }
    guard count > 1 else { return }
    var index = 0
    for row in 0..<count {
      for column in row + 1..<max(count, row + 1) {
        check(
          "joint probability of \(row) and \(column)", Int(run.joint[index]),
          Int(
            memory.bits(
              layout.place(ofProbability: row, column), width: layout.probabilityBits)))
        index += 1
      }
    }
  }

  /// Reads and compares what is left after a run.
  private func conclude(cycles taken: Int) throws(SimulationError) -> SamplerReport {
    check("events", 1, Int(try read("events")))
    try write(7, to: "events")
    check("positions seen", run.maps.count * run.images.count, observed)
    var exemplars: [Int] = []
    while exemplars.count <= run.images.count {
      let word = try read("exemplar")
      guard word >> 31 & 1 == 1 else { break }
      exemplars.append(Int(word & 0xff_ffff))
      try write(4, to: "control")
    }
    check("number of exemplars", run.exemplars.count, exemplars.count)
    for (index, pair) in zip(run.exemplars, exemplars).enumerated() {
      check("exemplar \(index)", pair.0, pair.1)
    }
    compareMemory()
    check("iteration", run.iterations, Int(try read("iteration")))
    let hasRows = run.images.count > 1
    if hasRows {
      check("missedRows", run.missedPoints, Int(try read("missedRows")))
      check("flatRows", run.flatPoints, Int(try read("flatRows")))
    }
    let model = run.saturations
    let expected = [
      model.distances, model.conditional, model.joint, model.pairPositions, model.pairs,
      model.gradients, model.gains, model.velocities, model.positions,
    ]
    for (name, value) in zip(SamplerRegisters.saturationNames, expected) {
      // Without rows those of the run before stand there.
      guard hasRows || !["distances", "conditional", "joint"].contains(name) else { continue }
      check("saturated \(name)", value, Int(try read("saturated_\(name)")))
    }
    var phases: [SamplerReport.Phase] = []
    for (name, bound) in zip(SamplerRegisters.phaseNames, run.bounds) {
      phases.append(
        SamplerReport.Phase(name: name, cycles: Int(try read("cycles_\(name)")), bound: bound))
    }
    let beats = (Int(try read("readBeats")), Int(try read("writtenBeats")))
    guard let dram = memory as? DRAMMemory else {
      check("beats read", memory.readBeats - readBefore, beats.0)
      check("beats written", memory.writtenBeats - writtenBefore, beats.1)
      return report(cycles: taken, phases: phases, exemplars: exemplars, beats: beats)
    }
    try compareCommands(dram)
    var result = report(cycles: taken, phases: phases, exemplars: exemplars, beats: beats)
    result.commands = SamplerReport.Commands(
      device: dram.device.name, channels: dram.channelCount, total: dram.runCounts,
      phases: SamplerRegisters.phaseNames.enumerated().map {
        SamplerReport.Commands.Phase(name: $1, counts: dram.phases[$0 + 1])
      })
    return result
  }

  /// Compares the sampler's counters of commands with those at the pins.
  private func compareCommands(_ dram: DRAMMemory) throws(SimulationError) {
    let counts = dram.runCounts
    let expected = [
      counts.activates, counts.precharges, counts.reads, counts.writes, counts.refreshes,
      counts.bankRefreshes, counts.activeClocks, counts.prechargedClocks,
    ]
    for (name, value) in zip(SamplerRegisters.commandNames, expected) {
      check("counter of \(name)", value & 0xffff_ffff, Int(try read("dram_\(name)")))
    }
  }

  private func report(
    cycles taken: Int, phases: [SamplerReport.Phase], exemplars: [Int], beats: (Int, Int)
  ) -> SamplerReport {
    SamplerReport(
      engine: simulator.engineName, source: run.source, points: run.images.count,
      bytesPerImage: layout.bytesPerImage, iterations: run.iterations, exemplars: exemplars,
      cycles: taken, phases: phases, readBeats: beats.0, writtenBeats: beats.1,
      positions: positions, values: values, saturations: run.saturations,
      missedPoints: run.missedPoints, mismatches: mismatches,
      violations: checker.violations + memory.violations)
  }

  @inline(__always)
  func check(_ signal: @autoclosure () -> String, _ expected: Int, _ got: Int) {
    values += 1
    if expected != got { note(signal(), expected, got) }
  }

  @inline(never)
  private func note(_ signal: String, _ expected: Int, _ got: Int) {
    guard mismatches.count < Self.mostMismatches else { return }
    mismatches.append(
      SamplerReport.Mismatch(cycle: cycles, signal: signal, expected: expected, got: got))
  }
}
