/// Figures that tell how well a map keeps neighbourhoods.
public enum MapQuality {
  /// How many of the `neighbours` nearest on the map are near in the original as well (Venna and
  /// Kaski, 2001): 1 - 2 / (n k (2n - 3k - 1)) times the sum of r(i, j) - k over the k nearest j on
  /// the map that are not among the k nearest originals, r the original rank. Ties go to the lower
  /// index.
  ///
  /// - Parameters:
  ///   - positions: The map.
  ///   - distances: The original distances of the same points.
  ///   - neighbours: k.
  ///   - threads: Threads to use; 0 is one per core.
  /// - Returns: A number from 0 to 1; 1 is best.
  /// - Throws: `DESNEError` unless k is at least 1 and below n / 2.
  /// - Complexity: O(n² (d + k)).
  public static func trustworthiness(
    _ positions: [SIMD2<Double>], _ distances: SquaredDistances, neighbours k: Int = 5,
    threads: Int = 0
  ) throws(DESNEError) -> Double {
    let n = positions.count
    guard n == distances.count else {
      throw DESNEError("\(n) positions for \(distances.count) images")
    }
    guard k >= 1, 2 * k < n else {
      throw DESNEError(
        "trustworthiness of \(n) points takes 1 to \((n - 1) / 2) neighbours, not \(k)")
    }
    var penalties = [Int](repeating: 0, count: n)
    penalties.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let memory = SharedMemory(base: base)
      Workers.perform(n, threads: threads) { i in
        let row = distances.row(i)
        var penalty = 0
        for j in nearest(k, to: i, positions) {
          // The rank is one more than the number of points before j.
          var rank = 1
          let own = row[j]
          for other in 0..<n where other != i {
            if row[other] < own || (row[other] == own && other < j) { rank += 1 }
          }
          penalty += max(0, rank - k)
        }
        memory.base[i] = penalty
      }
    }
    let total = Double(penalties.reduce(0, +))
    return 1 - total * 2 / (Double(n) * Double(k) * Double(2 * n - 3 * k - 1))
  }

  /// The mean share of the `neighbours` nearest points that two maps of the same points have in
  /// common: 1 if all neighbourhoods agree.
  ///
  /// - Throws: `DESNEError` unless there are equally many points, more than k, and k is at least 1.
  /// - Complexity: O(n² log k).
  public static func overlap(
    _ first: [SIMD2<Double>], _ second: [SIMD2<Double>], neighbours k: Int = 10, threads: Int = 0
  ) throws(DESNEError) -> Double {
    let n = first.count
    guard n == second.count else {
      throw DESNEError("\(n) positions against \(second.count)")
    }
    guard k >= 1, k < n else {
      throw DESNEError("the overlap of \(n) points takes 1 to \(n - 1) neighbours, not \(k)")
    }
    var common = [Int](repeating: 0, count: n)
    common.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let memory = SharedMemory(base: base)
      Workers.perform(n, threads: threads) { i in
        let one = nearest(k, to: i, first)
        memory.base[i] = nearest(k, to: i, second).count { one.contains($0) }
      }
    }
    return Double(common.reduce(0, +)) / Double(n * k)
  }

  /// The k nearest points of i on a map, nearest first, ties to the lower index.
  static func nearest(_ k: Int, to i: Int, _ positions: [SIMD2<Double>]) -> [Int] {
    var indices: [Int] = []
    var distances: [Double] = []
    for j in positions.indices where j != i {
      let difference = positions[i] - positions[j]
      let distance = difference.x * difference.x + difference.y * difference.y
      if indices.count == k, let last = distances.last, distance >= last { continue }
      let place = distances.firstIndex { distance < $0 } ?? distances.count
      distances.insert(distance, at: place)
      indices.insert(j, at: place)
      if indices.count > k {
        indices.removeLast()
        distances.removeLast()
      }
    }
    return indices
  }
}
