/// Differential evolution of log2 beta: a population in which differences of members make new ones
/// (Storn and Price, 1997).
public struct DifferentialEvolution: Hashable, Sendable, BandwidthStrategy {
  /// How a trial v is made for the member x; a, b, c are other members, drawn at random.
  public enum Variant: String, CaseIterable, Codable, Hashable, Sendable {
    /// v = a + F (b - c).
    case rand1 = "rand/1"
    /// v = best + F (a - b).
    case best1 = "best/1"
    /// v = x + F (best - x) + F (a - b).
    case currentToBest1 = "current-to-best/1"
  }

  /// How trials are made.
  public var variant: Variant
  /// Members, 4 to 256.
  public var population: Int
  /// The factor F of differences, above 0 to 2.
  public var differentialWeight: Double
  /// The crossover rate CR, 0 to 1. With one parameter the crossover always takes it from the trial,
  /// so it has no effect; it is kept since the method has it.
  public var crossoverRate: Double
  /// Generations at most, 0 to 10,000.
  public var generations: Int
  /// The error of the best member in bits at which the search ends, 0 to 1; 0 runs all generations.
  public var tolerance: Double
  /// Where log2 beta is searched; trials beyond are set to the bound.
  public var bounds: BandwidthBounds
  /// Start of the random numbers; every point has its own sequence.
  public var seed: UInt64

  /// Creates a search; without arguments the one measured best.
  public init(
    variant: Variant = .currentToBest1, population: Int = 8, differentialWeight: Double = 0.75,
    crossoverRate: Double = 0.9, generations: Int = 32, tolerance: Double = 1.0 / 512,
    bounds: BandwidthBounds = .automatic, seed: UInt64 = 1
  ) {
    self.variant = variant
    self.population = population
    self.differentialWeight = differentialWeight
    self.crossoverRate = crossoverRate
    self.generations = generations
    self.tolerance = tolerance
    self.bounds = bounds
    self.seed = seed
  }

  func validate() throws(DESNEError) {
    try DESNEError.check("the population", population, 4...256)
    try DESNEError.check("the differential weight F", differentialWeight, 0.001...2)
    try DESNEError.check("the crossover rate CR", crossoverRate, 0...1)
    try DESNEError.check("the generations", generations, 0...10_000)
    try DESNEError.check("the tolerance of the differential evolution", tolerance, 0...1)
    try validateBounds()
  }

  func search(_ row: BandwidthRow) -> BandwidthRow.Point {
    let range = row.searchRange(bounds)
    let width = range.upperBound - range.lowerBound
    var random = Xorshift64(seed: seed &+ UInt64(row.index) &* 0x9e37_79b9_7f4a_7c15)
    // One member at random in each of equal parts of the range.
    var members = row.points(
      atLog2Betas: (0..<population).map { k in
        range.lowerBound + width * (Double(k) + random.nextUnit()) / Double(population)
      })
    var best = members.indices.min { abs(members[$0].error) < abs(members[$1].error) } ?? 0
    for _ in 0..<generations where abs(members[best].error) > tolerance {
      let trials = row.points(
        atLog2Betas: members.indices.map { k in
          let trial = mutant(of: k, members, best, &random)
          return min(max(trial, range.lowerBound), range.upperBound)
        })
      for k in members.indices where abs(trials[k].error) <= abs(members[k].error) {
        members[k] = trials[k]
      }
      best = members.indices.min { abs(members[$0].error) < abs(members[$1].error) } ?? 0
    }
    return members[best]
  }

  private func mutant(
    of k: Int, _ members: [BandwidthRow.Point], _ best: Int, _ random: inout Xorshift64
  ) -> Double {
    let a = random.next(below: population, except: [k])
    let b = random.next(below: population, except: [k, a])
    let f = differentialWeight
    let x = members[k].log2Beta
    switch variant {
    case .rand1:
      let c = random.next(below: population, except: [k, a, b])
      return members[a].log2Beta + f * (members[b].log2Beta - members[c].log2Beta)
    case .best1:
      return members[best].log2Beta + f * (members[a].log2Beta - members[b].log2Beta)
    case .currentToBest1:
      return x + f * (members[best].log2Beta - x)
        + f * (members[a].log2Beta - members[b].log2Beta)
    }
  }
}

extension Xorshift64 {
  /// A number from 0 up to but not including 1, in steps of 2^-53.
  mutating func nextUnit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number below `bound` that is none of a few others; there is one left.
  mutating func next(below bound: Int, except others: [Int]) -> Int {
    while true {
      let number = next(below: bound)
      if !others.contains(number) { return number }
    }
  }
}
