public import Configuration

/// What searches have been through: a campaign has covered what it counted at least once.
public struct SearchCoverage: Sendable, Hashable, Codable {
  /// What is counted; the raw value is its name in reports.
  public enum Item: String, CaseIterable, Sendable, CodingKey {
    case differentialEvolution = "differential evolution"
    case bisection
    case fireworks
    case currentToBest1 = "current-to-best/1"
    case best1 = "best/1"
    case rand1 = "rand/1"

    case smallestPopulation = "population of 4"
    case fewMembers = "population of 5 to 7"
    case powerOfTwo = "population of a power of two above 4"
    case noPowerOfTwo = "population above 8 that is no power of two"
    case largestPopulation = "population of 64"
    case oneBit = "bisection of 1 bit a pass"
    case twoBits = "bisection of 2 bits a pass"
    case threeBits = "bisection of 3 bits a pass"
    case fourBits = "bisection of 4 bits a pass"
    case oneGeneration = "limit of 1 generation"
    case fewGenerations = "limit of 2 to 16 generations"
    case manyGenerations = "limit above 16 generations"
    case noTolerance = "tolerance of 0"

    case falling = "falling curve"
    case beyondBounds = "curve with its zero beyond the bounds"
    case steps = "curve of steps"
    case saturated = "saturated curve"
    case flat = "flat curve"
    case ties = "curve of two magnitudes"
    case valley = "valley"
    case noisy = "noisy curve"
    case row = "row of distances"

    case stopAtOnce = "stop after the first generation"
    case earlyStop = "stop before the last generation"
    case spent = "all generations used"
    case missed = "tolerance missed"
    case narrowInterval = "interval narrowed to nothing"

    case equalErrors = "equal least errors at different log2 beta"
    case oppositeErrors = "least errors of equal magnitude and opposite sign"
    case equalMutant = "mutant of the error of its member"
    case largestError = "largest error"
    case smallestError = "smallest error"
    case noError = "error of 0"
    case reflectedAbove = "reflection at the upper bound"
    case reflectedBelow = "reflection at the lower bound"
    case limited = "reflection beyond the other bound"
    case zeroState = "generator state of 0"
    case lastPoint = "last point"

    case heldCandidate = "candidate held"
    case longHold = "candidate held for 8 cycles"
    case takenAtOnce = "candidate taken at once"
    case immediateEvaluation = "evaluation right behind the last candidate"
    case backToBack = "evaluations back to back"
    case gap = "gap between evaluations"
    case longGap = "gap of 8 cycles between evaluations"

    case restartEarly = "restart before the first candidate"
    case restartProposing = "restart between candidates"
    case restartHeld = "restart withdraws a candidate"
    case restartEvaluating = "restart between evaluations"
    case restartDeciding = "restart behind the last evaluation of a generation"
    case restartFinished = "restart in the first cycle of the end"
    case restartWithEvaluation = "restart with an evaluation"
    case restartTwice = "restart in the cycle after a start"

    /// Whether a strategy can meet it.
    func applies(to strategy: SearchConfiguration.Strategy) -> Bool {
      switch self {
      // A spark falls at most as far from its firework as the bounds from each other.
      case .differentialEvolution, .currentToBest1, .best1, .rand1, .equalMutant, .limited:
        strategy == .differentialEvolution
      case .fireworks: strategy == .fireworks
      case .smallestPopulation, .fewMembers, .powerOfTwo, .noPowerOfTwo, .largestPopulation,
        .reflectedAbove, .reflectedBelow, .restartEarly:
        strategy != .bisection
      case .bisection, .oneBit, .twoBits, .threeBits, .fourBits, .narrowInterval:
        strategy == .bisection
      default: true
      }
    }
  }

  private var counts = [Int](repeating: 0, count: Item.allCases.count)

  /// Nothing is covered.
  public init() {}

  /// How often it was met.
  public private(set) subscript(item: Item) -> Int {
    get { counts[Self.indices[item] ?? 0] }
    set { counts[Self.indices[item] ?? 0] = newValue }
  }

  private static let indices = Dictionary(
    uniqueKeysWithValues: Item.allCases.enumerated().map { ($1, $0) })

  mutating func note(_ item: Item, _ isMet: Bool = true) {
    if isMet { self[item] += 1 }
  }

  /// Adds another run's.
  public mutating func add(_ other: SearchCoverage) {
    for index in counts.indices { counts[index] += other.counts[index] }
  }

  /// What was never met of what these strategies can meet, and the number of all of that.
  public func missing(
    _ strategies: [SearchConfiguration.Strategy]
  ) -> (items: [Item], of: Int) {
    let items = Item.allCases.filter { item in strategies.contains { item.applies(to: $0) } }
    return (items.filter { self[$0] == 0 }, items.count)
  }

  /// The counts by the names of the items.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Item.self)
    for item in Item.allCases { try container.encode(self[item], forKey: item) }
  }

  /// Reads the counts by the names of the items.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Item.self)
    for item in Item.allCases { self[item] = try container.decode(Int.self, forKey: item) }
  }

  // MARK: What a configuration and a curve cover

  mutating func cover(_ search: SearchConfiguration) {
    switch search.strategy {
    case .differentialEvolution:
      note(.differentialEvolution)
      switch search.mutation {
      case .currentToBest1: note(.currentToBest1)
      case .best1: note(.best1)
      case .rand1: note(.rand1)
      }
    case .bisection:
      note(.bisection)
      note([.oneBit, .twoBits, .threeBits, .fourBits][search.bisectionBits - 1])
    case .fireworks: note(.fireworks)
    }
    if search.strategy != .bisection {
      let isPowerOfTwo = search.population & (search.population - 1) == 0
      note(.smallestPopulation, search.population == 4)
      note(.fewMembers, (5...7).contains(search.population))
      note(.powerOfTwo, search.population > 4 && isPowerOfTwo)
      note(.noPowerOfTwo, search.population > 8 && !isPowerOfTwo)
      note(.largestPopulation, search.population == 64)
    }
    note(.oneGeneration, search.generations == 1)
    note(.fewGenerations, (2...16).contains(search.generations))
    note(.manyGenerations, search.generations > 16)
    note(.noTolerance, search.tolerance == 0)
  }

  mutating func cover(_ kind: EvaluationCurve.Kind) {
    switch kind {
    case .falling: note(.falling)
    case .beyondBounds: note(.beyondBounds)
    case .steps: note(.steps)
    case .saturated: note(.saturated)
    case .flat: note(.flat)
    case .ties: note(.ties)
    case .valley: note(.valley)
    case .noisy: note(.noisy)
    case .row: note(.row)
    }
  }
}
