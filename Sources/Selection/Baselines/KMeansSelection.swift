import DESNE

/// k-means on pixels (k-means++ start, Lloyd's steps), then the real image nearest to each mean.
///
/// The steps use distances between images only, in integers: the same clusters on every machine.
struct KMeansSelection: GroupSelectionMethod {
  let name = "k-means"
  let abstract = "k-means on pixels, the image nearest to each mean"
  /// Most Lloyd steps; few groups need as many.
  let maximumSteps: Int

  /// Creates the method.
  public init(maximumSteps: Int = 50) {
    self.maximumSteps = maximumSteps
  }

  func select(_ count: Int, from group: SelectionGroup) throws -> [Int] {
    let distances = try group.distances()
    let owner = clusters(count, distances, seed: group.seed)
    return filledClusters(owner, count).map { distances.medoid(of: $0) }
  }

  /// The cluster of every image after Lloyd's steps; where images are equal some may be empty.
  func clusters(_ count: Int, _ distances: ImageDistances, seed: UInt64) -> [Int] {
    let centres = seeds(count, distances, seed: seed)
    var owner = (0..<distances.count).map { image in
      centres.indices.reduce(0) {
        distances[image, centres[$1]] < distances[image, centres[$0]] ? $1 : $0
      }
    }
    for _ in 0..<maximumSteps {
      let next = nearestMeans(owner, count, distances)
      if next == owner { break }
      owner = next
    }
    return owner
  }

  /// k-means++: each next seed with probability proportional to its squared distance to the nearest
  /// one so far; the first image not taken where all these are 0.
  private func seeds(_ count: Int, _ distances: ImageDistances, seed: UInt64) -> [Int] {
    var random = Xorshift64(seed: seed)
    var seeds = [random.next(below: distances.count)]
    var isSeed = [Bool](repeating: false, count: distances.count)
    var nearest = [UInt64](repeating: .max, count: distances.count)
    while seeds.count < count, let last = seeds.last {
      isSeed[last] = true
      var total: UInt64 = 0
      for image in nearest.indices {
        nearest[image] = min(nearest[image], distances[last, image])
        total += nearest[image]
      }
      var rest = total == 0 ? 0 : random.next() % total
      var next: Int?
      for image in nearest.indices where !isSeed[image] {
        if total == 0 || rest < nearest[image] {
          next = image
          break
        }
        rest -= nearest[image]
      }
      guard let next else { break }
      seeds.append(next)
    }
    return seeds
  }
}
