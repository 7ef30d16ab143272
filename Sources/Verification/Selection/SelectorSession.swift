import Accelerator
import Configuration
import DESNE
import Simulation

/// The state of one run: where the present selection is, what differed.
struct SelectorSession {
  private let simulator: any Simulator
  private let pins: SelectorPins
  private let configuration: SamplerConfiguration
  private let problems: [SelectionProblem]
  private let hasStalls: Bool
  private var random: Xorshift64

  /// Selections whose command has moved, and those that have ended.
  private var commands = 0
  private var selections = 0
  private var expected: ExpectedSelection?
  /// Passes asked for, and the next distance of the one under way.
  private var passes = 0
  private var isStreaming = false
  private var row = 0
  private var column = 0
  private var leaving = 0
  private var named = 0
  private var moved = 0
  private var sums = 0
  private var grids = 0
  private var owners: [Int] = []
  private var isOffered = (command: false, distance: false)
  private var held: (pass: Int?, exemplar: Int?)
  private var isWanted = false
  private var wanted = SIMD2<Int32>()
  private var cycles = 0
  private var commandCycle = 0
  private var idleCycles = 0
  private var selectionCycles = 0
  private var formula = 0
  private var points = 0
  private var exemplars = 0
  private var comparisons = 0
  private var coverage = SelectionCoverage()
  private var mismatches: [SelectionMismatch] = []

  /// Cycles watched after the last exemplar, in which the selector must stay silent.
  private static let watchedCycles = 16

  init(
    _ simulator: any Simulator, _ configuration: SamplerConfiguration,
    _ problems: [SelectionProblem], _ stimulus: SelectorTestbench.Stimulus
  ) throws(SimulationError) {
    self.simulator = simulator
    self.configuration = configuration
    self.problems = problems
    hasStalls = stimulus.hasStalls
    random = Xorshift64(seed: stimulus.seed)
    pins = try SelectorPins(simulator)
  }

  var isFinished: Bool {
    selections == problems.count || mismatches.count >= SelectorTestbench.mostMismatches
      || idleCycles > longestSilence
  }

  var progress: Double {
    let whole = Double(max(1, problems.count))
    let rows = Double(max(0, passes - 1)) * Double(problems.first?.count ?? 0) + Double(row)
    return (Double(selections) + rows / (3 * Double(max(1, problems.first?.count ?? 1)))) / whole
  }

  /// No selection is silent for longer; a grid is tried with every edge.
  private var longestSilence: Int {
    let most = configuration.affinity.maximumPoints + 16
    return 1_024 * 24 * most + 4 * most * most
  }

  mutating func reset() throws(SimulationError) {
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
    (commands, selections, cycles, idleCycles, selectionCycles, formula) = (0, 0, 0, 0, 0, 0)
    (points, exemplars, comparisons) = (0, 0, 0)
    isOffered = (false, false)
    held = (nil, nil)
    startSelection()
  }

  private mutating func startSelection() {
    (passes, row, column, leaving, named, moved, sums, grids) = (0, 0, 0, 0, 0, 0, 0, 0)
    isStreaming = false
    expected = nil
  }

  /// Drops what is inside; the selector must be idle in the next cycle. What is offered is withdrawn
  /// with the clear or a cycle later, when it may have been taken in vain.
  mutating func clear() throws(SimulationError) {
    if hasStalls {
      pins.commandValid.isSet = false
      pins.distanceValid.isSet = false
    } else {
      offer()
    }
    pins.clear.isSet = true
    try simulator.settle()
    try simulator.step()
    pins.clear.isSet = false
    pins.commandValid.isSet = false
    pins.distanceValid.isSet = false
    try simulator.settle()
    if !pins.isIdle.isSet { note("idle after clear", nil, 1, 0) }
    if pins.passValid.isSet { note("token after clear", nil, 0, 1) }
    if pins.exemplarValid.isSet { note("exemplar after clear", nil, 0, 1) }
    startOver()
  }

  /// Offers, settles, compares, takes the edge.
  mutating func cycle() throws(SimulationError) {
    offer()
    try simulator.settle()
    compare()
    let seen = (
      command: isOffered.command && pins.commandReady.isSet,
      distance: isOffered.distance && pins.distanceReady.isSet,
      pass: pins.passValid.isSet && pins.passReady.isSet,
      exemplar: pins.exemplarValid.isSet && pins.exemplarReady.isSet,
      position: pins.positionEnable.isSet, address: Int(pins.positionAddress.value)
    )
    if isStreaming, !isOffered.distance, pins.distanceReady.isSet { coverage.note(.distanceGap) }
    if isOffered.command, !pins.commandReady.isSet { coverage.note(.heldCommand) }
    try simulator.step()
    cycles += 1
    idleCycles += 1
    isWanted = seen.position && selections < problems.count
    if isWanted { answer(seen.address) }
    if seen.command { takeCommand() }
    if seen.distance { takeDistance() }
    if seen.pass {
      (passes, isStreaming, idleCycles) = (passes + 1, true, 0)
    }
    if seen.exemplar {
      leaving += 1
      idleCycles = 0
      if leaving == problems[selections].exemplars { finish() }
    }
  }

  mutating func watchSilence() throws(SimulationError) {
    guard selections == problems.count, mismatches.isEmpty else { return }
    for _ in 0..<Self.watchedCycles {
      try simulator.settle()
      if pins.passValid.isSet || pins.exemplarValid.isSet { note("silence", nil, 0, 1) }
      if !pins.isIdle.isSet { note("idle", nil, 1, 0) }
      try simulator.step()
    }
  }

  // MARK: Stimulus

  private mutating func answer(_ address: Int) {
    let positions = problems[selections].positions
    guard commands > selections, address < positions.count else {
      return note("position address", nil, positions.count - 1, address)
    }
    wanted = positions[address]
  }

  @inline(__always)
  private mutating func offer() {
    let bits = hasStalls ? random.next() : 0
    if !isOffered.command, commands < problems.count, bits & 3 != 1 {
      isOffered.command = true
      let problem = problems[commands]
      pins.lastPoint.value = UInt64(problem.count - 1)
      pins.lastExemplar.value = UInt64(problem.exemplars - 1)
      pins.isGrid.isSet = problem.rule == .grid
    }
    if !isOffered.distance, isStreaming, bits >> 8 & 7 != 1 {
      isOffered.distance = true
      pins.distance.value = problems[selections].distances[row, column]
    }
    pins.commandValid.isSet = isOffered.command
    pins.distanceValid.isSet = isOffered.distance
    pins.passReady.isSet = bits >> 16 & 3 != 1
    pins.exemplarReady.isSet = bits >> 24 & 3 != 1
    if isWanted { pins.setPosition(wanted) }
  }

  private mutating func takeCommand() {
    coverage.note(.rightBehind, commands > 0 && commandCycle == cycles - 1)
    isOffered.command = false
    commandCycle = cycles
    commands += 1
    idleCycles = 0
    let made = ExpectedSelection(problems[selections])
    expected = made
    owners = [Int](repeating: -1, count: problems[selections].count)
    coverage.note(.oneAfterTheOther, selections > 0 && hasOtherRuleBefore)
    coverage.cover(problems[selections], made, configuration)
  }

  private var hasOtherRuleBefore: Bool {
    problems[selections - 1].rule != problems[selections].rule
  }

  private mutating func takeDistance() {
    isOffered.distance = false
    idleCycles = 0
    column += 1
    guard column == problems[selections].count else { return }
    (column, row) = (0, row + 1)
    guard row == problems[selections].count else { return }
    (row, isStreaming) = (0, false)
  }

  // MARK: Comparison

  @inline(__always)
  private mutating func compare() {
    if pins.ownerValid.isSet { compareOwner() }
    if pins.sumValid.isSet { compareSum() }
    if pins.gridValid.isSet { compareGrid() }
    let pass = pins.passValid.isSet ? Int(pins.passIsLast.value) : nil
    if let pass {
      check("last pass", passes, passes == 2 ? 1 : 0, pass)
      if expected == nil || isStreaming || passes > 2 || expected?.cells.isEmpty == true {
        note("token", passes, 0, 1)
      }
      if passes == 2, let expected, owners != expected.filled {
        let point = owners.indices.first { owners[$0] != expected.filled[$0] } ?? 0
        note("filled cluster", point, expected.filled[point], owners[point])
      }
    }
    if held.pass != nil, held.pass != pass {
      note("held token", passes, held.pass ?? 0, pass ?? -1)
    }
    held.pass = pins.passReady.isSet ? nil : pass
    coverage.note(.heldPass, held.pass != nil)
    compareExemplar()
    if pins.isIdle.isSet != (commands == selections) {
      note("idle", nil, commands == selections ? 1 : 0, pins.isIdle.isSet ? 1 : 0)
    }
  }

  private mutating func compareExemplar() {
    let index = pins.exemplarValid.isSet ? Int(pins.index.value) : nil
    if let index {
      if let expected, leaving < expected.exemplars.count {
        check("exemplar", leaving, expected.exemplars[leaving], index)
        let isLast = leaving == expected.exemplars.count - 1
        check("isLast", leaving, isLast ? 1 : 0, Int(pins.isLast.value))
        compareCounts(expected)
        exemplars += pins.exemplarReady.isSet ? 1 : 0
      } else {
        note("exemplars", leaving, 0, 1)
      }
    }
    if held.exemplar != nil, held.exemplar != index {
      note("held exemplar", leaving, held.exemplar ?? 0, index ?? -1)
    }
    held.exemplar = pins.exemplarReady.isSet ? nil : index
    coverage.note(.heldExemplar, held.exemplar != nil)
  }

  /// All that may be watched was watched.
  private mutating func compareCounts(_ expected: ExpectedSelection) {
    guard leaving == 0 else { return }
    check("cells named", nil, expected.cells.count, named)
    check("points moved", nil, expected.refined.count, min(moved, expected.refined.count))
    check("sums", nil, 2 * expected.cells.count, sums)
    check("grids", nil, expected.grids.count, grids)
  }

  private mutating func compareOwner() {
    guard let expected else { return note("cell", nil, 0, 1) }
    let (point, owner) = (Int(pins.ownerPoint.value), Int(pins.owner.value))
    guard point < expected.cells.count else { return note("point of a cell", nil, 0, point) }
    comparisons += 1
    idleCycles = 0
    guard pins.isRefined.isSet else {
      check("cell of point", point, expected.cells[point], owner)
      named += 1
      return
    }
    if moved < expected.refined.count {
      check("refined point", nil, moved, point)
      check("nearest mean of point", point, expected.refined[point], owner)
    }
    moved += 1
    owners[point] = owner
  }

  private mutating func compareSum() {
    guard let expected, !expected.cells.isEmpty else { return note("sum", nil, 0, 1) }
    let point = sums % expected.cells.count
    check("point of sum", nil, point, Int(pins.sumPoint.value))
    let wanted = sums < expected.cells.count ? expected.cellSums : expected.clusterSums
    check("sum of point", point, wanted[point], Int(pins.sum.value))
    sums += 1
    comparisons += 1
  }

  private mutating func compareGrid() {
    guard let expected, grids < expected.grids.count else { return note("grid", grids, 0, 1) }
    check("edge", grids, expected.grids[grids].edge, Int(pins.edge.value))
    check("occupied cells", grids, expected.grids[grids].occupied, Int(pins.occupied.value))
    grids += 1
    comparisons += 1
    idleCycles = 0
  }

  private mutating func finish() {
    guard let expected else { return }
    let problem = problems[selections]
    selectionCycles += cycles - commandCycle
    formula += expected.cycles(problem, configuration)
    points += problem.count
    selections += 1
    commandCycle = cycles
    startSelection()
  }

  @inline(__always)
  private mutating func check(_ signal: StaticString, _ index: Int?, _ expected: Int, _ got: Int) {
    if expected != got { note(signal, index, expected, got) }
  }

  @inline(never)
  private mutating func note(_ signal: StaticString, _ index: Int?, _ expected: Int, _ got: Int) {
    guard mismatches.count < SelectorTestbench.mostMismatches else { return }
    mismatches.append(
      SelectionMismatch(
        cycle: cycles, selection: selections, signal: signal.description, index: index,
        expected: expected, got: got))
  }

  func report(engine: String) -> SelectionReport {
    var mismatches = mismatches
    if idleCycles > longestSilence {
      mismatches.append(
        SelectionMismatch(
          cycle: cycles - idleCycles, selection: selections,
          signal: "selections before a silence of \(longestSilence) cycles", index: nil,
          expected: problems.count, got: selections))
    }
    return SelectionReport(
      engine: engine, selections: selections, points: points, exemplars: exemplars,
      comparisons: comparisons, cycles: selectionCycles, formulaCycles: formula,
      hasStalls: hasStalls, coverage: coverage, mismatches: mismatches)
  }
}
