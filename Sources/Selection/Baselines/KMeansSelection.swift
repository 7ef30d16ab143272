import DESNE

/// k-means on pixels (k-means++ start, Lloyd's steps), then the real image nearest to each mean.
///
/// The steps use distances between images only: the squared distance to the mean of a cluster of m
/// images is the mean squared distance to its members less half the mean over all their pairs.
/// Integers to the end, so the same clusters on every machine.
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
    var clusters = clusters(count, distances, seed: group.seed)
    fillEmpty(&clusters)
    return clusters.map { distances.medoid(of: $0) }
  }

  /// The clusters after Lloyd's steps; where images are equal some may be empty.
  func clusters(_ count: Int, _ distances: ImageDistances, seed: UInt64) -> [[Int]] {
    let centres = seeds(count, distances, seed: seed)
    var owner = (0..<distances.count).map { image in
      centres.indices.reduce(0) {
        distances[image, centres[$1]] < distances[image, centres[$0]] ? $1 : $0
      }
    }
    for _ in 0..<maximumSteps {
      let next = reassigned(owner, count, distances)
      if next == owner { break }
      owner = next
    }
    var clusters = [[Int]](repeating: [], count: count)
    for (image, cluster) in owner.enumerated() { clusters[cluster].append(image) }
    return clusters
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

  /// Every image in the cluster whose mean is nearest, the first of equals.
  private func reassigned(_ owner: [Int], _ count: Int, _ distances: ImageDistances) -> [Int] {
    var sizes = [UInt64](repeating: 0, count: count)
    for cluster in owner { sizes[cluster] += 1 }
    // Sums of distances from each image to each cluster, and over all ordered pairs of a cluster.
    var sums = [UInt64](repeating: 0, count: owner.count * count)
    var pairs = [UInt64](repeating: 0, count: count)
    for image in owner.indices {
      for other in owner.indices {
        sums[image * count + owner[other]] += distances[image, other]
      }
      pairs[owner[image]] += sums[image * count + owner[image]]
    }
    return owner.indices.map { image in
      var best: (cluster: Int, numerator: Int128, size: Int128)?
      for cluster in 0..<count where sizes[cluster] > 0 {
        // 2 m² times the squared distance to the mean of m images.
        let size = Int128(sizes[cluster])
        let numerator = 2 * size * Int128(sums[image * count + cluster]) - Int128(pairs[cluster])
        if let found = best,
          numerator * found.size * found.size >= found.numerator * size * size
        {
          continue
        }
        best = (cluster, numerator, size)
      }
      return best?.cluster ?? 0
    }
  }

  /// Gives every empty cluster the last image of the largest one, the first of equals: where images
  /// are equal there are fewer means than clusters.
  private func fillEmpty(_ clusters: inout [[Int]]) {
    for empty in clusters.indices where clusters[empty].isEmpty {
      let largest = clusters.indices.reduce(0) {
        clusters[$1].count > clusters[$0].count ? $1 : $0
      }
      clusters[empty] = [clusters[largest].removeLast()]
    }
  }
}
