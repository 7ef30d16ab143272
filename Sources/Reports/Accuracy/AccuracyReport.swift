public import Configuration
public import DESNE
public import Datasets
internal import FixedPoint
import Selection

/// How far the fixed-point model lies from the floating-point reference, on some images.
public struct AccuracyReport: Codable, Sendable {
  /// What is measured beside the comparison step by step.
  public struct Options: Sendable {
    /// Starts of whole runs.
    public var seeds: [UInt64]
    /// Whether every format is varied.
    public var sweepsFormats: Bool
    /// Starts for each width of the embedding's formats.
    public var sweepSeeds: [UInt64]
    /// Share of the images chosen as exemplars.
    public var keepRatio: Double
    /// Threads to use; 0 is one per core. Figures do not depend on it.
    public var threads: Int

    /// Five seeds, all sweeps with three, 5 percent of the images.
    public init(
      seeds: [UInt64] = [1, 2, 3, 4, 5], sweepsFormats: Bool = true,
      sweepSeeds: [UInt64] = [1, 2, 3], keepRatio: Double = 0.05, threads: Int = 0
    ) {
      self.seeds = seeds
      self.sweepsFormats = sweepsFormats
      self.sweepSeeds = sweepSeeds
      self.keepRatio = keepRatio
      self.threads = threads
    }
  }

  /// How many exemplars two maps of the same images have in common.
  public struct ExemplarOverlap: Codable, Hashable, Sendable {
    /// The rule, by its name.
    public var method: String
    /// Exemplars of each.
    public var count: Int
    /// Fixed against floating point from the same start, a share for each seed.
    public var fixed: [Double]
    /// Floating point against floating point from the next seed's start: what chance alone does.
    public var otherSeed: [Double]
  }

  /// The images, as a reader knows them.
  public var source: String
  /// Number of images.
  public var count: Int
  /// Bytes of an image.
  public var bytesPerImage: Int
  /// Sizes and formats.
  public var configuration: SamplerConfiguration
  /// Rows of the affinity stage, each given the floating-point bandwidth.
  public var affinityErrors: [SignalError]
  /// Iterations of the embedding, each started at the floating-point state.
  public var embeddingErrors: [SignalError]
  /// What the search of the configuration found.
  public var quality: AccuracyReference.AffinityQuality
  /// Whole runs.
  public var runs: [RunComparison]
  /// Exemplars chosen from the maps of these runs.
  public var overlaps: [ExemplarOverlap]
  /// Formats varied one at a time.
  public var affinitySweeps: [FormatSweep]
  /// Formats varied one at a time.
  public var embeddingSweeps: [FormatSweep]
  /// The maps of the first seed: x and y of the floating-point one, then of the fixed-point one, in
  /// units of the map.
  public var maps: [[SIMD2<Double>]]
  /// The images chosen by the first rule from either map.
  public var exemplars: [[Int]]

  /// Statistics of the floating-point divergences over seeds.
  public var realDivergence: Statistics { Statistics(runs.map(\.realDivergence)) }
  /// Statistics of the fixed-point divergences over seeds.
  public var fixedDivergence: Statistics { Statistics(runs.map(\.fixedDivergence)) }

  /// Measures.
  ///
  /// - Parameters:
  ///   - dataset: At least 8 images, taken as one class.
  ///   - source: The images, as a reader knows them.
  ///   - configuration: What is measured.
  ///   - options: How much.
  ///   - progress: Told what is being measured.
  /// - Throws: `ConfigurationError` or `DESNEError` for what is out of range.
  public init(
    _ dataset: Dataset, source: String, configuration: SamplerConfiguration,
    options: Options = Options(), progress: ((String) -> Void)? = nil
  ) throws {
    self.source = source
    self.configuration = configuration
    count = dataset.count
    bytesPerImage = dataset.shape.byteCount
    let distances = try SquaredDistances(
      images: dataset.pixels, bytesPerImage: dataset.shape.byteCount)
    let threads = options.threads
    progress?("the floating-point reference")
    let reference = try AccuracyReference(
      configuration: configuration, distances: distances, threads: threads)
    progress?("the affinity stage, row by row")
    affinityErrors = reference.affinityErrors()
    progress?("the embedding, step by step")
    let last = max(configuration.embedding.iterations - 1, 0)
    let states = try reference.states(
      at: [0, last / 20, last / 5, last / 2, last], seed: options.seeds.first ?? 1)
    embeddingErrors = try reference.embeddingErrors(states: states, threads: threads)
    progress?("the search")
    quality = try reference.affinityQuality(configuration, threads: threads)
    let found = try FixedModel(configuration).affinities(
      distances: distances, seed: 1, threads: threads)
    var runs: [RunComparison] = []
    var realMaps: [[SIMD2<Int32>]] = []
    var fixedMaps: [[SIMD2<Int32>]] = []
    let format = configuration.embedding.formats.position
    var maps: [[SIMD2<Double>]] = []
    for seed in options.seeds {
      progress?("seed \(seed)")
      let (comparison, result) = try reference.compare(
        affinities: found, seed: seed, threads: threads)
      runs.append(comparison)
      realMaps.append(try result.real.quantised(to: format))
      fixedMaps.append(result.fixed.positions)
      if maps.isEmpty {
        maps = [result.real, result.fixed.realPositions(configuration.embedding.formats)]
      }
    }
    self.runs = runs
    self.maps = maps
    let keep = max(1, Int((Double(dataset.count) * options.keepRatio).rounded()))
    (overlaps, exemplars) = try Self.overlaps(dataset, keep, realMaps, fixedMaps)
    affinitySweeps = []
    embeddingSweeps = []
    if options.sweepsFormats {
      affinitySweeps = try reference.affinitySweeps(threads: threads) {
        progress?("sweep of \($0)")
      }
      embeddingSweeps = try reference.embeddingSweeps(
        seeds: options.sweepSeeds,
        tolerance: max(Statistics(runs.map(\.realDivergence)).standardDeviation, 0.002),
        threads: threads
      ) { progress?("sweep of \($0)") }
    }
  }

  /// Chooses exemplars from all maps with the default rule and two that look at the map alone for
  /// their cells.
  private static func overlaps(
    _ dataset: Dataset, _ count: Int, _ real: [[SIMD2<Int32>]], _ fixed: [[SIMD2<Int32>]]
  ) throws -> ([ExemplarOverlap], [[Int]]) {
    var result: [ExemplarOverlap] = []
    var first: [[Int]] = []
    for name in [SelectionMethods.defaultName, "cells", "grid"] {
      let method = try SelectionMethods.named(name)
      func choose(_ map: [SIMD2<Int32>]) throws -> [Int] {
        let context = SelectionContext(dataset: dataset, scope: .whole, seed: 1) { _, _ in map }
        return try method.select(count, in: context).indices
      }
      func share(_ one: [Int], _ other: [Int]) -> Double {
        Double(Set(one).intersection(other).count) / Double(count)
      }
      let realChoices = try real.map(choose)
      let fixedChoices = try fixed.map(choose)
      if first.isEmpty, let one = realChoices.first, let other = fixedChoices.first {
        first = [one, other]
      }
      result.append(
        ExemplarOverlap(
          method: name, count: count, fixed: zip(fixedChoices, realChoices).map(share),
          otherSeed: zip(realChoices, realChoices.dropFirst()).map(share)))
    }
    return (result, first)
  }
}
