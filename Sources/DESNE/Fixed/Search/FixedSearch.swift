public import Configuration

/// The search for log2 beta of one point, as the hardware runs it: integers, one random stream.
public struct FixedSearch: Sendable {
  /// Strategy and sizes.
  public let configuration: SearchConfiguration
  /// The smallest and largest log2 beta, in the format `logBeta`.
  public let bounds: ClosedRange<Int>

  /// - Parameters:
  ///   - configuration: Strategy and sizes.
  ///   - affinity: For the format of log2 beta.
  /// - Precondition: both are valid.
  public init(_ configuration: SearchConfiguration, affinity: AffinityConfiguration) {
    self.configuration = configuration
    let bits = affinity.formats.logBeta.fractionBits
    bounds = configuration.minimumLogBeta << bits...configuration.maximumLogBeta << bits
  }

  /// The random stream of a point: the state of the run's seed, crossed with the point's number, and
  /// eight numbers dropped, which takes the differences between points over the whole state.
  /// Streams per point let points be searched in any order and at the same time.
  public static func stream(seed: UInt64, point: Int) -> Xorshift64 {
    let state = Xorshift64(seed: seed).state
    var random = Xorshift64(state: state ^ (UInt64(point) << 20))
    for _ in 0..<8 { _ = random.next() }
    return random
  }

  /// Searches with the strategy of the configuration.
  ///
  /// - Parameters:
  ///   - random: The point's stream.
  ///   - observe: Receives every generation.
  ///   - evaluate: One pass over the row for one log2 beta.
  public func run(
    random: Xorshift64, observe: ((SearchGeneration) -> Void)? = nil,
    evaluate: (Int) -> RowEvaluation
  ) -> SearchResult {
    var random = random
    switch configuration.strategy {
    case .differentialEvolution: return evolve(&random, observe, evaluate)
    case .bisection: return bisect(observe, evaluate)
    case .fireworks: return explode(&random, observe, evaluate)
    }
  }

  /// Reflects a value at the bound it passed, and limits what is beyond the other bound then.
  func reflected(_ value: Int) -> Int {
    let (low, high) = (bounds.lowerBound, bounds.upperBound)
    let reflected = value > high ? 2 * high - value : value < low ? 2 * low - value : value
    return min(max(reflected, low), high)
  }

  /// A first member: uniform between the bounds.
  func randomMember(_ random: inout Xorshift64) -> Int {
    bounds.lowerBound + Self.choice(random.next() >> 48, of: bounds.count)
  }

  /// A number below `count` from 16 random bits: a product and a shift.
  package static func choice(_ bits: UInt64, of count: Int) -> Int {
    (Int(bits & 0xffff) * count) >> 16
  }

  func result(_ best: RowEvaluation, evaluations: Int, generations: Int) -> SearchResult {
    SearchResult(
      best: best, evaluations: evaluations, generations: generations,
      isWithinTolerance: isDone(best))
  }

  func isDone(_ evaluation: RowEvaluation) -> Bool {
    abs(evaluation.error) <= configuration.tolerance
  }

  /// The first of the evaluations with the least error.
  static func best(_ evaluations: [RowEvaluation]) -> RowEvaluation {
    var best = evaluations[0]
    for evaluation in evaluations.dropFirst() where abs(evaluation.error) < abs(best.error) {
      best = evaluation
    }
    return best
  }
}
