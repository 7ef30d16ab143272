import CDESNEKernels

/// The perplexity whose map is filled most evenly, what `--perplexity auto` takes.
///
/// AdapSNE (arXiv 2508.16647) chooses the target perplexity by the entropy of the reduced
/// representation, so that samples from it are uniform, without publishing details. Taken here: every
/// candidate gets a short descent of its own; the map's bounding square is cut into about n / 4 equal
/// cells; the entropy of the share of points in each cell, over the largest it can have, is the
/// evenness. The highest wins, the smaller perplexity of two equal ones.
public struct PerplexityChoice: Hashable, Sendable {
  /// The perplexity that was chosen.
  public let perplexity: Double
  /// All candidates in ascending order.
  public let candidates: [Candidate]

  /// One perplexity that was tried.
  public struct Candidate: Hashable, Sendable {
    /// The perplexity.
    public let perplexity: Double
    /// Entropy over the largest possible, 0 to 1.
    public let evenness: Double
  }

  /// What is tried where nothing else is asked for.
  public static let defaultCandidates: [Double] = [5, 10, 20, 30, 50, 100]

  /// Tries perplexities.
  ///
  /// - Parameters:
  ///   - distances: The distances of all points.
  ///   - options: Everything but the perplexity.
  ///   - candidates: Perplexities to try; those beyond (n - 1) / 3 count as that.
  ///   - iterations: Steps of each descent at most; a map is spread out after 100.
  /// - Throws: `DESNEError` for options out of range or without candidates.
  /// - Complexity: An embedding for each candidate.
  public init(
    distances: SquaredDistances, options: DESNEOptions,
    candidates: [Double] = defaultCandidates, iterations: Int = 150
  ) throws(DESNEError) {
    guard !candidates.isEmpty else { throw DESNEError("there is no perplexity to choose from") }
    var tried: [Candidate] = []
    var seen: Set<Double> = []
    for perplexity in candidates.sorted() {
      var trial = options
      trial.perplexity = perplexity
      try trial.validate(count: distances.count)
      trial.perplexity = trial.targetPerplexity(count: distances.count)
      guard seen.insert(trial.perplexity).inserted else { continue }
      trial.iterations = min(iterations, options.iterations)
      trial.historyInterval = 0
      let map = try Embedding(distances: distances, options: trial)
      tried.append(
        Candidate(perplexity: trial.perplexity, evenness: Self.evenness(map.positions)))
    }
    self.candidates = tried
    var best = tried[0]
    for candidate in tried where candidate.evenness > best.evenness { best = candidate }
    perplexity = best.perplexity
  }

  /// The entropy of the points' shares of the cells of a square grid around the map, over the largest
  /// possible.
  ///
  /// The grid has ceil(sqrt(n / 4)) cells a side, at least 2. One point, or all in one place, give 0.
  public static func evenness(_ positions: [SIMD2<Double>]) -> Double {
    guard let first = positions.first else { return 0 }
    let lower = positions.reduce(first) { SIMD2(min($0.x, $1.x), min($0.y, $1.y)) }
    let upper = positions.reduce(first) { SIMD2(max($0.x, $1.x), max($0.y, $1.y)) }
    let side = max(upper.x - lower.x, upper.y - lower.y)
    guard side > 0 else { return 0 }
    let cells = max(2, Int((Double(positions.count) / 4).squareRoot().rounded(.up)))
    var counts = [Int](repeating: 0, count: cells * cells)
    for position in positions {
      let place = (position - lower) / side * Double(cells)
      counts[min(Int(place.y), cells - 1) * cells + min(Int(place.x), cells - 1)] += 1
    }
    let total = Double(positions.count)
    let entropy = counts.reduce(0.0) { sum, count in
      count == 0 ? sum : sum - Double(count) / total * nms_log2(Double(count) / total)
    }
    return entropy / nms_log2(min(total, Double(cells * cells)))
  }
}
