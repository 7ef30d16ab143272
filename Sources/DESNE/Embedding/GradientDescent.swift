/// Gradient descent on the Kullback-Leibler divergence, one step at a time.
///
/// ```swift
/// let descent = try GradientDescent(affinities: affinities, options: options)
/// while descent.iteration < options.iterations { descent.step() }
/// ```
///
/// The state can be read and replaced between steps, so another implementation can be given the same
/// state and compared step by step. A class since the state is large and changes in place.
public final class GradientDescent {
  /// Steps done so far.
  public private(set) var iteration: Int
  private let count: Int
  private let options: DESNEOptions
  private let engine: any EmbeddingEngine

  /// Starts a descent.
  ///
  /// - Parameters:
  ///   - affinities: P, whose precision is that of the descent.
  ///   - options: The schedule; perplexity, search and precision are not looked at.
  ///   - state: Where to start; nil takes the initial state of the options.
  /// - Throws: `DESNEError` for options out of range or a state of another number of points.
  public init(
    affinities: Affinities, options: DESNEOptions, state: EmbeddingState? = nil
  ) throws(DESNEError) {
    try options.validate(count: affinities.count)
    count = affinities.count
    self.options = options
    switch affinities.values {
    case .float32(let tiles): engine = ForceEngine(tiles: tiles, threads: options.threads)
    case .float64(let tiles): engine = ForceEngine(tiles: tiles, threads: options.threads)
    }
    iteration = 0
    try replaceState(
      state
        ?? .initial(count: count, spread: options.initialSpread, seed: options.seed))
  }

  /// The state now, exact in double precision.
  public var state: EmbeddingState {
    var state = EmbeddingState(positions: [], iteration: iteration)
    engine.save(into: &state)
    return state
  }

  /// Goes on from another state, rounded to the precision of the descent.
  ///
  /// - Throws: `DESNEError` for another number of points or a coordinate beyond plus and minus
  ///   32,768.
  public func replaceState(_ state: EmbeddingState) throws(DESNEError) {
    for values in [state.positions, state.velocities, state.gains] where values.count != count {
      throw DESNEError("the state has \(values.count) points where there are \(count)")
    }
    for position in state.positions {
      guard abs(position.x) <= 32_768, abs(position.y) <= 32_768 else {
        throw DESNEError(
          "the state has a point at \(position.x), \(position.y); coordinates are -32768 to 32768")
      }
    }
    engine.load(state)
    iteration = state.iteration
  }

  /// The factor of attraction in the next step.
  public var exaggeration: Double {
    iteration < options.exaggerationIterations ? options.exaggeration : 1
  }

  /// The momentum in the next step.
  public var momentum: Double {
    iteration < options.exaggerationIterations ? options.initialMomentum : options.finalMomentum
  }

  /// The gradient at the present positions with the exaggeration of the next step:
  /// 4 sum_j (exaggeration p_ij - q_ij / Z) q_ij (y_i - y_j).
  ///
  /// - Complexity: O(n²).
  public func gradient() -> [SIMD2<Double>] { engine.gradient(exaggeration: exaggeration) }

  /// Does a step: gains grow by 0.2 where the gradient and the last change have opposite signs and
  /// shrink to 0.8 times otherwise, not below 0.01; the change is momentum times the last one minus
  /// learning rate times gain times gradient; then the mean goes to the origin.
  ///
  /// Coordinates stay within plus and minus 32,768, which only a learning rate far too large reaches.
  ///
  /// - Complexity: O(n²).
  public func step() {
    engine.step(
      exaggeration: exaggeration, momentum: momentum,
      rate: options.effectiveLearningRate(count: count))
    iteration += 1
  }

  /// The Kullback-Leibler divergence of Q from P (without exaggeration), in nats.
  ///
  /// - Complexity: O(n²).
  public func klDivergence() -> Double { engine.klDivergence() }
}
