import Accelerator
import DESNE
import MemoryDevices
import MemorySystem
import Simulation

/// One run: the simulated scheduler, the model beside it, and who watches the pins.
struct SchedulerSession {
  private let simulator: any Simulator
  private let pins: SchedulerPins
  private let device: MemoryDevice
  private let pattern: MemoryTraffic.Pattern
  private let seed: UInt64

  private var model: BankScheduler
  private let comparesModel: Bool
  private var modelCounter: CommandCounter
  private var mismatches: [String] = []
  private var mismatchCount = 0

  private var traffic: MemoryTraffic
  private var offer: MemorySystem.MemoryRequest?
  private var checker: ProtocolChecker
  private var counter: CommandCounter
  private var scoreboard: RequestScoreboard
  private var now = 0

  init(
    _ simulator: any Simulator, _ device: MemoryDevice, _ pattern: MemoryTraffic.Pattern,
    seed: UInt64, comparesModel: Bool
  ) throws(SimulationError) {
    self.simulator = simulator
    self.device = device
    self.pattern = pattern
    self.seed = seed
    self.comparesModel = comparesModel
    pins = try SchedulerPins(simulator, device)
    model = BankScheduler(device)
    modelCounter = CommandCounter(device)
    var random = Xorshift64(seed: seed)
    traffic = MemoryTraffic(pattern, device: device) { random.next(below: $0) }
    checker = ProtocolChecker(device, limit: SchedulerTestbench.mostSentences)
    counter = CommandCounter(device)
    scoreboard = RequestScoreboard(
      depth: DRAMScheduler.depth, mostClocks: Self.mostClocks(device),
      limit: SchedulerTestbench.mostSentences)
  }

  /// How long a request may wait: until it is old, then for all that are older, each with its row to
  /// be closed and opened, and for two refreshes.
  private static func mostClocks(_ device: MemoryDevice) -> Int {
    let timing = device.timing
    let turn = timing.CL + timing.CWL + device.burstClocks + timing.tWTR_L + timing.busTurnaround
    let service = max(device.refreshDrain, timing.tRC) + timing.tRCD + turn
    return 1_024 + DRAMScheduler.depth * service + 2 * (device.refreshDrain + timing.tRFC)
  }

  func reset() throws(SimulationError) {
    pins.offer(nil)
    simulator.setReset(true)
    for _ in 0..<2 {
      try simulator.settle()
      try simulator.step()
    }
    simulator.setReset(false)
  }

  /// Nothing is offered and nothing waits.
  var isFinished: Bool { offer == nil && scoreboard.isEmpty && pins.isIdle }

  /// Something was wrong.
  var hasFailed: Bool {
    checker.violationCount + scoreboard.mistakeCount + mismatchCount > 0
  }

  mutating func cycle(isOffering: Bool) throws(SimulationError) {
    if isOffering, offer == nil, var request = traffic.next() {
      request.tag &= 1 << SchedulerTestbench.tagBits - 1
      offer = request
    }
    pins.offer(offer)
    try simulator.settle()
    let command = try pins.command(at: now)
    let served = pins.served
    let isTaken = offer != nil && pins.isReady
    if comparesModel { compare(command, served) }

    if let command {
      checker.check(command)
      counter.count(command)
      if served == nil, command.kind == .read || command.kind == .write {
        scoreboard.noteIdleAccess(command)
      }
    }
    if let served { scoreboard.serve(served, by: command, at: now) }
    if isTaken, let request = offer {
      scoreboard.take(request, at: now)
      offer = nil
    }
    try simulator.step()
    now += 1
  }

  private mutating func compare(_ command: MemoryCommand?, _ served: Int?) {
    let (isReady, isIdle) = (model.isReady, model.isIdle)
    let expected = model.step(offer)
    if let command = expected.command { modelCounter.count(command) }
    // One comparison each is quick; a sentence is made only for a difference.
    if command != expected.command {
      note("command", text(expected.command), text(command))
    }
    if served != expected.served?.tag {
      note(
        "served", expected.served.map { "\($0.tag)" } ?? "none", served.map { "\($0)" } ?? "none")
    }
    if isReady != pins.isReady { note("request_ready", "\(isReady)", "\(pins.isReady)") }
    if isIdle != pins.isIdle { note("isIdle", "\(isIdle)", "\(pins.isIdle)") }
  }

  private func text(_ command: MemoryCommand?) -> String {
    guard let command else { return "none" }
    return "\(command.kind.rawValue) bank \(command.bank) row \(command.row) column "
      + "\(command.column)"
  }

  private mutating func note(_ signal: String, _ expected: String, _ got: String) {
    mismatchCount += 1
    if mismatches.count < SchedulerTestbench.mostSentences {
      mismatches.append("cycle \(now): \(signal): expected \(expected), got \(got)")
    }
  }

  mutating func report(engine: String) -> SchedulerReport {
    checker.finish(at: now)
    // A run that ended at a failure leaves requests behind.
    if !hasFailed { scoreboard.finish() }
    let counts = counter.counts(at: now)
    return SchedulerReport(
      engine: engine, device: device.name, traffic: pattern, seed: seed, cycles: now,
      taken: scoreboard.takenCount, served: scoreboard.servedCount, counts: counts,
      modelCounts: comparesModel ? modelCounter.counts(at: now) : nil,
      dataClocks: (counts.reads + counts.writes) * device.burstClocks,
      availableClocks: now - counts.refreshes * device.timing.tRFC,
      violationCount: checker.violationCount, violations: checker.violations,
      mistakeCount: scoreboard.mistakeCount, mistakes: scoreboard.mistakes,
      mismatchCount: mismatchCount, mismatches: mismatches)
  }
}
