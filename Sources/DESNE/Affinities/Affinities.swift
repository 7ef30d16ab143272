import CDESNEKernels

/// The symmetric joint probabilities P of all pairs of points: p_ij = (p_j|i + p_i|j) / 2n.
///
/// Only tiles of 128 x 128 on and above the diagonal are kept, in single precision 2 n² bytes.
public struct Affinities: Sendable {
  /// Number of points.
  public let count: Int
  /// The type of the values.
  public var precision: Precision {
    switch values {
    case .float32: .float32
    case .float64: .float64
    }
  }

  let values: Values

  enum Values: Sendable {
    case float32(Tiles<Float>)
    case float64(Tiles<Double>)
  }

  /// Computes P from the bandwidths of all points.
  ///
  /// Distances are computed once more rather than kept, so no n x n intermediate exists.
  ///
  /// - Parameters:
  ///   - distances: The distances of all points.
  ///   - bandwidths: What the search found for the same distances.
  ///   - precision: The type of the values.
  ///   - threads: Threads to use; 0 is one per core.
  /// - Precondition: The bandwidths are those of as many points.
  /// - Complexity: O(n² d).
  public init(
    distances: SquaredDistances, bandwidths: BandwidthResult, precision: Precision = .float32,
    threads: Int = 0
  ) {
    precondition(bandwidths.log2Betas.count == distances.count, "bandwidths of other points")
    count = distances.count
    switch precision {
    case .float32: values = .float32(Tiles(distances, bandwidths, threads))
    case .float64: values = .float64(Tiles(distances, bandwidths, threads))
    }
  }

  /// Takes a matrix from elsewhere, such as that of the fixed-point model.
  ///
  /// - Parameters:
  ///   - matrix: `count * count` values, row after row; those above the diagonal are taken.
  ///   - count: Number of points.
  ///   - precision: The type of the values.
  /// - Precondition: There are `count * count` values.
  public init(matrix: [Double], count: Int, precision: Precision = .float32) {
    precondition(matrix.count == count * count, "\(matrix.count) values for \(count) points")
    self.count = count
    switch precision {
    case .float32: values = .float32(Tiles(matrix, count))
    case .float64: values = .float64(Tiles(matrix, count))
    }
  }

  /// p_ij; 0 for i = j.
  ///
  /// - Precondition: Both numbers are in `0..<count`.
  public subscript(first: Int, second: Int) -> Double {
    precondition(
      (0..<count).contains(first) && (0..<count).contains(second),
      "no pair \(first), \(second) among \(count) points")
    switch values {
    case .float32(let tiles): return Double(tiles[first, second])
    case .float64(let tiles): return tiles[first, second]
    }
  }
}
