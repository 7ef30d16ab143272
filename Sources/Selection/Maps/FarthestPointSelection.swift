/// Farthest point sampling on the map: from the image nearest to the mean position on, the image
/// furthest on the map from all chosen ones, the first of equals.
///
/// Cost in hardware: k passes over the n positions, no distance of images.
struct FarthestPointSelection: GroupSelectionMethod {
  let name = "farthest-point"
  let abstract = "again and again the image furthest on the map from all chosen ones"
  let usesMap = true

  func select(_ count: Int, from group: SelectionGroup) throws -> [Int] {
    let positions = try group.positions()
    let sum = positions.reduce(SIMD2<Int>.zero) { $0 &+ SIMD2<Int>(truncatingIfNeeded: $1) }
    let mean = SIMD2<Int32>(
      truncatingIfNeeded: SIMD2(sum.x / positions.count, sum.y / positions.count))
    let first = positions.indices.reduce(0) {
      mapDistance(positions[$1], mean) < mapDistance(positions[$0], mean) ? $1 : $0
    }
    return farthestFirst(count, of: positions.count, from: first) {
      mapDistance(positions[$0], positions[$1])
    }
  }
}

/// The squared distance of two positions; at most 2^63 for coordinates within ±2^30.
func mapDistance(_ first: SIMD2<Int32>, _ second: SIMD2<Int32>) -> UInt64 {
  let x = Int(first.x) - Int(second.x)
  let y = Int(first.y) - Int(second.y)
  return UInt64(x * x) + UInt64(y * y)
}
