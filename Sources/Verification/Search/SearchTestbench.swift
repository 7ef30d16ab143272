public import Configuration
public import Simulation

/// Runs searches on one engine in any simulator: errors come from curves in place of an affinity unit.
/// Every candidate, the best after every generation and what is found are compared with the model.
public struct SearchTestbench {
  /// A run ends in the cycle of its first mismatches, and keeps this many of them.
  public static let mostMismatches = 20

  /// What the testbench does.
  public struct Stimulus: Sendable {
    /// Seeds curves, generator states, points and pauses.
    public var seed: UInt64
    /// Whether candidates are held and evaluations come with gaps, at three paces.
    public var hasStalls: Bool
    /// Whether about half of the searches are started while another one is under way.
    public var hasRestarts: Bool
    /// A mistake of the testbench; `nil` for none.
    public var fault: SearchFault?

    /// Creates a stimulus.
    public init(
      seed: UInt64, hasStalls: Bool = true, hasRestarts: Bool = true, fault: SearchFault? = nil
    ) {
      self.seed = seed
      self.hasStalls = hasStalls
      self.hasRestarts = hasRestarts
      self.fault = fault
    }
  }

  private let configuration: SamplerConfiguration
  private let searches: Int
  private let stimulus: Stimulus

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - configuration: Of the engine.
  ///   - searches: Searches that go to their end.
  ///   - stimulus: What the testbench does.
  public init(configuration: SamplerConfiguration, searches: Int, stimulus: Stimulus) {
    self.configuration = configuration
    self.searches = searches
    self.stimulus = stimulus
  }

  /// Runs all searches, or until the first mismatch.
  ///
  /// - Parameters:
  ///   - simulator: An engine with the `SearchEngine` of this configuration.
  ///   - progress: Called now and then with the share of the work done.
  /// - Throws: `SimulationError` from the engine.
  public func run(
    on simulator: any Simulator, progress: (Double) -> Void = { _ in }
  ) throws(SimulationError) -> SearchReport {
    var session = try SearchSession(simulator, configuration, stimulus)
    try session.reset()
    while session.searches < searches, !session.isBroken {
      try session.search()
      if session.searches % 16 == 0 { progress(Double(session.searches) / Double(searches)) }
    }
    return session.report()
  }
}
