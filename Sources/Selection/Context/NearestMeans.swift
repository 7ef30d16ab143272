/// One step of k-means by distances between images only: every image in the cluster whose mean image
/// is nearest; of equally near ones its own, else the first.
///
/// The squared distance to the mean of a cluster of m images is the mean squared distance to its
/// members less half the mean over all ordered pairs of members. Both sides are compared as exact
/// fractions, so the step is the same on every machine.
///
/// - Parameters:
///   - owner: The cluster of every image.
///   - count: Number of clusters; some may be empty, and stay so.
///   - distances: Distances of the images.
/// - Complexity: O(n²) distances, each read once, with `count` sums an image.
package func nearestMeans(_ owner: [Int], _ count: Int, _ distances: ImageDistances) -> [Int] {
  var sizes = [Int](repeating: 0, count: count)
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
    // 2 m² times the squared distance to the mean of m images, and m².
    func distance(_ cluster: Int) -> (numerator: Int128, denominator: Int128) {
      let size = Int128(sizes[cluster])
      let sum = Int128(sums[image * count + cluster])
      return (2 * size * sum - Int128(pairs[cluster]), size * size)
    }
    var best = owner[image]
    var least = distance(best)
    for cluster in 0..<count where sizes[cluster] > 0 && cluster != owner[image] {
      let found = distance(cluster)
      let isNearer =
        found.numerator * least.denominator < least.numerator * found.denominator
      guard isNearer else { continue }
      best = cluster
      least = found
    }
    return best
  }
}

/// The members of every cluster, ascending. An empty cluster gets the last member of the largest one,
/// the first of equals: where images are equal there may be fewer means than clusters.
///
/// - Precondition: There are at least as many images as clusters.
package func filledClusters(_ owner: [Int], _ count: Int) -> [[Int]] {
  var clusters = [[Int]](repeating: [], count: count)
  for (image, cluster) in owner.enumerated() { clusters[cluster].append(image) }
  for empty in clusters.indices where clusters[empty].isEmpty {
    let largest = clusters.indices.reduce(0) {
      clusters[$1].count > clusters[$0].count ? $1 : $0
    }
    clusters[empty] = [clusters[largest].removeLast()]
  }
  return clusters
}
