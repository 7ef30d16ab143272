import FixedPoint

/// The sizes and formats of one sampler: the single source for RTL, model and reports.
///
/// Hardware and model share this value and nothing else.
public struct SamplerConfiguration: Codable, Hashable, Sendable {
  /// Name that goes into reports.
  public var name: String
  /// The distance unit.
  public var distance: DistanceConfiguration
  /// The affinity stage.
  public var affinity: AffinityConfiguration
  /// The search for the bandwidths.
  public var search: SearchConfiguration
  /// The embedding.
  public var embedding: EmbeddingConfiguration
  /// What stands behind the memory port.
  public var memory: MemoryConfiguration

  /// Creates a configuration from its parts; those left out are the preset `edge`'s, and the
  /// memory's channels those that give a beat of `distance` a clock.
  public init(
    name: String, distance: DistanceConfiguration, affinity: AffinityConfiguration? = nil,
    search: SearchConfiguration = SearchConfiguration(),
    embedding: EmbeddingConfiguration = EmbeddingConfiguration(),
    memory: MemoryConfiguration? = nil
  ) {
    self.name = name
    self.distance = distance
    self.affinity =
      affinity ?? .preset(maximumPoints: 1_024, distance: FixedPointFormat("UQ28.-8"))
    self.search = search
    self.embedding = embedding
    self.memory = memory ?? .preset(distance)
  }
}

/// Sizes of the distance unit.
public struct DistanceConfiguration: Codable, Hashable, Sendable {
  /// Bytes of an image compared a cycle with each query image (L): a power of two, 2 to 256.
  public var lanes: Int
  /// Query images that stay in the unit while candidates stream past (T): 1 to 64.
  public var queries: Int
  /// Beats of one query image that its buffer holds: a power of two, 2 to 4,096. A longer image is
  /// compared in chunks.
  public var chunkBeats: Int
  /// Candidates whose partial sums are kept between the chunks of longer images: a power of two, 2 to
  /// 4,096.
  public var blockCandidates: Int
  /// Most bytes an image may have: 1 to 2^24. Fixes the width of a distance.
  public var maximumDimensions: Int

  /// Creates a configuration from its parts; `validate()` tells whether they are allowed.
  public init(
    lanes: Int, queries: Int, chunkBeats: Int, blockCandidates: Int, maximumDimensions: Int
  ) {
    self.lanes = lanes
    self.queries = queries
    self.chunkBeats = chunkBeats
    self.blockCandidates = blockCandidates
    self.maximumDimensions = maximumDimensions
  }

  /// Width of a squared distance in bits: 16 for a squared difference of bytes, and what the sum over
  /// `maximumDimensions` of them adds.
  public var distanceBits: Int {
    16 + (maximumDimensions <= 1 ? 0 : Int.bitWidth - (maximumDimensions - 1).leadingZeroBitCount)
  }

  /// Bytes of one image that a buffer holds.
  public var chunkBytes: Int { lanes * chunkBeats }
}

extension SamplerConfiguration {
  /// The named configurations, smallest first.
  public static let presets: [SamplerConfiguration] = [
    SamplerConfiguration(
      name: "small",
      distance: .init(
        lanes: 16, queries: 8, chunkBeats: 256, blockCandidates: 64, maximumDimensions: 4_096),
      affinity: .preset(maximumPoints: 64, distance: FixedPointFormat("UQ28.-8")),
      embedding: EmbeddingConfiguration(lanes: 4)),
    SamplerConfiguration(
      name: "edge",
      distance: .init(
        lanes: 64, queries: 16, chunkBeats: 64, blockCandidates: 256, maximumDimensions: 4_096)),
    SamplerConfiguration(
      name: "large",
      distance: .init(
        lanes: 128, queries: 16, chunkBeats: 64, blockCandidates: 512,
        maximumDimensions: 262_144),
      affinity: .preset(maximumPoints: 4_096, distance: FixedPointFormat("UQ34.-8")),
      search: SearchConfiguration(minimumLogBeta: -30),
      embedding: EmbeddingConfiguration(lanes: 16, learningRateBits: 8)),
  ]

  /// The configuration used where none is named.
  public static let edge = presets[1]

  /// The preset of that name.
  ///
  /// - Throws: `ConfigurationError` that lists the names there are.
  public static func preset(_ name: String) throws -> SamplerConfiguration {
    if let found = presets.first(where: { $0.name == name }) { return found }
    throw ConfigurationError(
      "there is no preset \"\(name)\"; choose one of "
        + presets.map(\.name).joined(separator: ", "))
  }
}

/// A configuration that cannot be built, in one sentence.
public struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The sentence.
  public let description: String

  /// Creates an error with its sentence.
  public init(_ description: String) {
    self.description = description
  }
}
