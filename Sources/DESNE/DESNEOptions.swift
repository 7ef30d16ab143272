/// The floating-point type of an embedding.
public enum Precision: String, CaseIterable, Codable, Hashable, Sendable {
  /// 32 bits: the fast one; errors stay far below the spread over seeds.
  case float32
  /// 64 bits: the yardstick for everything else, at twice the memory.
  case float64
}

/// Everything that determines an embedding beside the images.
public struct DESNEOptions: Hashable, Sendable {
  /// The perplexity to reach, 1 to 10,000; see `targetPerplexity(count:)`.
  public var perplexity: Double
  /// How bandwidths are searched.
  public var search: BandwidthSearch
  /// Steps of gradient descent, 0 to 100,000.
  public var iterations: Int
  /// The factor of attraction in the first steps, 1 to 100.
  public var exaggeration: Double
  /// The number of steps with exaggeration.
  public var exaggerationIterations: Int
  /// The learning rate, 0.001 to 100,000; nil is `max(64, n / (4 exaggeration))`.
  public var learningRate: Double?
  /// The momentum while there is exaggeration, 0 up to 0.999.
  public var initialMomentum: Double
  /// The momentum afterwards, 0 up to 0.999.
  public var finalMomentum: Double
  /// The start is uniform in plus and minus this, 2^-20 to 100.
  public var initialSpread: Double
  /// Start of the random numbers of the initial map.
  public var seed: UInt64
  /// The floating-point type.
  public var precision: Precision
  /// Threads, 0 to 1,024; 0 is one per core. The result does not depend on it.
  public var threads: Int
  /// Steps between entries of the history, 0 to 100,000; 0 keeps only the last.
  public var historyInterval: Int

  /// Creates options; the defaults are what was measured best for classes of 500 to 1,000 images.
  public init(
    perplexity: Double = 30, search: BandwidthSearch = .default, iterations: Int = 500,
    exaggeration: Double = 4, exaggerationIterations: Int = 100, learningRate: Double? = nil,
    initialMomentum: Double = 0.5, finalMomentum: Double = 0.8, initialSpread: Double = 0x1p-4,
    seed: UInt64 = 1, precision: Precision = .float32, threads: Int = 0, historyInterval: Int = 50
  ) {
    self.perplexity = perplexity
    self.search = search
    self.iterations = iterations
    self.exaggeration = exaggeration
    self.exaggerationIterations = exaggerationIterations
    self.learningRate = learningRate
    self.initialMomentum = initialMomentum
    self.finalMomentum = finalMomentum
    self.initialSpread = initialSpread
    self.seed = seed
    self.precision = precision
    self.threads = threads
    self.historyInterval = historyInterval
  }

  /// Points at most: P takes about 2 n² bytes in 32-bit precision.
  public static let maximumCount = 32_768

  /// The perplexity searched for among `count` points: `perplexity`, but at most (n - 1) / 3 and at
  /// least 1.
  public func targetPerplexity(count: Int) -> Double {
    max(1, min(perplexity, Double(count - 1) / 3))
  }

  /// The learning rate for `count` points.
  public func effectiveLearningRate(count: Int) -> Double {
    learningRate ?? max(64, Double(count) / (4 * exaggeration))
  }

  /// Checks every value against its range.
  ///
  /// - Throws: `DESNEError` that names the first value out of range and the range.
  public func validate() throws(DESNEError) {
    try DESNEError.check("perplexity", perplexity, 1...10_000)
    try DESNEError.check("iterations", iterations, 0...100_000)
    try DESNEError.check("exaggeration", exaggeration, 1...100)
    try DESNEError.check("exaggerationIterations", exaggerationIterations, 0...100_000)
    if let learningRate {
      try DESNEError.check("learningRate", learningRate, 0.001...100_000)
    }
    try DESNEError.check("initialMomentum", initialMomentum, 0...0.999)
    try DESNEError.check("finalMomentum", finalMomentum, 0...0.999)
    try DESNEError.check("initialSpread", initialSpread, 0x1p-20...100)
    try DESNEError.check("threads", threads, 0...1_024)
    try DESNEError.check("historyInterval", historyInterval, 0...100_000)
    try search.validate()
  }

  /// Checks the options for a number of points.
  func validate(count: Int) throws(DESNEError) {
    try validate()
    guard count <= Self.maximumCount else {
      throw DESNEError(
        "there are \(count) points, but a map holds \(Self.maximumCount) at most; embed each class by "
          + "itself, or take fewer points")
    }
    try DESNEError.check("the number of points", count, 1...Self.maximumCount)
  }
}
