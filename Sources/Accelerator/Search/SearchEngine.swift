public import Configuration
public import HDL

/// A search for log2 beta: proposes candidates, takes their evaluations, keeps the best.
///
/// After `start` the engine offers the candidates of a generation, as many as the affinity unit has
/// lanes; their evaluations come back in the same order, after the last candidate was taken; and so
/// on until `isFinished`, which stays until the next `start`. All strategies have these ports.
public protocol SearchEngine: Module where Ports == SearchPorts {
  /// Creates the engine of a configuration.
  ///
  /// - Precondition: the configuration is valid.
  init(_ configuration: SamplerConfiguration)
}

/// The ports of a `SearchEngine`.
public struct SearchPorts {
  /// A search begins, whatever went on before.
  public let start: Bit
  /// The run's generator state, not 0; each point starts from it crossed with the point's number.
  public let seed: UInt
  /// The point whose bandwidth is searched.
  public let point: UInt
  /// log2 beta to evaluate. A `start` may withdraw one.
  public let candidate: Stream<SInt>
  /// There is an evaluation.
  public let evaluationValid: Bit
  /// The evaluation of the candidate next in order.
  public let evaluation: Evaluation
  /// The search is over; the outputs below belong to it.
  public let isFinished: Bit
  /// The evaluation of least error.
  public let best: Evaluation
  /// Generations behind the first population, or passes of bisection.
  public let generations: UInt
  /// Whether the error of the best is within the tolerance.
  public let isWithinTolerance: Bit

  init(_ declare: PortDeclarer, _ shapes: AffinityShapes) {
    start = declare.input(.bit)
    seed = declare.input(.uint(64))
    point = declare.input(.uint(shapes.pointBits))
    candidate = declare.source(.sint(shapes.formats.logBeta.bitWidth), isMonitored: false)
    evaluationValid = declare.input(.bit)
    evaluation = declare.input(of: shapes.evaluation)
    isFinished = declare.output(.bit)
    best = declare.output(of: shapes.evaluation)
    generations = declare.output(.uint(shapes.generationBits))
    isWithinTolerance = declare.output(.bit)
  }
}

extension AffinityShapes {
  /// Bits of a number of generations.
  var generationBits: Int { addressBits(configuration.search.generations + 1) }
}
