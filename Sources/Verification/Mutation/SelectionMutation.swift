public import Configuration
public import Cosimulation

/// Changes in the netlist of an exemplar selector, against its cosimulation.
///
/// For each change: random maps of every kind with pauses and without, whose cycles must equal the
/// formula, and maps after a clear or a reset in the midst of others.
public struct SelectionMutation: Sendable {
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
    let check = try check()
    let campaign = MutationCampaign(design: check.design, count: count, seed: seed, cache: cache)
    return try await campaign.run(progress: progress, testbench: check.run)
  }

  /// What each change goes through.
  func check() throws -> ModuleCheck {
    try configuration.validate()
    var generator = SelectionProblemGenerator(configuration, seed: 17)
    var problems: [[SelectionProblem]] = []
    for _ in 0..<12 {
      problems.append(
        try (0..<SelectionCosimulation.mapsOfRun).map { _ in
          try generator.next(rules: SelectionRule.allCases)
        })
    }
    // Short runs that are cut off somewhere.
    for _ in 0..<12 {
      problems.append(
        try (0..<3).map { _ in
          try generator.next(rules: SelectionRule.allCases, pointLimit: 9)
        })
    }
    let runs = problems
    let configuration = configuration
    return ModuleCheck(design: try SelectionCosimulation.design(configuration)) {
      simulator -> String? in
      for (number, problems) in runs.enumerated() {
        let isCut = problems.count == 3
        let testbench = SelectorTestbench(
          configuration: configuration, problems: problems,
          stimulus: .init(seed: UInt64(number), hasStalls: number % 2 == 0))
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
