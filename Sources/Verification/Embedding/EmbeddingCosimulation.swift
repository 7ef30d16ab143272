import Accelerator
public import Configuration
import DESNE
public import Datasets
public import HDL
public import Simulation

/// The whole check of an embedding unit: the map of the images of a class or set, then random runs of
/// all kinds.
public struct EmbeddingCosimulation: Sendable {
  /// What one run compared.
  public struct Run: Sendable, Codable {
    /// Where the probabilities come from.
    public var source: String
    /// What was found.
    public var report: EmbeddingReport
  }

  /// Sizes and formats of the unit.
  public let configuration: SamplerConfiguration
  /// The images, all of them one set of points.
  public let dataset: Dataset
  /// Iterations over the images.
  public let iterations: Int
  /// Pauses, and the seed of the start and the random runs.
  public let stimulus: EmbeddingTestbench.Stimulus
  /// Number of random campaigns.
  public let randomRuns: Int

  /// Commands of a random campaign, one after the other.
  public static let commandsOfRun = 10

  /// Creates a check.
  ///
  /// - Throws: `ConfigurationError` when the configuration is not valid, there are no images or more
  ///   than it allows, or an image is too large for it.
  public init(
    configuration: SamplerConfiguration, dataset: Dataset, iterations: Int,
    stimulus: EmbeddingTestbench.Stimulus, randomRuns: Int
  ) throws {
    try configuration.validate()
    let limit = configuration.affinity.maximumPoints
    guard (1...limit).contains(dataset.count) else {
      throw ConfigurationError(
        "\(dataset.name) has \(dataset.count) images, but a map takes 1 to \(limit) points "
          + "(affinity.maximumPoints); choose another count or raise it in the configuration")
    }
    let size = dataset.shape.byteCount
    guard size <= configuration.distance.maximumDimensions else {
      throw ConfigurationError(
        "an image of \(dataset.name) has \(size) bytes, but distance.maximumDimensions is "
          + "\(configuration.distance.maximumDimensions); raise it in the configuration")
    }
    self.configuration = configuration
    self.dataset = dataset
    self.iterations = iterations
    self.stimulus = stimulus
    self.randomRuns = randomRuns
  }

  /// Runs everything on one simulator, with a reset between the campaigns.
  ///
  /// - Parameters:
  ///   - simulator: An engine with an `EmbeddingUnit` of this configuration.
  ///   - progress: Called now and then with the share of the current campaign and its source.
  /// - Returns: One a campaign; after one with mismatches no further one is started.
  /// - Throws: `SimulationError` from the engine, `DESNEError` for images too large to compare.
  public func run(
    on simulator: any Simulator, progress: (Double, String) -> Void = { _, _ in }
  ) throws -> [Run] {
    let distances = try SquaredDistances(
      images: dataset.pixels, bytesPerImage: dataset.shape.byteCount)
    let affinities = try FixedModel(configuration).affinities(
      distances: distances, seed: stimulus.seed, threads: 0)
    let images = EmbeddingRun(
      count: dataset.count, joint: affinities.joint, seed: stimulus.seed, iterations: iterations)
    var runs = [try run(dataset.name, [images], stimulus, on: simulator, progress)]
    var generator = EmbeddingRunGenerator(configuration, seed: stimulus.seed ^ 0xe3be)
    for number in 0..<randomRuns where runs.allSatisfy({ $0.report.isClean }) {
      let commands = (0..<Self.commandsOfRun).map { generator.run($0) }
      let stimulus = EmbeddingTestbench.Stimulus(
        seed: stimulus.seed &+ UInt64(number) &+ 1, hasStalls: stimulus.hasStalls)
      runs.append(try run("random \(number)", commands, stimulus, on: simulator, progress))
    }
    return runs
  }

  private func run(
    _ source: String, _ runs: [EmbeddingRun], _ stimulus: EmbeddingTestbench.Stimulus,
    on simulator: any Simulator, _ progress: (Double, String) -> Void
  ) throws(SimulationError) -> Run {
    let testbench = EmbeddingTestbench(
      configuration: configuration, runs: runs, stimulus: stimulus)
    return Run(
      source: source, report: try testbench.run(on: simulator) { progress($0, source) })
  }

  /// The hardware that such a check runs on.
  ///
  /// - Throws: `ElaborationError` never for a valid configuration.
  public static func design(
    _ configuration: SamplerConfiguration
  ) throws(ElaborationError) -> Design {
    try elaborate(EmbeddingUnit(configuration))
  }
}
