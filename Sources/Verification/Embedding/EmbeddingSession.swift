import Accelerator
import Configuration
import DESNE
import Simulation

/// The state of some runs: what was sent, what is expected next, what differed.
struct EmbeddingSession {
  private let simulator: any Simulator
  private let pins: EmbeddingPins
  private let configuration: SamplerConfiguration
  private let unit: EmbeddingUnit
  private let runs: [EmbeddingRun]
  private let hasStalls: Bool
  private var random: Xorshift64
  private let jointBits: Int
  private let largestJoint: UInt32
  private let lanes: Int

  /// Runs whose map was read.
  private var finished = 0
  /// What the run is doing.
  private var stage = Stage.command
  private var isOffered = (command: false, joint: false)
  /// Tokens taken, and iterations whose joint probabilities were sent.
  private var passes = 0
  private var sent = 0
  private var groups: JointGroups
  private var embedding: FixedEmbedding
  private var state: FixedEmbeddingState
  private var expected: ExpectedIteration?
  private var iteration = -1
  /// Points seen of each kind in this iteration.
  private var seen = Seen()
  /// Cycles until the counters of an iteration are looked at.
  private var countdown = 0
  private var runStart = 0

  private var cycles = 0
  private var idleCycles = 0
  private var counts = Counts()
  private var coverage = EmbeddingCoverage()
  private var mismatches: [EmbeddingMismatch] = []

  private enum Stage { case command, run }

  private struct Seen {
    var forces = 0
    var gradients = 0
    var gains = 0
    var velocities = 0
    var positions = 0
  }

  private struct Counts {
    var iterations = 0
    var positions = 0
    var groups = 0
    var cycles = 0
    var formula = 0
  }

  init(
    _ simulator: any Simulator, _ configuration: SamplerConfiguration, _ runs: [EmbeddingRun],
    _ stimulus: EmbeddingTestbench.Stimulus
  ) throws(SimulationError) {
    self.simulator = simulator
    self.configuration = configuration
    self.runs = runs
    unit = EmbeddingUnit(configuration)
    hasStalls = stimulus.hasStalls
    random = Xorshift64(seed: stimulus.seed)
    pins = try EmbeddingPins(simulator)
    jointBits = configuration.affinity.formats.joint.bitWidth
    largestJoint = UInt32(configuration.affinity.formats.joint.maximum)
    lanes = configuration.embedding.lanes
    embedding = FixedEmbedding(configuration, count: runs.first?.count ?? 1)
    state = embedding.start(seed: 0)
    groups = JointGroups(count: 1, lanes: lanes)
    beginRun()
  }

  var isFinished: Bool {
    finished == runs.count || mismatches.count >= EmbeddingTestbench.mostMismatches
      || idleCycles > longestSilence
  }

  var progress: Double {
    guard finished < runs.count else { return 1 }
    let share = Double(max(0, iteration)) / Double(max(1, runs[finished].iterations))
    return (Double(finished) + share) / Double(runs.count)
  }

  /// Nothing takes longer without anything to compare; longer silence is a unit that hangs.
  private var longestSilence: Int { 4 * configuration.affinity.maximumPoints + 1_024 }

  mutating func reset() throws(SimulationError) {
    for pin in [pins.clear, pins.commandValid, pins.jointValid, pins.readEnable] {
      pin.isSet = false
    }
    simulator.setReset(true)
    for _ in 0..<2 {
      try simulator.settle()
      try simulator.step()
    }
    simulator.setReset(false)
  }

  /// Forgets what was done.
  mutating func startOver() {
    finished = 0
    counts = Counts()
    idleCycles = 0
    beginRun()
  }

  /// The state before a command.
  private mutating func beginRun() {
    stage = .command
    isOffered = (false, false)
    (passes, sent, iteration, countdown) = (0, 0, -1, 0)
    seen = Seen()
    expected = nil
    guard finished < runs.count else { return }
    let run = runs[finished]
    embedding = FixedEmbedding(configuration, count: run.count)
    state = embedding.start(seed: run.seed)
    groups = JointGroups(count: run.count, lanes: lanes)
  }

  /// Drops what is inside while all streams go on as they like, and waits until the unit is idle.
  mutating func clear() throws(SimulationError) {
    pins.clear.isSet = true
    pins.readEnable.isSet = false
    var waited = 0
    repeat {
      // What is offered stays; in this cycle or a later one it is taken, and dropped.
      if waited > 0 { pins.clear.isSet = false }
      pins.commandValid.isSet = isOffered.command && waited == 0
      pins.jointValid.isSet = isOffered.joint
      pins.passReady.isSet = random.next() >> 63 == 1
      try simulator.settle()
      if waited == 0, isOffered.command, !pins.commandReady.isSet { isOffered.command = false }
      if pins.jointReady.isSet { isOffered.joint = false }
      if waited > 0, pins.passValid.isSet { note("token after clear", nil, 0, 1) }
      try simulator.step()
      waited += 1
      cycles += 1
      pins.clear.isSet = false
      try simulator.settle()
    } while !pins.isIdle.isSet && waited < longestSilence
    check("cycles of a clear", nil, unit.cyclesOfClear, waited)
    if isOffered.joint { note("joint probabilities left after clear", nil, 0, 1) }
  }

  /// Offers, settles, compares, takes the edge.
  mutating func cycle() throws(SimulationError) {
    offer()
    try simulator.settle()
    if stage == .run, pins.isIdle.isSet { return try finishRun() }
    compare()
    let taken = (
      command: isOffered.command && pins.commandReady.isSet,
      pass: pins.passValid.isSet && pins.passReady.isSet,
      joint: isOffered.joint && pins.jointReady.isSet
    )
    if taken.pass {
      check("token", nil, passes, Int(pins.pass.value))
      passes += 1
      idleCycles = 0
    }
    if countdown > 0 { countdown -= 1 }
    try simulator.step()
    idleCycles += 1
    cycles += 1
    if taken.command {
      isOffered.command = false
      stage = .run
      runStart = cycles - 1
    }
    if taken.joint {
      isOffered.joint = false
      groups.advance()
      counts.groups += 1
      idleCycles = 0
      if groups.isFinished { finishGroups() }
    }
  }

  private mutating func finishGroups() {
    sent += 1
    groups = JointGroups(count: runs[finished].count, lanes: lanes)
  }

  /// Reads the map of a run that has ended.
  private mutating func finishRun() throws(SimulationError) {
    let run = runs[finished]
    counts.cycles += cycles - runStart
    counts.formula += unit.cyclesOfRun(points: run.count, iterations: run.iterations)
    check("iterations", nil, run.iterations, Int(pins.iteration.value))
    check("tokens", nil, run.iterations, passes)
    check("iterations compared", nil, run.iterations, iteration + 1)
    compareCounters()
    pins.commandValid.isSet = false
    for point in 0..<run.count {
      pins.readEnable.isSet = true
      pins.readAddress.value = UInt64(point)
      try simulator.settle()
      try simulator.step()
      cycles += 1
      // The port keeps what it read.
      pins.readEnable.isSet = false
      pins.readAddress.value = 0
      if random.next() >> 62 == 0 {
        try simulator.settle()
        try simulator.step()
        cycles += 1
      }
      try simulator.settle()
      check("x read", point, Int(state.positions[point].x), pins.readX.signed)
      check("y read", point, Int(state.positions[point].y), pins.readY.signed)
    }
    cover(run)
    finished += 1
    idleCycles = 0
    beginRun()
  }

  // MARK: Stimulus

  @inline(__always)
  private mutating func offer() {
    let bits = hasStalls ? random.next() : 0
    if stage == .command, !isOffered.command, finished < runs.count, bits & 3 != 1 {
      isOffered.command = true
      let run = runs[finished]
      pins.lastPoint.value = UInt64(run.count - 1)
      pins.seed.value = Xorshift64(seed: run.seed).state
      pins.iterations.value = UInt64(run.iterations)
    }
    if !isOffered.joint, stage == .run, sent < passes, !groups.isFinished, bits >> 8 & 3 != 1 {
      isOffered.joint = true
      writeGroup()
    }
    pins.commandValid.isSet = isOffered.command
    pins.jointValid.isSet = isOffered.joint
    pins.passReady.isSet = bits >> 16 & 3 != 1
  }

  /// The lanes of a group side by side; any bits where no pair counts.
  private func writeGroup() {
    let joint = runs[finished].joint
    var words = [UInt64](repeating: 0, count: (lanes * jointBits + 63) / 64)
    for lane in 0..<lanes {
      let value = UInt64(groups.index(lane: lane).map { joint[$0] } ?? largestJoint)
      let place = lane * jointBits
      words[place / 64] |= value << UInt64(place % 64)
      if place % 64 + jointBits > 64 { words[place / 64 + 1] |= value >> UInt64(64 - place % 64) }
    }
    if words.count == 1 {
      pins.joint.value = words[0]
    } else {
      words.withUnsafeBytes { bytes in
        guard let base = bytes.baseAddress else { return }
        pins.joint.copy(from: base, count: min(pins.joint.byteCount, bytes.count))
      }
    }
  }

  // MARK: Comparison

  @inline(__always)
  private mutating func compare() {
    if pins.placed.isSet { comparePosition() }
    if pins.forcesValid.isSet { compareForces() }
    if pins.gradientValid.isSet { compareGradient() }
    if pins.gainValid.isSet { compareGain() }
    if pins.velocityValid.isSet { compareVelocity() }
    if countdown == 1 { compareCounters() }
    if pins.passValid.isSet, !pins.passReady.isSet { coverage.heldPasses += 1 }
    if isOffered.joint, !pins.jointReady.isSet { coverage.heldJoints += 1 }
    if !isOffered.joint, pins.jointReady.isSet, stage == .run { coverage.missingJoints += 1 }
  }

  /// The iteration under way, worked out when it is first needed.
  private mutating func current() -> ExpectedIteration? {
    if let expected { return expected }
    guard stage == .run, iteration + 1 < runs[finished].iterations else { return nil }
    let next = ExpectedIteration(runs[finished], embedding, after: state)
    if next.forces.weightSum == 0, runs[finished].count > 1 { coverage.weightless += 1 }
    if runs[finished].count > 1, state.positions.allSatisfy({ $0 == state.positions[0] }) {
      coverage.coincidingPoints += 1
    }
    expected = next
    return next
  }

  private mutating func compareForces() {
    let point = seen.forces
    guard let now = current(), point < now.forces.attraction.count else {
      return note("forces", point, 0, 1)
    }
    check("attraction x", point, now.forces.attraction[point].x, pins.attractionX.signed)
    check("attraction y", point, now.forces.attraction[point].y, pins.attractionY.signed)
    check("repulsion x", point, now.forces.repulsion[point].x, pins.repulsionX.signed)
    check("repulsion y", point, now.forces.repulsion[point].y, pins.repulsionY.signed)
    if point == 0 {
      check("weight sum", nil, now.forces.weightSum / 2, Int(pins.weightSum.value))
    }
    seen.forces += 1
    idleCycles = 0
  }

  private mutating func compareGradient() {
    let point = seen.gradients
    guard let now = current(), point < now.gradients.count else {
      return note("gradient", point, 0, 1)
    }
    check("gradient x", point, Int(now.gradients[point].x), pins.gradientX.signed)
    check("gradient y", point, Int(now.gradients[point].y), pins.gradientY.signed)
    seen.gradients += 1
  }

  private mutating func compareGain() {
    let point = seen.gains
    guard let now = current(), point < now.gradients.count else {
      return note("gain", point, 0, 1)
    }
    check("gain x", point, Int(now.state.gains[point].x), Int(pins.gainX.value))
    check("gain y", point, Int(now.state.gains[point].y), Int(pins.gainY.value))
    seen.gains += 1
  }

  private mutating func compareVelocity() {
    let point = seen.velocities
    guard let now = current(), point < now.gradients.count else {
      return note("velocity", point, 0, 1)
    }
    check("velocity x", point, Int(now.state.velocities[point].x), pins.velocityX.signed)
    check("velocity y", point, Int(now.state.velocities[point].y), pins.velocityY.signed)
    seen.velocities += 1
  }

  /// A position of the start, or after an iteration.
  private mutating func comparePosition() {
    let point = seen.positions
    let isStart = seen.forces == 0
    guard stage == .run, point < runs[finished].count, !isStart || iteration < 0,
      let places = isStart ? state.positions : current()?.state.positions
    else { return note("position", point, 0, 1) }
    check("point", point, point, Int(pins.placedPoint.value))
    check("x", point, Int(places[point].x), pins.x.signed)
    check("y", point, Int(places[point].y), pins.y.signed)
    seen.positions += 1
    idleCycles = 0
    guard point == runs[finished].count - 1 else { return }
    if !isStart { finishIteration() }
    seen = Seen()
  }

  private mutating func finishIteration() {
    let count = runs[finished].count
    for (signal, number): (StaticString, Int) in [
      ("forces of all points", seen.forces), ("gradients of all points", seen.gradients),
      ("gains of all points", seen.gains), ("velocities of all points", seen.velocities),
    ] { check(signal, nil, count, number) }
    iteration += 1
    if let now = expected { state = now.state }
    expected = nil
    counts.iterations += 1
    counts.positions += count
    // The counters take a cycle, and nothing else counts so soon.
    countdown = 3
  }

  private mutating func compareCounters() {
    let saturations = state.saturations
    let all = [
      saturations.pairPositions, saturations.pairs, saturations.gradients, saturations.gains,
      saturations.velocities, saturations.positions,
    ]
    for ((expected, pin), name) in zip(zip(all, pins.saturations), EmbeddingPins.saturationNames)
    where UInt64(truncatingIfNeeded: expected) & 0xffff_ffff != pin.value {
      note("saturations of \(name)", nil, expected, Int(pin.value))
    }
  }

  private mutating func cover(_ run: EmbeddingRun) {
    let settings = configuration.embedding
    func note(_ path: WritableKeyPath<EmbeddingCoverage, Int>, _ condition: Bool) {
      if condition { coverage[keyPath: path] += 1 }
    }
    note(\.singlePoints, run.count == 1)
    note(\.twoPoints, run.count == 2)
    note(\.wholeGroups, run.count == lanes)
    note(\.groupsAndOne, run.count == lanes + 1)
    note(\.longestRuns, run.count == configuration.affinity.maximumPoints)
    note(\.emptyRuns, run.iterations == 0)
    note(\.shorterRuns, finished > 0 && runs[finished - 1].count > run.count)
    note(
      \.exaggerationEnds,
      settings.exaggeration > 1 && settings.exaggeratedIterations > 0
        && run.iterations > settings.exaggeratedIterations)
    note(
      \.momentumChanges,
      settings.initialMomentumIterations > 0
        && run.iterations > settings.initialMomentumIterations)
    let saturations = state.saturations
    note(\.saturatedPairPositions, saturations.pairPositions > 0)
    note(\.saturatedPairs, saturations.pairs > 0)
    note(\.saturatedGradients, saturations.gradients > 0)
    note(\.saturatedGains, saturations.gains > 0)
    note(\.saturatedVelocities, saturations.velocities > 0)
    note(\.saturatedPositions, saturations.positions > 0)
  }

  @inline(__always)
  private mutating func check(_ signal: StaticString, _ point: Int?, _ expected: Int, _ got: Int) {
    if expected != got { note(signal.description, point, expected, got) }
  }

  @inline(never)
  private mutating func note(_ signal: String, _ point: Int?, _ expected: Int, _ got: Int) {
    guard mismatches.count < EmbeddingTestbench.mostMismatches else { return }
    mismatches.append(
      EmbeddingMismatch(
        cycle: cycles, run: min(finished, runs.count - 1), iteration: iteration, signal: signal,
        point: point, expected: expected, got: got))
  }

  func report(engine: String) -> EmbeddingReport {
    var mismatches = mismatches
    if idleCycles > longestSilence {
      mismatches.append(
        EmbeddingMismatch(
          cycle: cycles - idleCycles, run: min(finished, runs.count - 1), iteration: iteration,
          signal: "runs before a silence of \(longestSilence) cycles", point: nil,
          expected: runs.count, got: finished))
    }
    return EmbeddingReport(
      engine: engine, runs: finished, iterations: counts.iterations, positions: counts.positions,
      groups: counts.groups, cycles: counts.cycles, formulaCycles: counts.formula,
      hasStalls: hasStalls, coverage: coverage, mismatches: mismatches)
  }
}
