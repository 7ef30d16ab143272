import Simulation

/// The ports of a simulated search engine.
struct SearchPins {
  /// The ports of an evaluation.
  struct Evaluation {
    let logBeta, error, reciprocal, exponent: PortStorage
  }

  let start, seed, point: PortStorage
  let candidateValid, candidateReady, candidate: PortStorage
  let evaluationValid: PortStorage
  let evaluation, best: Evaluation
  let isFinished, generations, isWithinTolerance: PortStorage

  init(_ simulator: any Simulator) throws(SimulationError) {
    func port(_ name: String) throws(SimulationError) -> PortStorage {
      guard let index = simulator.ports.firstIndex(where: { $0.name == name }) else {
        throw SimulationError("the simulated design has no port \(name); is it a search engine?")
      }
      return simulator.storage(ofPort: index)
    }
    func evaluation(_ name: String) throws(SimulationError) -> Evaluation {
      Evaluation(
        logBeta: try port("\(name)_logBeta"), error: try port("\(name)_error"),
        reciprocal: try port("\(name)_reciprocal"), exponent: try port("\(name)_exponent"))
    }
    start = try port("start")
    seed = try port("seed")
    point = try port("point")
    candidateValid = try port("candidate_valid")
    candidateReady = try port("candidate_ready")
    candidate = try port("candidate_payload")
    evaluationValid = try port("evaluationValid")
    self.evaluation = try evaluation("evaluation")
    best = try evaluation("best")
    isFinished = try port("isFinished")
    generations = try port("generations")
    isWithinTolerance = try port("isWithinTolerance")
  }
}

extension PortStorage {
  /// Writes a number, a negative one in two's complement.
  @inline(__always)
  func set(_ number: Int) { value = UInt64(bitPattern: Int64(number)) }

  /// The bits of a number that the port has.
  @inline(__always)
  func bits(of number: Int) -> Int {
    bitWidth >= 63 ? number : number & (1 << bitWidth - 1)
  }
}
