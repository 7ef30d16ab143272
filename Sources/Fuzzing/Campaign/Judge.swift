/// Gives a verdict on each of many circuits.
struct Judge {
  let run: BatchRun

  /// The verdict on each circuit, in order. Where a batch fails it is halved until the circuit at
  /// fault stands alone.
  func verdicts(on circuits: [NumberedRecipe]) async throws -> [Verdict] {
    guard !circuits.isEmpty else { return [] }
    do {
      let mismatches = try await run.mismatches(of: circuits)
      return circuits.map { mismatches[$0.number].map(Verdict.mismatch) ?? .agreement }
    } catch let failure as BatchRun.Failure {
      if circuits.count == 1 { return [Self.refusal(failure)] }
      let middle = circuits.count / 2
      return try await verdicts(on: Array(circuits[..<middle]))
        + verdicts(on: Array(circuits[middle...]))
    }
  }

  private static func refusal(_ failure: BatchRun.Failure) -> Verdict {
    switch failure {
    case .elaboration(let words): .refusal(engine: "native", words: words)
    case .engine(let engine, let words): .refusal(engine: engine, words: words)
    }
  }
}
