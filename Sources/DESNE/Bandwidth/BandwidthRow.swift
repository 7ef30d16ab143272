import CDESNEKernels

/// The distances of one point to all others, ready to be weighed with many bandwidths.
///
/// With e_j = d_ij - min d_ij, a bandwidth beta gives p_j|i = 2^(-beta e_j) / S and the entropy
/// H = log2 S + beta E[e] in bits. Subtracting the least distance changes no p and keeps S from
/// underflowing. H falls strictly with beta unless all e are equal.
///
/// A class because it owns working memory and counts its evaluations; use one a thread.
public final class BandwidthRow {
  /// Number of other points.
  public let neighbours: Int
  /// The number of the point.
  public let index: Int
  /// The least distance to another point.
  public let leastDistance: UInt32
  /// Neighbours at the least distance; at least 1 if there are neighbours.
  public let nearestCount: Int
  /// The perplexity that is searched for.
  public let target: Double
  /// `log2(target)`: the entropy searched for in bits.
  public let targetEntropy: Double
  /// Bandwidths evaluated so far.
  public private(set) var evaluations = 0

  /// The largest e and the smallest above 0; 0 if all are equal.
  let largestExcess: UInt32
  let smallestExcess: UInt32
  /// The mean of all e.
  let meanExcess: Double
  private let values: Values

  private enum Values {
    case float32(Storage<Float>)
    case float64(Storage<Double>)
  }

  /// The entropy at one bandwidth.
  public struct Point: Hashable, Sendable {
    /// log2 of beta.
    public var log2Beta: Double
    /// The entropy of p_j|i in bits.
    public var entropy: Double
    /// The derivative of the entropy by log2 beta, never positive.
    public var slope: Double
    /// The entropy above its target, in bits.
    public var error: Double
    /// The sum S of all weights; at least 1.
    public var weightSum: Double
  }

  /// Prepares a row.
  ///
  /// - Parameters:
  ///   - distances: Squared distances of the point to all points.
  ///   - index: The point; its own entry is left out.
  ///   - target: The perplexity to search for, at least 1.
  ///   - precision: The type in which weights are computed.
  /// - Precondition: `index` is an index of `distances`, and there are two points or more.
  public convenience init(
    distances: [UInt32], index: Int, target: Double, precision: Precision = .float32
  ) {
    self.init(distances: distances.span, index: index, target: target, precision: precision)
  }

  init(distances: Span<UInt32>, index: Int, target: Double, precision: Precision) {
    let count = distances.count
    precondition(count > 1 && distances.indices.contains(index), "no neighbours of \(index)")
    self.index = index
    self.target = target
    targetEntropy = nms_log2(target)
    neighbours = count - 1
    var least = UInt32.max
    var largest: UInt32 = 0
    var sum: UInt64 = 0
    for j in 0..<count where j != index {
      least = min(least, distances[j])
      largest = max(largest, distances[j])
      sum &+= UInt64(distances[j])
    }
    var nearest = 0
    var smallest = UInt32.max
    for j in 0..<count where j != index {
      let excess = distances[j] - least
      nearest += excess == 0 ? 1 : 0
      smallest = excess == 0 ? smallest : min(smallest, excess)
    }
    leastDistance = least
    nearestCount = nearest
    largestExcess = largest - least
    smallestExcess = largest == least ? 0 : smallest
    meanExcess = Double(sum) / Double(count - 1) - Double(least)
    values = distances.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return .float64(Storage(count: 0)) }
      switch precision {
      case .float32:
        let storage = Storage<Float>(count: count + 8)
        Float.excess(base, count, index, least, storage.base)
        return .float32(storage)
      case .float64:
        let storage = Storage<Double>(count: count + 8)
        Double.excess(base, count, index, least, storage.base)
        return .float64(storage)
      }
    }
  }

  /// The entropies at several bandwidths, in one pass over the row.
  ///
  /// - Parameter log2Betas: log2 of the bandwidths, each from -1,000 to 1,000.
  /// - Complexity: O(n) for each.
  public func points(atLog2Betas log2Betas: [Double]) -> [Point] {
    evaluations += log2Betas.count
    let betas = log2Betas.map { nms_exp2($0) }
    var sums = [nms_row_sums](repeating: nms_row_sums(), count: betas.count)
    switch values {
    case .float32(let e): Float.rowSums(e.base, neighbours, betas, betas.count, &sums)
    case .float64(let e): Double.rowSums(e.base, neighbours, betas, betas.count, &sums)
    }
    return log2Betas.indices.map { k in
      let mean = sums[k].first / sums[k].weights
      let variance = max(0, sums[k].second / sums[k].weights - mean * mean)
      let entropy = nms_log2(sums[k].weights) + betas[k] * mean
      let scaled = betas[k] * 0.6931471805599453
      return Point(
        log2Beta: log2Betas[k], entropy: entropy, slope: -scaled * scaled * variance,
        error: entropy - targetEntropy, weightSum: sums[k].weights)
    }
  }

  /// The entropy at one bandwidth.
  ///
  /// - Complexity: O(n).
  public func point(atLog2Beta log2Beta: Double) -> Point {
    points(atLog2Betas: [log2Beta])[0]
  }

  /// The probabilities p_j|i of all points in order, 0 for the point itself; they sum to 1.
  ///
  /// - Complexity: O(n).
  public func conditionalProbabilities(atLog2Beta log2Beta: Double) -> [Double] {
    let beta = nms_exp2(log2Beta)
    var weights = [Double](repeating: 0, count: neighbours)
    switch values {
    case .float32(let e):
      var arguments = (0..<neighbours).map { Float(-beta) * e.base[$0] }
      var results = [Float](repeating: 0, count: neighbours)
      nms_exp2_array_f32(&arguments, &results, neighbours)
      for j in 0..<neighbours { weights[j] = Double(results[j]) }
    case .float64(let e):
      var arguments = (0..<neighbours).map { -beta * e.base[$0] }
      nms_exp2_array_f64(&arguments, &weights, neighbours)
    }
    let sum = weights.reduce(0, +)
    weights = weights.map { $0 / sum }
    weights.insert(0, at: index)
    return weights
  }
}
