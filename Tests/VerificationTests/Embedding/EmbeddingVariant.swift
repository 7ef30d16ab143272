import Configuration
import FixedPoint

/// A small embedding unit with formats, tables or sizes other than the default.
enum EmbeddingVariant: CaseIterable {
  case oneLane, twoLanes, sixteenLanes, moreLanesThanPoints, oddPoints, narrow, coarse, wide,
    otherTables, plainDescent, coinciding

  var configuration: SamplerConfiguration {
    get throws {
      try EmbeddingCosimulationTests.configuration { change(&$0) }
    }
  }

  private func change(_ configuration: inout SamplerConfiguration) {
    switch self {
    case .oneLane: configuration.embedding.lanes = 1
    case .twoLanes: configuration.embedding.lanes = 2
    case .sixteenLanes: configuration.embedding.lanes = 16
    case .moreLanesThanPoints:
      configuration.embedding.lanes = 64
      configuration.affinity.maximumPoints = 9
    case .oddPoints:
      configuration.embedding.lanes = 8
      configuration.affinity.maximumPoints = 37
    case .narrow: narrow(&configuration)
    case .coarse: coarse(&configuration)
    case .wide: wide(&configuration)
    case .otherTables:
      configuration.embedding.reciprocalTable = TableConfiguration(segmentBits: 0, degree: 2)
    case .coinciding:
      configuration.embedding.startBits = 12
      configuration.embedding.formats.position = format("SQ8.12")
      configuration.embedding.formats.velocity = format("SQ6.12")
    case .plainDescent:
      configuration.embedding.exaggeration = 1
      configuration.embedding.exaggeratedIterations = 0
      configuration.embedding.initialMomentumIterations = 0
      configuration.embedding.gainIncrement = 0
      configuration.embedding.gainDecay = 256
      configuration.embedding.gainFloor = 256
    }
  }

  /// Formats that everything soon is beyond.
  private func narrow(_ configuration: inout SamplerConfiguration) {
    configuration.embedding.learningRateBits = 10
    configuration.embedding.gainIncrement = 256
    configuration.embedding.exaggeration = 13
    configuration.embedding.reciprocalTable = TableConfiguration(segmentBits: 2, degree: 1)
    configuration.embedding.formats = EmbeddingFormats(
      position: format("SQ5.12"), pairPosition: format("SQ4.3"), squaredDistance: format("UQ4.4"),
      normalizedDistance: format("UQ1.4"), weight: format("UQ1.6"), squaredWeight: format("UQ1.6"),
      attraction: format("UQ0.6"), normalization: format("UQ1.6"), gradient: format("SQ4.8"),
      gain: format("UQ1.8"), velocity: format("SQ5.12"))
  }

  /// Few bits below the binary point and many above: weights that are 0.
  private func coarse(_ configuration: inout SamplerConfiguration) {
    configuration.embedding.learningRateBits = 12
    configuration.embedding.startBits = 0
    configuration.embedding.reciprocalTable = TableConfiguration(segmentBits: 4, degree: 0)
    configuration.embedding.formats = EmbeddingFormats(
      position: format("SQ12.12"), pairPosition: format("SQ12.2"),
      squaredDistance: format("UQ25.0"), normalizedDistance: format("UQ1.4"),
      weight: format("UQ1.6"), squaredWeight: format("UQ1.24"), attraction: format("UQ1.26"),
      normalization: format("UQ1.10"), gradient: format("SQ8.8"), gain: format("UQ8.12"),
      velocity: format("SQ12.12"))
  }

  /// Every format at or near its most bits.
  private func wide(_ configuration: inout SamplerConfiguration) {
    configuration.affinity.formats.joint = format("UQ1.22")
    configuration.embedding.exaggeration = 16
    configuration.embedding.reciprocalTable = TableConfiguration(segmentBits: 7, degree: 2)
    configuration.embedding.formats = EmbeddingFormats(
      position: format("SQ12.20"), pairPosition: format("SQ12.13"),
      squaredDistance: format("UQ25.6"), normalizedDistance: format("UQ1.16"),
      weight: format("UQ1.20"), squaredWeight: format("UQ1.24"), attraction: format("UQ1.26"),
      normalization: format("UQ1.20"), gradient: format("SQ4.28"), gain: format("UQ8.12"),
      velocity: format("SQ12.20"))
  }

  private func format(_ notation: String) -> FixedPointFormat {
    let parts = notation.dropFirst(2).split(separator: ".", maxSplits: 1)
    guard let whole = Int(parts[0]), let fraction = Int(parts[1]),
      let format = try? FixedPointFormat(
        signed: notation.hasPrefix("S"), integerBits: whole, fractionBits: fraction)
    else { preconditionFailure(notation) }
    return format
  }
}
