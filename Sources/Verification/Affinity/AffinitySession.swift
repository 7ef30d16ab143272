import Accelerator
import Configuration
import DESNE
import Simulation

/// The state of one run: what was sent, what is expected next, what differed.
struct AffinitySession {
  private let simulator: any Simulator
  private let pins: AffinityPins
  private let configuration: SamplerConfiguration
  private let rows: [AffinityRow]
  private let model: AffinityRun
  private let seed: UInt64
  private let hasStalls: Bool
  private var random: Xorshift64

  /// Rows whose command, distances, probabilities and result have moved.
  private var commands = 0
  private var filledRows = 0
  private var leftRows = 0
  private var results = 0
  private var element = 0
  private var leaving = 0
  /// The row under search and the next one.
  private var expected: ExpectedRow?
  private var evaluation = 0
  private var sums = 0
  private var isOffered = (command: false, distance: false)
  /// Offers nothing that would not be taken at once, so that nothing offered is withdrawn by a clear.
  var isCautious = false
  private var cycles = 0
  private var cyclesToLastResult: Int?
  private var idleCycles = 0
  private var formula: Int
  private var evaluations = 0
  private var probabilities = 0
  private var coverage = AffinityCoverage()
  private var mismatches: [AffinityMismatch] = []

  /// Cycles watched after the last result, in which the unit must stay silent.
  private static let watchedCycles = 16

  init(
    _ simulator: any Simulator, _ configuration: SamplerConfiguration, _ rows: [AffinityRow],
    _ model: AffinityRun, _ seed: UInt64, _ stimulus: AffinityTestbench.Stimulus
  ) throws(SimulationError) {
    self.simulator = simulator
    self.configuration = configuration
    self.rows = rows
    self.model = model
    self.seed = seed
    hasStalls = stimulus.hasStalls
    random = Xorshift64(seed: stimulus.seed)
    pins = try AffinityPins(simulator)
    formula = 0
  }

  var isFinished: Bool {
    results == rows.count || mismatches.count >= AffinityTestbench.mostMismatches
      || idleCycles > longestSilence
  }

  var progress: Double { Double(results) / Double(max(1, rows.count)) }

  /// No row takes longer; longer silence is a unit that hangs.
  private var longestSilence: Int {
    4 * (configuration.affinity.maximumPoints + 256) * (configuration.search.generations + 2)
  }

  mutating func reset() throws(SimulationError) {
    pins.seed.value = Xorshift64(seed: seed).state
    pins.targetEntropy.value = UInt64(model.stage.targetEntropy)
    pins.clear.isSet = false
    pins.commandValid.isSet = false
    pins.distanceValid.isSet = false
    simulator.setReset(true)
    for _ in 0..<2 {
      try simulator.settle()
      try simulator.step()
    }
    simulator.setReset(false)
  }

  /// Forgets what was sent.
  mutating func startOver() {
    (commands, filledRows, leftRows, results) = (0, 0, 0, 0)
    (element, leaving, evaluation, sums, cycles, idleCycles) = (0, 0, 0, 0, 0, 0)
    expected = nil
    isOffered = (false, false)
    (evaluations, probabilities) = (0, 0)
  }

  /// Drops what is inside, as a driver does, takes what still leaves, and begins again.
  mutating func clear() throws(SimulationError) {
    pins.commandValid.isSet = false
    pins.distanceValid.isSet = false
    pins.clear.isSet = true
    let isSearching = results < filledRows && evaluation < row().evaluations.count
    let cyclesOfClear = AffinityUnit(configuration).flushCycles + 1
    pins.probabilityReady.isSet = true
    pins.resultReady.isSet = true
    try simulator.settle()
    try simulator.step()
    pins.clear.isSet = false
    var waited = 0
    try simulator.settle()
    while !pins.isIdle.isSet, waited < longestSilence {
      try simulator.step()
      try simulator.settle()
      waited += 1
    }
    if waited == longestSilence { note("idle after clear", nil, 1, 0) }
    // While the search was under way nothing leaves, and the wait is fixed.
    if isSearching { check("cycles of a clear", nil, cyclesOfClear, waited) }
    isCautious = false
    startOver()
  }

  /// Offers, settles, compares, takes the edge.
  mutating func cycle() throws(SimulationError) {
    if isCautious { try simulator.settle() }
    offer()
    try simulator.settle()
    compare()
    let seen = (
      command: pins.commandReady.isSet, distance: pins.distanceReady.isSet,
      probability: pins.probabilityValid.isSet && pins.probabilityReady.isSet,
      result: pins.resultValid.isSet && pins.resultReady.isSet
    )
    try simulator.step()
    idleCycles += 1
    if isOffered.command, seen.command {
      isOffered.command = false
      commands += 1
      idleCycles = 0
    }
    if isOffered.distance, seen.distance {
      isOffered.distance = false
      element += 1
      idleCycles = 0
      if element == rows[filledRows].distances.count {
        element = 0
        filledRows += 1
      }
    }
    if seen.probability {
      leaving += 1
      idleCycles = 0
    }
    cycles += 1
    if seen.result { finishRow() }
  }

  mutating func watchSilence() throws(SimulationError) {
    guard results == rows.count, mismatches.isEmpty else { return }
    for _ in 0..<Self.watchedCycles {
      try simulator.settle()
      if pins.probabilityValid.isSet || pins.resultValid.isSet { note("silence", nil, 0, 1) }
      try simulator.step()
    }
  }

  // MARK: Stimulus

  @inline(__always)
  private mutating func offer() {
    let bits = hasStalls ? random.next() : 0
    if !isOffered.command, commands < rows.count, bits & 3 != 1,
      !isCautious || pins.commandReady.isSet
    {
      isOffered.command = true
      pins.point.value = UInt64(rows[commands].point)
      pins.lastPoint.value = UInt64(rows[commands].distances.count - 1)
    }
    if !isOffered.distance, filledRows < commands, bits >> 8 & 3 != 1,
      !isCautious || pins.distanceReady.isSet
    {
      isOffered.distance = true
      pins.distance.value = rows[filledRows].distances[element]
    }
    pins.commandValid.isSet = isOffered.command
    pins.distanceValid.isSet = isOffered.distance
    pins.probabilityReady.isSet = bits >> 16 & 3 != 1
    pins.resultReady.isSet = bits >> 24 & 3 != 1
  }

  // MARK: Comparison

  @inline(__always)
  private mutating func compare() {
    if isOffered.command, !pins.commandReady.isSet { coverage.heldCommands += 1 }
    if pins.sumsValid.isSet { compareSums() }
    if pins.evaluationValid.isSet { compareEvaluation() }
    if pins.probabilityValid.isSet {
      if pins.probabilityReady.isSet {
        compareProbability()
      } else {
        coverage.heldProbabilities += 1
      }
    }
    if pins.resultValid.isSet {
      if pins.resultReady.isSet { compareResult() } else { coverage.heldResults += 1 }
    }
  }

  /// The row under search, worked out when it is first needed.
  private mutating func row() -> ExpectedRow {
    if let expected { return expected }
    let row = ExpectedRow(rows[min(results, rows.count - 1)], model: model, seed: seed)
    expected = row
    return row
  }

  private mutating func compareSums() {
    let row = row()
    guard sums < row.evaluations.count else { return note("sums", sums, 0, 1) }
    let wanted = row.evaluations[sums]
    check("weight sum", sums, wanted.weightSum, Int(pins.weightSum.value))
    check("moment sum", sums, wanted.moment, Int(pins.momentSum.value))
    sums += 1
  }

  private mutating func compareEvaluation() {
    let row = row()
    guard evaluation < row.evaluations.count else { return note("evaluation", evaluation, 0, 1) }
    let wanted = row.evaluations[evaluation]
    check("log2 beta", evaluation, wanted.logBeta, pins.logBeta.signed(bits: pins.logBetaBits))
    check("error", evaluation, wanted.error, pins.error.signed(bits: pins.errorBits))
    check("reciprocal", evaluation, wanted.reciprocal, Int(pins.reciprocal.value))
    check("exponent", evaluation, wanted.sumExponent, Int(pins.exponent.value))
    evaluation += 1
    evaluations += 1
    idleCycles = 0
  }

  private mutating func compareProbability() {
    let row = row()
    guard leaving < row.probabilities.count else { return note("p", leaving, 0, 1) }
    check("p", leaving, Int(row.probabilities[leaving]), Int(pins.probability.value))
    check("isLast", leaving, leaving == row.probabilities.count - 1 ? 1 : 0, Int(pins.isLast.value))
    probabilities += 1
  }

  private mutating func compareResult() {
    let row = row()
    check("evaluations", nil, row.evaluations.count, evaluation)
    check("probabilities", nil, row.probabilities.count, leaving)
    check("point", nil, rows[results].point, Int(pins.resultPoint.value))
    check(
      "log2 beta found", nil, row.result.best.logBeta,
      pins.resultLogBeta.signed(bits: pins.logBetaBits))
    check(
      "error left", nil, row.result.best.error, pins.resultError.signed(bits: pins.errorBits))
    check("generations", nil, row.result.generations, Int(pins.generations.value))
    check(
      "isWithinTolerance", nil, row.result.isWithinTolerance ? 1 : 0,
      Int(pins.isWithinTolerance.value))
    check("minimum", nil, Int(row.minimum), Int(pins.minimum.value))
    check("isFlat", nil, row.isFlat ? 1 : 0, Int(pins.isFlat.value))
    check("nearest", nil, row.nearest, Int(pins.nearest.value))
    check(
      "saturated distances", nil, row.saturations.distances, Int(pins.saturatedDistances.value))
    check(
      "saturated probabilities", nil, row.saturations.conditional,
      Int(pins.saturatedProbabilities.value))
  }

  private mutating func finishRow() {
    let row = row()
    let points = rows[results].distances.count
    formula += AffinityUnit(configuration).cyclesOfRow(
      points: points, generations: row.result.generations)
    if results == 0 { formula += points + 1 }
    cover(row, points)
    results += 1
    cyclesToLastResult = cycles
    (leaving, evaluation, sums) = (0, 0, 0)
    expected = nil
    idleCycles = 0
  }

  private mutating func cover(_ row: ExpectedRow, _ points: Int) {
    coverage.earlyStops += row.result.isWithinTolerance && !row.isSpent ? 1 : 0
    coverage.spentSearches += row.isSpent ? 1 : 0
    coverage.missedRows += row.result.isWithinTolerance ? 0 : 1
    coverage.flatRows += row.isFlat ? 1 : 0
    coverage.duplicateRows += row.nearest > 1 ? 1 : 0
    coverage.rowsWithSaturatedDistances += row.saturations.distances > 0 ? 1 : 0
    coverage.rowsWithSaturatedProbabilities += row.saturations.conditional > 0 ? 1 : 0
    coverage.shortestRows += points == 2 ? 1 : 0
    coverage.longestRows += points == configuration.affinity.maximumPoints ? 1 : 0
  }

  @inline(__always)
  private mutating func check(_ signal: StaticString, _ index: Int?, _ expected: Int, _ got: Int) {
    if expected != got { note(signal, index, expected, got) }
  }

  @inline(never)
  private mutating func note(_ signal: StaticString, _ index: Int?, _ expected: Int, _ got: Int) {
    guard mismatches.count < AffinityTestbench.mostMismatches else { return }
    mismatches.append(
      AffinityMismatch(
        cycle: cycles, point: rows[min(results, rows.count - 1)].point,
        signal: signal.description, index: index, expected: expected, got: got))
  }

  func report(engine: String) -> AffinityReport {
    var mismatches = mismatches
    if idleCycles > longestSilence {
      mismatches.append(
        AffinityMismatch(
          cycle: cycles - idleCycles, point: rows[min(results, rows.count - 1)].point,
          signal: "results before a silence of \(longestSilence) cycles", index: nil,
          expected: rows.count, got: results))
    }
    return AffinityReport(
      engine: engine, rows: results, evaluations: evaluations, probabilities: probabilities,
      cycles: cyclesToLastResult ?? cycles, formulaCycles: formula, hasStalls: hasStalls,
      coverage: coverage, mismatches: mismatches)
  }
}
