import Accelerator
public import Configuration
import DESNE
public import Datasets
public import HDL
import Selection
public import Simulation

/// The whole check of an exemplar selector: the map of the images of a class or set, then random maps
/// of all kinds.
public struct SelectionCosimulation: Sendable {
  /// What one run compared.
  public struct Run: Sendable, Codable {
    /// Where the maps come from.
    public var source: String
    /// What was found.
    public var report: SelectionReport
  }

  /// Sizes and formats of the selector.
  public let configuration: SamplerConfiguration
  /// The images, all of them one set of points.
  public let dataset: Dataset
  /// Exemplars to choose among them.
  public let exemplars: Int
  /// The rules.
  public let rules: [SelectionRule]
  /// Steps of gradient descent of the map.
  public let iterations: Int
  /// Pauses, and the seed of the map and of random ones.
  public let stimulus: SelectorTestbench.Stimulus
  /// Number of runs over random maps.
  public let randomRuns: Int

  /// Maps of a random run.
  public static let mapsOfRun = 18
  /// Points of a random map at most: the testbench sends the square of it three times.
  public static let pointsOfMap = 128

  /// Creates a check.
  ///
  /// - Throws: `ConfigurationError` when the configuration is not valid, there are fewer than two
  ///   images or more than it allows, an image is too large for it, or there are not 1 to as many
  ///   exemplars as images.
  public init(
    configuration: SamplerConfiguration, dataset: Dataset, exemplars: Int,
    rules: [SelectionRule], iterations: Int, stimulus: SelectorTestbench.Stimulus, randomRuns: Int
  ) throws {
    try configuration.validate()
    let limit = configuration.affinity.maximumPoints
    guard (2...limit).contains(dataset.count) else {
      throw ConfigurationError(
        "\(dataset.name) has \(dataset.count) images, but a map takes 2 to \(limit) points "
          + "(affinity.maximumPoints); choose another count or raise it in the configuration")
    }
    let size = dataset.shape.byteCount
    guard size <= configuration.distance.maximumDimensions else {
      throw ConfigurationError(
        "an image of \(dataset.name) has \(size) bytes, but distance.maximumDimensions is "
          + "\(configuration.distance.maximumDimensions); raise it in the configuration")
    }
    guard (1...dataset.count).contains(exemplars) else {
      throw ConfigurationError(
        "\(exemplars) exemplars are asked for of \(dataset.count) images; choose 1 to "
          + "\(dataset.count)")
    }
    self.configuration = configuration
    self.dataset = dataset
    self.exemplars = exemplars
    self.rules = rules
    self.iterations = iterations
    self.stimulus = stimulus
    self.randomRuns = randomRuns
  }

  /// Runs everything on one simulator, with a reset between the runs.
  ///
  /// - Parameters:
  ///   - simulator: An engine with an `ExemplarSelector` of this configuration.
  ///   - progress: Called now and then with the share of the current run and its source.
  /// - Returns: One run a rule, then one a set of random maps; after a run with mismatches no further
  ///   one is started.
  /// - Throws: `SimulationError` from the engine, what the model throws for images that it refuses.
  public func run(
    on simulator: any Simulator, progress: (Double, String) -> Void = { _, _ in }
  ) throws -> [Run] {
    let distances = try SquaredDistances(
      images: dataset.pixels, bytesPerImage: dataset.shape.byteCount)
    let map = try FixedModel(configuration).run(
      distances: distances, seed: stimulus.seed, iterations: iterations, threads: 0)
    let images = ImageDistances(dataset)
    var runs: [Run] = []
    for rule in rules where runs.allSatisfy({ $0.report.isClean }) {
      let problem = SelectionProblem(
        rule: rule, exemplars: exemplars, positions: map.state.positions, distances: images)
      runs.append(
        try run("\(dataset.name), \(rule.rawValue)", [problem], stimulus, on: simulator, progress))
    }
    var generator = SelectionProblemGenerator(configuration, seed: stimulus.seed ^ 0x5e1ec7)
    for number in 0..<randomRuns where runs.allSatisfy({ $0.report.isClean }) {
      let problems = try (0..<Self.mapsOfRun).map { _ in
        try generator.next(rules: rules, pointLimit: Self.pointsOfMap)
      }
      let stimulus = SelectorTestbench.Stimulus(
        seed: stimulus.seed &+ UInt64(number) &+ 1, hasStalls: stimulus.hasStalls)
      runs.append(
        try run("random maps \(number)", problems, stimulus, on: simulator, progress))
    }
    return runs
  }

  private func run(
    _ source: String, _ problems: [SelectionProblem], _ stimulus: SelectorTestbench.Stimulus,
    on simulator: any Simulator, _ progress: (Double, String) -> Void
  ) throws(SimulationError) -> Run {
    let testbench = SelectorTestbench(
      configuration: configuration, problems: problems, stimulus: stimulus)
    return Run(
      source: source, report: try testbench.run(on: simulator) { progress($0, source) })
  }

  /// The hardware that such a check runs on.
  ///
  /// - Throws: `ElaborationError` never for a valid configuration.
  public static func design(
    _ configuration: SamplerConfiguration
  ) throws(ElaborationError) -> Design {
    try elaborate(ExemplarSelector(configuration))
  }
}
