import Accelerator
import Configuration
import DESNE
import Simulation

/// The state of one run: what was sent, what is expected next, what differed.
///
/// This is the loop that decides cosimulation speed, so ports are read and written in place and
/// nothing in it allocates.
struct DistanceRun {
  private let simulator: any Simulator
  private let ports: DistancePorts
  private let configuration: DistanceConfiguration
  private let images: BeatImages
  private let expected: SquaredDistanceMatrix
  private let passes: [DistancePass]
  private let totalBeats: Int
  private let totalResults: Int
  private let hasStalls: Bool
  private var random: Xorshift64
  private var model: DistanceCycleModel

  private var command: StreamCursor
  private var query: StreamCursor
  private var candidate: StreamCursor
  private var result: StreamCursor
  private var cycles = 0
  private var firstBeat = -1
  private var lastBeat = -1
  private var queryBeats = 0
  private var candidateBeats = 0
  private var results = 0
  private var cyclesToLastResult: Int?
  private var distances = 0
  private var idleCycles = 0
  private var mismatches: [DistanceMismatch] = []
  /// What the unit showed before the edge.
  private var seen = Handshakes()

  private struct Handshakes {
    var command = false
    var query = false
    var candidate = false
    var result = false
  }

  /// Longer silence is a unit that hangs.
  private static let longestSilence = 4_096

  /// Cycles watched after the last result, in which the unit must stay silent.
  private static let watchedCycles = 16

  init(
    _ simulator: any Simulator, _ configuration: DistanceConfiguration, _ images: BeatImages,
    _ expected: SquaredDistanceMatrix, _ schedule: DistanceSchedule,
    _ stimulus: DistanceTestbench.Stimulus
  ) throws(SimulationError) {
    self.simulator = simulator
    self.configuration = configuration
    self.images = images
    self.expected = expected
    passes = schedule.passes
    totalBeats = max(1, schedule.candidateBeats)
    totalResults = schedule.passes.reduce(0) { $0 + ($1.isLast ? $1.candidates.count : 0) }
    hasStalls = stimulus.hasStalls
    random = Xorshift64(seed: stimulus.seed)
    model = DistanceCycleModel(latency: DistanceUnit.latency(lanes: configuration.lanes))
    ports = try DistancePorts(simulator)
    command = StreamCursor(.commands, passes, images)
    query = StreamCursor(.queries, passes, images)
    candidate = StreamCursor(.candidates, passes, images)
    result = StreamCursor(.results, passes, images)
  }

  var isFinished: Bool {
    result.isDone || mismatches.count >= DistanceTestbench.mostMismatches
      || idleCycles > Self.longestSilence
  }

  var progress: Double { Double(candidateBeats) / Double(totalBeats) }

  mutating func reset() throws(SimulationError) {
    simulator.setReset(true)
    for _ in 0..<2 {
      try simulator.settle()
      try simulator.step()
    }
    simulator.setReset(false)
  }

  /// Offers, settles, compares, takes the edge.
  mutating func cycle() throws(SimulationError) {
    offer()
    try simulator.settle()
    compare()
    model.step(
      command: .init(passes[command.pass]), commandValid: command.isOffered,
      queryValid: query.isOffered, candidateValid: candidate.isOffered,
      resultReady: result.isOffered)
    try simulator.step()
    advance()
    cycles += 1
  }

  /// After a run without a mismatch: whether the unit gives more than it was asked for.
  mutating func watchSilence() throws(SimulationError) {
    guard result.isDone, mismatches.isEmpty else { return }
    for _ in 0..<Self.watchedCycles { try cycle() }
  }

  // MARK: Stimulus

  /// An offer once made stands until it is taken; ready may come and go.
  @inline(__always)
  private mutating func offer() {
    // Without pauses every field is 0 and nothing waits.
    let bits = hasStalls ? random.next() : 0
    if !command.isOffered, !command.isDone, bits & 3 != 1 {
      command.isOffered = true
      ports.write(passes[command.pass])
    }
    if !query.isOffered, !query.isDone, bits >> 8 & 3 != 1 {
      query.isOffered = true
      copyBeat(query.offset, ports.queryData)
    }
    if !candidate.isOffered, !candidate.isDone, bits >> 16 & 3 != 1 {
      candidate.isOffered = true
      copyBeat(candidate.offset, ports.candidateData)
    }
    result.isOffered = bits >> 24 & 3 != 1
    ports.commandValid.isSet = command.isOffered
    ports.queryValid.isSet = query.isOffered
    ports.candidateValid.isSet = candidate.isOffered
    ports.resultReady.isSet = result.isOffered
  }

  @inline(__always)
  private func copyBeat(_ offset: Int, _ port: PortStorage) {
    images.bytes.withUnsafeBytes { bytes in
      if let base = bytes.baseAddress { port.copy(from: base + offset, count: images.lanes) }
    }
  }

  // MARK: Comparison

  @inline(__always)
  private mutating func compare() {
    // What the hardware does, not what the model says, moves the streams on.
    seen.command = check("command_ready", ports.commandReady, model.commandReady)
    seen.query = check("query_ready", ports.queryReady, model.queryReady)
    seen.candidate = check("candidate_ready", ports.candidateReady, model.candidateReady)
    seen.result = check("result_valid", ports.resultValid, model.resultValid)
    if seen.result, result.isOffered, !result.isDone { compareResult() }
  }

  /// - Returns: What the hardware shows.
  @inline(__always) @discardableResult
  private mutating func check(
    _ name: StaticString, _ port: PortStorage, _ expected: Bool
  ) -> Bool {
    let got = port.isSet
    if got != expected { report(name, expected, got) }
    return got
  }

  @inline(never)
  private mutating func report(_ name: StaticString, _ expected: Bool, _ got: Bool) {
    mismatches.append(
      DistanceMismatch(
        cycle: cycles, signal: name.description, expected: expected ? 1 : 0, got: got ? 1 : 0))
  }

  private mutating func compareResult() {
    let pass = passes[result.pass]
    let candidateImage = pass.candidates.lowerBound + result.image
    let width = configuration.distanceBits
    for row in 0..<configuration.queries {
      let queryImage = pass.queries.lowerBound + row
      let isUsed = row < pass.queries.count
      let want = isUsed ? expected[queryImage, candidateImage] : 0
      let got = ports.distances.field(low: row * width, width: width)
      distances += isUsed ? 1 : 0
      guard got != want, mismatches.count < DistanceTestbench.mostMismatches else { continue }
      mismatches.append(
        DistanceMismatch(
          cycle: cycles, signal: isUsed ? "distance" : "distance of unused row \(row)",
          queryImage: isUsed ? queryImage : nil, candidateImage: candidateImage, expected: want,
          got: got))
    }
    check(
      "result_isLastCandidate", ports.isLastCandidate, result.image == pass.candidates.count - 1)
  }

  // MARK: Bookkeeping

  /// Moves every stream whose beat was taken at this edge.
  @inline(__always)
  private mutating func advance() {
    idleCycles += 1
    if command.isOffered, seen.command {
      command.isOffered = false
      command.nextPass(in: passes)
      idleCycles = 0
    }
    if query.isOffered, seen.query {
      query.isOffered = false
      queryBeats += 1
      query.nextBeat(in: passes)
      idleCycles = 0
    }
    if candidate.isOffered, seen.candidate {
      candidate.isOffered = false
      candidateBeats += 1
      if firstBeat < 0 { firstBeat = cycles }
      lastBeat = cycles
      candidate.nextBeat(in: passes)
      idleCycles = 0
    }
    if result.isOffered, seen.result, !result.isDone {
      results += 1
      result.nextBeat(in: passes)
      if result.isDone { cyclesToLastResult = cycles + 1 }
      idleCycles = 0
    }
  }

  func report(engine: String, formulaCycles: Int) -> DistanceReport {
    var mismatches = mismatches
    if idleCycles > Self.longestSilence {
      mismatches.append(
        DistanceMismatch(
          cycle: cycles - idleCycles,
          signal: "results before a silence of \(Self.longestSilence) cycles",
          expected: UInt64(totalResults), got: UInt64(results)))
    }
    let span = lastBeat - firstBeat + 1
    return DistanceReport(
      engine: engine, images: images.count, bytesPerImage: images.bytesPerImage,
      queries: configuration.queries, lanes: configuration.lanes, passes: passes.count,
      distances: distances, cycles: cyclesToLastResult ?? cycles, formulaCycles: formulaCycles,
      hasStalls: hasStalls,
      laneUtilization: candidateBeats == 0 ? 0 : Double(candidateBeats) / Double(span),
      dataSetReads: Double(queryBeats + candidateBeats)
        / Double(max(1, images.count * images.beatsPerImage)),
      mismatches: Array(mismatches.prefix(DistanceTestbench.mostMismatches)))
  }
}
