import Configuration
import DESNE
import Datasets
import FixedPoint

/// Makes maps and images that reach every corner of the exemplar selector.
struct SelectionProblemGenerator {
  private let configuration: SamplerConfiguration
  private var random: Xorshift64
  private var made = 0

  /// The kinds of maps, which take turns.
  private enum Kind: CaseIterable {
    /// Anywhere.
    case uniform
    /// Around some places.
    case clusters
    /// All at one place.
    case onePlace
    /// At a few places.
    case duplicates
    /// On a line along an axis.
    case line
    /// On a diagonal.
    case diagonal
    /// At the corners of the format.
    case corners
    /// On a small square of neighbouring places.
    case lattice
    /// Neighbours, and one point as far away as can be.
    case outlier
  }

  /// - Parameters:
  ///   - configuration: Sizes and formats.
  ///   - seed: Any value.
  init(_ configuration: SamplerConfiguration, seed: UInt64) {
    self.configuration = configuration
    random = Xorshift64(seed: seed)
  }

  /// The next problem, of kinds and sizes in turns.
  ///
  /// - Parameters:
  ///   - rules: Rules that take turns.
  ///   - pointLimit: Points at most, and no more than the selector takes.
  mutating func next(rules: [SelectionRule], pointLimit: Int = .max) throws -> SelectionProblem {
    let kinds = Kind.allCases
    let kind = kinds[made % kinds.count]
    let rule = rules[made / kinds.count % rules.count]
    let size = made / (kinds.count * rules.count)
    made += 1
    let limit = min(pointLimit, configuration.affinity.maximumPoints)
    let count =
      switch size % 6 {
      case 0: 4 + random.next(below: max(1, limit - 4))
      case 1: limit
      case 2: 1 + made % 3
      case 3: 2 + random.next(below: max(1, limit / 2))
      default: 5 + random.next(below: max(1, limit / 3))
      }
    // Far outliers need the finest grid, and a cell for each of many points nearly that: both take a
    // thousand times the walks of others.
    let points = max(1, min(count, limit, kind == .outlier ? 6 : .max))
    let most = rule == .grid && points > 12 ? points / 3 : points
    let exemplars =
      switch random.next(below: 6) {
      case 0: 1
      case 1: most
      case 2: max(1, points / 10)
      case 3: 1 + random.next(below: min(most, 6))
      default: 1 + random.next(below: most)
      }
    return SelectionProblem(
      rule: rule, exemplars: exemplars, positions: map(kind, points), images: try images(points))
  }

  private mutating func map(_ kind: Kind, _ count: Int) -> [SIMD2<Int32>] {
    let format = configuration.embedding.formats.position
    let (low, high) = (Int(format.minimum), Int(format.maximum))
    func limited(_ value: Int) -> Int32 { Int32(min(max(value, low), high)) }
    let size = 1 << (2 + random.next(below: format.bitWidth - 3))
    var generator = random
    func coordinate() -> Int { generator.next(below: 2 * size) - size }
    let places = (0..<1 + generator.next(below: 6)).map { _ in (coordinate(), coordinate()) }
    let isUpright = generator.next() >> 32 & 1 == 0
    var map = (0..<count).map { point -> SIMD2<Int32> in
      switch kind {
      case .uniform: return SIMD2(limited(coordinate()), limited(coordinate()))
      case .clusters:
        let place = places[generator.next(below: places.count)]
        return SIMD2(
          limited(place.0 + coordinate() / 8), limited(place.1 + coordinate() / 8))
      case .onePlace: return SIMD2(limited(places[0].0), limited(places[0].1))
      case .duplicates:
        let place = places[generator.next(below: places.count)]
        return SIMD2(limited(place.0), limited(place.1))
      case .line:
        let place = SIMD2(limited(coordinate()), limited(places[0].1))
        return isUpright ? SIMD2(place.y, place.x) : place
      case .diagonal:
        let value = limited(coordinate())
        return SIMD2(value, isUpright ? value : ~value)
      case .corners:
        let bits = generator.next() >> 32
        return SIMD2(Int32(bits & 1 == 0 ? low : high), Int32(bits & 2 == 0 ? low : high))
      case .lattice:
        return SIMD2(Int32(generator.next(below: 5)), Int32(generator.next(below: 5)))
      case .outlier:
        let isFar = point == count / 2
        return isFar
          ? SIMD2(Int32(high), Int32(isUpright ? low : high))
          : SIMD2(limited(low + generator.next(below: 3)), limited(low + generator.next(below: 9)))
      }
    }
    random = generator
    // Indices say nothing of positions.
    for place in map.indices.dropLast() {
      map.swapAt(place, place + random.next(below: map.count - place))
    }
    return map
  }

  /// Images of a few bytes: equal ones, near ones, any; as large as a distance can be.
  private mutating func images(_ count: Int) throws -> Dataset {
    let kind = random.next(below: 5)
    let most = configuration.distance.maximumDimensions
    let size = [1 + random.next(below: 12), 64, 784, 4_096][random.next(below: 4)]
    let bytes = min(kind == 0 ? most : size, most, 4_096)
    var pixels: [UInt8] = []
    pixels.reserveCapacity(count * bytes)
    for _ in 0..<count {
      let level = UInt8(truncatingIfNeeded: random.next() >> 40)
      for _ in 0..<bytes {
        let noise = random.next() >> 40
        let pixel: UInt8 =
          switch kind {
          case 0: level & 1 == 0 ? 0 : 255
          case 1: 7
          case 2: level & 3
          case 3: UInt8(truncatingIfNeeded: noise)
          default: level / 64 * 60 + UInt8(truncatingIfNeeded: noise & 7)
          }
        pixels.append(pixel)
      }
    }
    return try Dataset(
      name: "random", shape: ImageShape(height: 1, width: bytes), pixels: pixels)
  }
}
