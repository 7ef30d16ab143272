/// k-medoids on the map from equal cells on, the medoid image of each cluster.
///
/// Alternates as in Park and Jun (2009): every image goes to the nearest medoid of the map, then each
/// cluster takes the member with the smallest sum of squared map distances. Of equals the first.
///
/// Cost in hardware: k n position distances a step and up to `maximumSteps`, then the image distances
/// within clusters, about n²/k.
struct MapMedoidSelection: GroupSelectionMethod {
  let name = "map-medoids"
  let abstract = "k-medoids clusters on the map, the medoid image of each"
  let usesMap = true
  /// Most steps.
  let maximumSteps: Int

  /// Creates the method.
  public init(maximumSteps: Int = 20) {
    self.maximumSteps = maximumSteps
  }

  func select(_ count: Int, from group: SelectionGroup) throws -> [Int] {
    let positions = try group.positions()
    let distances = try group.distances()
    var clusters = equalCells(count, of: positions)
    var medoids: [Int] = []
    for _ in 0..<maximumSteps {
      let next = clusters.map { mapMedoid(of: $0, positions) }
      if next == medoids { break }
      medoids = next
      clusters = [[Int]](repeating: [], count: count)
      var owner = [Int?](repeating: nil, count: positions.count)
      // A medoid stays in its own cluster even if another one is at the same place.
      for (cluster, medoid) in medoids.enumerated() { owner[medoid] = cluster }
      for image in positions.indices {
        let cluster =
          owner[image]
          ?? medoids.indices.reduce(0) {
            mapDistance(positions[image], positions[medoids[$1]])
              < mapDistance(positions[image], positions[medoids[$0]]) ? $1 : $0
          }
        clusters[cluster].append(image)
      }
    }
    return clusters.map { distances.medoid(of: $0) }
  }
}

/// The member nearest to the mean position of the members, the first of equals: it has the smallest
/// sum of squared distances on the map.
func mapMedoid(of members: [Int], _ positions: [SIMD2<Int32>]) -> Int {
  let count = Int128(members.count)
  let sum = members.reduce(SIMD2<Int>.zero) {
    $0 &+ SIMD2<Int>(truncatingIfNeeded: positions[$1])
  }
  func offMean(_ member: Int) -> Int128 {
    let x = Int128(positions[member].x) * count - Int128(sum.x)
    let y = Int128(positions[member].y) * count - Int128(sum.y)
    return x * x + y * y
  }
  var best = (member: members[0], distance: offMean(members[0]))
  for member in members.dropFirst() {
    let distance = offMean(member)
    if distance < best.distance { best = (member, distance) }
  }
  return best.member
}
