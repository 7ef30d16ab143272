import CDESNEKernels

/// The bandwidths of all points and how they were found.
public struct BandwidthResult: Hashable, Sendable {
  /// The perplexity searched for, after `DESNEOptions.targetPerplexity(count:)` clamped it.
  public let target: Double
  /// log2 of the bandwidth of every point.
  public let log2Betas: [Double]
  /// Bandwidths that were tried for every point.
  public let evaluations: [Int]
  /// The perplexity that every point reached.
  public let perplexities: [Double]
  /// log2 perplexity - log2 target of every point, in bits.
  public let residuals: [Double]
  /// Points whose perplexity is off the target by more than 1 %.
  public let isOutlier: [Bool]
  /// What kept points from reaching the target; nil where nothing did.
  public let degeneracies: [BandwidthRow.Degeneracy?]
  /// The least distance of every point to another, and 1 / S: what p_j|i is computed from.
  let leastDistances: [UInt32]
  let inverseSums: [Double]

  /// The relative error of the perplexity beyond which a point is an outlier.
  public static let outlierTolerance = 0.01

  /// The number of outliers.
  public var outlierCount: Int { isOutlier.count { $0 } }

  /// The evaluations of all points together.
  public var totalEvaluations: Int { evaluations.reduce(0, +) }

  /// Searches the bandwidth of every point.
  ///
  /// - Parameters:
  ///   - distances: The distances of all points.
  ///   - options: Perplexity, search, precision and threads.
  /// - Throws: `DESNEError` for options out of range.
  /// - Complexity: O(n² (d + evaluations)), with O(n) memory a thread.
  public init(distances: SquaredDistances, options: DESNEOptions) throws(DESNEError) {
    try options.validate(count: distances.count)
    let count = distances.count
    let target = options.targetPerplexity(count: count)
    let solutions = Self.solve(distances, target, options)
    self.target = target
    log2Betas = solutions.map(\.point.log2Beta)
    evaluations = solutions.map(\.evaluations)
    perplexities = solutions.map { nms_exp2($0.point.entropy) }
    residuals = solutions.map(\.point.error)
    isOutlier = perplexities.map { abs($0 / target - 1) > Self.outlierTolerance }
    degeneracies = solutions.map(\.degeneracy)
    leastDistances = solutions.map(\.least)
    inverseSums = solutions.map { 1 / $0.point.weightSum }
  }

  private struct Solution {
    var point = BandwidthRow.Point(log2Beta: 0, entropy: 0, slope: 0, error: 0, weightSum: 1)
    var evaluations = 0
    var degeneracy: BandwidthRow.Degeneracy?
    var least: UInt32 = 0
  }

  private static func solve(
    _ distances: SquaredDistances, _ target: Double, _ options: DESNEOptions
  ) -> [Solution] {
    let count = distances.count
    var solutions = [Solution](repeating: Solution(), count: count)
    guard count > 1 else {
      // A lone point has no neighbours and so no bandwidth.
      for index in solutions.indices { solutions[index].degeneracy = .fewNeighbours }
      return solutions
    }
    solutions.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let memory = SharedMemory(base: base)
      let rowsPerPiece = 16
      Workers.perform(
        (count + rowsPerPiece - 1) / rowsPerPiece, threads: options.threads
      ) { piece in
        let rows = piece * rowsPerPiece..<min(count, (piece + 1) * rowsPerPiece)
        let block = Storage<UInt32>(count: rows.count * count)
        distances.fill(rows: rows, columns: 0..<count, into: block.base, stride: count)
        for index in rows {
          let start = block.base + (index - rows.lowerBound) * count
          let row = BandwidthRow(
            distances: UnsafeBufferPointer(start: start, count: count).span, index: index,
            target: target,
            precision: options.precision)
          let point = options.search.solve(row)
          memory.base[index] = Solution(
            point: point, evaluations: row.evaluations, degeneracy: row.degeneracy,
            least: row.leastDistance)
        }
      }
    }
    return solutions
  }
}
