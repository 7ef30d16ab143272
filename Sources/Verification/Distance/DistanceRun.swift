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
  private let hasStalls: Bool
  private var random: Xorshift64
  private var model: DistanceCycleModel

  private var command: StreamCursor
  private var query: StreamCursor
  private var candidate: StreamCursor
  private var result: StreamCursor
  private var start = 0
  private var cycles = 0
  private var firstBeat = -1
  private var lastBeat = -1
  private var beats = 0
  private var bytesRead = 0
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
    hasStalls = stimulus.hasStalls
    random = Xorshift64(seed: stimulus.seed)
    model = DistanceCycleModel(latency: DistanceUnit.latency(lanes: configuration.lanes))
    ports = try DistancePorts(simulator)
    command = StreamCursor()
    query = StreamCursor()
    candidate = StreamCursor()
    result = StreamCursor()
    skipPassesWithoutResults()
  }

  var isFinished: Bool {
    result.pass >= passes.count || mismatches.count >= DistanceTestbench.mostMismatches
      || idleCycles > Self.longestSilence
  }

  var progress: Double { Double(beats) / Double(totalBeats) }

  mutating func reset() throws(SimulationError) {
    simulator.setReset(true)
    for _ in 0..<2 {
      try simulator.settle()
      try simulator.step()
    }
    simulator.setReset(false)
    start = simulator.cycleCount
  }

  /// Offers, settles, compares, takes the edge.
  mutating func cycle() throws(SimulationError) {
    offer()
    try simulator.settle()
    compare()
    model.step(
      command: command.isOffered ? passes[command.pass] : nil, queryValid: query.isOffered,
      candidateValid: candidate.isOffered, resultReady: result.isOffered)
    try simulator.step()
    advance()
    cycles += 1
  }

  // MARK: Stimulus

  /// An offer once made stands until it is taken; ready may come and go.
  private mutating func offer() {
    let bits = hasStalls ? random.next() : 0
    if !command.isOffered, command.pass < passes.count, bits & 3 != 1 {
      command.isOffered = true
      ports.write(passes[command.pass])
    }
    if !query.isOffered, query.pass < passes.count, bits >> 8 & 3 != 1 {
      let pass = passes[query.pass]
      query.isOffered = true
      copyBeat(pass.queries.lowerBound + query.image, pass.beats.lowerBound + query.beat, ports.queryData)
    }
    if !candidate.isOffered, candidate.pass < passes.count, bits >> 16 & 3 != 1 {
      let pass = passes[candidate.pass]
      candidate.isOffered = true
      copyBeat(
        pass.candidates.lowerBound + candidate.image, pass.beats.lowerBound + candidate.beat,
        ports.candidateData)
    }
    result.isOffered = bits >> 24 & 3 != 1
    ports.commandValid.value = command.isOffered ? 1 : 0
    ports.queryValid.value = query.isOffered ? 1 : 0
    ports.candidateValid.value = candidate.isOffered ? 1 : 0
    ports.resultReady.value = result.isOffered ? 1 : 0
  }

  @inline(__always)
  private func copyBeat(_ image: Int, _ beat: Int, _ port: PortStorage) {
    images.bytes.withUnsafeBytes { bytes in
      let offset = (image * images.beatsPerImage + beat) * images.lanes
      if let base = bytes.baseAddress { port.copy(from: base + offset, count: images.lanes) }
    }
  }

  // MARK: Comparison

  private mutating func compare() {
    // What the hardware does, not what the model says, moves the streams on.
    seen.command = check("command_ready", ports.commandReady, model.commandReady)
    seen.query = check("query_ready", ports.queryReady, model.queryReady)
    seen.candidate = check("candidate_ready", ports.candidateReady, model.candidateReady)
    seen.result = check("result_valid", ports.resultValid, model.resultValid)
    if seen.result, result.isOffered, result.pass < passes.count { compareResult() }
  }

  /// - Returns: What the hardware shows.
  @inline(__always) @discardableResult
  private mutating func check(
    _ name: StaticString, _ port: PortStorage, _ expected: Bool
  ) -> Bool {
    let got = port.value
    if got != (expected ? 1 : 0) {
      mismatches.append(
        DistanceMismatch(
          cycle: cycles, signal: name.description, expected: expected ? 1 : 0, got: got))
    }
    return got == 1
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
    check("result_isLastCandidate", ports.isLastCandidate, result.image == pass.candidates.count - 1)
  }

  // MARK: Bookkeeping

  /// Moves every stream whose beat was taken at this edge.
  private mutating func advance() {
    idleCycles += 1
    if command.isOffered, seen.command {
      command.isOffered = false
      command.pass += 1
      idleCycles = 0
    }
    if query.isOffered, seen.query {
      query.isOffered = false
      bytesRead += images.lanes
      query.advance(beats: passes[query.pass].beats.count, images: passes[query.pass].queries.count)
      idleCycles = 0
    }
    if candidate.isOffered, seen.candidate {
      candidate.isOffered = false
      bytesRead += images.lanes
      beats += 1
      if firstBeat < 0 { firstBeat = cycles }
      lastBeat = cycles
      let pass = passes[candidate.pass]
      candidate.advance(beats: pass.beats.count, images: pass.candidates.count)
      idleCycles = 0
    }
    if result.isOffered, seen.result, result.pass < passes.count {
      result.advance(beats: 1, images: passes[result.pass].candidates.count)
      skipPassesWithoutResults()
      idleCycles = 0
    }
  }

  private mutating func skipPassesWithoutResults() {
    while result.pass < passes.count, !passes[result.pass].isLast { result.pass += 1 }
  }

  func report(engine: String, formulaCycles: Int) -> DistanceReport {
    var mismatches = mismatches
    if idleCycles > Self.longestSilence {
      mismatches.append(
        DistanceMismatch(
          cycle: cycles, signal: "results before silence of \(Self.longestSilence) cycles",
          expected: UInt64(passes.count), got: UInt64(result.pass)))
    }
    let span = lastBeat - firstBeat + 1
    return DistanceReport(
      engine: engine, images: images.count, bytesPerImage: images.bytesPerImage,
      queries: configuration.queries, lanes: configuration.lanes, passes: passes.count,
      distances: distances, cycles: cycles, formulaCycles: formulaCycles, hasStalls: hasStalls,
      laneUtilization: beats == 0 ? 0 : Double(beats) / Double(span),
      dataSetReads: Double(bytesRead)
        / Double(max(1, images.count * images.beatsPerImage * images.lanes)),
      mismatches: Array(mismatches.prefix(DistanceTestbench.mostMismatches)))
  }
}

/// Where a stream stands: pass, image within it, beat within that.
struct StreamCursor {
  var pass = 0
  var image = 0
  var beat = 0
  /// A beat is on the port and not yet taken; for results, `ready` is set.
  var isOffered = false

  @inline(__always)
  mutating func advance(beats: Int, images: Int) {
    beat += 1
    guard beat == beats else { return }
    beat = 0
    image += 1
    guard image == images else { return }
    image = 0
    pass += 1
  }
}
