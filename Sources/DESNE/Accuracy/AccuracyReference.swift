public import Configuration

/// The yardstick of an accuracy study: everything in 64-bit floating point for one set of images.
public struct AccuracyReference: Sendable {
  /// Sizes and formats of what is measured.
  public let configuration: SamplerConfiguration
  /// The distances of all pairs.
  public let distances: SquaredDistances
  /// The same parameters for the floating-point reference.
  public let options: DESNEOptions
  /// Bandwidths by bisection to 1e-6 bits.
  public let bandwidths: BandwidthResult
  /// P.
  public let affinities: Affinities

  /// Number of points.
  public var count: Int { distances.count }

  /// Computes bandwidths and P.
  ///
  /// - Parameters:
  ///   - configuration: What is measured.
  ///   - distances: Of at least 8 points.
  ///   - threads: Threads to use; 0 is one per core.
  /// - Throws: `ConfigurationError` or `DESNEError` for what is out of range.
  public init(
    configuration: SamplerConfiguration, distances: SquaredDistances, threads: Int = 0
  ) throws {
    try configuration.validate()
    try DESNEError.check("the number of points", distances.count, 8...DESNEOptions.maximumCount)
    guard distances.count <= configuration.affinity.maximumPoints else {
      throw ConfigurationError(
        "there are \(distances.count) points, but affinity.maximumPoints is "
          + "\(configuration.affinity.maximumPoints); raise it or take fewer points")
    }
    self.configuration = configuration
    self.distances = distances
    let embedding = configuration.embedding
    var options = DESNEOptions(
      perplexity: Double(configuration.affinity.perplexity), search: .bisection(Bisection()),
      iterations: embedding.iterations, exaggeration: Double(embedding.exaggeration),
      exaggerationIterations: embedding.exaggeratedIterations,
      learningRate: Double(1 << embedding.learningRateBits),
      initialMomentum: Double(embedding.initialMomentum) / 1_024,
      finalMomentum: Double(embedding.finalMomentum) / 1_024,
      initialSpread: 1 / Double(1 << embedding.startBits), precision: .float64, threads: threads)
    options.historyInterval = 0
    self.options = options
    bandwidths = try BandwidthResult(distances: distances, options: options)
    affinities = Affinities(
      distances: distances, bandwidths: bandwidths, precision: .float64, threads: threads)
  }

  /// Gradient descent in 64 bits from the start that the fixed-point model has too.
  public func descent(seed: UInt64) throws(DESNEError) -> GradientDescent {
    var options = options
    options.seed = seed
    return try GradientDescent(affinities: affinities, options: options)
  }

  /// n p_ij for j > i in the format `joint`: P as the fixed-point embedding takes it.
  public func joint(_ configuration: SamplerConfiguration) -> [UInt32] {
    let format = configuration.affinity.formats.joint
    let scale = Double(1 << format.fractionBits) * Double(count)
    var result: [UInt32] = []
    result.reserveCapacity(count * (count - 1) / 2)
    for i in 0..<count {
      for j in i + 1..<max(count, i + 1) {
        let value = (affinities[i, j] * scale).rounded(.toNearestOrAwayFromZero)
        result.append(UInt32(min(value, Double(Int(format.maximum)))))
      }
    }
    return result
  }
}

extension FixedEmbeddingState {
  /// A floating-point state, rounded to the formats.
  public init(_ state: EmbeddingState, formats: EmbeddingFormats) throws(DESNEError) {
    self.init(
      positions: try state.positions.quantised(to: formats.position),
      velocities: try state.velocities.quantised(to: formats.velocity),
      gains: try state.gains.quantised(to: formats.gain), iteration: state.iteration)
  }

  /// The positions as floating-point numbers.
  public func realPositions(_ formats: EmbeddingFormats) -> [SIMD2<Double>] {
    let unit = Double(sign: .plus, exponent: formats.position.exponent, significand: 1)
    return positions.map { SIMD2(Double($0.x), Double($0.y)) * unit }
  }
}
