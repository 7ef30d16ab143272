import CNetworkKernels

/// All inner products of some vectors.
public enum InnerProducts {
  /// A `count` x `count` matrix, row after row; every entry is a sum in the order of the components.
  ///
  /// - Parameters:
  ///   - vectors: `count` vectors of `dimension` components, one after the other.
  ///   - count: Number of vectors, at least 1.
  ///   - dimension: Components of a vector, at least 1.
  /// - Precondition: `vectors` has `count * dimension` entries.
  /// - Complexity: O(count² dimension).
  public static func matrix(_ vectors: [Float], count: Int, dimension: Int) -> [Float] {
    precondition(
      vectors.count == count * dimension && count > 0 && dimension > 0,
      "\(vectors.count) components are not \(count) vectors of \(dimension)")
    let scratch = FloatBuffer(count: nms_multiply_scratch_count())
    return [Float](unsafeUninitializedCapacity: count * count) { matrix, initialized in
      vectors.withUnsafeBufferPointer { source in
        // Rows of the vectors are rows of the first factor and columns of the second.
        var product = nms_product(
          rows: count, columns: count, depth: dimension, a: source.baseAddress,
          a_row_stride: dimension, a_column_stride: 1, b: source.baseAddress, b_row_stride: 1,
          b_column_stride: dimension, c: matrix.baseAddress, c_row_stride: count, accumulates: 0)
        nms_multiply(&product, scratch.base)
      }
      initialized = count * count
    }
  }
}
