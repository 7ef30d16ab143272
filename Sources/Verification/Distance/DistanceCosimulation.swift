public import Accelerator
public import Configuration
import DESNE
public import Datasets
public import HDL
public import Simulation

/// The whole check of a distance unit: all pairs of real images, then random images of awkward sizes.
public struct DistanceCosimulation: Sendable {
  /// What one run compared.
  public struct Run: Sendable, Codable {
    /// Where the images come from.
    public var source: String
    /// What was found.
    public var report: DistanceReport
  }

  /// Sizes of the unit.
  public var configuration: DistanceConfiguration
  /// The real images.
  public var dataset: Dataset
  /// Pauses and seed of every run; the random images follow from the seed too.
  public var stimulus: DistanceTestbench.Stimulus
  /// Number of runs over random images.
  public var randomRuns: Int

  /// Creates a check.
  ///
  /// - Throws: `ConfigurationError` when the sizes are not allowed or an image is too large for them.
  public init(
    configuration: DistanceConfiguration, dataset: Dataset,
    stimulus: DistanceTestbench.Stimulus, randomRuns: Int
  ) throws {
    try configuration.validate()
    let size = dataset.shape.byteCount
    guard size <= configuration.maximumDimensions else {
      throw ConfigurationError(
        "an image of \(dataset.name) has \(size) bytes, but distance.maximumDimensions is "
          + "\(configuration.maximumDimensions); raise it in the configuration")
    }
    self.configuration = configuration
    self.dataset = dataset
    self.stimulus = stimulus
    self.randomRuns = randomRuns
  }

  /// Runs everything on one simulator, with a reset between the runs.
  ///
  /// - Parameters:
  ///   - simulator: An engine with a `DistanceUnit` of this configuration.
  ///   - progress: Called now and then with the share of the current run and its source.
  /// - Returns: One run a set of images; after a run with mismatches no further one is started.
  /// - Throws: `SimulationError` from the engine.
  public func run(
    on simulator: any Simulator, progress: (Double, String) -> Void = { _, _ in }
  ) throws(SimulationError) -> [Run] {
    let testbench = DistanceTestbench(
      configuration: configuration, images: dataset.pixels,
      bytesPerImage: dataset.shape.byteCount, stimulus: stimulus)
    var runs = [
      Run(
        source: dataset.name,
        report: try testbench.run(on: simulator) { progress($0, dataset.name) })
    ]
    var random = Xorshift64(seed: stimulus.seed ^ 0xda7a)
    for number in 0..<randomRuns where runs.allSatisfy({ $0.report.isClean }) {
      let source = "random images \(number)"
      let (images, size) = randomImages(number, &random)
      let testbench = DistanceTestbench(
        configuration: configuration, images: images, bytesPerImage: size,
        stimulus: .init(seed: random.next(), hasStalls: stimulus.hasStalls))
      runs.append(
        Run(source: source, report: try testbench.run(on: simulator) { progress($0, source) }))
    }
    return runs
  }

  /// A few images; every fourth set is larger than a query buffer if such images are allowed, the
  /// others take a few beats with any number of bytes in the last.
  private func randomImages(
    _ number: Int, _ random: inout Xorshift64
  ) -> (images: [UInt8], bytesPerImage: Int) {
    let largest = configuration.maximumDimensions
    let isLong = number % 4 == 3 && largest > configuration.chunkBytes
    let size =
      isLong
      ? configuration.chunkBytes
        + 1 + random.next(below: min(largest - configuration.chunkBytes, configuration.chunkBytes))
      : 1 + random.next(below: min(largest, 4 * configuration.lanes))
    let count = isLong ? 3 : 1 + random.next(below: 2 * configuration.queries + 3)
    // Half of the bytes are extremes: they make the longest carries.
    let images = (0..<count * size).map { _ -> UInt8 in
      let bits = random.next()
      let byte = UInt8(truncatingIfNeeded: bits >> 32)
      return bits & 1 == 0 ? byte : (bits & 2 == 0 ? 0 : 255)
    }
    return (images, size)
  }

  /// The hardware that such a check runs on.
  ///
  /// - Parameter fault: A mistake built in on purpose, `nil` for the real unit.
  /// - Throws: `ElaborationError` never for a valid configuration.
  public static func design(
    _ configuration: DistanceConfiguration, fault: DistanceFault? = nil
  ) throws(ElaborationError) -> Design {
    try elaborate(DistanceUnit(configuration, fault: fault))
  }
}
