/// When the distance unit moves: a model of its handshakes, cycle by cycle, without any data.
///
/// Written from the unit's description, not from its hardware: passes as queue entries, the pipeline
/// as a row of marks. It predicts every `ready` and `valid` under any pattern of pauses, so a lost
/// or an extra cycle is a mismatch at the cycle where it happens.
struct DistanceCycleModel {
  /// What decides the timing of a pass.
  struct PassTiming {
    var queryBeats: Int
    var candidateBeats: Int
    var beatsPerImage: Int
    var givesResults: Bool

    init(_ pass: DistancePass) {
      queryBeats = pass.queryBeats
      candidateBeats = pass.candidateBeats
      beatsPerImage = pass.beats.count
      givesResults = pass.isLast
    }
  }

  private var loading = PassTiming.none
  private var isLoading = false
  private var queryBeatsLeft = 0
  /// The pass under comparison and the one behind it, of which `loadedCount` are real.
  private var comparing = PassTiming.none
  private var waiting = PassTiming.none
  private var loadedCount = 0
  private var beatsLeft = 0
  private var beatsLeftInImage = 0
  /// A mark for every pipeline register that holds the last beat of a candidate with a result.
  private var pipeline: UInt64 = 0
  private let exit: UInt64
  private var waitingResults = 0
  private var mustPause = false

  /// - Parameter latency: Cycles from a candidate's last beat to its result.
  init(latency: Int) {
    exit = 1 << UInt64(latency - 2)
  }

  /// What the unit shows in this cycle.
  var commandReady: Bool { !isLoading && loadedCount < 2 }
  var queryReady: Bool { isLoading }
  var candidateReady: Bool { loadedCount > 0 && moves && !mustPause }
  var resultValid: Bool { waitingResults > 0 }

  private var moves: Bool { waitingResults < 2 }

  /// Takes one clock edge.
  ///
  /// - Parameters:
  ///   - command: The pass whose command is offered.
  ///   - commandValid: A command is offered.
  ///   - queryValid: A query beat is offered.
  ///   - candidateValid: A candidate beat is offered.
  ///   - resultReady: A result would be taken.
  mutating func step(
    command: @autoclosure () -> PassTiming, commandValid: Bool, queryValid: Bool,
    candidateValid: Bool, resultReady: Bool
  ) {
    let takesCommand = commandReady && commandValid
    let takesQuery = queryReady && queryValid
    let takesCandidate = candidateReady && candidateValid
    let takesResult = resultValid && resultReady

    var isLastBeatWithResult = false
    var endsPassWithoutResults = false
    if takesCandidate {
      beatsLeft -= 1
      beatsLeftInImage -= 1
      if beatsLeftInImage == 0 {
        isLastBeatWithResult = comparing.givesResults
        beatsLeftInImage = comparing.beatsPerImage
      }
      if beatsLeft == 0 {
        endsPassWithoutResults = !comparing.givesResults
        loadedCount -= 1
        compare(waiting)
      }
    }
    if moves {
      if pipeline & exit != 0 { waitingResults += 1 }
      pipeline = (pipeline & (exit - 1)) << 1 | (isLastBeatWithResult ? 1 : 0)
      mustPause = endsPassWithoutResults
    }
    if takesResult { waitingResults -= 1 }
    if takesQuery {
      queryBeatsLeft -= 1
      if queryBeatsLeft == 0 {
        isLoading = false
        if loadedCount == 0 { compare(loading) } else { waiting = loading }
        loadedCount += 1
      }
    }
    if takesCommand {
      loading = command()
      isLoading = true
      queryBeatsLeft = loading.queryBeats
    }
  }

  private mutating func compare(_ pass: PassTiming) {
    comparing = pass
    beatsLeft = pass.candidateBeats
    beatsLeftInImage = pass.beatsPerImage
  }
}

extension DistanceCycleModel.PassTiming {
  fileprivate static let none = DistanceCycleModel.PassTiming(
    DistancePass(
      queries: 0..<0, candidates: 0..<0, beats: 0..<0, bytesInLastBeat: 0, isFirst: true,
      isLast: true))
}
