import Configuration
import DESNE
import Simulation

/// The state of one run of searches: where the present search is, what differed.
struct SearchSession {
  /// What the engine has to do next.
  private enum Phase {
    case proposing
    case evaluating
    /// The last evaluation of the last generation is in.
    case ending
    case finished
  }

  /// How often a side pauses.
  private enum Pace: Int {
    case never
    case sometimes
    case mostly
  }

  private let simulator: any Simulator
  private let pins: SearchPins
  private let configuration: SamplerConfiguration
  private let model: FixedSearch
  private let stimulus: SearchTestbench.Stimulus
  private let limit: Int
  private var random: Xorshift64

  private var phase = Phase.finished
  private var expected: ExpectedSearch?
  private var generation = 0
  private var index = 0
  private var isHeld = false
  private var comparesBest = false
  private var paces = (candidates: Pace.never, evaluations: Pace.never)
  private var held = 0
  private var waited = 0
  private var silence = 0

  private(set) var searches = 0
  private var restarts = 0
  private var generations = 0
  private var candidates = 0
  private var cycles = 0
  private var coverage = SearchCoverage()
  private var mismatches: [SearchMismatch] = []

  /// No engine takes longer to a candidate or an end.
  private static let longestSilence = 256
  /// More than any engine has stages.
  private static let idleCycles = 16

  init(
    _ simulator: any Simulator, _ configuration: SamplerConfiguration,
    _ stimulus: SearchTestbench.Stimulus
  ) throws(SimulationError) {
    self.simulator = simulator
    self.configuration = configuration
    self.stimulus = stimulus
    pins = try SearchPins(simulator)
    model = FixedSearch(configuration.search, affinity: configuration.affinity)
    limit = Int(configuration.affinity.formats.entropy.maximum)
    random = Xorshift64(seed: stimulus.seed)
    coverage.cover(configuration.search)
  }

  var isBroken: Bool { !mismatches.isEmpty }

  mutating func reset() throws(SimulationError) {
    pins.start.isSet = false
    pins.candidateReady.isSet = false
    pins.evaluationValid.isSet = false
    simulator.setReset(true)
    for _ in 0..<2 {
      try simulator.settle()
      try simulator.step()
    }
    simulator.setReset(false)
    (phase, expected) = (.finished, nil)
    // Nothing is proposed before the first start.
    for _ in 0..<Self.idleCycles where !isBroken {
      pins.candidateReady.isSet = random.next() >> 63 == 0
      try simulator.settle()
      if pins.candidateValid.isSet { note("candidates", nil, 0, 1) }
      if !pins.isFinished.isSet { note("isFinished", nil, 1, 0) }
      try simulator.step()
    }
  }

  /// One search to its end, perhaps after others that are abandoned on the way.
  mutating func search() throws(SimulationError) {
    if stimulus.hasRestarts, random.next() >> 32 & 1 == 0 {
      try start()
      let generations = expected?.generations ?? []
      // Candidates, evaluations, and what a generation takes beside them.
      let length = 13 + generations.count * (2 * (generations.first?.candidates.count ?? 0) + 12)
      // Half of the restarts come within 24 cycles.
      let most = random.next() >> 32 & 1 == 0 ? random.next(below: 24) : random.next(below: length)
      for _ in 0..<most where phase != .finished && !isBroken { try cycle() }
      coverRestart(isFresh: most == 0)
      restarts += 1
      if random.next() >> 32 & 7 == 0 { try reset() }
    }
    try start()
    while phase != .finished, !isBroken { try cycle() }
    guard !isBroken else { return }
    searches += 1
    guard stimulus.hasStalls else { return }
    for _ in 0..<random.next(below: 4) { try cycle() }
  }

  // MARK: Start

  private mutating func start() throws(SimulationError) {
    let last = configuration.affinity.maximumPoints - 1
    let point = [0, last, random.next(below: last + 1), random.next(below: last + 1)][
      random.next(below: 4)]
    // A state that the point's number cancels has no successor but 1.
    let isZero = point > 0 && random.next() >> 32 & 15 == 0
    let seed = random.next()
    let state = isZero ? UInt64(point) << 20 : Xorshift64(seed: seed).state
    var stream = Xorshift64(state: state ^ UInt64(point) << 20)
    for _ in 0..<8 { _ = stream.next() }
    if !isZero { stream = FixedSearch.stream(seed: seed, point: point) }
    let kinds = EvaluationCurve.Kind.allCases
    let kind = kinds[random.next(below: kinds.count)]
    let curve = EvaluationCurve(kind, configuration: configuration, random: &random)
    let expected = ExpectedSearch(model, random: stream, curve: curve)
    self.expected = expected

    phase = .proposing
    (generation, index, held, waited, silence) = (0, 0, 0, 0, 0)
    (isHeld, comparesBest) = (false, false)
    pins.seed.value = state
    pins.point.value = UInt64(point)
    pins.start.isSet = true
    offer()
    // What else moves in this cycle belongs to nothing any more.
    pins.evaluationValid.isSet = stimulus.hasStalls && random.next() >> 32 & 1 == 0
    coverage.note(.restartWithEvaluation, pins.evaluationValid.isSet)
    try simulator.settle()
    try simulator.step()
    pins.start.isSet = false
    cycles += 1

    func pace() -> Pace {
      stimulus.hasStalls ? Pace(rawValue: random.next(below: 3)) ?? .never : .never
    }
    paces = (pace(), pace())

    coverage.cover(kind)
    coverage.note(.zeroState, isZero)
    coverage.note(.lastPoint, point == last)
    expected.cover(&coverage, model, limit: limit)
    var replay = ReflectionReplay(model, expected, random: stream)
    replay.cover(&coverage)
  }

  private mutating func coverRestart(isFresh: Bool) {
    guard !isFresh else { return coverage.note(.restartTwice) }
    switch phase {
    case .finished: coverage.note(.restartFinished)
    case .proposing:
      coverage.note(.restartEarly, generation == 0 && index == 0 && !isHeld)
      coverage.note(.restartProposing, index > 0)
      coverage.note(.restartHeld, isHeld)
      coverage.note(.restartDeciding, comparesBest)
    case .evaluating: coverage.note(.restartEvaluating, index > 0)
    case .ending: coverage.note(.restartDeciding, comparesBest)
    }
  }

  // MARK: Cycles

  /// Offers, settles, compares, takes the edge.
  private mutating func cycle() throws(SimulationError) {
    offer()
    try simulator.settle()
    compare()
    let isTaken = pins.candidateValid.isSet && pins.candidateReady.isSet
    let isEvaluated = pins.evaluationValid.isSet
    try simulator.step()
    cycles += 1
    switch phase {
    case .proposing: if isTaken { takeCandidate() }
    case .evaluating: if isEvaluated { takeEvaluation() } else { waited += 1 }
    case .ending, .finished: break
    }
  }

  private func pauses(_ pace: Pace, _ bits: UInt64) -> Bool {
    switch pace {
    case .never: false
    case .sometimes: bits & 3 == 1
    case .mostly: bits & 7 != 1
    }
  }

  private mutating func offer() {
    let bits = random.next() >> 8
    pins.candidateReady.isSet = !pauses(paces.candidates, bits)
    let isOffered = phase == .evaluating && !pauses(paces.evaluations, bits >> 8)
    pins.evaluationValid.isSet = isOffered
    if isOffered, let expected {
      let evaluation = expected.generations[generation].candidates[index]
      let error = evaluation.error
      pins.evaluation.logBeta.set(evaluation.logBeta)
      pins.evaluation.error.set(
        stimulus.fault == .oppositeError ? (error == 0 ? 1 : -error) : error)
      pins.evaluation.reciprocal.set(
        evaluation.reciprocal ^ (stimulus.fault == .wrongReciprocal ? 1 : 0))
      pins.evaluation.exponent.set(evaluation.sumExponent)
    } else if stimulus.hasStalls {
      pins.evaluation.logBeta.value = bits >> 16
      pins.evaluation.error.value = bits >> 20
      pins.evaluation.reciprocal.value = bits >> 24
      pins.evaluation.exponent.value = bits >> 28
    }
  }

  // MARK: Comparison

  private mutating func compare() {
    guard let expected else { return }
    let isOffered = pins.candidateValid.isSet
    // The best is settled once the search goes on or ends.
    if comparesBest, phase == .proposing ? isOffered : pins.isFinished.isSet {
      compareBest(expected.bests[phase == .proposing ? generation - 1 : generation])
      comparesBest = false
    }
    if phase == .proposing {
      if isOffered {
        compareCandidate(expected)
      } else {
        if isHeld { note("held candidate", index, 1, 0) }
        wait()
      }
    } else if isOffered {
      note("candidates", nil, 0, 1)
    }
    isHeld = isOffered && !pins.candidateReady.isSet
    switch phase {
    case .proposing, .evaluating:
      if pins.isFinished.isSet { note("isFinished", nil, 0, 1) }
    case .ending:
      if pins.isFinished.isSet {
        phase = .finished
        compareEnd(expected)
      } else {
        wait()
      }
    case .finished:
      if !pins.isFinished.isSet { note("isFinished", nil, 1, 0) }
      compareEnd(expected)
    }
  }

  private mutating func wait() {
    silence += 1
    guard silence == Self.longestSilence else { return }
    let name: StaticString = phase == .ending ? "isFinished" : "candidate_valid"
    note(name, nil, 1, 0)
  }

  private mutating func compareCandidate(_ expected: ExpectedSearch) {
    silence = 0
    check(
      "candidate", index, expected.generations[generation].candidates[index].logBeta,
      pins.candidate.signed(bits: pins.candidate.bitWidth))
    if pins.candidateReady.isSet {
      coverage.note(.takenAtOnce, held == 0)
      held = 0
    } else {
      held += 1
      coverage.note(.heldCandidate)
      coverage.note(.longHold, held == 8)
    }
  }

  private mutating func compareBest(_ best: RowEvaluation) {
    let pin = pins.best
    check("best log2 beta", nil, best.logBeta, pin.logBeta.signed(bits: pin.logBeta.bitWidth))
    check("best error", nil, best.error, pin.error.signed(bits: pin.error.bitWidth))
    check(
      "best reciprocal", nil, pin.reciprocal.bits(of: best.reciprocal), Int(pin.reciprocal.value))
    check("best exponent", nil, pin.exponent.bits(of: best.sumExponent), Int(pin.exponent.value))
  }

  private mutating func compareEnd(_ expected: ExpectedSearch) {
    compareBest(expected.result.best)
    check("generations", nil, expected.result.generations, Int(pins.generations.value))
    check(
      "isWithinTolerance", nil, expected.result.isWithinTolerance ? 1 : 0,
      pins.isWithinTolerance.isSet ? 1 : 0)
  }

  // MARK: Progress

  private mutating func takeCandidate() {
    candidates += 1
    index += 1
    guard let expected, index == expected.generations[generation].candidates.count else { return }
    (phase, index, waited) = (.evaluating, 0, 0)
  }

  private mutating func takeEvaluation() {
    coverage.note(.immediateEvaluation, index == 0 && waited == 0)
    coverage.note(.backToBack, index > 0 && waited == 0)
    coverage.note(.gap, index > 0 && waited > 0)
    coverage.note(.longGap, index > 0 && waited >= 8)
    waited = 0
    index += 1
    guard let expected, index == expected.generations[generation].candidates.count else { return }
    generations += 1
    comparesBest = true
    (index, silence, held) = (0, 0, 0)
    if generation + 1 == expected.generations.count {
      phase = .ending
    } else {
      generation += 1
      phase = .proposing
    }
  }

  @inline(__always)
  private mutating func check(_ signal: StaticString, _ index: Int?, _ expected: Int, _ got: Int) {
    if expected != got { note(signal, index, expected, got) }
  }

  @inline(never)
  private mutating func note(_ signal: StaticString, _ index: Int?, _ expected: Int, _ got: Int) {
    guard mismatches.count < SearchTestbench.mostMismatches else { return }
    mismatches.append(
      SearchMismatch(
        cycle: cycles, search: searches, generation: generation, signal: signal.description,
        index: index, expected: expected, got: got))
  }

  func report() -> SearchReport {
    SearchReport(
      engine: simulator.engineName, configuration: configuration.search, searches: searches,
      restarts: restarts, generations: generations, candidates: candidates, cycles: cycles,
      coverage: coverage, mismatches: mismatches)
  }
}
