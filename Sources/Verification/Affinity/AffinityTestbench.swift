import Accelerator
public import Configuration
import DESNE
public import Simulation

/// Runs rows through an affinity unit in any engine and compares every evaluation, every bandwidth and
/// every probability with the model, and the cycles with the unit's formula.
public struct AffinityTestbench {
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
  private let rows: [AffinityRow]
  private let model: AffinityRun
  private let seed: UInt64
  private let stimulus: Stimulus

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - configuration: Sizes and formats of the unit.
  ///   - rows: Of 2 to `affinity.maximumPoints` points each, of any lengths.
  ///   - pointCount: The perplexity wanted is at most a third of this less one.
  ///   - seed: The run's seed, for the searches.
  ///   - stimulus: Pauses.
  public init(
    configuration: SamplerConfiguration, rows: [AffinityRow], pointCount: Int, seed: UInt64,
    stimulus: Stimulus
  ) {
    self.configuration = configuration
    self.rows = rows
    self.seed = seed
    self.stimulus = stimulus
    model = AffinityRun(configuration, count: pointCount)
  }

  /// Runs until the last result, or until nothing makes sense any more.
  ///
  /// - Parameters:
  ///   - simulator: An engine with an `AffinityUnit` of this configuration.
  ///   - clearAfter: Cycles after which what is inside is dropped, to begin again at the first row.
  ///   - resetAfter: Cycles after which the unit is reset, to begin again at the first row.
  ///   - progress: Called now and then with the share of the work done.
  /// - Throws: `SimulationError` from the engine.
  public func run(
    on simulator: any Simulator, clearAfter: Int? = nil, resetAfter: Int? = nil,
    progress: (Double) -> Void = { _ in }
  ) throws(SimulationError) -> AffinityReport {
    var session = try AffinitySession(simulator, configuration, rows, model, seed, stimulus)
    try session.reset()
    if let resetAfter {
      for _ in 0..<resetAfter where !session.isFinished { try session.cycle() }
      session.startOver()
      try session.reset()
    }
    if let clearAfter {
      session.isCautious = true
      for _ in 0..<clearAfter where !session.isFinished { try session.cycle() }
      try session.clear()
    }
    var countdown = 8_192
    while !session.isFinished {
      try session.cycle()
      countdown -= 1
      if countdown == 0 {
        progress(session.progress)
        countdown = 8_192
      }
    }
    try session.watchSilence()
    return session.report(engine: simulator.engineName)
  }
}
