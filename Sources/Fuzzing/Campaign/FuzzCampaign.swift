/// Makes random circuits and runs them on all engines.
public struct FuzzCampaign: Sendable {
  /// What to do.
  public var options: FuzzOptions
  /// What the native simulator is compared with.
  public var engines: [FuzzEngine]
  /// Where slang is found; `nil` to leave it out.
  public var slangTools: Tools?

  /// A campaign on some engines.
  public init(_ options: FuzzOptions, engines: [FuzzEngine], slangTools: Tools? = nil) {
    self.options = options
    self.engines = engines
    self.slangTools = slangTools
  }

  /// The circuit of a number.
  public func recipe(_ number: Int) -> Recipe {
    Generator.recipe(number: number, seed: options.seed, size: options.size)
  }

  /// Runs all circuits.
  ///
  /// - Parameter progress: Called with what is done so far, batch by batch.
  /// - Throws: `CosimulationError` when a tool is missing.
  public func run(
    progress: @escaping @Sendable (FuzzReport) -> Void = { _ in }
  ) async throws -> FuzzReport {
    var report = FuzzReport(options: options, engines: ["native"] + engines.map(\.name))
    if let slangTools, options.slangInterval > 0 {
      try await SlangLint(toolchain: slangTools.toolchain).require()
    }
    let end = options.start + options.circuits
    let batches = stride(from: options.start, to: end, by: max(1, options.batchSize)).map {
      $0..<min(end, $0 + max(1, options.batchSize))
    }
    try await withThrowingTaskGroup(of: BatchReport.self) { group in
      var next = 0
      func begin() {
        guard next < batches.count, report.findings.count < options.findingLimit else { return }
        let (index, numbers) = (next, batches[next])
        next += 1
        group.addTask { try await judge(numbers, index: index) }
      }
      for _ in 0..<max(1, options.jobs) { begin() }
      for try await batch in group {
        report.add(batch)
        progress(report)
        begin()
      }
    }
    report.findings.sort { $0.number < $1.number }
    return report
  }

  /// What became of one batch.
  struct BatchReport: Sendable {
    var coverage: Coverage
    var isReadBySlang: Bool
    var findings: [Finding] = []
  }

  private func judge(_ numbers: Range<Int>, index: Int) async throws -> BatchReport {
    let circuits = numbers.map {
      NumberedRecipe(number: $0, recipe: recipe($0), stimulus: $0)
    }
    var coverage = Coverage()
    for circuit in circuits { coverage.count(circuit.recipe) }
    var slang: SlangLint?
    if let slangTools, options.slangInterval > 0, index % options.slangInterval == 0 {
      slang = SlangLint(toolchain: slangTools.toolchain)
    }
    let stimulus = Stimulus(seed: options.seed)
    let run = BatchRun(
      engines: engines, stimulus: stimulus, cycles: options.cycles, slang: slang)
    var report = BatchReport(coverage: coverage, isReadBySlang: slang != nil)
    for (circuit, verdict) in zip(circuits, try await Judge(run: run).verdicts(on: circuits))
    where verdict != .agreement && report.findings.count < options.findingLimit {
      report.findings.append(try await finding(circuit, verdict, stimulus, slang))
    }
    return report
  }

  private func finding(
    _ circuit: NumberedRecipe, _ verdict: Verdict, _ stimulus: Stimulus, _ slang: SlangLint?
  ) async throws -> Finding {
    let shrinker = Shrinker(engines: engines, stimulus: stimulus, slang: slang)
    let (minimal, said) = try await shrinker.shrink(circuit, verdict, cycles: options.cycles)
    var waveform = ""
    if case .mismatch(let mismatch) = said {
      let run = BatchRun(
        engines: engines.filter { mismatch.engines.contains($0.name) }, stimulus: stimulus,
        cycles: mismatch.cycle + 1)
      waveform = try await run.waveform(
        of: NumberedRecipe(number: circuit.number, recipe: minimal, stimulus: circuit.stimulus))
    }
    return Finding(
      seed: options.seed, number: circuit.number, verdict: verdict, minimal: minimal,
      minimalVerdict: said, waveform: waveform)
  }
}
