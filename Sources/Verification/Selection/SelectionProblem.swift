public import Datasets
internal import Selection

/// The rules of the exemplar selector, as named on the command line.
public enum SelectionRule: String, CaseIterable, Codable, Sendable {
  /// k-d cells on the map after one step of k-means on images, the medoid image of each.
  case refinedCells = "refined-cells"
  /// The smallest grid with enough occupied cells, the image nearest to each centre.
  case grid
}

/// What an exemplar selector is given.
public struct SelectionProblem: Sendable {
  /// The rule.
  public let rule: SelectionRule
  /// Exemplars to choose, 1 to the number of points.
  public let exemplars: Int
  /// The map.
  public let positions: [SIMD2<Int32>]
  let distances: ImageDistances

  /// Creates a problem.
  ///
  /// - Precondition: there are as many images as positions, and not more exemplars.
  public init(
    rule: SelectionRule, exemplars: Int, positions: [SIMD2<Int32>], images: Dataset
  ) {
    self.init(
      rule: rule, exemplars: exemplars, positions: positions, distances: ImageDistances(images))
  }

  init(
    rule: SelectionRule, exemplars: Int, positions: [SIMD2<Int32>], distances: ImageDistances
  ) {
    self.rule = rule
    self.exemplars = exemplars
    self.positions = positions
    self.distances = distances
  }

  /// Number of points.
  public var count: Int { positions.count }
}

/// What the model says of a problem.
struct ExpectedSelection {
  /// Exemplars, ascending.
  let exemplars: [Int]
  /// The k-d cell of every point.
  var cells: [Int] = []
  /// The cluster of every point after the step of k-means.
  var refined: [Int] = []
  /// The same after empty clusters were filled.
  var filled: [Int] = []
  /// The sum of every point's distances to its cell.
  var cellSums: [Int] = []
  /// The sum of every point's distances to its cluster.
  var clusterSums: [Int] = []
  /// Edges and occupied cells of the grids tried.
  var grids: [(edge: Int, occupied: Int)] = []
  /// Points in the cell of each exemplar, in the order in which they are chosen.
  var cellCounts: [Int] = []

  init(_ problem: SelectionProblem) {
    switch problem.rule {
    case .refinedCells:
      let count = problem.exemplars
      let distances = problem.distances
      var cells = [Int](repeating: 0, count: problem.count)
      for (cell, members) in equalCells(count, of: problem.positions).enumerated() {
        for member in members { cells[member] = cell }
      }
      let refined = nearestMeans(cells, count, distances)
      let clusters = filledClusters(refined, count)
      var filled = refined
      for (cluster, members) in clusters.enumerated() {
        for member in members { filled[member] = cluster }
      }
      (self.cells, self.refined, self.filled) = (cells, refined, filled)
      cellSums = Self.sums(cells, distances)
      clusterSums = Self.sums(filled, distances)
      exemplars = clusters.map { distances.medoid(of: $0) }.sorted()
    case .grid:
      let chosen = gridExemplars(problem.exemplars, of: problem.positions)
      exemplars = chosen.map(\.image).sorted()
      cellCounts = chosen.map(\.cellCount)
      let last = MapGrid.smallest(over: problem.positions, occupied: problem.exemplars).edge
      var edge = 1
      while edge * edge < problem.exemplars { edge += 1 }
      grids = (edge...last).map {
        ($0, MapGrid(edge: $0, over: problem.positions).occupiedCells(of: problem.positions))
      }
    }
  }

  /// Clusters without a point after the step of k-means, and how far down the list of points the
  /// filling of each looks.
  ///
  /// - Returns: For each, the number of points looked at.
  func fillings(clusters: Int) -> [Int] {
    var owner = refined
    var looked: [Int] = []
    for empty in 0..<clusters where !owner.contains(empty) {
      var sizes = [Int](repeating: 0, count: clusters)
      for cluster in owner { sizes[cluster] += 1 }
      let largest = sizes.firstIndex(of: sizes.max() ?? 0) ?? 0
      let last = owner.lastIndex(of: largest) ?? 0
      looked.append(owner.count - last)
      owner[last] = empty
    }
    return looked
  }

  /// For each cut that leads to the cells, of the lower part before the upper one, the bits from the
  /// top up to the first in which the keys of the points beside it differ; all, if they are equal.
  func trials(_ problem: SelectionProblem, coordinateBits: Int) -> [Int] {
    var trials: [Int] = []
    var waiting = [0..<problem.exemplars]
    while let part = waiting.popLast() {
      guard part.count > 1 else { continue }
      let members = cells.indices.filter { part.contains(cells[$0]) }
      let (xs, ys) = (
        members.map { problem.positions[$0].x }, members.map { problem.positions[$0].y }
      )
      let width = Int(xs.max() ?? 0) - Int(xs.min() ?? 0)
      let isUpright = Int(ys.max() ?? 0) - Int(ys.min() ?? 0) > width
      func key(_ point: Int) -> UInt64 {
        let half = Int64(1) << (coordinateBits - 1)
        let (x, y) = (Int64(problem.positions[point].x), Int64(problem.positions[point].y))
        let (first, second) = isUpright ? (y, x) : (x, y)
        return UInt64(first + half) << UInt64(coordinateBits) | UInt64(second + half)
      }
      let low = part.lowerBound..<part.lowerBound + part.count / 2
      let below = members.filter { low.contains(cells[$0]) }.map(key).max() ?? 0
      let above = members.filter { !low.contains(cells[$0]) }.map(key).min() ?? 0
      let keyBits = 2 * coordinateBits
      let shared = (below ^ above).leadingZeroBitCount - (64 - keyBits)
      trials.append(min(shared + 1, keyBits))
      waiting += [low.upperBound..<part.upperBound, low]
    }
    return trials
  }

  private static func sums(_ owner: [Int], _ distances: ImageDistances) -> [Int] {
    owner.indices.map { point in
      owner.indices.reduce(0) {
        $0 + (owner[$1] == owner[point] ? Int(distances[point, $1]) : 0)
      }
    }
  }
}
