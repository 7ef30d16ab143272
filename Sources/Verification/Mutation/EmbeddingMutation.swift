public import Configuration
public import Cosimulation
import DESNE
import Datasets
import HDL
import Simulation

/// Changes in the netlist of an embedding unit, against its cosimulation.
///
/// For each change: random maps of all kinds with pauses and without, whose cycles must equal the
/// formula, maps after a clear and after a reset in the midst of others, and the map of images.
/// Exaggeration and first momentum end after a few iterations, so that short maps have both.
public struct EmbeddingMutation: Sendable {
  private let configuration: SamplerConfiguration
  private let count: Int
  private let seed: Int
  private let cache: ArtifactCache

  /// Creates a campaign; see `MutationCampaign`.
  public init(
    _ configuration: SamplerConfiguration, count: Int, seed: Int,
    cache: ArtifactCache = ArtifactCache()
  ) {
    var configuration = configuration
    configuration.embedding.exaggeratedIterations = min(
      3, configuration.embedding.exaggeratedIterations)
    configuration.embedding.initialMomentumIterations = min(
      5, configuration.embedding.initialMomentumIterations)
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
      design: try EmbeddingCosimulation.design(configuration), count: count, seed: seed,
      cache: cache)
    var generator = EmbeddingRunGenerator(configuration, seed: 17)
    // Whole runs, then short ones that are cut off somewhere.
    var runs = (0..<6).map { _ in
      (0..<EmbeddingCosimulation.commandsOfRun).map { generator.run($0) }
    }
    for number in 0..<24 {
      runs.append((0..<3).map { generator.run(number + 3 * $0) })
    }
    let images = try Dataset.open("digits").prefix(configuration.affinity.maximumPoints)
    let affinities = try FixedModel(configuration).affinities(
      distances: try SquaredDistances(
        images: images.pixels, bytesPerImage: images.shape.byteCount),
      seed: 5, threads: 1)
    runs.append([
      EmbeddingRun(count: images.count, joint: affinities.joint, seed: 5, iterations: 60)
    ])
    return try await campaign.run(progress: progress) { simulator -> String? in
      for (number, runs) in runs.enumerated() {
        let testbench = EmbeddingTestbench(
          configuration: configuration, runs: runs,
          stimulus: .init(seed: UInt64(number), hasStalls: number % 2 == 0))
        let isCut = runs.count == 3
        let cut = 1 + (number * 997) % 1_500
        let report = try testbench.run(
          on: simulator, clearAfter: isCut && number % 4 < 2 ? cut : nil,
          resetAfter: isCut && number % 4 >= 2 ? cut : nil)
        if let mismatch = report.mismatches.first { return mismatch.text }
        if !report.isClean {
          return "\(report.cycles) cycles, by the formula \(report.formulaCycles)"
        }
      }
      return nil
    }
  }
}
