import Accelerator
public import Configuration
import DESNE
public import Datasets

/// What a sampler is to do, and what the model says of it.
public struct SamplerRun: Sendable {
  /// Where the images come from.
  public let source: String
  /// The images, one group.
  public let images: Dataset
  /// The rule.
  public let rule: SelectionRule
  /// Exemplars to choose, 1 to the number of images.
  public let exemplarCount: Int
  /// The run's seed.
  public let seed: UInt64
  /// Iterations of the embedding.
  public let iterations: Int

  let configuration: SamplerConfiguration
  /// log2 of the perplexity wanted.
  let targetEntropy: Int
  let distances: SquaredDistances
  let joint: [UInt32]
  /// Positions of the start and after every iteration.
  let maps: [[SIMD2<Int32>]]
  let saturations: SaturationCounters
  let missedPoints: Int
  /// Passes of every point's search over its row.
  let passes: [Int]
  let exemplars: [Int]

  /// Works out everything.
  ///
  /// - Throws: `ConfigurationError` for a configuration that is not valid, or for images, exemplars or
  ///   iterations out of its range; `DESNEError` for images too large to compare.
  public init(
    _ configuration: SamplerConfiguration, source: String, images: Dataset, rule: SelectionRule,
    exemplars: Int, iterations: Int, seed: UInt64
  ) throws {
    try configuration.validate()
    try configuration.validateSampler()
    let limit = configuration.affinity.maximumPoints
    guard (1...limit).contains(images.count) else {
      throw ConfigurationError(
        "\(source) has \(images.count) images, but a sampler takes 1 to \(limit) "
          + "(affinity.maximumPoints); choose another count or raise it in the configuration")
    }
    let size = images.shape.byteCount
    guard size <= configuration.distance.maximumDimensions else {
      throw ConfigurationError(
        "an image of \(source) has \(size) bytes, but distance.maximumDimensions is "
          + "\(configuration.distance.maximumDimensions); raise it in the configuration")
    }
    guard (1...images.count).contains(exemplars) else {
      throw ConfigurationError(
        "exemplars is \(exemplars); choose 1 to the \(images.count) images of \(source)")
    }
    guard (0...65_535).contains(iterations) else {
      throw ConfigurationError("iterations is \(iterations); choose 0 to 65535")
    }
    self.configuration = configuration
    self.source = source
    self.images = images
    self.rule = rule
    exemplarCount = exemplars
    self.seed = seed
    self.iterations = iterations
    let model = try FixedModel(configuration)
    distances = try SquaredDistances(images: images.pixels, bytesPerImage: size)
    let affinities = try model.affinities(distances: distances, seed: seed, threads: 0)
    targetEntropy = AffinityRun(configuration, count: images.count).stage.targetEntropy
    joint = affinities.joint
    missedPoints = affinities.missedPoints.count
    let isBisection = configuration.search.strategy == .bisection
    passes = affinities.bandwidths.map { $0.generations + (isBisection ? 0 : 1) }
    var maps = [FixedEmbedding(configuration, count: images.count).start(seed: seed).positions]
    var probe = FixedModelProbe()
    let collected = Maps()
    probe.state = { collected.all.append($1.positions) }
    let state = model.embedding(
      affinities, seed: seed, iterations: iterations, threads: 0, probe: probe)
    maps += collected.all
    self.maps = maps
    var saturations = affinities.saturations
    saturations.add(state.saturations)
    self.saturations = saturations
    self.exemplars =
      ExpectedSelection(
        SelectionProblem(
          rule: rule, exemplars: exemplars, positions: state.positions, images: images)
      ).exemplars
  }

  private final class Maps {
    var all: [[SIMD2<Int32>]] = []
  }

  /// Points that are equally far from all others.
  var flatPoints: Int {
    (0..<images.count).count { point in
      var others = distances.row(point)
      others.remove(at: point)
      return others.allSatisfy { $0 == others[0] }
    }
  }

  /// The fewest cycles of each phase: a beat of the memory, read or written, a distance, a value or a
  /// group of pairs a cycle.
  var bounds: [Int] {
    let count = images.count
    let queries = configuration.distance.queries
    let lanes = configuration.distance.lanes
    let beats = (images.shape.byteCount + lanes - 1) / lanes
    let compared = stride(from: 0, to: count, by: queries).reduce(0) {
      $0 + min(queries, count - $1) + count - $1
    }
    let pairs = count * (count - 1) / 2
    let layout = SamplerLayout(
      configuration, count: count, bytesPerImage: images.shape.byteCount)
    let written = count * ((count + layout.wordsPerBeat - 1) / layout.wordsPerBeat)
    return [
      compared * beats + written, passes.reduce(0) { $0 + ($1 + 1) * count }, pairs,
      iterations * pairs / configuration.embedding.lanes,
      rule == .grid ? count : 3 * count * count,
    ]
  }
}
