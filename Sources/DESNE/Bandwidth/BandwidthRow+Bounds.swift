import CDESNEKernels

/// Where log2 beta is searched.
public enum BandwidthBounds: Hashable, Sendable {
  /// From the distances of the row, see `BandwidthRow.bracket`; searches by population use the
  /// lowest 16 octaves of it.
  case automatic
  /// The same range for every point, such as -24...-8 for images of 784 bytes.
  case fixed(ClosedRange<Double>)
}

extension BandwidthRow {
  /// Why no bandwidth has the target perplexity, or none is needed.
  public enum Degeneracy: String, Codable, Hashable, Sendable {
    /// All neighbours are equally far: every bandwidth gives the perplexity `neighbours`.
    case equalDistances
    /// More neighbours than the target are at the least distance: the perplexity stays above it.
    case duplicates
    /// There are no more neighbours than the target: the perplexity stays below it.
    case fewNeighbours
  }

  /// What keeps the row from having a bandwidth of the target perplexity, if anything.
  public var degeneracy: Degeneracy? {
    if largestExcess == 0 { return .equalDistances }
    if Double(nearestCount) > target { return .duplicates }
    if Double(neighbours) <= target { return .fewNeighbours }
    return nil
  }

  /// A range of log2 beta that provably holds the target perplexity of a row without degeneracy.
  ///
  /// Below: with delta = log2(neighbours / target) and beta = delta / (largest e), no weight is below
  /// 2^-delta, so H is at least log2 neighbours - delta, the target. Above: with
  /// beta = (32 + log2 neighbours) / (smallest e above 0), all but the nearest weigh less than 2^-32
  /// together, and H exceeds log2 of the number of the nearest by less than 1e-7 bits.
  public var bracket: ClosedRange<Double> {
    guard largestExcess > 0 else { return 0...0 }
    let delta = max(nms_log2(Double(neighbours) / max(target, 1)), 1e-3)
    let lower = nms_log2(delta) - nms_log2(Double(largestExcess))
    let upper =
      nms_log2(32 + nms_log2(Double(neighbours))) - nms_log2(Double(smallestExcess))
    return lower...max(lower, upper)
  }

  /// The range that a population searches.
  func searchRange(_ bounds: BandwidthBounds) -> ClosedRange<Double> {
    switch bounds {
    case .fixed(let range): return range
    case .automatic:
      let bracket = bracket
      return bracket.lowerBound...min(bracket.upperBound, bracket.lowerBound + 16)
    }
  }

  /// The range that a search by bracketing starts from.
  func bracketingRange(_ bounds: BandwidthBounds) -> ClosedRange<Double> {
    if case .fixed(let range) = bounds { return range }
    return bracket
  }
}
