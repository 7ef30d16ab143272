import Accelerator
public import Configuration
import DESNE
public import Simulation

/// Runs an embedding unit in any engine and compares the forces, gradients, gains, velocities,
/// positions and saturations of every iteration with the model, and the cycles with the unit's formula.
public struct EmbeddingTestbench {
  /// A run ends after this many mismatches.
  public static let mostMismatches = 20

  /// What the streams do.
  public struct Stimulus: Sendable {
    /// Seeds the pauses.
    public var seed: UInt64
    /// Whether the streams pause at random, each about a quarter of the time.
    public var hasStalls: Bool

    /// Creates a stimulus.
    public init(seed: UInt64, hasStalls: Bool) {
      self.seed = seed
      self.hasStalls = hasStalls
    }
  }

  private let configuration: SamplerConfiguration
  private let runs: [EmbeddingRun]
  private let stimulus: Stimulus

  /// Prepares runs, one after the other without a reset.
  ///
  /// - Parameters:
  ///   - configuration: Sizes and formats of the unit.
  ///   - runs: Of 1 to `affinity.maximumPoints` points each.
  ///   - stimulus: Pauses.
  public init(
    configuration: SamplerConfiguration, runs: [EmbeddingRun], stimulus: Stimulus
  ) {
    self.configuration = configuration
    self.runs = runs
    self.stimulus = stimulus
  }

  /// Runs until the last map was read, or until nothing makes sense any more.
  ///
  /// - Parameters:
  ///   - simulator: An engine with an `EmbeddingUnit` of this configuration.
  ///   - clearAfter: Cycles after which the first run is dropped, to begin it again.
  ///   - resetAfter: Cycles after which the unit is reset, to begin again.
  ///   - progress: Called now and then with the share of the work done.
  /// - Throws: `SimulationError` from the engine.
  public func run(
    on simulator: any Simulator, clearAfter: Int? = nil, resetAfter: Int? = nil,
    progress: (Double) -> Void = { _ in }
  ) throws(SimulationError) -> EmbeddingReport {
    var session = try EmbeddingSession(simulator, configuration, runs, stimulus)
    try session.reset()
    if let resetAfter {
      for _ in 0..<resetAfter where !session.isFinished { try session.cycle() }
      session.startOver()
      try session.reset()
    }
    if let clearAfter {
      for _ in 0..<clearAfter where !session.isFinished { try session.cycle() }
      try session.clear()
      session.startOver()
    }
    var countdown = 0
    while !session.isFinished {
      try session.cycle()
      countdown += 1
      if countdown == 8_192 {
        progress(session.progress)
        countdown = 0
      }
    }
    return session.report(engine: simulator.engineName)
  }
}
