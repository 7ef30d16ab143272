/// When the distance unit moves: a model of its handshakes, cycle by cycle, without any data.
///
/// Written from the unit's description, not from its hardware: passes as queue entries, the pipeline
/// as a row of marks. It predicts every `ready` and `valid` under any pattern of pauses, so a lost
/// or an extra cycle is a mismatch at the cycle where it happens.
struct DistanceCycleModel {
  private struct LoadedPass {
    var beatsLeft: Int
    var beatsInImage: Int
    var beatsLeftInImage: Int
    var givesResults: Bool
  }

  private var loadingPass: LoadedPass?
  private var queryBeatsLeft = 0
  private var loaded: [LoadedPass] = []
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
  var commandReady: Bool { loadingPass == nil && loaded.count < 2 }
  var queryReady: Bool { loadingPass != nil }
  var candidateReady: Bool { !loaded.isEmpty && moves && !mustPause }
  var resultValid: Bool { waitingResults > 0 }

  private var moves: Bool { waitingResults < 2 }

  /// Takes one clock edge.
  ///
  /// - Parameters:
  ///   - command: The pass whose command is offered, if one is.
  ///   - queryValid: A query beat is offered.
  ///   - candidateValid: A candidate beat is offered.
  ///   - resultReady: A result would be taken.
  mutating func step(
    command: DistancePass?, queryValid: Bool, candidateValid: Bool, resultReady: Bool
  ) {
    let takesCommand = commandReady && command != nil
    let takesQuery = queryReady && queryValid
    let takesCandidate = candidateReady && candidateValid
    let takesResult = resultValid && resultReady

    var isLastBeatWithResult = false
    var endsPassWithoutResults = false
    if takesCandidate {
      loaded[0].beatsLeft -= 1
      loaded[0].beatsLeftInImage -= 1
      if loaded[0].beatsLeftInImage == 0 {
        isLastBeatWithResult = loaded[0].givesResults
        loaded[0].beatsLeftInImage = loaded[0].beatsInImage
      }
      if loaded[0].beatsLeft == 0 {
        endsPassWithoutResults = !loaded[0].givesResults
        loaded.removeFirst()
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
      if queryBeatsLeft == 0, let pass = loadingPass {
        loaded.append(pass)
        loadingPass = nil
      }
    }
    if takesCommand, let command {
      loadingPass = LoadedPass(
        beatsLeft: command.candidateBeats, beatsInImage: command.beats.count,
        beatsLeftInImage: command.beats.count, givesResults: command.isLast)
      queryBeatsLeft = command.queryBeats
    }
  }
}
