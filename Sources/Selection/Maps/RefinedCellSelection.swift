/// k-d cells of equal count on the map, refined by one step of k-means on the images, the medoid image
/// of each.
///
/// The map loses what two dimensions cannot show: an image may lie in a cell whose images it does not
/// resemble. One step sends every image to the cell with the nearest mean image; further steps lead
/// back to what k-means finds, which is no better.
///
/// Cost in hardware: as `cells`, and one stream of all n² distances with k accumulators a row: one more
/// pass over what the embedding reads in each of its hundreds of iterations. No image is read again.
struct RefinedCellSelection: GroupSelectionMethod {
  let name = "refined-cells"
  let abstract =
    "k-d cells on the map after one step of k-means on images, the medoid image of each"
  let usesMap = true

  func select(_ count: Int, from group: SelectionGroup) throws -> [Int] {
    let distances = try group.distances()
    var owner = [Int](repeating: 0, count: group.count)
    for (cell, members) in equalCells(count, of: try group.positions()).enumerated() {
      for member in members { owner[member] = cell }
    }
    let refined = nearestMeans(owner, count, distances)
    return filledClusters(refined, count).map { distances.medoid(of: $0) }
  }
}
