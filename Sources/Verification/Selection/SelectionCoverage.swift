/// What selections have been through: a campaign has covered what it counted at least once.
public struct SelectionCoverage: Sendable, Hashable, Codable {
  /// What is counted; the raw value is its name in reports.
  public enum Item: String, CaseIterable, Sendable, CodingKey {
    case refinedCells = "refined cells"
    case grid
    case oneAfterTheOther = "a rule after the other"

    case onePoint = "one point"
    case twoPoints = "two points"
    case threePoints = "three points"
    case mostPoints = "as many points as there may be"
    case oneExemplar = "one exemplar"
    case someExemplars = "some of the points"
    case allExemplars = "all points"

    case onePlace = "all points at one place"
    case duplicates = "points at one place among others"
    case line = "points on a line"
    case lowestCoordinate = "lowest coordinate"
    case highestCoordinate = "highest coordinate"
    case upright = "map higher than wide"
    case lying = "map wider than high"
    case square = "map as wide as high"
    case equalImages = "equal images"

    case movedPoint = "point nearer to another mean"
    case stayingPoint = "point nearest to its own mean"
    case equallyNear = "point as near to another mean as to its own"
    case emptyCluster = "empty cluster"
    case emptyClusters = "several empty clusters"
    case equalMedoids = "several medoids"

    case firstGrid = "first grid fits"
    case laterGrid = "later grid fits"
    case finestGrid = "finest grid"
    case oneCell = "grid of one cell"
    case surplusCells = "more occupied cells than exemplars"
    case fewCells = "fewer occupied cells than exemplars"
    case separatedPlaces = "fewer places than exemplars, each in a cell of its own"

    case heldPass = "token held"
    case heldExemplar = "exemplar held"
    case heldCommand = "command held"
    case distanceGap = "gap between distances"
    case rightBehind = "command right behind the last exemplar"
  }

  private var counts = [Int](repeating: 0, count: Item.allCases.count)

  /// Nothing is covered.
  public init() {}

  /// How often something was met.
  public internal(set) subscript(item: Item) -> Int {
    get { counts[Self.position(of: item)] }
    set { counts[Self.position(of: item)] = newValue }
  }

  /// Counts an item if a condition holds.
  mutating func note(_ item: Item, _ condition: Bool = true) {
    if condition { self[item] += 1 }
  }

  /// Adds another run's.
  public mutating func add(_ other: SelectionCoverage) {
    for index in counts.indices { counts[index] += other.counts[index] }
  }

  /// The names of what was never covered.
  public var missing: [String] {
    Item.allCases.filter { self[$0] == 0 }.map(\.rawValue)
  }

  private static func position(of item: Item) -> Int {
    Item.allCases.firstIndex(of: item) ?? 0
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
}
