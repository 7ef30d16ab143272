public import Configuration
import DESNE
import FixedPoint

/// What computes maps.
public enum MapEngine: String, CaseIterable, Codable, Hashable, Sendable {
  /// Floating point, then rounded to the position format of the configuration.
  case float
  /// Integers, bit for bit as the hardware.
  case fixed
}

/// How the bandwidth of a point is searched, as named on the command line.
public enum MapSearch: String, CaseIterable, Codable, Hashable, Sendable {
  /// Differential evolution: the published method.
  case differentialEvolution = "differential-evolution"
  /// Halving an interval.
  case bisection
  /// Newton's method; only in floating point.
  case newton
  /// Fireworks: the method of AdapSNE.
  case fireworks
}

/// The perplexity of a map.
public enum MapPerplexity: Hashable, Sendable, CustomStringConvertible {
  /// This one, clamped to (n - 1) / 3.
  case value(Double)
  /// The one whose map is filled most evenly, for each group; chosen in floating point.
  case automatic

  /// Reads a number or `auto`.
  public init?(_ text: String) {
    if text == "auto" {
      self = .automatic
    } else if let value = Double(text) {
      self = .value(value)
    } else {
      return nil
    }
  }

  /// As it is written on a command line.
  public var description: String {
    switch self {
    case .automatic: "auto"
    case .value(let value): value == value.rounded() ? "\(Int(value))" : "\(value)"
    }
  }
}

/// How maps are made.
public struct MapOptions: Hashable, Sendable {
  /// What computes them.
  public var engine: MapEngine
  /// The perplexity.
  public var perplexity: MapPerplexity
  /// How bandwidths are searched.
  public var search: MapSearch
  /// Steps of gradient descent, 1 to 65,535.
  public var iterations: Int
  /// Formats of the integers, and of the positions of both engines.
  public var configuration: SamplerConfiguration

  /// Creates options.
  public init(
    engine: MapEngine = .float, perplexity: MapPerplexity = .value(30),
    search: MapSearch = .differentialEvolution, iterations: Int = 500,
    configuration: SamplerConfiguration = .edge
  ) {
    self.engine = engine
    self.perplexity = perplexity
    self.search = search
    self.iterations = iterations
    self.configuration = configuration
  }

  /// Checks every value against its range.
  ///
  /// - Throws: `SelectionError` that names the value and the range.
  public func validate() throws(SelectionError) {
    guard (1...65_535).contains(iterations) else {
      throw SelectionError("iterations is \(iterations); choose 1 to 65535")
    }
    if case .value(let value) = perplexity {
      guard value >= 2, value <= 4_096 else {
        throw SelectionError("perplexity is \(value); choose auto or a number from 2 to 4096")
      }
      guard engine == .float || value == value.rounded() else {
        throw SelectionError("perplexity is \(value); the fixed engine takes whole numbers")
      }
    }
    guard engine == .float || search != .newton else {
      throw SelectionError(
        "search is newton, which the fixed engine lacks; choose differential-evolution, bisection or "
          + "fireworks")
    }
  }
}

/// A map, and how well it was made.
public struct GroupMap: Hashable, Sendable {
  /// Positions of the images of the group, in the position format of the configuration.
  public let positions: [SIMD2<Int32>]
  /// The perplexity that was searched for.
  public let perplexity: Double
  /// Images whose perplexity is off by more than the search allows.
  public let missedCount: Int
  /// The Kullback-Leibler divergence in nats; nil from the fixed engine.
  public let klDivergence: Double?
  /// Values that were beyond their format; 0 from the float engine.
  public let saturationCount: Int

  /// Puts a map together.
  package init(
    positions: [SIMD2<Int32>], perplexity: Double, missedCount: Int, klDivergence: Double?,
    saturationCount: Int
  ) {
    self.positions = positions
    self.perplexity = perplexity
    self.missedCount = missedCount
    self.klDivergence = klDivergence
    self.saturationCount = saturationCount
  }
}

extension MapOptions {
  /// Makes the map of a group.
  ///
  /// - Parameters:
  ///   - group: The images.
  ///   - seed: The seed of everything random.
  ///   - threads: Threads to use, 0 is one per core; the map is the same for any number.
  /// - Throws: `SelectionError`, `ConfigurationError` or `DESNEError` for what is out of range.
  public func map(of group: SelectionGroup, seed: UInt64, threads: Int = 0) throws -> GroupMap {
    try validate()
    let images = try group.images()
    let distances = try SquaredDistances(
      images: images.pixels, bytesPerImage: images.shape.byteCount)
    let options = try options(distances, seed: seed, threads: threads)
    switch engine {
    case .float:
      let embedding = try Embedding(distances: distances, options: options)
      return GroupMap(
        positions: try embedding.positions.quantised(
          to: configuration.embedding.formats.position),
        perplexity: embedding.bandwidths.target, missedCount: embedding.bandwidths.outlierCount,
        klDivergence: embedding.klDivergence, saturationCount: 0)
    case .fixed:
      let configuration = fixedConfiguration(perplexity: options.perplexity)
      let run = try FixedModel(configuration).run(
        distances: distances, seed: seed, iterations: iterations, threads: threads)
      return GroupMap(
        positions: run.state.positions,
        perplexity: Self.reachable(configuration.affinity.perplexity, count: group.count),
        missedCount: run.affinities.missedPoints.count, klDivergence: nil,
        saturationCount: run.saturations.total)
    }
  }

  /// The configuration of hardware that makes the map of a group as the engine `fixed` does.
  ///
  /// - Throws: `SelectionError`, `ConfigurationError` or `DESNEError` for what is out of range.
  package func fixedConfiguration(
    of group: SelectionGroup, seed: UInt64
  ) throws -> SamplerConfiguration {
    try validate()
    guard case .automatic = perplexity else {
      return fixedConfiguration(perplexity: try options(nil, seed: seed, threads: 0).perplexity)
    }
    let images = try group.images()
    let distances = try SquaredDistances(
      images: images.pixels, bytesPerImage: images.shape.byteCount)
    return fixedConfiguration(
      perplexity: try options(distances, seed: seed, threads: 0).perplexity)
  }

  private func fixedConfiguration(perplexity: Double) -> SamplerConfiguration {
    var configuration = configuration
    configuration.affinity.perplexity = max(2, Int(perplexity.rounded()))
    configuration.search.strategy = fixedSearch
    configuration.embedding.iterations = iterations
    return configuration
  }

  /// The perplexity of a map of `count` points where `wanted` is asked for.
  package static func reachable(_ wanted: Int, count: Int) -> Double {
    max(1, min(Double(wanted), Double(count - 1) / 3))
  }

  /// The options of the floating-point code, which also chooses a perplexity.
  ///
  /// - Parameter distances: Of all pairs; only looked at to choose a perplexity.
  private func options(
    _ distances: SquaredDistances?, seed: UInt64, threads: Int
  ) throws -> DESNEOptions {
    var options = DESNEOptions(
      search: bandwidthSearch, iterations: iterations, seed: seed, threads: threads,
      historyInterval: 0)
    switch perplexity {
    case .value(let value): options.perplexity = value
    case .automatic:
      if let distances {
        options.perplexity =
          try PerplexityChoice(distances: distances, options: options).perplexity
      }
    }
    return options
  }

  private var bandwidthSearch: BandwidthSearch {
    switch search {
    case .differentialEvolution: .differentialEvolution(DifferentialEvolution())
    case .bisection: .bisection(Bisection())
    case .newton: .newton(Newton())
    case .fireworks: .fireworks(Fireworks())
    }
  }

  private var fixedSearch: SearchConfiguration.Strategy {
    switch search {
    case .bisection: .bisection
    case .fireworks: .fireworks
    case .differentialEvolution, .newton: .differentialEvolution
    }
  }
}
