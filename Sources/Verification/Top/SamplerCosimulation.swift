import Accelerator
public import Configuration
public import Datasets
public import HDL
import Selection
public import Simulation

/// The whole check of a sampler: every class of a data set goes through it as software would have it.
public struct SamplerCosimulation: Sendable {
  /// The runs, one a class.
  public let runs: [SamplerRun]
  /// Sizes and formats.
  public let configuration: SamplerConfiguration
  /// Pauses.
  public let stimulus: SamplerTestbench.Stimulus

  /// Cycles before and after a mismatch that a waveform shows.
  public static let traceMargin = (before: 2_000, after: 200)

  /// Works out what the model says of all runs.
  ///
  /// - Parameters:
  ///   - configuration: Sizes and formats; its iterations are those of the runs.
  ///   - dataset: The images; without labels they are one group.
  ///   - label: The only class to run; all if nil.
  ///   - count: Most images of a class, from the first.
  ///   - exemplars: Exemplars of a class of n images.
  ///   - rule: How they are chosen.
  ///   - seed: Seeds every class, as `nms sample` does.
  ///   - stimulus: Pauses.
  /// - Throws: `ConfigurationError`, `DatasetError` or `DESNEError` for what is out of range.
  public init(
    _ configuration: SamplerConfiguration, dataset: Dataset, label: Int?, count: Int,
    exemplars: (Int) -> Int, rule: SelectionRule, seed: UInt64,
    stimulus: SamplerTestbench.Stimulus
  ) throws {
    self.configuration = configuration
    self.stimulus = stimulus
    let groups = SelectionContext(dataset: dataset, seed: seed).groups
    let chosen = groups.filter { label == nil || $0.label == label }
    guard !chosen.isEmpty else {
      throw ConfigurationError(
        "class is \(label ?? 0), but \(dataset.name) has "
          + (dataset.labels == nil
            ? "no classes; leave it out"
            : "classes \(groups.compactMap(\.label).map(String.init).joined(separator: ", "))"))
    }
    runs = try chosen.map { group in
      let images = try group.images().prefix(count)
      return try SamplerRun(
        configuration, source: dataset.name + (group.label.map { " class \($0)" } ?? ""),
        images: images, rule: rule, exemplars: exemplars(images.count),
        iterations: configuration.embedding.iterations, seed: group.seed)
    }
  }

  /// Runs everything on one simulator, with a reset before every class; ends after one with a
  /// mismatch.
  ///
  /// - Parameters:
  ///   - simulator: An engine with a `Sampler` of this configuration.
  ///   - progress: Called now and then with the share of the present run and its name.
  /// - Throws: `SimulationError` from the engine.
  public func run(
    on simulator: any Simulator, progress: (Double, String) -> Void = { _, _ in }
  ) throws(SimulationError) -> [SamplerReport] {
    var reports: [SamplerReport] = []
    for run in runs where reports.allSatisfy(\.isClean) {
      let testbench = try SamplerTestbench(on: simulator, run, stimulus)
      try testbench.reset()
      reports.append(try testbench.run { progress($0, run.source) })
    }
    return reports
  }

  /// Runs the class of a report once more, with a waveform around its first mismatch.
  ///
  /// - Parameters:
  ///   - report: One with mismatches.
  ///   - simulator: An engine that can trace.
  ///   - path: The VCD file.
  /// - Throws: `SimulationError` from the engine.
  public func trace(
    _ report: SamplerReport, on simulator: any Simulator, to path: String
  ) throws(SimulationError) {
    guard let mismatch = report.mismatches.first,
      let run = runs.first(where: { $0.source == report.source })
    else { return }
    let testbench = try SamplerTestbench(on: simulator, run, stimulus)
    testbench.trace(
      max(0, mismatch.cycle - Self.traceMargin.before)..<mismatch.cycle + Self.traceMargin.after,
      to: path)
    try testbench.reset()
    _ = try testbench.run()
    try simulator.stopTrace()
  }

  /// The hardware that such a check runs on.
  ///
  /// - Throws: `ElaborationError` never for a valid configuration.
  public static func design(
    _ configuration: SamplerConfiguration
  ) throws(ElaborationError) -> Design {
    try elaborate(Sampler(configuration))
  }
}
