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
    let check = try check()
    let campaign = MutationCampaign(design: check.design, count: count, seed: seed, cache: cache)
    return try await campaign.run(progress: progress, testbench: check.run)
  }

  /// What each change goes through.
  func check() throws -> ModuleCheck {
    try configuration.validate()
    var generator = EmbeddingRunGenerator(configuration, seed: 17)
    // Whole runs, then short ones that are cut off somewhere.
    var all = (0..<6).map { _ in
      (0..<EmbeddingCosimulation.commandsOfRun).map { generator.run($0) }
    }
    for number in 0..<24 {
      all.append((0..<3).map { generator.run(number + 3 * $0) })
    }
    // Points that drive each other apart, until gains, velocities and positions are at their ends; then
    // so many iterations that their counter's upper bits count.
    let flight = min(9, configuration.affinity.maximumPoints)
    all.append([
      EmbeddingRun(
        count: flight, joint: [UInt32](repeating: 0, count: flight * (flight - 1) / 2), seed: 3,
        iterations: 300),
      EmbeddingRun(count: 2, joint: [0], seed: 4, iterations: 300),
      EmbeddingRun(count: 1, joint: [], seed: 4, iterations: 2_600),
    ])
    let images = try Dataset.open("digits").prefix(configuration.affinity.maximumPoints)
    let affinities = try FixedModel(configuration).affinities(
      distances: try SquaredDistances(
        images: images.pixels, bytesPerImage: images.shape.byteCount),
      seed: 5, threads: 1)
    all.append([
      EmbeddingRun(count: images.count, joint: affinities.joint, seed: 5, iterations: 60)
    ])
    let runs = all
    let configuration = configuration
    return ModuleCheck(design: try EmbeddingCosimulation.design(configuration)) {
      simulator -> String? in
      for (number, runs) in runs.enumerated() {
        let testbench = EmbeddingTestbench(
          configuration: configuration, runs: runs,
          stimulus: .init(seed: UInt64(number), hasStalls: number % 2 == 0))
        let isCut = runs.count == 3 && runs[0].iterations < 300
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
