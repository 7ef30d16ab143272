/// Gives a verdict on each of many circuits.
struct Judge {
  let run: BatchRun

  /// The verdict on each circuit, in order. Where an engine refuses a batch it reads the circuits one
  /// by one, and the others are run without those at fault.
  func verdicts(on circuits: [NumberedRecipe]) async throws -> [Verdict] {
    guard !circuits.isEmpty else { return [] }
    do {
      let mismatches = try await run.mismatches(of: circuits)
      return circuits.map { mismatches[$0.number].map(Verdict.mismatch) ?? .agreement }
    } catch let failure as BatchRun.Failure {
      if circuits.count == 1 { return [Self.refusal(failure)] }
      let checks = try await refusals(of: circuits, by: failure)
      let rest = circuits.indices.filter { checks[$0] == nil }
      // What only shows when it runs, or in company, is found by halves.
      let halves =
        rest.count < circuits.count
        ? [rest] : [Array(rest[..<(rest.count / 2)]), Array(rest[(rest.count / 2)...])]
      var verdicts = checks.map { $0 ?? .agreement }
      for half in halves {
        for (index, verdict) in zip(half, try await self.verdicts(on: half.map { circuits[$0] })) {
          verdicts[index] = verdict
        }
      }
      return verdicts
    }
  }

  /// The circuits that the engine of a failure refuses alone, without running any.
  func refusals(
    of circuits: [NumberedRecipe], by failure: BatchRun.Failure
  ) async throws -> [Verdict?] {
    try await withThrowingTaskGroup(of: (Int, Verdict?).self) { group in
      for (index, circuit) in circuits.enumerated() {
        group.addTask { (index, try await run.refusal(of: circuit, like: failure)) }
      }
      var verdicts = [Verdict?](repeating: nil, count: circuits.count)
      for try await (index, verdict) in group { verdicts[index] = verdict }
      return verdicts
    }
  }

  static func refusal(_ failure: BatchRun.Failure) -> Verdict {
    switch failure {
    case .elaboration(let words): .refusal(engine: "native", words: words)
    case .engine(let engine, let words): .refusal(engine: engine, words: words)
    }
  }
}
