import DESNE
import Datasets
import Testing

@Suite("Quality of a map")
struct MapQualityTests {
  /// Points on a line, as images of one pixel and as a map.
  private static let places: [UInt8] = [0, 1, 3, 6, 10, 15, 21, 28]
  private static var map: [SIMD2<Double>] { places.map { SIMD2(Double($0), 0) } }

  @Test("a faithful map has trustworthiness 1 and overlaps itself")
  func faithful() throws {
    let distances = try SquaredDistances(images: Self.places, bytesPerImage: 1)
    #expect(try MapQuality.trustworthiness(Self.map, distances, neighbours: 2) == 1)
    #expect(try MapQuality.overlap(Self.map, Self.map, neighbours: 3) == 1)
  }

  /// scikit-learn 1.5.2: trustworthiness([[0],[1],[3],[6],[10],[15],[21],[28]],
  /// [[0],[28],[3],[21],[10],[15],[6],[1]], n_neighbors=k).
  @Test(
    "a shuffled map has the value of scikit-learn",
    arguments: [(1, 0.3125), (2, 0.5138888888888888), (3, 0.5833333333333334)])
  func shuffled(neighbours: Int, wanted: Double) throws {
    let distances = try SquaredDistances(images: Self.places, bytesPerImage: 1)
    let shuffled = [0, 28, 3, 21, 10, 15, 6, 1].map { SIMD2(Double($0), 0) }
    let found = try MapQuality.trustworthiness(shuffled, distances, neighbours: neighbours)
    #expect(abs(found - wanted) < 1e-12)
  }

  @Test("the overlap counts common neighbours")
  func overlap() throws {
    // The nearest of 0, 1, 2, 3: 1, 0, 1, 2 on the first map and 3, 2, 1, 0 on the second.
    let first: [SIMD2<Double>] = [0, 1, 3, 6].map { SIMD2($0, 0) }
    let second: [SIMD2<Double>] = [0, 10, 11, 1].map { SIMD2($0, 0) }
    #expect(try MapQuality.overlap(first, second, neighbours: 1) == 0.25)
  }

  @Test("numbers of neighbours that make no sense are refused")
  func refusals() throws {
    let distances = try SquaredDistances(images: Self.places, bytesPerImage: 1)
    for k in [0, 4, 100] {
      #expect(throws: DESNEError.self) {
        try MapQuality.trustworthiness(Self.map, distances, neighbours: k)
      }
    }
    #expect(throws: DESNEError.self) {
      try MapQuality.overlap(Self.map, Self.map, neighbours: 8)
    }
    #expect(throws: DESNEError.self) {
      try MapQuality.overlap(Self.map, [.zero], neighbours: 1)
    }
  }

  @Test("evenness is 1 for one point a cell and 0 for one place")
  func evenness() {
    let grid = (0..<16).map { SIMD2(Double($0 % 4), Double($0 / 4)) }
    #expect(PerplexityChoice.evenness(grid) == 1)
    #expect(PerplexityChoice.evenness([SIMD2(1, 1), SIMD2(1, 1)]) == 0)
    #expect(PerplexityChoice.evenness([]) == 0)
    let corners = (0..<16).map { SIMD2($0 < 8 ? 0.0 : 1, 0) }
    #expect(PerplexityChoice.evenness(corners) == 0.5)
  }

  @Test("the chosen perplexity has the most even map, and small sets clamp it")
  func choice() throws {
    let digits = try Dataset.opticalDigits().prefix(100)
    let distances = try SquaredDistances(images: digits.pixels, bytesPerImage: 64)
    let choice = try PerplexityChoice(distances: distances, options: DESNEOptions())
    #expect(choice.candidates.map(\.perplexity) == [5, 10, 20, 30, 33])
    let best = choice.candidates.map(\.evenness).max()
    #expect(choice.candidates.first { $0.perplexity == choice.perplexity }?.evenness == best)
    #expect(throws: DESNEError("there is no perplexity to choose from")) {
      try PerplexityChoice(distances: distances, options: DESNEOptions(), candidates: [])
    }
  }
}
