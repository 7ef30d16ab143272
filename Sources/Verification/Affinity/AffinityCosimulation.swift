import Accelerator
public import Configuration
import DESNE
public import Datasets
public import HDL
public import Simulation

/// The whole check of an affinity unit: every row of the images of a class or set, then random rows of
/// all kinds.
public struct AffinityCosimulation: Sendable {
  /// What one run compared.
  public struct Run: Sendable, Codable {
    /// Where the rows come from.
    public var source: String
    /// What was found.
    public var report: AffinityReport
  }

  /// Sizes and formats of the unit.
  public let configuration: SamplerConfiguration
  /// The images, all of them one set of points.
  public let dataset: Dataset
  /// Pauses, and the seed of searches and random rows.
  public let stimulus: AffinityTestbench.Stimulus
  /// Number of runs over random rows.
  public let randomRuns: Int

  /// Rows of a random run.
  public static let rowsOfRun = 12

  /// Creates a check.
  ///
  /// - Throws: `ConfigurationError` when the configuration is not valid, there are fewer than two
  ///   images or more than it allows, or an image is too large for it.
  public init(
    configuration: SamplerConfiguration, dataset: Dataset,
    stimulus: AffinityTestbench.Stimulus, randomRuns: Int
  ) throws {
    try configuration.validate()
    let limit = configuration.affinity.maximumPoints
    guard (2...limit).contains(dataset.count) else {
      throw ConfigurationError(
        "\(dataset.name) has \(dataset.count) images, but a row takes 2 to \(limit) points "
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
    self.stimulus = stimulus
    self.randomRuns = randomRuns
  }

  /// Runs everything on one simulator, with a reset between the runs.
  ///
  /// - Parameters:
  ///   - simulator: An engine with an `AffinityUnit` of this configuration.
  ///   - progress: Called now and then with the share of the current run and its source.
  /// - Returns: One run a set of rows; after a run with mismatches no further one is started.
  /// - Throws: `SimulationError` from the engine, `DESNEError` for images too large to compare.
  public func run(
    on simulator: any Simulator, progress: (Double, String) -> Void = { _, _ in }
  ) throws -> [Run] {
    let distances = try SquaredDistances(
      images: dataset.pixels, bytesPerImage: dataset.shape.byteCount)
    let rows = (0..<dataset.count).map { point in
      AffinityRow(point: point, distances: distances.row(point).map(UInt64.init))
    }
    var runs = [
      try run(dataset.name, rows, pointCount: rows.count, stimulus, on: simulator, progress)
    ]
    var generator = AffinityRowGenerator(configuration, seed: stimulus.seed ^ 0xaff1)
    for number in 0..<randomRuns where runs.allSatisfy({ $0.report.isClean }) {
      let stimulus = AffinityTestbench.Stimulus(
        seed: stimulus.seed &+ UInt64(number) &+ 1, hasStalls: stimulus.hasStalls)
      let (rows, pointCount) = generator.rows(
        run: number, count: Self.rowsOfRun, seed: stimulus.seed)
      runs.append(
        try run(
          "random rows \(number)", rows, pointCount: pointCount, stimulus, on: simulator, progress))
    }
    return runs
  }

  private func run(
    _ source: String, _ rows: [AffinityRow], pointCount: Int,
    _ stimulus: AffinityTestbench.Stimulus, on simulator: any Simulator,
    _ progress: (Double, String) -> Void
  ) throws(SimulationError) -> Run {
    let testbench = AffinityTestbench(
      configuration: configuration, rows: rows, pointCount: pointCount, seed: stimulus.seed,
      stimulus: stimulus)
    return Run(
      source: source, report: try testbench.run(on: simulator) { progress($0, source) })
  }

  /// The hardware that such a check runs on.
  ///
  /// - Throws: `ElaborationError` never for a valid configuration.
  public static func design(
    _ configuration: SamplerConfiguration
  ) throws(ElaborationError) -> Design {
    try elaborate(AffinityUnit(configuration))
  }
}
