import Foundation

/// t-SNE as it stands in the papers: double precision, no vectors, no tiles, the system's functions.
struct PlainReference {
  let count: Int
  let distances: [[Double]]

  init(images: [UInt8], bytesPerImage: Int) {
    let count = images.count / bytesPerImage
    self.count = count
    distances = (0..<count).map { i in
      (0..<count).map { j in
        (0..<bytesPerImage).reduce(0.0) { sum, k in
          let difference =
            Double(images[i * bytesPerImage + k]) - Double(images[j * bytesPerImage + k])
          return sum + difference * difference
        }
      }
    }
  }

  /// p_j|i for a bandwidth, in which the least distance is subtracted.
  func conditional(_ i: Int, log2Beta: Double) -> [Double] {
    let others = (0..<count).filter { $0 != i }
    let least = others.map { distances[i][$0] }.min() ?? 0
    var weights = [Double](repeating: 0, count: count)
    for j in others { weights[j] = exp2(-exp2(log2Beta) * (distances[i][j] - least)) }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }

  /// 2 to the Shannon entropy in bits.
  static func perplexity(_ p: [Double]) -> Double {
    exp2(p.reduce(0) { $1 > 0 ? $0 - $1 * log2($1) : $0 })
  }

  /// The joint probabilities, row after row.
  func joint(log2Betas: [Double]) -> [Double] {
    let rows = (0..<count).map { conditional($0, log2Beta: log2Betas[$0]) }
    var p = [Double](repeating: 0, count: count * count)
    for i in 0..<count {
      for j in 0..<count { p[i * count + j] = (rows[i][j] + rows[j][i]) / (2 * Double(count)) }
    }
    return p
  }

  /// q of all pairs before normalisation, and their sum.
  private static func kernel(_ y: [SIMD2<Double>]) -> ([[Double]], Double) {
    let q = y.indices.map { i in
      y.indices.map { j in
        let d = y[i] - y[j]
        return i == j ? 0 : 1 / (1 + d.x * d.x + d.y * d.y)
      }
    }
    return (q, q.reduce(0) { $0 + $1.reduce(0, +) })
  }

  static func gradient(
    _ p: [Double], _ y: [SIMD2<Double>], exaggeration: Double
  ) -> [SIMD2<Double>] {
    let (q, z) = kernel(y)
    let count = y.count
    return y.indices.map { i in
      y.indices.reduce(SIMD2(0, 0)) { sum, j in
        let force = exaggeration * p[i * count + j] - q[i][j] / z
        return sum + 4 * force * q[i][j] * (y[i] - y[j])
      }
    }
  }

  static func divergence(_ p: [Double], _ y: [SIMD2<Double>]) -> Double {
    let (q, z) = kernel(y)
    let count = y.count
    var sum = 0.0
    for i in y.indices {
      for j in y.indices where p[i * count + j] > 0 {
        sum += p[i * count + j] * log(p[i * count + j] / (q[i][j] / z))
      }
    }
    return sum
  }
}
