public import FixedPoint

/// The embedding: gradient descent of the map of points in the plane.
public struct EmbeddingConfiguration: Codable, Hashable, Sendable {
  /// Pairs of points that the embedding unit takes a cycle (G): a power of two, 1 to 64.
  public var lanes: Int
  /// Iterations: 1 to 65,535.
  public var iterations: Int
  /// What the attraction is multiplied with at first: 1 to 16.
  public var exaggeration: Int
  /// Iterations with exaggeration: 0 to 65,535.
  public var exaggeratedIterations: Int
  /// log2 of the learning rate: 0 to 12.
  public var learningRateBits: Int
  /// Momentum at first, in 1/1,024: 0 to 1,023.
  public var initialMomentum: Int
  /// Momentum afterwards, in 1/1,024: 0 to 1,023.
  public var finalMomentum: Int
  /// Iterations with the first momentum: 0 to 65,535.
  public var initialMomentumIterations: Int
  /// What a gain grows by where gradient and velocity agree, in 1/256: 0 to 256.
  public var gainIncrement: Int
  /// What a gain is multiplied with where they do not, in 1/256: 1 to 256.
  public var gainDecay: Int
  /// The smallest gain, in 1/256: 1 to 256.
  public var gainFloor: Int
  /// The start is uniform in plus and minus 2^-this: 0 to 12.
  public var startBits: Int
  /// The table of 1 / m.
  public var reciprocalTable: TableConfiguration
  /// The number formats.
  public var formats: EmbeddingFormats

  /// Creates a section from its parts; `validate()` tells whether they are allowed.
  public init(
    lanes: Int = 8, iterations: Int = 500, exaggeration: Int = 4,
    exaggeratedIterations: Int = 100, learningRateBits: Int = 6, initialMomentum: Int = 512,
    finalMomentum: Int = 819,
    initialMomentumIterations: Int = 100, gainIncrement: Int = 51, gainDecay: Int = 205,
    gainFloor: Int = 3, startBits: Int = 4,
    reciprocalTable: TableConfiguration = TableConfiguration(segmentBits: 6, degree: 1),
    formats: EmbeddingFormats = EmbeddingFormats()
  ) {
    self.lanes = lanes
    self.iterations = iterations
    self.exaggeration = exaggeration
    self.exaggeratedIterations = exaggeratedIterations
    self.learningRateBits = learningRateBits
    self.initialMomentum = initialMomentum
    self.finalMomentum = finalMomentum
    self.initialMomentumIterations = initialMomentumIterations
    self.gainIncrement = gainIncrement
    self.gainDecay = gainDecay
    self.gainFloor = gainFloor
    self.startBits = startBits
    self.reciprocalTable = reciprocalTable
    self.formats = formats
  }
}

/// The formats of the embedding. Every conversion rounds to nearest, a half up, and saturates.
///
/// For a pair with difference d, the weight is q = 1 / (1 + |d|²); the attraction adds p q d, the
/// repulsion q² d, and Z sums q. Products with d are summed without rounding, so the order in which
/// pairs come, and whether a pair is taken once or twice, changes no bit.
public struct EmbeddingFormats: Codable, Hashable, Sendable {
  /// A coordinate of the map.
  public var position: FixedPointFormat
  /// A coordinate as the pairs see it; differences of two are exact, with one bit more.
  public var pairPosition: FixedPointFormat
  /// The squared distance of a pair on the map; both squares are rounded, then added.
  public var squaredDistance: FixedPointFormat
  /// m, 1 + |d|² brought into [1, 2): the input of the reciprocal.
  public var normalizedDistance: FixedPointFormat
  /// q, in (0, 1], and 1 / m.
  public var weight: FixedPointFormat
  /// q², in [0, 1].
  public var squaredWeight: FixedPointFormat
  /// n p q, in [0, 1); 1 saturates.
  public var attraction: FixedPointFormat
  /// m, Z or n brought into [1, 2), and 1 / m.
  public var normalization: FixedPointFormat
  /// The gradient times the learning rate.
  public var gradient: FixedPointFormat
  /// The gain of a coordinate.
  public var gain: FixedPointFormat
  /// The velocity of a coordinate; as fine as a position.
  public var velocity: FixedPointFormat

  /// The formats that were chosen by measurement, unless one is given.
  public init(
    position: FixedPointFormat? = nil, pairPosition: FixedPointFormat? = nil,
    squaredDistance: FixedPointFormat? = nil, normalizedDistance: FixedPointFormat? = nil,
    weight: FixedPointFormat? = nil, squaredWeight: FixedPointFormat? = nil,
    attraction: FixedPointFormat? = nil, normalization: FixedPointFormat? = nil,
    gradient: FixedPointFormat? = nil, gain: FixedPointFormat? = nil,
    velocity: FixedPointFormat? = nil
  ) {
    self.position = position ?? .init("SQ8.20")
    self.pairPosition = pairPosition ?? .init("SQ8.9")
    self.squaredDistance = squaredDistance ?? .init("UQ17.14")
    self.normalizedDistance = normalizedDistance ?? .init("UQ1.12")
    self.weight = weight ?? .init("UQ1.14")
    self.squaredWeight = squaredWeight ?? .init("UQ1.22")
    self.attraction = attraction ?? .init("UQ0.18")
    self.normalization = normalization ?? .init("UQ1.16")
    self.gradient = gradient ?? .init("SQ6.18")
    self.gain = gain ?? .init("UQ7.8")
    self.velocity = velocity ?? .init("SQ6.20")
  }
}
