extension FixedSearch {
  /// Differential evolution: all mutants of a generation come from the population before it, so they
  /// are evaluated in one pass over the row. A mutant takes its member's place if its error is not
  /// larger.
  func evolve(
    _ random: inout Xorshift64, _ observe: ((SearchGeneration) -> Void)?,
    _ evaluate: (Int) -> RowEvaluation
  ) -> SearchResult {
    let size = configuration.population
    var population: [RowEvaluation] = []
    for _ in 0..<size { population.append(evaluate(randomMember(&random))) }
    observe?(
      SearchGeneration(index: 0, candidates: population, population: population.map(\.logBeta)))
    var best = Self.best(population)
    var generation = 0
    while generation < configuration.generations, !isDone(best) {
      generation += 1
      var mutants: [Int] = []
      for member in 0..<size {
        mutants.append(
          mutant(
            of: member, in: population, best: best.logBeta,
            choices: Choices(
              bits: random.next(), size: size, member: member)))
      }
      let trials = mutants.map(evaluate)
      for member in 0..<size where abs(trials[member].error) <= abs(population[member].error) {
        population[member] = trials[member]
      }
      best = Self.best(population)
      observe?(
        SearchGeneration(
          index: generation, candidates: trials, population: population.map(\.logBeta)))
    }
    return result(best, evaluations: size * (generation + 1), generations: generation)
  }

  /// Three members, distinct and other than one, from one random number: each of its three highest
  /// groups of 16 bits chooses among those left, in order of their numbers.
  package struct Choices {
    package let a: Int
    package let b: Int
    package let c: Int

    package init(bits: UInt64, size: Int, member: Int) {
      var taken = [member]
      func choose(_ bits: UInt64) -> Int {
        var index = FixedSearch.choice(bits, of: size - taken.count)
        for other in taken.sorted() where other <= index { index += 1 }
        taken.append(index)
        return index
      }
      a = choose(bits >> 48)
      b = choose(bits >> 32)
      c = choose(bits >> 16)
    }
  }

  /// The mutant of a member: one product with F, rounded once, then reflected at the bounds.
  private func mutant(
    of member: Int, in population: [RowEvaluation], best: Int, choices: Choices
  ) -> Int {
    let a = population[choices.a].logBeta
    let b = population[choices.b].logBeta
    let c = population[choices.c].logBeta
    let current = population[member].logBeta
    let (base, difference) =
      switch configuration.mutation {
      case .currentToBest1: (current, (best - current) + (a - b))
      case .best1: (best, a - b)
      case .rand1: (a, b - c)
      }
    return reflected(
      base + (configuration.differentialWeight * difference).shiftedRight(rounding: 8))
  }
}
