public import Configuration
public import Simulation

/// Runs selections through an exemplar selector in any engine and compares cells, clusters, sums,
/// grids and exemplars with the model, and the cycles with the selector's formula.
public struct SelectorTestbench {
  /// A run ends after this many mismatches.
  public static let mostMismatches = 20

  /// What the streams do.
  public struct Stimulus: Sendable {
    /// Seeds the pauses.
    public var seed: UInt64
    /// Whether the streams pause at random.
    public var hasStalls: Bool

    /// Creates a stimulus.
    public init(seed: UInt64, hasStalls: Bool) {
      self.seed = seed
      self.hasStalls = hasStalls
    }
  }

  private let configuration: SamplerConfiguration
  private let problems: [SelectionProblem]
  private let stimulus: Stimulus

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - configuration: Sizes and formats of the selector.
  ///   - problems: Each of 1 to `affinity.maximumPoints` points.
  ///   - stimulus: Pauses.
  public init(
    configuration: SamplerConfiguration, problems: [SelectionProblem], stimulus: Stimulus
  ) {
    self.configuration = configuration
    self.problems = problems
    self.stimulus = stimulus
  }

  /// Runs until the last exemplar, or until nothing makes sense any more.
  ///
  /// - Parameters:
  ///   - simulator: An engine with an `ExemplarSelector` of this configuration.
  ///   - clearAfter: Cycles after which what is inside is dropped, to begin again at the first
  ///     selection.
  ///   - resetAfter: Cycles after which the selector is reset, to begin again at the first selection.
  ///   - progress: Called now and then with the share of the work done.
  /// - Throws: `SimulationError` from the engine.
  public func run(
    on simulator: any Simulator, clearAfter: Int? = nil, resetAfter: Int? = nil,
    progress: (Double) -> Void = { _ in }
  ) throws(SimulationError) -> SelectionReport {
    var session = try SelectorSession(simulator, configuration, problems, stimulus)
    try session.reset()
    if let resetAfter {
      for _ in 0..<resetAfter where !session.isFinished { try session.cycle() }
      session.startOver()
      try session.reset()
    }
    if let clearAfter {
      for _ in 0..<clearAfter where !session.isFinished { try session.cycle() }
      try session.clear()
    }
    var countdown = 65_536
    while !session.isFinished {
      try session.cycle()
      countdown -= 1
      if countdown == 0 {
        progress(session.progress)
        countdown = 65_536
      }
    }
    try session.watchSilence()
    return session.report(engine: simulator.engineName)
  }
}
