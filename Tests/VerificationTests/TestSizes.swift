import Configuration
import Testing

/// Sizes of a unit and of the images that run through it.
struct TestSizes: Sendable, CustomTestStringConvertible {
  var configuration: DistanceConfiguration
  var images: Int
  var bytes: Int

  init(
    lanes: Int = 4, queries: Int = 2, chunkBeats: Int = 2, blockCandidates: Int = 2,
    images: Int, bytes: Int
  ) {
    configuration = DistanceConfiguration(
      lanes: lanes, queries: queries, chunkBeats: chunkBeats, blockCandidates: blockCandidates,
      maximumDimensions: 256)
    self.images = images
    self.bytes = bytes
  }

  var testDescription: String {
    "\(images) x \(bytes) bytes on L\(configuration.lanes) T\(configuration.queries) "
      + "K\(configuration.chunkBeats) B\(configuration.blockCandidates)"
  }

  /// Random bytes, half of them extremes.
  func pixels(seed: UInt64) -> [UInt8] {
    var generator = SplitMix64(state: seed)
    return (0..<images * bytes).map { _ in
      let bits = generator.next()
      return bits & 1 == 0 ? UInt8(truncatingIfNeeded: bits >> 8) : bits & 2 == 0 ? 0 : 255
    }
  }

  static let corners = [
    // One image; one byte; one beat.
    TestSizes(images: 1, bytes: 1), TestSizes(images: 1, bytes: 4), TestSizes(images: 9, bytes: 1),
    TestSizes(images: 9, bytes: 4), TestSizes(images: 2, bytes: 8),
    // The image fills the query buffer, and one byte more splits it.
    TestSizes(images: 7, bytes: 8), TestSizes(images: 7, bytes: 9),
    // Chunks of one beat; many chunks; blocks smaller than, equal to and larger than the set.
    TestSizes(images: 3, bytes: 12), TestSizes(images: 5, bytes: 64),
    TestSizes(images: 5, bytes: 61), TestSizes(blockCandidates: 4, images: 5, bytes: 31),
    TestSizes(blockCandidates: 8, images: 8, bytes: 17),
    TestSizes(blockCandidates: 16, images: 6, bytes: 33),
    // Blocks whose last one holds one candidate, and then one of one beat.
    TestSizes(queries: 4, blockCandidates: 2, images: 5, bytes: 9),
    TestSizes(queries: 1, blockCandidates: 2, images: 3, bytes: 9),
    // Query counts that do and do not divide the count.
    TestSizes(queries: 1, images: 5, bytes: 10), TestSizes(queries: 3, images: 7, bytes: 10),
    TestSizes(queries: 3, images: 9, bytes: 5), TestSizes(queries: 5, images: 4, bytes: 7),
    TestSizes(queries: 8, chunkBeats: 8, images: 20, bytes: 30),
    // The narrowest and wider beats.
    TestSizes(lanes: 2, images: 5, bytes: 3), TestSizes(lanes: 2, queries: 1, images: 4, bytes: 11),
    TestSizes(lanes: 8, queries: 4, chunkBeats: 4, images: 10, bytes: 40),
    TestSizes(lanes: 16, queries: 3, chunkBeats: 4, blockCandidates: 4, images: 9, bytes: 100),
    TestSizes(lanes: 32, queries: 2, chunkBeats: 4, images: 6, bytes: 256),
    TestSizes(lanes: 64, queries: 2, images: 6, bytes: 129),
    TestSizes(lanes: 256, queries: 1, images: 3, bytes: 256),
    TestSizes(lanes: 256, queries: 2, images: 3, bytes: 1),
  ]

  /// Tails of every size, in the first and in a later chunk.
  static let tails = (1...24).map { TestSizes(lanes: 8, queries: 3, images: 4, bytes: $0) }
}

/// Steele's, Lea's and Flood's SplitMix64, independent of the generator under test.
struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  mutating func next(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }
}
