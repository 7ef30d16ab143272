import Cosimulation
public import Datasets
import HDL
public import Selection
import Simulation

/// Chooses exemplars by the sampler's Verilog: what `Sampling` does with the engine `fixed`.
public enum HardwareSampling {
  /// Runs every group through a sampler in Verilator, which is compared with the model on the way.
  ///
  /// - Parameters:
  ///   - dataset: The images.
  ///   - count: How many exemplars, 0 to the number of images.
  ///   - rule: How they are chosen.
  ///   - mapOptions: How maps are made; the engine is `fixed`.
  ///   - scope: Whether groups are classes or the whole set.
  ///   - seed: The seed of everything random.
  ///   - progress: Called with the share of the groups that are done, 0 to 1.
  /// - Throws: `SelectionError`, `ConfigurationError` or `DESNEError` for what is out of range,
  ///   `CosimulationError` without tools or where the hardware differs from the model.
  public static func run(
    dataset: Dataset, count: Int, rule: SelectionRule, mapOptions: MapOptions,
    scope: SelectionScope, seed: UInt64, progress: (Double) -> Void = { _ in }
  ) async throws -> Sampling {
    let context = SelectionContext(dataset: dataset, scope: scope, seed: seed)
    try context.check(count)
    let shares = proportionalShares(of: count, among: context.groups.map(\.count))
    var groups: [Sampling.Group] = []
    var indices: [Int] = []
    for (number, (group, share)) in zip(context.groups, shares).enumerated() {
      progress(Double(number) / Double(context.groups.count))
      let configuration = try mapOptions.fixedConfiguration(of: group, seed: group.seed)
      // A group without exemplars has a map nevertheless.
      let run = try SamplerRun(
        configuration, source: dataset.name, images: group.images(), rule: rule,
        exemplars: max(share, 1), iterations: mapOptions.iterations, seed: group.seed)
      let design = try SamplerCosimulation.design(configuration)
      let simulator = try await SimulationEngine.verilator.simulator(of: design, isTracing: false)
      let testbench = try SamplerTestbench(
        on: simulator, run, .init(seed: group.seed, hasStalls: false))
      try testbench.reset()
      let report = try testbench.run()
      guard report.isClean else {
        throw CosimulationError(
          .internal, "the hardware differs from the model",
          details: (report.mismatches.map(\.text) + report.violations).joined(separator: "\n"))
      }
      let map = GroupMap(
        positions: testbench.lastMap,
        perplexity: MapOptions.reachable(configuration.affinity.perplexity, count: group.count),
        missedCount: report.missedPoints, klDivergence: nil,
        saturationCount: report.saturations.total)
      groups.append(Sampling.Group(label: group.label, indices: group.indices, map: map))
      if share > 0 { indices += report.exemplars.map { group.indices[$0] } }
    }
    progress(1)
    return Sampling(
      dataset: dataset,
      exemplars: try Exemplars(
        method: rule.rawValue, indices: indices, count: count, dataset: dataset),
      groups: groups, mapOptions: mapOptions, scope: scope, seed: seed)
  }
}
