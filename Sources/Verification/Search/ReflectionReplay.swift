import DESNE

/// The candidates of a search before they are reflected at the bounds, worked out again from its
/// random numbers and populations: the model shows them only reflected.
struct ReflectionReplay {
  private let model: FixedSearch
  private let expected: ExpectedSearch
  private var random: Xorshift64

  init(_ model: FixedSearch, _ expected: ExpectedSearch, random: Xorshift64) {
    self.model = model
    self.expected = expected
    self.random = random
  }

  /// Notes every reflection.
  mutating func cover(_ coverage: inout SearchCoverage) {
    switch model.configuration.strategy {
    case .differentialEvolution: evolve(&coverage)
    case .fireworks: explode(&coverage)
    case .bisection: break
    }
  }

  private func note(_ value: Int, _ coverage: inout SearchCoverage) {
    let (low, high) = (model.bounds.lowerBound, model.bounds.upperBound)
    coverage.note(.reflectedAbove, value > high)
    coverage.note(.reflectedBelow, value < low)
    coverage.note(.limited, value > 2 * high - low || value < 2 * low - high)
  }

  private mutating func evolve(_ coverage: inout SearchCoverage) {
    let search = model.configuration
    for _ in 0..<search.population { _ = random.next() }
    for index in 1..<max(1, expected.generations.count) {
      let members = expected.generations[index - 1].population
      let best = expected.bests[index - 1].logBeta
      for (member, current) in members.enumerated() {
        let choices = FixedSearch.Choices(
          bits: random.next(), size: search.population, member: member)
        let (a, b, c) = (members[choices.a], members[choices.b], members[choices.c])
        let (base, difference) =
          switch search.mutation {
          case .currentToBest1: (current, best - current + a - b)
          case .best1: (best, a - b)
          case .rand1: (a, b - c)
          }
        note(base + (search.differentialWeight * difference + 128) >> 8, &coverage)
      }
    }
  }

  private mutating func explode(_ coverage: inout SearchCoverage) {
    let size = model.configuration.population
    let width = model.bounds.upperBound - model.bounds.lowerBound
    var amplitude = width / 4
    for _ in 0..<size { _ = random.next() }
    for index in 1..<max(1, expected.generations.count) {
      let fireworks = expected.generations[index - 1].population
      let others = fireworks.count - 1
      for spark in 0..<size {
        let isCore = spark < size / 2 || others == 0
        let reach = isCore ? amplitude : 2 * amplitude
        let center = isCore ? fireworks[0] : fireworks[1 + (spark - size / 2) % others]
        note(
          center + FixedSearch.choice(random.next() >> 48, of: 2 * reach + 1) - reach, &coverage)
      }
      for _ in 0..<others { _ = random.next() }
      let isBetter = abs(expected.bests[index].error) < abs(expected.bests[index - 1].error)
      amplitude =
        isBetter
        ? min(amplitude + amplitude / 4 + 1, width / 2) : max(amplitude - amplitude / 4, 1)
    }
  }
}
