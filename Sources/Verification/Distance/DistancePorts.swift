import Simulation

/// The ports of a simulated distance unit.
struct DistancePorts {
  let commandValid, commandReady: PortStorage
  let lastBeat, lastLane, lastQuery, lastCandidate, isFirst, isLast: PortStorage
  let queryValid, queryReady, queryData: PortStorage
  let candidateValid, candidateReady, candidateData: PortStorage
  let resultValid, resultReady, distances, isLastCandidate: PortStorage

  init(_ simulator: any Simulator) throws(SimulationError) {
    let names = simulator.ports.map(\.name)
    func port(_ name: String) throws(SimulationError) -> PortStorage {
      guard let index = names.firstIndex(of: name) else {
        throw SimulationError("the simulated design has no port \(name); is it a distance unit?")
      }
      return simulator.storage(ofPort: index)
    }
    commandValid = try port("command_valid")
    commandReady = try port("command_ready")
    lastBeat = try port("command_lastBeat")
    lastLane = try port("command_lastLane")
    lastQuery = try port("command_lastQuery")
    lastCandidate = try port("command_lastCandidate")
    isFirst = try port("command_isFirst")
    isLast = try port("command_isLast")
    queryValid = try port("query_valid")
    queryReady = try port("query_ready")
    queryData = try port("query_data")
    candidateValid = try port("candidate_valid")
    candidateReady = try port("candidate_ready")
    candidateData = try port("candidate_data")
    resultValid = try port("result_valid")
    resultReady = try port("result_ready")
    distances = try port("result_distances")
    isLastCandidate = try port("result_isLastCandidate")
  }

  /// Puts a pass on the command port.
  func write(_ pass: DistancePass) {
    lastBeat.value = UInt64(pass.beats.count - 1)
    lastLane.value = UInt64(pass.bytesInLastBeat - 1)
    lastQuery.value = UInt64(pass.queries.count - 1)
    lastCandidate.value = UInt64(pass.candidates.count - 1)
    isFirst.value = pass.isFirst ? 1 : 0
    isLast.value = pass.isLast ? 1 : 0
  }
}
