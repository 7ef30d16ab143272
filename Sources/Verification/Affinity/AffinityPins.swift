import Simulation

/// The ports of a simulated affinity unit.
struct AffinityPins {
  let commandValid, commandReady, point, lastPoint: PortStorage
  let distanceValid, distanceReady, distance: PortStorage
  let probabilityValid, probabilityReady, probability, isLast: PortStorage
  let resultValid, resultReady: PortStorage
  let resultPoint, resultLogBeta, resultError, generations, isWithinTolerance: PortStorage
  let minimum, isFlat, nearest, saturatedDistances, saturatedProbabilities: PortStorage
  let seed, targetEntropy, clear, isIdle: PortStorage
  let evaluationValid, logBeta, error, reciprocal, exponent: PortStorage
  let sumsValid, weightSum, momentSum: PortStorage
  /// Bits of log2 beta and of an error, which have a sign.
  let logBetaBits, errorBits: Int

  init(_ simulator: any Simulator) throws(SimulationError) {
    let ports = simulator.ports
    func port(_ name: String) throws(SimulationError) -> PortStorage {
      guard let index = ports.firstIndex(where: { $0.name == name }) else {
        throw SimulationError("the simulated design has no port \(name); is it an affinity unit?")
      }
      return simulator.storage(ofPort: index)
    }
    commandValid = try port("command_valid")
    commandReady = try port("command_ready")
    point = try port("command_payload_point")
    lastPoint = try port("command_payload_lastPoint")
    distanceValid = try port("distance_valid")
    distanceReady = try port("distance_ready")
    distance = try port("distance_payload")
    probabilityValid = try port("probability_valid")
    probabilityReady = try port("probability_ready")
    probability = try port("probability_payload_value")
    isLast = try port("probability_payload_isLast")
    resultValid = try port("result_valid")
    resultReady = try port("result_ready")
    resultPoint = try port("result_payload_point")
    resultLogBeta = try port("result_payload_logBeta")
    resultError = try port("result_payload_error")
    generations = try port("result_payload_generations")
    isWithinTolerance = try port("result_payload_isWithinTolerance")
    minimum = try port("result_payload_minimum")
    isFlat = try port("result_payload_isFlat")
    nearest = try port("result_payload_nearest")
    saturatedDistances = try port("result_payload_saturatedDistances")
    saturatedProbabilities = try port("result_payload_saturatedProbabilities")
    seed = try port("seed")
    targetEntropy = try port("targetEntropy")
    clear = try port("clear")
    isIdle = try port("isIdle")
    evaluationValid = try port("observed_valid")
    logBeta = try port("observed_evaluation_logBeta")
    error = try port("observed_evaluation_error")
    reciprocal = try port("observed_evaluation_reciprocal")
    exponent = try port("observed_evaluation_exponent")
    sumsValid = try port("observed_sumsValid")
    weightSum = try port("observed_weightSum")
    momentSum = try port("observed_momentSum")
    logBetaBits = Self.width(of: "result_payload_logBeta", ports)
    errorBits = Self.width(of: "result_payload_error", ports)
  }

  private static func width(of name: String, _ ports: [SimulatedPort]) -> Int {
    ports.first { $0.name == name }?.bitWidth ?? 1
  }
}

extension PortStorage {
  /// The value as a two's complement number.
  func signed(bits: Int) -> Int {
    let unused = UInt64(64 - bits)
    return Int(Int64(bitPattern: value << unused) >> Int64(unused))
  }
}
