import Datasets
public import Networks

/// How well learners do that saw only the exemplars of each method.
public struct Evaluation: Codable, Hashable, Sendable {
  /// One choice of exemplars.
  public struct Choice: Codable, Hashable, Sendable {
    /// Name of the method.
    public let method: String
    /// Share of the images kept.
    public let ratio: Double
    /// The seed.
    public let seed: UInt64
    /// What was chosen.
    public let exemplars: Exemplars
    /// How long the choice took beside the shared work.
    public let seconds: Double
  }

  /// What stands as the method of trainings on all images, at ratio 1: no method, but the yardstick
  /// of all of them.
  public static let allImages = "all images"

  /// One training and its test.
  public struct Cell: Codable, Hashable, Sendable {
    /// Name of the method.
    public let method: String
    /// Share of the images kept.
    public let ratio: Double
    /// The seed.
    public let seed: UInt64
    /// What learnt.
    public let learner: Learner
    /// Share of the test images whose class was named.
    public let accuracy: Double
    /// How long learning and judging took.
    public let seconds: Double
  }

  /// Work that several methods share, such as the map.
  public struct SharedWork: Codable, Hashable, Sendable {
    /// What was computed: `distances`, `map` or `network`.
    public let name: String
    /// The seed.
    public let seed: UInt64
    /// How long it took.
    public let seconds: Double
  }

  /// Mean and spread over the seeds.
  public struct Summary: Hashable, Sendable {
    /// Number of seeds.
    public let count: Int
    /// Mean accuracy, 0 to 1.
    public let mean: Double
    /// Standard deviation of one seed's accuracy, with count - 1 degrees of freedom; 0 for one seed.
    public let deviation: Double

    /// The standard deviation of the mean.
    public var standardError: Double { deviation / Double(max(1, count)).squareRoot() }

    /// Summarises some values, at least one.
    public init(_ values: [Double]) {
      count = values.count
      let mean = values.reduce(0, +) / Double(max(1, values.count))
      self.mean = mean
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      deviation = count > 1 ? (squares / Double(count - 1)).squareRoot() : 0
    }
  }

  /// Name of the images learnt from.
  public let dataset: String
  /// Images to choose from.
  public let trainingCount: Int
  /// Images to judge by.
  public let testCount: Int
  /// Shares of the images kept.
  public let ratios: [Double]
  /// Names of the methods.
  public let methods: [String]
  /// What learnt.
  public let learners: [Learner]
  /// The seeds.
  public let seeds: [UInt64]
  /// Updates of every network.
  public let updates: Int
  /// All choices: by seed, method, ratio.
  public var choices: [Choice] = []
  /// All trainings, in the order of the choices; of each seed those on all images come last.
  public var cells: [Cell] = []
  /// Work that methods share.
  public var sharedWork: [SharedWork] = []

  /// Mean and spread of a cell of the table; nil if it was not computed.
  public func summary(method: String, ratio: Double, learner: Learner) -> Summary? {
    let values = cells.filter {
      $0.method == method && $0.ratio == ratio && $0.learner == learner
    }.map(\.accuracy)
    return values.isEmpty ? nil : Summary(values)
  }

  /// How much better one method is than another: mean and spread of the differences seed by seed.
  public func difference(
    _ method: String, over other: String, ratio: Double, learner: Learner
  ) -> Summary? {
    difference(method, over: other, ratios: [ratio], learners: [learner])
  }

  /// How much better one method is than another on the mean of some ratios and learners: mean and
  /// spread of the differences seed by seed. Seeds that lack a training of either do not count.
  public func difference(
    _ method: String, over other: String, ratios: [Double], learners: [Learner]
  ) -> Summary? {
    var sums: [UInt64: (sum: Double, count: Int)] = [:]
    for cell in cells where ratios.contains(cell.ratio) && learners.contains(cell.learner) {
      let sign = cell.method == method ? 1.0 : cell.method == other ? -1 : 0
      guard sign != 0 else { continue }
      let (sum, count) = sums[cell.seed] ?? (0, 0)
      sums[cell.seed] = (sum + sign * cell.accuracy, count + 1)
    }
    let columns = ratios.count * learners.count
    let differences = seeds.compactMap { seed in
      sums[seed].flatMap { $0.count == 2 * columns ? $0.sum / Double(columns) : nil }
    }
    return differences.isEmpty ? nil : Summary(differences)
  }

  /// Mean seconds that a method took at a ratio, beside shared work.
  public func seconds(method: String, ratio: Double) -> Double? {
    let values = choices.filter { $0.method == method && $0.ratio == ratio }.map(\.seconds)
    return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}
