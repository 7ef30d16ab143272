import Configuration
import Testing

/// A distance unit at an end of a range.
struct Corner: Sendable, CustomTestStringConvertible {
  var name: String
  var sizes: DistanceConfiguration

  var testDescription: String { name }

  init(
    lanes: Int = 4, queries: Int = 2, chunkBeats: Int = 4, blockCandidates: Int = 4,
    maximumDimensions: Int = 64
  ) {
    sizes = DistanceConfiguration(
      lanes: lanes, queries: queries, chunkBeats: chunkBeats, blockCandidates: blockCandidates,
      maximumDimensions: maximumDimensions)
    name = "L\(lanes) T\(queries) K\(chunkBeats) B\(blockCandidates) D\(maximumDimensions)"
  }

  init(_ preset: SamplerConfiguration) {
    name = preset.name
    sizes = preset.distance
  }

  static let presets = SamplerConfiguration.presets.map { Corner($0) }

  /// Small enough for every linter; together they reach every end of every range but the largest
  /// memories.
  static let small = [
    Corner(), Corner(lanes: 2), Corner(lanes: 8), Corner(queries: 1), Corner(queries: 3),
    Corner(chunkBeats: 2), Corner(blockCandidates: 2), Corner(maximumDimensions: 1),
    Corner(lanes: 2, queries: 1, chunkBeats: 2, blockCandidates: 2, maximumDimensions: 1),
    Corner(maximumDimensions: 1 << 24),
    // A beat's sum is wider than the accumulator.
    Corner(lanes: 32, queries: 1, maximumDimensions: 3),
    Corner(lanes: 2, queries: 1, chunkBeats: 4_096, blockCandidates: 4_096),
  ]

  static let large = [
    Corner(lanes: 256, queries: 1), Corner(queries: 64),
    Corner(lanes: 256, queries: 3, chunkBeats: 2, blockCandidates: 2, maximumDimensions: 1),
    Corner(lanes: 128, queries: 64, chunkBeats: 4_096, maximumDimensions: 1 << 24),
  ]
}
