import Configuration
import DESNE

/// Makes rows that reach every corner of the affinity unit: short and long, flat, with duplicates,
/// beyond the formats at both ends.
struct AffinityRowGenerator {
  private let configuration: SamplerConfiguration
  private var random: Xorshift64

  /// The kinds of rows, which take turns.
  private enum Kind: CaseIterable {
    /// Any distances below a random power of two.
    case uniform
    /// All the same.
    case flat
    /// Most at the least distance.
    case duplicates
    /// Some as far as the distance's width allows.
    case farthest
    /// A few units apart, below what the search can tell apart.
    case tiny
    /// Powers of two: products with a single bit, next to the ends of formats.
    case powers
    /// One near, the others far: its probability is 1.
    case lonely
    /// One near, the others all at one distance further off: the moments of all are largest at once.
    case ring
  }

  /// - Parameters:
  ///   - configuration: Sizes and formats.
  ///   - seed: Any value.
  init(_ configuration: SamplerConfiguration, seed: UInt64) {
    self.configuration = configuration
    random = Xorshift64(seed: seed)
  }

  /// Rows of a run, and the number of points that sets the perplexity.
  ///
  /// - Parameters:
  ///   - run: Its number: every fourth has rows of the greatest length among them, if that is not
  ///     more than a few hundred.
  ///   - count: Number of rows.
  mutating func rows(run: Int, count: Int) -> (rows: [AffinityRow], pointCount: Int) {
    let limit = configuration.affinity.maximumPoints
    let usual = min(limit, 96)
    let rows = (0..<count).map { number -> AffinityRow in
      let isShortest = number % 6 == 1
      let isLongest = number % 6 == 3 && run % 4 == 0
      let length =
        isShortest ? 2 : isLongest ? min(limit, 4_096) : 2 + random.next(below: usual - 1)
      let point = random.next(below: length)
      let kind = Kind.allCases[random.next(below: Kind.allCases.count)]
      var distances = distances(kind, length)
      distances[point] = 0
      return AffinityRow(point: point, distances: distances)
    }
    return (rows, 2 + random.next(below: usual - 1))
  }

  private mutating func distances(_ kind: Kind, _ length: Int) -> [UInt64] {
    let bits = configuration.distance.distanceBits
    let largest = UInt64(1) << UInt64(bits) - 1
    let scale = UInt64(1) << UInt64(4 + random.next(below: bits - 4))
    func below(_ bound: UInt64, _ random: inout Xorshift64) -> UInt64 {
      (random.next() >> 16) % bound
    }
    switch kind {
    case .uniform: return (0..<length).map { _ in below(scale, &random) }
    case .flat: return Array(repeating: below(scale, &random), count: length)
    case .duplicates:
      let least = below(scale, &random)
      return (0..<length).map { _ in
        random.next() >> 62 == 0 ? least + below(scale, &random) & (largest - least) : least
      }
    case .farthest:
      return (0..<length).map { _ in
        random.next() >> 63 == 0 ? largest - below(16, &random) : below(scale, &random)
      }
    case .tiny: return (0..<length).map { _ in 1_000 + below(8, &random) }
    case .powers: return (0..<length).map { _ in 1 << UInt64(random.next(below: bits)) }
    case .ring:
      let near = random.next(below: length)
      let radius = scale + below(scale, &random)
      return (0..<length).map { $0 == near ? 0 : radius }
    case .lonely:
      let near = random.next(below: length)
      return (0..<length).map { $0 == near ? 1 : largest - below(256, &random) }
    }
  }
}
