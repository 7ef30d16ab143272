/// Makes a circuit that shows a fault as small as it can be.
struct Shrinker {
  let engines: [FuzzEngine]
  let stimulus: Stimulus
  let slang: SlangLint?
  /// Circuits tried side by side.
  var batchSize = 48
  /// Rounds after which the result is taken as it is.
  var roundLimit = 200

  /// The smallest circuit found by single steps that gets a verdict like the given one, and that
  /// verdict. A mismatch keeps only the engines that are in it.
  func shrink(
    _ circuit: NumberedRecipe, _ verdict: Verdict, cycles: Int
  ) async throws -> (recipe: Recipe, verdict: Verdict) {
    var (best, verdict, cycles) = (circuit.recipe, verdict, cycles)
    var concerned = engines
    var lint: SlangLint?
    switch verdict {
    case .agreement: return (best, verdict)
    case .mismatch(let mismatch):
      concerned = engines.filter { mismatch.engines.contains($0.name) }
      cycles = mismatch.cycle + 1
    case .refusal(let engine, _):
      concerned = engines.filter { $0.name == engine }
      if engine == "slang" { lint = slang }
    }
    for _ in 0..<roundLimit {
      let judge = Judge(
        run: BatchRun(engines: concerned, stimulus: stimulus, cycles: cycles, slang: lint))
      guard let next = try await smaller(than: best, like: verdict, circuit.stimulus, judge) else {
        break
      }
      (best, verdict) = next
      if case .mismatch(let mismatch) = verdict { cycles = min(cycles, mismatch.cycle + 1) }
    }
    return (best, verdict)
  }

  private func smaller(
    than recipe: Recipe, like verdict: Verdict, _ number: Int, _ judge: Judge
  ) async throws -> (Recipe, Verdict)? {
    let candidates = recipe.reductions
    for first in stride(from: 0, to: candidates.count, by: batchSize) {
      let batch = candidates[first..<min(candidates.count, first + batchSize)]
      let circuits = batch.enumerated().map {
        NumberedRecipe(number: $0.offset, recipe: $0.element, stimulus: number)
      }
      let verdicts = try await verdicts(on: circuits, like: verdict, judge)
      if let hit = zip(circuits, verdicts).first(where: { $0.1.isLike(verdict) }) {
        return (hit.0.recipe, hit.1)
      }
    }
    return nil
  }

  /// Verdicts on candidates; where a refusal is looked for, nothing is run.
  private func verdicts(
    on circuits: [NumberedRecipe], like verdict: Verdict, _ judge: Judge
  ) async throws -> [Verdict] {
    guard case .refusal(let engine, let words) = verdict, engine != "native" else {
      return try await judge.verdicts(on: circuits)
    }
    return try await judge.refusals(of: circuits, by: .engine(engine, words))
      .map { $0 ?? .agreement }
  }
}
