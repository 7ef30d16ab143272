import Configuration
import DESNE

/// What the model says of a search.
struct ExpectedSearch {
  /// All generations.
  let generations: [SearchGeneration]
  /// The best evaluation after each generation.
  let bests: [RowEvaluation]
  /// What is found.
  let result: SearchResult

  init(_ model: FixedSearch, random: Xorshift64, curve: EvaluationCurve) {
    var generations: [SearchGeneration] = []
    result = model.run(
      random: random, observe: { generations.append($0) }, evaluate: curve.evaluation)
    self.generations = generations
    var bests: [RowEvaluation] = []
    for generation in generations {
      switch model.configuration.strategy {
      case .differentialEvolution:
        bests.append(Self.best(generation.population.map(curve.evaluation)))
      case .fireworks: bests.append(curve.evaluation(at: generation.population[0]))
      case .bisection:
        bests.append(Self.best((bests.last.map { [$0] } ?? []) + generation.candidates))
      }
    }
    self.bests = bests
  }

  /// The first of least error.
  private static func best(_ evaluations: [RowEvaluation]) -> RowEvaluation {
    evaluations.reduce(evaluations[0]) { abs($1.error) < abs($0.error) ? $1 : $0 }
  }

  /// Notes how the search went.
  func cover(_ coverage: inout SearchCoverage, _ model: FixedSearch, limit: Int) {
    let search = model.configuration
    let isSpent = result.generations == search.generations
    coverage.note(.stopAtOnce, result.isWithinTolerance && generations.count == 1)
    coverage.note(
      .earlyStop, result.isWithinTolerance && generations.count > 1 && !isSpent)
    coverage.note(.spent, isSpent && !result.isWithinTolerance)
    coverage.note(.missed, !result.isWithinTolerance)
    coverage.note(
      .narrowInterval,
      search.strategy == .bisection && !result.isWithinTolerance && !isSpent)
    for (index, generation) in generations.enumerated() {
      let errors = generation.candidates.map(\.error)
      coverage.note(.largestError, errors.contains(limit))
      coverage.note(.smallestError, errors.contains(-limit))
      coverage.note(.noError, errors.contains(0))
      let best = bests[index]
      let rivals = generation.candidates.filter {
        abs($0.error) == abs(best.error) && $0.logBeta != best.logBeta
      }
      coverage.note(.equalErrors, !rivals.isEmpty)
      coverage.note(.oppositeErrors, rivals.contains { $0.error == -best.error && $0.error != 0 })
    }
    if search.strategy == .differentialEvolution {
      for (before, after) in zip(generations, generations.dropFirst()) {
        coverage.note(
          .equalMutant,
          zip(before.population, after.candidates).contains { member, mutant in
            member != mutant.logBeta
              && after.candidates.contains { $0.logBeta == member && $0.error == mutant.error }
          })
      }
    }
  }
}
