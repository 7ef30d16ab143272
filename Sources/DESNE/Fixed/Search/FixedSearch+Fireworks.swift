extension FixedSearch {
  /// Fireworks: sparks fall uniformly within an amplitude around each firework; the best of all goes
  /// on as the core, whose amplitude grows by a quarter where it improved and shrinks by a quarter
  /// where not; the other fireworks are drawn from the sparks.
  ///
  /// From the enhanced algorithm (Zheng, Janecek, Tan, CEC 2013: elitist-random selection) and its
  /// dynamic amplitude (Zheng, Janecek, Li, Tan, CEC 2014), with counts that need no division: a
  /// quarter of the population are fireworks; half of the sparks are the core's, the others take
  /// turns, at twice the core's amplitude.
  func explode(
    _ random: inout Xorshift64, _ observe: ((SearchGeneration) -> Void)?,
    _ evaluate: (Int) -> RowEvaluation
  ) -> SearchResult {
    let size = configuration.population
    let count = size / 4
    var first: [RowEvaluation] = []
    for _ in 0..<size { first.append(evaluate(randomMember(&random))) }
    var best = Self.best(first)
    var others = first.prefix(count - 1).map(\.logBeta)
    observe?(
      SearchGeneration(index: 0, candidates: first, population: [best.logBeta] + others))
    let width = bounds.upperBound - bounds.lowerBound
    var amplitude = width >> 2
    var generation = 0
    while generation < configuration.generations, !isDone(best) {
      generation += 1
      var sparks: [RowEvaluation] = []
      for spark in 0..<size {
        let isCore = spark < size / 2 || others.isEmpty
        let center = isCore ? best.logBeta : others[(spark - size / 2) % others.count]
        let reach = isCore ? amplitude : 2 * amplitude
        let place = Self.choice(random.next() >> 48, of: 2 * reach + 1) - reach
        sparks.append(evaluate(reflected(center + place)))
      }
      let next = Self.best([best] + sparks)
      let isBetter = abs(next.error) < abs(best.error)
      amplitude =
        isBetter
        ? min(amplitude + amplitude >> 2 + 1, width >> 1) : max(amplitude - amplitude >> 2, 1)
      best = next
      for index in others.indices {
        others[index] = sparks[Self.choice(random.next() >> 48, of: size)].logBeta
      }
      observe?(
        SearchGeneration(
          index: generation, candidates: sparks, population: [best.logBeta] + others))
    }
    return result(best, evaluations: size * (generation + 1), generations: generation)
  }
}
