import Accelerator
public import Configuration
public import Cosimulation
import DESNE
import Datasets
import HDL
import Simulation

/// Changes in the netlist of a sampler, against the run that software has it do.
///
/// For each change: a few points, as many as fit, and one point, by both rules, with pauses and
/// without, runs behind others that were stopped in each of their phases, what software should not do,
/// and every bit of the registers. Regions lie at both sides of the middle of the address space, at its
/// end and anywhere in the lower half. The sampler takes at
/// most 32 points, images in short chunks, and exaggeration and first momentum end after some
/// iterations, so that a run of some ten thousand cycles has all of it. What goes unseen in the exemplar
/// selector, the embedding unit or a unit of affinity arithmetic goes through that unit's own check.
public struct SamplerMutation: Sendable {
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
    configuration.affinity.maximumPoints = min(32, configuration.affinity.maximumPoints)
    configuration.distance.chunkBeats = 8
    configuration.distance.blockCandidates = min(8, configuration.distance.blockCandidates)
    configuration.distance.maximumDimensions = min(
      configuration.distance.maximumDimensions, 4 * configuration.distance.chunkBytes)
    configuration.embedding.exaggeratedIterations = min(
      3, configuration.embedding.exaggeratedIterations)
    configuration.embedding.initialMomentumIterations = min(
      4, configuration.embedding.initialMomentumIterations)
    self.configuration = configuration
    self.count = count
    self.seed = seed
    self.cache = cache
  }

  /// A run, where its memory begins, and what comes before.
  private struct Step {
    var run: SamplerRun
    var hasStalls: Bool
    var firstBeat: Int
    var before: Before?

    enum Before {
      /// A run like it, stopped after some cycles.
      case stop(after: Int)
      /// What software should not do.
      case misuse
      /// Registers bit by bit.
      case registers
    }
  }

  /// The outcomes in order.
  ///
  /// - Throws: `ConfigurationError`, and what `MutationCampaign` throws.
  public func run(progress: (Double) -> Void = { _ in }) async throws -> [MutantOutcome] {
    let campaign = MutationCampaign(
      design: try SamplerCosimulation.design(configuration),
      moduleChecks: try affinityChecks(configuration) + [
        SelectionMutation(configuration, count: count, seed: seed).check(),
        EmbeddingMutation(configuration, count: count, seed: seed).check(),
      ], count: count, seed: seed,
      cache: cache)
    let steps = try steps()
    var sound: [Int: SamplerReport] = [:]
    return try await campaign.run(progress: progress) { simulator -> String? in
      for (number, step) in steps.enumerated() {
        let testbench = try SamplerTestbench(
          on: simulator, step.run,
          .init(seed: UInt64(number), hasStalls: step.hasStalls, firstBeat: step.firstBeat))
        // No change makes a sampler that works so much slower.
        testbench.cycleLimit = sound[number].map { 2 * $0.cycles }
        try testbench.reset()
        switch step.before {
        case .stop(let cycles): try testbench.stop(after: cycles)
        case .misuse: try testbench.misuse()
        case .registers: try testbench.sweepRegisters()
        case nil: break
        }
        if let difference = testbench.differences.first { return difference }
        let report = try testbench.run()
        if let mismatch = report.mismatches.first { return mismatch.text }
        if let violation = report.violations.first { return violation }
        guard let expected = sound[number] else {
          sound[number] = report
          continue
        }
        // Without pauses the same run takes the same cycles, and counts them so.
        if !step.hasStalls, (report.cycles, report.phases) != (expected.cycles, expected.phases) {
          return "\(report.cycles) cycles, by phases \(report.phases.map(\.cycles))"
        }
      }
      return nil
    }
  }

  private func steps() throws -> [Step] {
    let limit = configuration.affinity.maximumPoints
    var steps: [Step] = []
    var random = Xorshift64(seed: 3)
    func add(
      _ points: Int, bytes: Int, _ rule: SelectionRule, exemplars: Int, iterations: Int,
      hasStalls: Bool, areEqual: Bool = false, at place: KeyPath<SamplerLayout, Int>? = nil,
      _ before: Step.Before? = nil
    ) throws {
      let run = try SamplerRun(
        configuration, source: "\(points) points",
        images: images(points, bytes: bytes, areEqual: areEqual),
        rule: rule, exemplars: exemplars, iterations: iterations, seed: UInt64(steps.count))
      let layout = SamplerLayout(configuration, count: points, bytesPerImage: bytes)
      // A place that the layout names comes to lie a few beats before the middle.
      var firstBeat = place.map { 1 << 31 - layout[keyPath: $0] - 3 } ?? random.next(below: 1 << 31)
      if points == 1 { firstBeat = 1 << 32 - layout.beatCount }
      if configuration.memory.backEnd != .port { firstBeat = 0 }
      steps.append(Step(run: run, hasStalls: hasStalls, firstBeat: firstBeat, before: before))
    }
    let most = configuration.distance.maximumDimensions
    try add(
      9, bytes: 70, .refinedCells, exemplars: 3, iterations: 3, hasStalls: true, at: \.imageBase)
    try add(
      limit, bytes: 200, .grid, exemplars: 5, iterations: 6, hasStalls: false, at: \.distanceBase)
    try add(
      limit - 1, bytes: most, .refinedCells, exemplars: 7, iterations: 2, hasStalls: true,
      at: \.probabilityBase)
    try add(1, bytes: 3, .grid, exemplars: 1, iterations: 2, hasStalls: false)
    for (number, stop) in [3, 200, 700, 2_000, 6_000, 7_000].enumerated() {
      try add(
        6 + 2 * number, bytes: 17 + 16 * number, number % 2 == 0 ? .grid : .refinedCells,
        exemplars: 1 + number, iterations: 1, hasStalls: number % 3 == 0, .stop(after: stop))
    }
    try add(
      5, bytes: 33, .refinedCells, exemplars: 2, iterations: 2, hasStalls: false, areEqual: true,
      .registers)
    try add(7, bytes: 40, .grid, exemplars: 7, iterations: 1, hasStalls: true, .misuse)
    return steps
  }

  /// Digits, side by side as often as there is room.
  private func images(_ count: Int, bytes: Int, areEqual: Bool) throws -> Dataset {
    let digits = try Dataset.open("digits").prefix(count)
    let size = digits.shape.byteCount
    let pixels = (0..<count).flatMap { image in
      (0..<bytes).map { digits.pixels[(areEqual ? 0 : image) * size + ($0 + 20) % size] }
    }
    return try Dataset(
      name: "digits", shape: ImageShape(height: 1, width: bytes), pixels: pixels)
  }
}
