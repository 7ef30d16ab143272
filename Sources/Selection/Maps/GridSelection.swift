/// Grid sampling on the map, the published rule of near-memory sampling: the smallest grid with at
/// least k occupied cells over the bounding box, one exemplar an occupied cell.
///
/// Surplus cells are left out, those with the fewest images first, of equals the last. Where even
/// the finest grid has too few occupied cells (many images at one place), cells give further
/// exemplars, each time the cell with the most images not chosen yet.
///
/// Cost in hardware: a pass over the n positions for each grid tried, one more for the exemplars;
/// the medoids read the distances within cells, about n²/k.
struct GridSelection: GroupSelectionMethod {
  /// Which image stands for a cell.
  enum Exemplar: Sendable {
    /// The one nearest to the cell's centre on the map: the published rule.
    case nearestToCentre
    /// The medoid: smallest sum of squared image distances within the cell.
    case medoid
  }

  /// Most cells along an edge.
  static let maximumEdge = 1_024

  /// Which image stands for a cell.
  let exemplar: Exemplar

  /// Creates the method.
  public init(exemplar: Exemplar = .nearestToCentre) {
    self.exemplar = exemplar
  }

  var name: String { exemplar == .medoid ? "grid-medoid" : "grid" }
  var abstract: String {
    exemplar == .medoid
      ? "smallest grid on the map with enough occupied cells, the medoid image of each"
      : "smallest grid on the map with enough occupied cells, the image nearest to each centre"
  }
  var usesMap: Bool { true }

  func select(_ count: Int, from group: SelectionGroup) throws -> [Int] {
    let distances = exemplar == .medoid ? try group.distances() : nil
    return gridExemplars(count, of: try group.positions(), distances: distances).map(\.image)
  }
}

/// Chooses by a grid on the map.
///
/// - Parameters:
///   - count: Number of exemplars, at most that of the positions.
///   - positions: The map.
///   - distances: For the medoid of each cell; without them the image nearest to its centre.
/// - Returns: The images in the order in which they are chosen, with the number of images of the
///   cell of each.
package func gridExemplars(
  _ count: Int, of positions: [SIMD2<Int32>], distances: ImageDistances? = nil
) -> [(image: Int, cellCount: Int)] {
  let grid = MapGrid.smallest(over: positions, occupied: count)
  // Most images first, of equals the first cell.
  let cells = grid.cells(of: positions).filter { !$0.isEmpty }
  let order = cells.indices.sorted {
    (cells[$1].count, $0) < (cells[$0].count, $1)
  }
  var kept = order.prefix(count).map { cells[$0] }
  var chosen: [(image: Int, cellCount: Int)] = []
  func takeExemplar(of cell: Int) {
    let next =
      distances.map { $0.medoid(of: kept[cell]) }
      ?? grid.nearestToCentre(of: kept[cell], positions)
    chosen.append((next, cells[order[cell]].count))
    kept[cell].removeAll { $0 == next }
  }
  for cell in kept.indices { takeExemplar(of: cell) }
  while chosen.count < count {
    takeExemplar(of: kept.indices.reduce(0) { kept[$1].count > kept[$0].count ? $1 : $0 })
  }
  return chosen
}

/// A grid of equal cells over the bounding box of a map.
package struct MapGrid {
  /// Cells along an edge.
  package let edge: Int
  /// Lower corner and extent, at least 1, of the bounding box.
  private let origin: SIMD2<Int>
  private let extent: SIMD2<Int>

  package init(edge: Int, over positions: [SIMD2<Int32>]) {
    self.edge = edge
    var low = SIMD2<Int>(repeating: .max)
    var high = SIMD2<Int>(repeating: .min)
    for position in positions {
      let position = SIMD2<Int>(truncatingIfNeeded: position)
      low = pointwiseMin(low, position)
      high = pointwiseMax(high, position)
    }
    origin = low
    // One more than the difference, so that the highest position is inside the last cell.
    extent = high &- low &+ 1
  }

  /// The grid with the shortest edge from ⌈√count⌉ on that has `count` occupied cells, or else the
  /// finest.
  package static func smallest(over positions: [SIMD2<Int32>], occupied count: Int) -> MapGrid {
    var edge = 1
    while edge * edge < count { edge += 1 }
    let distinct = Set(positions).count
    while edge < GridSelection.maximumEdge {
      let grid = MapGrid(edge: edge, over: positions)
      let occupied = grid.occupiedCells(of: positions)
      if occupied >= min(count, distinct) { return grid }
      edge += 1
    }
    return MapGrid(edge: edge, over: positions)
  }

  /// The cell of a position, row after row from the lower corner.
  func cell(of position: SIMD2<Int32>) -> Int {
    let column = (Int(position.x) - origin.x) * edge / extent.x
    let row = (Int(position.y) - origin.y) * edge / extent.y
    return row * edge + column
  }

  package func occupiedCells(of positions: [SIMD2<Int32>]) -> Int {
    var isOccupied = [Bool](repeating: false, count: edge * edge)
    var count = 0
    for position in positions {
      let cell = cell(of: position)
      if !isOccupied[cell] { count += 1 }
      isOccupied[cell] = true
    }
    return count
  }

  /// The images in each cell, ascending.
  func cells(of positions: [SIMD2<Int32>]) -> [[Int]] {
    var cells = [[Int]](repeating: [], count: edge * edge)
    for (image, position) in positions.enumerated() { cells[cell(of: position)].append(image) }
    return cells
  }

  /// The member of one cell nearest to its centre, the first of equals.
  func nearestToCentre(of members: [Int], _ positions: [SIMD2<Int32>]) -> Int {
    members.reduce(members[0]) {
      offCentre(positions[$1]) < offCentre(positions[$0]) ? $1 : $0
    }
  }

  /// The squared distance to the centre of a position's cell, in half cell fractions: 4 edge² times
  /// that of the map.
  private func offCentre(_ position: SIMD2<Int32>) -> Int128 {
    let cell = cell(of: position)
    let x = 2 * edge * (Int(position.x) - origin.x) - (2 * (cell % edge) + 1) * extent.x
    let y = 2 * edge * (Int(position.y) - origin.y) - (2 * (cell / edge) + 1) * extent.y
    return Int128(x) * Int128(x) + Int128(y) * Int128(y)
  }
}
