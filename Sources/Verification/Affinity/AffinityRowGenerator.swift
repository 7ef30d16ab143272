import Configuration
import DESNE

/// Makes rows that reach every corner of the affinity unit: short and long, flat, with duplicates,
/// beyond the formats at both ends.
struct AffinityRowGenerator {
  private let configuration: SamplerConfiguration
  private let search: FixedSearch
  private let bandwidth: BandwidthUnit
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
    /// Exponents next to powers of two, at the log2 beta that the search tries first.
    case aimed
  }

  /// - Parameters:
  ///   - configuration: Sizes and formats.
  ///   - seed: Any value.
  init(_ configuration: SamplerConfiguration, seed: UInt64) {
    self.configuration = configuration
    search = FixedSearch(configuration.search, affinity: configuration.affinity)
    bandwidth = BandwidthUnit(configuration.affinity)
    random = Xorshift64(seed: seed)
  }

  /// Rows of a run, and the number of points that sets the perplexity.
  ///
  /// - Parameters:
  ///   - run: Its number: every fourth has rows of the greatest length among them, if that is not
  ///     more than a few hundred.
  ///   - count: Number of rows.
  ///   - seed: The seed of the run's searches.
  mutating func rows(
    run: Int, count: Int, seed: UInt64
  ) -> (rows: [AffinityRow], pointCount: Int) {
    let limit = configuration.affinity.maximumPoints
    let usual = min(limit, 96)
    let rows = (0..<count).map { number -> AffinityRow in
      let isShortest = number % 6 == 1
      let isLongest = number % 6 == 3 && run % 4 == 0
      let length =
        isShortest ? 2 : isLongest ? min(limit, 4_096) : 2 + random.next(below: usual - 1)
      let point = random.next(below: length)
      let kind = Kind.allCases[random.next(below: Kind.allCases.count)]
      var distances =
        kind == .aimed
        ? aimed(at: firstLogBetas(point: point, seed: seed), length) : distances(kind, length)
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
    case .aimed, .lonely:
      let near = random.next(below: length)
      return (0..<length).map { $0 == near ? 1 : largest - below(256, &random) }
    }
  }

  /// What the search of a point tries first.
  private func firstLogBetas(point: Int, seed: UInt64) -> [Int] {
    var logBetas: [Int] = []
    _ = search.run(random: FixedSearch.stream(seed: seed, point: point)) { logBeta in
      logBetas.append(logBeta)
      // Without an error the search ends at once.
      return RowEvaluation(
        logBeta: logBeta, weightSum: 0, moment: 0, log2: 0, reciprocal: 0, sumExponent: 0,
        meanExponent: 0, entropy: 0, error: 0)
    }
    return logBetas
  }

  private mutating func aimed(at logBetas: [Int], _ length: Int) -> [UInt64] {
    let format = configuration.affinity.formats.distance
    let largest = UInt64(1) << UInt64(configuration.distance.distanceBits) - 1
    let least = UInt64(random.next(below: 256))
    let near = random.next(below: length)
    return (0..<length).map { column in
      let scale = bandwidth.scale(logBeta: logBetas[random.next(below: logBetas.count)])
      let place = scale.places + random.next(below: 32)
      // The product with the multiplier comes to lie next to this power of two.
      let product = place < 62 ? UInt64(1) << UInt64(max(place, 0)) : 0
      let distance = product / UInt64(scale.mantissa) &+ UInt64(random.next(below: 3))
      guard column != near, distance < UInt64(format.maximum) else { return least }
      let dropped = -format.fractionBits
      return min(
        least + (dropped >= 0 ? distance << UInt64(dropped) : distance >> UInt64(-dropped)), largest
      )
    }
  }
}
