public import FixedPoint

/// The affinity stage: from a row of squared distances to the row of probabilities.
///
/// With D the distance less the row's minimum, the stage computes x = beta D, w = 2^-x, S = sum w,
/// M = sum w x, the entropy H = log2 S + M / S in bits, and p = w / S.
public struct AffinityConfiguration: Codable, Hashable, Sendable {
  /// Most points of a run: 2 to 65,536. Fixes the widths of all sums over points.
  public var maximumPoints: Int
  /// The perplexity wanted: 2 to 4,096. A run of n points takes at most (n - 1) / 3, and at least 1.
  public var perplexity: Int
  /// The table of 2^-f.
  public var exp2Table: TableConfiguration
  /// The table of log2 m.
  public var log2Table: TableConfiguration
  /// The table of 1 / m.
  public var reciprocalTable: TableConfiguration
  /// The number formats.
  public var formats: AffinityFormats

  /// Creates a section from its parts; `validate()` tells whether they are allowed.
  public init(
    maximumPoints: Int, perplexity: Int, exp2Table: TableConfiguration,
    log2Table: TableConfiguration, reciprocalTable: TableConfiguration, formats: AffinityFormats
  ) {
    self.maximumPoints = maximumPoints
    self.perplexity = perplexity
    self.exp2Table = exp2Table
    self.log2Table = log2Table
    self.reciprocalTable = reciprocalTable
    self.formats = formats
  }

  /// The section of the presets, for the given number of points and width of a distance.
  static func preset(maximumPoints: Int, distance: FixedPointFormat) -> AffinityConfiguration {
    AffinityConfiguration(
      maximumPoints: maximumPoints, perplexity: 30,
      exp2Table: TableConfiguration(segmentBits: 5, degree: 2),
      log2Table: TableConfiguration(segmentBits: 6, degree: 1),
      reciprocalTable: TableConfiguration(segmentBits: 7, degree: 1),
      formats: AffinityFormats(distance: distance))
  }

  /// The fewest bits that count to `maximumPoints`.
  public var pointBits: Int { Int.bitWidth - maximumPoints.leadingZeroBitCount }
}

/// The formats of the affinity stage. Every conversion rounds to nearest, a half up, and saturates.
public struct AffinityFormats: Codable, Hashable, Sendable {
  /// D, the squared distance less the minimum of its row.
  public var distance: FixedPointFormat
  /// log2 beta, what the search varies.
  public var logBeta: FixedPointFormat
  /// 2^-g in (1/2, 1] with g the fraction of -log2 beta: what D is multiplied with.
  public var betaMantissa: FixedPointFormat
  /// x = beta D. What saturates has no weight.
  public var exponent: FixedPointFormat
  /// w = 2^-x, in [0, 1].
  public var weight: FixedPointFormat
  /// w as it is multiplied with x: fewer bits than `weight` keep the multiplier small.
  public var weightFactor: FixedPointFormat
  /// w x, in [0, 0.531), as it is summed.
  public var moment: FixedPointFormat
  /// m, the sum of the weights brought into [1, 2): the input of log2 and of the reciprocal.
  public var normalizedSum: FixedPointFormat
  /// log2 S, in [0, 16].
  public var log2: FixedPointFormat
  /// 1 / m, in (1/2, 1].
  public var reciprocal: FixedPointFormat
  /// The entropy H in bits, and M / S.
  public var entropy: FixedPointFormat
  /// p_j|i, as it is stored; 1 saturates.
  public var conditional: FixedPointFormat
  /// n p_ij = (p_j|i + p_i|j) / 2, as the embedding reads it; 1 saturates.
  public var joint: FixedPointFormat

  /// The formats that were chosen by measurement, unless one is given.
  public init(
    distance: FixedPointFormat, logBeta: FixedPointFormat? = nil,
    betaMantissa: FixedPointFormat? = nil, exponent: FixedPointFormat? = nil,
    weight: FixedPointFormat? = nil, weightFactor: FixedPointFormat? = nil,
    moment: FixedPointFormat? = nil, normalizedSum: FixedPointFormat? = nil,
    log2: FixedPointFormat? = nil, reciprocal: FixedPointFormat? = nil,
    entropy: FixedPointFormat? = nil, conditional: FixedPointFormat? = nil,
    joint: FixedPointFormat? = nil
  ) {
    self.distance = distance
    self.logBeta = logBeta ?? .init("SQ6.10")
    self.betaMantissa = betaMantissa ?? .init("UQ1.11")
    self.exponent = exponent ?? .init("UQ5.10")
    self.weight = weight ?? .init("UQ1.20")
    self.weightFactor = weightFactor ?? .init("UQ1.16")
    self.moment = moment ?? .init("UQ0.16")
    self.normalizedSum = normalizedSum ?? .init("UQ1.14")
    self.log2 = log2 ?? .init("UQ5.12")
    self.reciprocal = reciprocal ?? .init("UQ1.14")
    self.entropy = entropy ?? .init("UQ5.12")
    self.conditional = conditional ?? .init("UQ0.20")
    self.joint = joint ?? .init("UQ0.18")
  }
}

/// A function as polynomials through exact values: the input's high bits choose one of
/// 2^`segmentBits` equal segments, the low bits are the place t in it, from 0 up to 1.
///
/// The values at the ends of a segment, and for degree 2 in its middle, are the function's, rounded
/// to nearest at four bits below the last place of the result. Degree 0 takes the value at the
/// segment's start, which is exact where there is a segment for every input.
public struct TableConfiguration: Codable, Hashable, Sendable {
  /// log2 of the number of segments: 0 to 14, at most the bits of the input.
  public var segmentBits: Int
  /// The highest power of t: 0 to 2.
  public var degree: Int

  /// Creates a table from its parts.
  public init(segmentBits: Int, degree: Int) {
    self.segmentBits = segmentBits
    self.degree = degree
  }
}
