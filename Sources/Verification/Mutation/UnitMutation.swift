public import Configuration
public import Cosimulation
import DESNE
import Datasets
import HDL
import Simulation

/// Changes in the netlist of an affinity unit, against its cosimulation.
///
/// For each change: random rows of every kind with pauses, rows without pauses whose cycles must equal
/// the formula, rows after a clear and after a reset in the midst of others, and rows of images; in the
/// units of arithmetic then the sweep over their inputs.
public struct AffinityMutation: Sendable {
  private let configuration: SamplerConfiguration
  private let count: Int
  private let seed: Int
  private let cache: ArtifactCache

  /// Creates a campaign; see `MutationCampaign`.
  public init(
    _ configuration: SamplerConfiguration, count: Int, seed: Int,
    cache: ArtifactCache = ArtifactCache()
  ) {
    self.configuration = configuration
    self.count = count
    self.seed = seed
    self.cache = cache
  }

  /// The outcomes in order.
  ///
  /// - Throws: `ConfigurationError`, and what `MutationCampaign` throws.
  public func run(progress: (Double) -> Void = { _ in }) async throws -> [MutantOutcome] {
    try configuration.validate()
    let campaign = MutationCampaign(
      design: try AffinityCosimulation.design(configuration),
      moduleChecks: try affinityChecks(configuration), count: count, seed: seed,
      cache: cache)
    var generator = AffinityRowGenerator(configuration, seed: 17)
    var runs = (0..<12).map {
      generator.rows(run: $0, count: AffinityCosimulation.rowsOfRun, seed: UInt64($0))
    }
    let images = try Dataset.open("digits").prefix(configuration.affinity.maximumPoints)
    let distances = try SquaredDistances(
      images: images.pixels, bytesPerImage: images.shape.byteCount)
    for (scale, pointCount) in [(4, 64), (4, 40), (3, 16), (2, 7), (0, 64)] {
      // Scaled to where the bits of larger images are.
      let rows = (0..<images.count).map { point in
        AffinityRow(point: point, distances: distances.row(point).map { UInt64($0) << scale })
      }
      runs.append((rows, pointCount))
    }
    // Short runs that are cut off somewhere.
    for number in 0..<160 {
      runs.append(generator.rows(run: number, count: 3, seed: UInt64(runs.count)))
    }
    return try await campaign.run(progress: progress) { simulator in
      for (number, rows) in runs.enumerated() {
        let testbench = AffinityTestbench(
          configuration: configuration, rows: rows.rows, pointCount: rows.pointCount,
          seed: UInt64(number), stimulus: .init(seed: UInt64(number), hasStalls: number % 2 == 0))
        let cut = 1 + (number * 997) % 1_500
        let report = try testbench.run(
          on: simulator, clearAfter: number % 4 == 3 ? cut : nil,
          resetAfter: number % 4 == 2 ? cut : nil)
        if let mismatch = report.mismatches.first { return mismatch.text }
        if number % 4 == 1, !report.isClean {
          return "\(report.cycles) cycles, by the formula \(report.formulaCycles)"
        }
      }
      return nil
    }
  }
}

/// Changes in the netlist of a search engine, against the testbench that drives it alone.
///
/// Bisection has bounds whose distance is not a power of two: else the lengths of all intervals are,
/// and most of their bits never change.
public struct SearchMutation: Sendable {
  private let configuration: SamplerConfiguration
  private let count: Int
  private let seed: Int
  private let cache: ArtifactCache

  /// Searches that each change has to go through.
  private static let searches = 400

  /// Creates a campaign; see `MutationCampaign`.
  public init(
    _ configuration: SamplerConfiguration, count: Int, seed: Int,
    cache: ArtifactCache = ArtifactCache()
  ) {
    self.configuration = configuration
    self.count = count
    self.seed = seed
    self.cache = cache
  }

  /// The outcomes in order.
  ///
  /// - Throws: `ConfigurationError`, and what `MutationCampaign` throws.
  public func run(progress: (Double) -> Void = { _ in }) async throws -> [MutantOutcome] {
    var configuration = configuration
    if configuration.search.strategy == .bisection {
      let width = configuration.search.maximumLogBeta - configuration.search.minimumLogBeta
      configuration.search.maximumLogBeta -= width.nonzeroBitCount == 1 ? 1 : 0
    }
    try configuration.validate()
    let campaign = MutationCampaign(
      design: try SearchCosimulation.design(configuration), count: count, seed: seed, cache: cache)
    return try await campaign.run(progress: progress) { simulator in
      let testbench = SearchTestbench(
        configuration: configuration, searches: Self.searches, stimulus: .init(seed: 5))
      return try testbench.run(on: simulator).mismatches.first?.text
    }
  }
}

/// Changes in the netlist of a distance unit, against its cosimulation.
///
/// The unit has short chunks and small blocks, so that images are split in a run of a few thousand
/// cycles.
public struct DistanceMutation: Sendable {
  private let configuration: DistanceConfiguration
  private let count: Int
  private let seed: Int
  private let cache: ArtifactCache

  /// Creates a campaign; see `MutationCampaign`.
  public init(
    _ configuration: DistanceConfiguration, count: Int, seed: Int,
    cache: ArtifactCache = ArtifactCache()
  ) {
    var configuration = configuration
    configuration.chunkBeats = 8
    configuration.blockCandidates = 8
    configuration.maximumDimensions = min(
      configuration.maximumDimensions, 4 * configuration.chunkBytes)
    self.configuration = configuration
    self.count = count
    self.seed = seed
    self.cache = cache
  }

  /// The outcomes in order.
  ///
  /// - Throws: `ConfigurationError`, and what `MutationCampaign` throws.
  public func run(progress: (Double) -> Void = { _ in }) async throws -> [MutantOutcome] {
    let campaign = MutationCampaign(
      design: try DistanceCosimulation.design(configuration), count: count, seed: seed,
      cache: cache)
    let images = try Dataset.open("digits").prefix(24)
    return try await campaign.run(progress: progress) { simulator in
      for hasStalls in [true, false] {
        let check = try DistanceCosimulation(
          configuration: configuration, dataset: images,
          stimulus: .init(seed: 3, hasStalls: hasStalls), randomRuns: 16)
        for run in try check.run(on: simulator) {
          if let mismatch = run.report.mismatches.first { return mismatch.text }
          if !run.report.isClean { return "\(run.report.cycles) cycles" }
        }
      }
      return nil
    }
  }
}
