import Configuration
import Testing

@testable import DESNE

@Suite("Degenerate inputs of the fixed-point model")
struct FixedDegenerateInputTests {
  /// Bytes of images, and how many points cannot reach the entropy wanted.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var images: [[UInt8]]
    var missed: Int
    var testDescription: String { name }
  }

  static func noise(_ count: Int, _ bytes: Int = 16) -> [[UInt8]] {
    var random = Xorshift64(seed: 21)
    return (0..<count).map { _ in (0..<bytes).map { _ in UInt8(random.next() >> 56) } }
  }

  static let cases = [
    Case(name: "one image", images: noise(1), missed: 0),
    Case(name: "two images", images: noise(2), missed: 0),
    // One of two neighbours has all weight only for the narrowest bandwidth.
    Case(name: "three images", images: noise(3), missed: 0),
    Case(name: "four images", images: noise(4), missed: 0),
    Case(name: "fewer images than the perplexity", images: noise(20), missed: 0),
    Case(name: "two equal images", images: [[9, 9], [9, 9]], missed: 0),
    Case(
      name: "all images equal", images: Array(repeating: [7, 7, 7], count: 50), missed: 50),
    Case(name: "all pixels 0", images: Array(repeating: [0], count: 12), missed: 12),
    Case(
      name: "all pixels 255", images: Array(repeating: Array(repeating: 255, count: 64), count: 12),
      missed: 12),
    // 40 copies have 39 neighbours at distance 0, more than the 30 wanted; the others reach theirs.
    Case(
      name: "many duplicates",
      images: Array(repeating: Array(repeating: 0, count: 16), count: 40) + noise(60, 16),
      missed: 40),
    // Pairs of corners at one distance: no bandwidth tells neighbours apart.
    Case(
      name: "all distances equal",
      images: (0..<24).map { corner in (0..<24).map { $0 == corner ? 255 : 0 } }, missed: 24),
    Case(
      name: "two far clusters",
      images: Array(repeating: Array(repeating: 0, count: 64), count: 6)
        + Array(repeating: Array(repeating: 255, count: 64), count: 6), missed: 12),
  ]

  @Test(
    "each is defined: no trap, every row counted, the map in range and the same again",
    arguments: cases, SearchConfiguration.Strategy.allCases)
  func runs(test: Case, strategy: SearchConfiguration.Strategy) throws {
    var configuration = SamplerConfiguration.edge
    configuration.search.strategy = strategy
    configuration.search.generations = 100
    // Within 1 percent of the perplexity.
    configuration.search.tolerance = 58
    let model = try FixedModel(configuration)
    let distances = try SquaredDistances(
      images: test.images.flatMap(\.self), bytesPerImage: test.images[0].count)
    let run = try model.run(distances: distances, seed: 5, iterations: 60)
    let count = test.images.count
    #expect(run.state.positions.count == count)
    #expect(run.affinities.joint.count == count * (count - 1) / 2)
    #expect(run.affinities.missedPoints.count == test.missed)
    // Few points make steep gradients, whose limits are counted; distances and positions never
    // leave their formats.
    let saturations = run.saturations
    #expect(saturations.distances + saturations.positions + saturations.pairPositions == 0)
    let limit = Int32(1) << 27
    for position in run.state.positions {
      #expect(abs(position.x) < limit && abs(position.y) < limit)
    }
    #expect(run == (try model.run(distances: distances, seed: 5, iterations: 60, threads: 2)))
  }

  @Test("no image at all gives an empty map")
  func none() throws {
    let distances = try SquaredDistances(images: [], bytesPerImage: 4)
    let run = try FixedModel(.edge).run(distances: distances, seed: 1)
    #expect(run.state.positions.isEmpty)
    #expect(run.affinities.joint.isEmpty)
    #expect(run.affinities.minimums.isEmpty)
  }

  @Test("a lone image lies at the origin and stays")
  func lone() throws {
    let distances = try SquaredDistances(images: [1, 2, 3], bytesPerImage: 3)
    let run = try FixedModel(.edge).run(distances: distances, seed: 1)
    #expect(run.state.positions == [.zero])
    #expect(run.affinities.bandwidths.isEmpty)
    #expect(run.affinities.minimums == [0])
  }

  @Test("of two images each has all the other's probability")
  func two() throws {
    let distances = try SquaredDistances(images: [0, 255], bytesPerImage: 1)
    let run = try FixedModel(.edge).run(distances: distances, seed: 1)
    #expect(run.affinities.conditional == [0, (1 << 20) - 1, (1 << 20) - 1, 0])
    #expect(run.affinities.joint == [(1 << 18) - 1])
    #expect(run.affinities.minimums == [65_025, 65_025])
    #expect(run.saturations.conditional == 2)
    #expect(run.saturations.joint == 1)
  }

  @Test("equal images share their probability evenly")
  func equal() throws {
    let distances = try SquaredDistances(
      images: [UInt8](repeating: 3, count: 33), bytesPerImage: 1)
    let run = try FixedModel(.edge).run(distances: distances, seed: 1, iterations: 2)
    // 2^20 / 32 but for the reciprocal, which is exact for 32.
    #expect(Set(run.affinities.joint) == [1 << 13])
  }
}
