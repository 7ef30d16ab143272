import Accelerator
public import Configuration
import DESNE
public import Simulation

/// Runs images through a distance unit in any engine and compares every distance and every
/// handshake with the models.
public struct DistanceTestbench {
  /// A run ends after this many mismatches.
  public static let mostMismatches = 20

  /// What the streams do.
  public struct Stimulus: Sendable {
    /// Seeds the pauses and the bytes beyond the images' ends.
    public var seed: UInt64
    /// Whether the streams pause at random, each about a quarter of the time.
    public var hasStalls: Bool

    /// Creates a stimulus.
    public init(seed: UInt64, hasStalls: Bool) {
      self.seed = seed
      self.hasStalls = hasStalls
    }
  }

  private let configuration: DistanceConfiguration
  private let images: BeatImages
  private let expected: SquaredDistanceMatrix
  private let schedule: DistanceSchedule
  private let stimulus: Stimulus

  /// Prepares a run over all pairs of some images.
  ///
  /// - Parameters:
  ///   - configuration: Sizes of the unit.
  ///   - images: Whole images, one after the other.
  ///   - bytesPerImage: Bytes of an image, at most `configuration.maximumDimensions`.
  ///   - stimulus: Pauses and seed.
  public init(
    configuration: DistanceConfiguration, images: [UInt8], bytesPerImage: Int, stimulus: Stimulus
  ) {
    self.configuration = configuration
    self.stimulus = stimulus
    var filler = Xorshift64(seed: stimulus.seed ^ 0x5eed)
    self.images = BeatImages(
      images: images, bytesPerImage: bytesPerImage, lanes: configuration.lanes, filler: &filler)
    expected = SquaredDistanceMatrix(images: images, bytesPerImage: bytesPerImage)
    schedule = .allPairs(
      count: self.images.count, bytesPerImage: bytesPerImage, lanes: configuration.lanes,
      queries: configuration.queries, chunkBeats: configuration.chunkBeats,
      blockCandidates: configuration.blockCandidates)
  }

  /// Cycles without pauses, by the unit's formula.
  public var formulaCycles: Int {
    schedule.cycles(latency: DistanceUnit.latency(lanes: configuration.lanes))
  }

  /// Runs until the last result, or until nothing makes sense any more.
  ///
  /// - Parameters:
  ///   - simulator: An engine with a `DistanceUnit` of this configuration, not run before.
  ///   - progress: Called now and then with the share of the work done.
  /// - Throws: `SimulationError` from the engine.
  public func run(
    on simulator: any Simulator, progress: (Double) -> Void = { _ in }
  ) throws(SimulationError) -> DistanceReport {
    var run = try DistanceRun(
      simulator, configuration, images, expected, schedule, stimulus)
    try run.reset()
    var countdown = 8_192
    while !run.isFinished {
      try run.cycle()
      countdown -= 1
      if countdown == 0 {
        progress(run.progress)
        countdown = 8_192
      }
    }
    try run.watchSilence()
    return run.report(engine: simulator.engineName, formulaCycles: formulaCycles)
  }
}
