/// A map of images on the plane, and how it came about.
public struct Embedding: Hashable, Sendable {
  /// The position of every image; their mean is the origin.
  public let positions: [SIMD2<Double>]
  /// The Kullback-Leibler divergence of the map in nats.
  public let klDivergence: Double
  /// Divergences on the way.
  public let history: [HistoryEntry]
  /// Steps of gradient descent.
  public let iterations: Int
  /// The bandwidth search of all images.
  public let bandwidths: BandwidthResult

  /// The divergence after a number of steps.
  public struct HistoryEntry: Hashable, Sendable {
    /// Steps done.
    public let iteration: Int
    /// The divergence in nats.
    public let klDivergence: Double
  }

  /// Embeds images.
  ///
  /// ```swift
  /// let embedding = try Embedding(images: pixels, bytesPerImage: 784)
  /// ```
  ///
  /// The result is a function of the images and the options: the same bits on every machine and for
  /// every number of threads.
  ///
  /// - Parameters:
  ///   - images: The bytes of all images, one after the other; at least one image.
  ///   - bytesPerImage: Bytes of an image, 1 to 66,051.
  ///   - options: Everything else.
  /// - Throws: `DESNEError` for options or sizes out of range.
  /// - Complexity: O(n² (d + evaluations + iterations)) time, 2 n² bytes (4 n² with float64).
  public init(
    images: [UInt8], bytesPerImage: Int, options: DESNEOptions = DESNEOptions()
  ) throws(DESNEError) {
    try self.init(
      distances: SquaredDistances(images: images, bytesPerImage: bytesPerImage), options: options)
  }

  /// Embeds points of known distances.
  ///
  /// - Throws: `DESNEError` for options or sizes out of range.
  public init(
    distances: SquaredDistances, options: DESNEOptions = DESNEOptions()
  ) throws(DESNEError) {
    let bandwidths = try BandwidthResult(distances: distances, options: options)
    let affinities = Affinities(
      distances: distances, bandwidths: bandwidths, precision: options.precision,
      threads: options.threads)
    let descent = try GradientDescent(affinities: affinities, options: options)
    var history: [HistoryEntry] = []
    while descent.iteration < options.iterations {
      descent.step()
      if options.historyInterval > 0, descent.iteration < options.iterations,
        descent.iteration.isMultiple(of: options.historyInterval)
      {
        history.append(
          HistoryEntry(iteration: descent.iteration, klDivergence: descent.klDivergence()))
      }
    }
    positions = descent.state.positions
    klDivergence = descent.klDivergence()
    iterations = descent.iteration
    self.history =
      history + [HistoryEntry(iteration: iterations, klDivergence: klDivergence)]
    self.bandwidths = bandwidths
  }
}
