import DESNE
import Testing

/// Inputs at the edge of sense: each has a defined result of plain numbers.
@Suite("Degenerate input")
struct DegenerateInputTests {
  private static let searches: [BandwidthSearch] = [
    .default, .bisection(Bisection()), .newton(Newton()), .fireworks(Fireworks()),
  ]

  private func embed(
    _ images: [UInt8], _ bytes: Int, _ search: BandwidthSearch, _ precision: Precision
  ) throws -> Embedding {
    let embedding = try Embedding(
      images: images, bytesPerImage: bytes,
      options: DESNEOptions(search: search, iterations: 120, precision: precision))
    #expect(embedding.positions.count == images.count / bytes)
    #expect(embedding.positions.allSatisfy { abs($0.x) < 10_000 && abs($0.y) < 10_000 })
    #expect(embedding.klDivergence.isFinite && embedding.klDivergence > -1e-5)
    let bandwidths = embedding.bandwidths
    #expect(bandwidths.log2Betas.allSatisfy { abs($0) < 64 })
    #expect(bandwidths.perplexities.allSatisfy { $0.isFinite && $0 > 1 - 1e-5 })
    #expect(bandwidths.residuals.allSatisfy { $0.isFinite })
    return embedding
  }

  @Test("one image is at the origin", arguments: searches, Precision.allCases)
  func one(search: BandwidthSearch, precision: Precision) throws {
    let embedding = try embed([1, 2, 3], 3, search, precision)
    #expect(embedding.positions == [SIMD2(0, 0)])
    #expect(embedding.klDivergence == 0)
    #expect(embedding.bandwidths.degeneracies == [.fewNeighbours])
    #expect(embedding.bandwidths.totalEvaluations == 0)
  }

  @Test("two images are apart, each the other's only neighbour", arguments: Precision.allCases)
  func two(precision: Precision) throws {
    for search in Self.searches {
      let embedding = try embed([1, 2, 3, 1, 2, 4], 3, search, precision)
      #expect(embedding.bandwidths.perplexities == [1, 1])
      #expect(embedding.bandwidths.target == 1)
      #expect(abs(embedding.klDivergence) < 1e-5)
      #expect(embedding.positions[0] == -embedding.positions[1])
    }
  }

  @Test(
    "fewer images than the perplexity take a third of the neighbours",
    arguments: [3, 4, 5, 10, 31, 90])
  func few(count: Int) throws {
    var random = SplitMix64(state: 3)
    let images = random.bytes(count * 16)
    for search in Self.searches {
      let bandwidths = try embed(images, 16, search, .float32).bandwidths
      #expect(bandwidths.target == max(1, Double(count - 1) / 3))
      #expect(bandwidths.outlierCount == 0)
    }
  }

  @Test(
    "equal images are equally near", arguments: searches, Precision.allCases)
  func equal(search: BandwidthSearch, precision: Precision) throws {
    let images = [UInt8](repeating: 77, count: 150 * 8)
    let bandwidths = try embed(images, 8, search, precision).bandwidths
    #expect(bandwidths.degeneracies.allSatisfy { $0 == .equalDistances })
    #expect(bandwidths.perplexities.allSatisfy { abs($0 - 149) < 1e-4 })
    #expect(bandwidths.isOutlier.allSatisfy { $0 })
    #expect(bandwidths.log2Betas.allSatisfy { $0 == 0 })
  }

  @Test(
    "more duplicates than the perplexity share their weight and are told", arguments: searches,
    Precision.allCases)
  func duplicates(search: BandwidthSearch, precision: Precision) throws {
    var random = SplitMix64(state: 5)
    let same = random.bytes(16)
    // 60 times one image, then 60 different ones.
    let images = (0..<60).flatMap { _ in same } + random.bytes(60 * 16)
    let bandwidths = try embed(images, 16, search, precision).bandwidths
    for i in 0..<60 {
      #expect(bandwidths.degeneracies[i] == .duplicates)
      #expect(bandwidths.isOutlier[i])
      #expect(abs(bandwidths.perplexities[i] - 59) < 1e-4)
    }
    // The others can be at most 60 duplicates' neighbours, but do reach the target.
    for i in 60..<120 where bandwidths.degeneracies[i] == nil {
      #expect(!bandwidths.isOutlier[i])
    }
  }

  @Test("a few duplicates are no obstacle", arguments: searches)
  func pairs(search: BandwidthSearch) throws {
    var random = SplitMix64(state: 6)
    let half = random.bytes(60 * 16)
    let embedding = try embed(half + half, 16, search, .float32)
    #expect(embedding.bandwidths.outlierCount == 0)
  }

  @Test("constant pixels change nothing", arguments: searches)
  func constantPixels(search: BandwidthSearch) throws {
    var random = SplitMix64(state: 7)
    let plain = (0..<50).map { _ in random.bytes(6) }
    let padded = plain.flatMap { (image: [UInt8]) -> [UInt8] in [0, 255] + image + [9] }
    let one = try embed(plain.flatMap { $0 }, 6, search, .float32)
    let other = try embed(padded, 9, search, .float32)
    #expect(one == other)
  }

  @Test("one pixel that differs by one is enough", arguments: searches)
  func onePixel(search: BandwidthSearch) throws {
    let images = (0..<40 as Range<UInt8>).flatMap { (value: UInt8) -> [UInt8] in [value, 0, 255] }
    let embedding = try embed(images, 3, search, .float32)
    #expect(embedding.bandwidths.outlierCount == 0)
  }

  @Test("no images, too many or too large ones, and bytes that are no whole image, are refused")
  func refusals() throws {
    #expect(throws: DESNEError("the number of points is 0; choose a value from 1 to 32768")) {
      try Embedding(images: [], bytesPerImage: 4)
    }
    let tooMany = DESNEError(
      "there are 32769 points, but a map holds 32768 at most; embed each class by itself, or take "
        + "fewer points")
    #expect(throws: tooMany) {
      try Embedding(images: [UInt8](repeating: 0, count: 32_769), bytesPerImage: 1)
    }
    #expect(throws: DESNEError("5 bytes are no whole number of images of 4 bytes")) {
      try Embedding(images: [1, 2, 3, 4, 5], bytesPerImage: 4)
    }
    let tooLarge = DESNEError(
      "an image has 66052 bytes, but the squared distances of a map take 32 bits, which hold those of "
        + "66051 bytes at most; scale the images down")
    #expect(throws: tooLarge) {
      try SquaredDistances(images: [], bytesPerImage: 66_052)
    }
  }
}
