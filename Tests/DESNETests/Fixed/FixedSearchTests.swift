import Configuration
import Testing

@testable import DESNE

@Suite("Search for bandwidths in integers")
struct FixedSearchTests {
  private func search(_ change: (inout SearchConfiguration) -> Void) throws -> FixedSearch {
    var configuration = SamplerConfiguration.edge
    change(&configuration.search)
    try configuration.validate()
    return FixedSearch(configuration.search, affinity: configuration.affinity)
  }

  /// An error that falls as log2 beta grows and is 0 at one place.
  private func evaluation(_ logBeta: Int, root: Int) -> RowEvaluation {
    RowEvaluation(
      logBeta: logBeta, weightSum: 1, moment: 0, log2: 0, reciprocal: 0, sumExponent: 0,
      meanExponent: 0, entropy: 0, error: (root - logBeta) * 4)
  }

  @Test(
    "every strategy finds the root of a falling error, wherever it is",
    arguments: [
      (
        SearchConfiguration.Strategy.differentialEvolution,
        SearchConfiguration.Mutation.currentToBest1
      ),
      (.differentialEvolution, .best1), (.differentialEvolution, .rand1),
      (.bisection, .rand1), (.fireworks, .rand1),
    ])
  func roots(strategy: SearchConfiguration.Strategy, mutation: SearchConfiguration.Mutation) throws
  {
    let search = try search {
      $0.strategy = strategy
      $0.mutation = mutation
      $0.population = 16
      $0.generations = 60
      $0.differentialWeight = 128
    }
    for root in [-24 << 10, -20_000, -12_345, -9_000, -8 << 10] {
      for seed in 1...5 as ClosedRange<UInt64> {
        let result = search.run(random: FixedSearch.stream(seed: seed, point: 3)) {
          #expect(search.bounds.contains($0))
          return evaluation($0, root: root)
        }
        #expect(abs(result.best.logBeta - root) <= 2, "\(strategy) \(mutation) \(root) \(seed)")
        #expect(result.isWithinTolerance)
      }
    }
  }

  @Test("bisection finds as many bits a pass as it is told", arguments: [1, 2, 3, 4])
  func bisection(bits: Int) throws {
    let search = try search {
      $0.strategy = .bisection
      $0.bisectionBits = bits
      $0.tolerance = 0
    }
    var passes = 0
    let result = search.run(
      random: Xorshift64(seed: 1),
      observe: { generation in
        #expect(generation.index == passes)
        #expect(generation.candidates.count == 1 << bits - 1)
        passes += 1
      }, evaluate: { evaluation($0, root: -12_347) })
    #expect(result.best.logBeta == -12_347)
    #expect(result.generations == passes)
    // 2^14 places.
    #expect(passes <= (14 + bits - 1) / bits)
    #expect(result.evaluations == passes * (1 << bits - 1))
  }

  @Test("three choices are distinct, other than the member, and all of them happen")
  func choices() {
    var random = Xorshift64(seed: 9)
    for size in [4, 5, 8] {
      for member in 0..<size {
        var seen: Set<[Int]> = []
        for _ in 0..<4_000 {
          let choices = FixedSearch.Choices(bits: random.next(), size: size, member: member)
          let all = [choices.a, choices.b, choices.c]
          #expect(Set(all + [member]).count == 4)
          #expect(all.allSatisfy((0..<size).contains))
          seen.insert(all)
        }
        #expect(seen.count == (size - 1) * (size - 2) * (size - 3))
      }
    }
  }

  @Test("a value beyond a bound is reflected, and limited where that is beyond the other")
  func reflection() throws {
    let search = try search { _ in }
    let (low, high) = (-24 << 10, -8 << 10)
    #expect(search.reflected(low - 5) == low + 5)
    #expect(search.reflected(high + 5) == high - 5)
    #expect(search.reflected(low) == low)
    #expect(search.reflected(high + 20_000) == low)
    #expect(search.reflected(low - 20_000) == high)
  }

  @Test("points have streams of their own, which depend on the seed")
  func streams() {
    var first: Set<UInt64> = []
    for seed in 0..<20 as Range<UInt64> {
      for point in 0..<200 {
        var stream = FixedSearch.stream(seed: seed, point: point)
        first.insert(stream.next())
      }
    }
    #expect(first.count == 4_000)
  }

  @Test("the search stops in the generation that reaches the tolerance")
  func stops() throws {
    let search = try search { $0.tolerance = 65_535 }
    let result = search.run(random: Xorshift64(seed: 1)) { evaluation($0, root: -12_000) }
    #expect(result.generations == 0)
    #expect(result.evaluations == 8)
  }

  @Test("a generation never loses its best member, and its population is what was evaluated")
  func elitism() throws {
    for strategy in SearchConfiguration.Strategy.allCases {
      let search = try search {
        $0.strategy = strategy
        $0.tolerance = 0
      }
      var least = Int.max
      var evaluated: Set<Int> = [search.bounds.lowerBound, search.bounds.upperBound]
      let result = search.run(
        random: Xorshift64(seed: 4),
        observe: { generation in
          for candidate in generation.candidates {
            least = min(least, abs(candidate.error))
            evaluated.insert(candidate.logBeta)
          }
          #expect(generation.population.allSatisfy(evaluated.contains))
        }, evaluate: { evaluation($0, root: -11_111) })
      #expect(abs(result.best.error) == least)
    }
  }
}
