internal import Configuration
internal import FixedPoint

/// One signal's format at several widths, all others as configured.
public struct FormatSweep: Codable, Hashable, Sendable {
  /// What a signal's width is judged by.
  public enum Figure: String, Codable, Hashable, Sendable {
    /// Mean total variation between rows of p found and exact.
    case totalVariation
    /// Median relative error of the perplexity.
    case perplexityError
    /// Mean divergence of the map over seeds, in nats.
    case divergence
  }

  /// The figures at one width.
  public struct Entry: Codable, Hashable, Sendable {
    /// Fraction bits of the signal.
    public var fractionBits: Int
    /// The format.
    public var format: String
    /// The figures, whose meaning `figures` tells.
    public var values: [Double]
    /// Half the width of a bar for each: the standard error of a mean over seeds, else 0.
    public var errors: [Double]
  }

  /// The signal, such as `affinity.formats.weight`.
  public var signal: String
  /// Fraction bits of the configuration.
  public var configured: Int
  /// What `values` holds.
  public var figures: [Figure]
  /// From narrow to wide.
  public var entries: [Entry]
  /// How much worse than at the widest each figure may be.
  public var tolerances: [Double]

  /// The fewest fraction bits from which on, and at all wider ones, every figure is at most its
  /// tolerance above that of the widest format; nil if only the widest is.
  public var knee: Int? {
    guard let widest = entries.last else { return nil }
    var knee: Int?
    for entry in entries.dropLast().reversed() {
      let isGood = figures.indices.allSatisfy {
        entry.values[$0] <= widest.values[$0] + tolerances[$0]
      }
      guard isGood else { break }
      knee = entry.fractionBits
    }
    return knee
  }
}

extension AccuracyReference {
  /// Fraction bits of a sweep: the configured ones, and steps of two around them, as far as the
  /// configuration allows.
  private func variants(
    ofSignal name: String, below: Int, above: Int
  ) -> [(fractionBits: Int, configuration: SamplerConfiguration)] {
    guard let format = configuration.format(ofSignal: name) else { return [] }
    return stride(from: -below, through: above, by: 2).compactMap { change in
      guard
        let other = try? FixedPointFormat(
          signed: format.isSigned, integerBits: format.integerBits,
          fractionBits: format.fractionBits + change),
        let changed = try? configuration.replacingFormat(ofSignal: name, with: other)
      else { return nil }
      return (other.fractionBits, changed)
    }
  }

  /// Varies the signals of the affinity stage, one at a time.
  ///
  /// The tolerances are 2e-4 of total variation and 3e-4 of perplexity error. Bandwidths are found by
  /// bisection, so that no figure has the luck of a search in it.
  public func affinitySweeps(
    threads: Int = 0, progress: ((String) -> Void)? = nil
  ) throws -> [FormatSweep] {
    let names = SamplerConfiguration.signalNames.filter { $0.hasPrefix("affinity.") }
      .filter { !$0.hasSuffix(".joint") }
    return try names.map { name in
      progress?(name)
      let entries = try variants(ofSignal: name, below: 8, above: 4).map { bits, changed in
        var changed = changed
        changed.search.strategy = .bisection
        changed.search.tolerance = 0
        let quality = try affinityQuality(changed, threads: threads)
        return FormatSweep.Entry(
          fractionBits: bits, format: changed.format(ofSignal: name)?.notation ?? "",
          values: [quality.totalVariation, quality.medianPerplexityError], errors: [0, 0])
      }
      return FormatSweep(
        signal: name, configured: configuration.format(ofSignal: name)?.fractionBits ?? 0,
        figures: [.totalVariation, .perplexityError], entries: entries,
        tolerances: [2e-4, 3e-4])
    }
  }

  /// Varies the signals of the embedding, one at a time; P is exact but for the format `joint`.
  ///
  /// The tolerance is the standard deviation of the floating-point divergence over seeds: a format is
  /// good enough if what it does is no more than another seed does.
  ///
  /// - Parameters:
  ///   - seeds: Starts of each; at least 2 for a standard error.
  ///   - tolerance: In nats.
  public func embeddingSweeps(
    seeds: [UInt64], tolerance: Double, threads: Int = 0, progress: ((String) -> Void)? = nil
  ) throws -> [FormatSweep] {
    let names =
      ["affinity.formats.joint"]
      + SamplerConfiguration.signalNames.filter { $0.hasPrefix("embedding.") }
      .filter { !$0.hasSuffix(".velocity") }
    return try names.map { name in
      progress?(name)
      let entries = try variants(ofSignal: name, below: 6, above: 2).map { bits, changed in
        let joint = joint(changed)
        let embedding = FixedEmbedding(changed, count: count)
        let divergences = try seeds.map { seed in
          var state = embedding.start(seed: seed)
          for _ in 0..<changed.embedding.iterations {
            embedding.step(&state, joint: joint, threads: threads)
          }
          return try divergence(of: state.realPositions(changed.embedding.formats))
        }
        let statistics = Statistics(divergences)
        return FormatSweep.Entry(
          fractionBits: bits, format: changed.format(ofSignal: name)?.notation ?? "",
          values: [statistics.mean], errors: [statistics.standardError])
      }
      return FormatSweep(
        signal: name, configured: configuration.format(ofSignal: name)?.fractionBits ?? 0,
        figures: [.divergence], entries: entries, tolerances: [tolerance])
    }
  }
}

/// Mean and spread of a few numbers.
public struct Statistics: Codable, Hashable, Sendable {
  /// The mean; 0 of nothing.
  public let mean: Double
  /// The standard deviation of the population they are drawn from; 0 for fewer than two.
  public let standardDeviation: Double
  /// The standard error of the mean.
  public let standardError: Double

  /// Mean and spread of some numbers.
  public init(_ values: [Double]) {
    let count = Double(values.count)
    let mean = values.isEmpty ? 0 : values.reduce(0, +) / count
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = mean
    standardDeviation = values.count < 2 ? 0 : (squares / (count - 1)).squareRoot()
    standardError = values.isEmpty ? 0 : standardDeviation / count.squareRoot()
  }
}
