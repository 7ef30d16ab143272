/// k-d cells of equal count on the map, the medoid image of each: exactly k cells, nothing to trim.
///
/// Cost in hardware: ⌈log2 k⌉ passes of partitioning over the n positions, then the distances within
/// cells, about n²/k of the n² that are in memory.
struct CellSelection: GroupSelectionMethod {
  let name = "cells"
  let abstract = "k-d cells of equal count on the map, the medoid image of each"
  let usesMap = true

  func select(_ count: Int, from group: SelectionGroup) throws -> [Int] {
    let distances = try group.distances()
    return equalCells(count, of: try group.positions()).map { distances.medoid(of: $0) }
  }
}

/// Divides positions into cells of equal count, up to one, by cuts across the longer side.
///
/// A cell for k exemplars is cut so that ⌊k/2⌋ get as near as possible to their share of the images;
/// along a cut images are in order of the coordinate, then of the other one, then of the index.
///
/// - Parameters:
///   - count: Number of cells, 1 to the number of positions.
///   - positions: The map.
/// - Returns: Members of each cell, ascending; no cell is empty.
/// - Complexity: O(n log n log k).
package func equalCells(_ count: Int, of positions: [SIMD2<Int32>]) -> [[Int]] {
  var cells: [[Int]] = []
  var waiting = [(members: Array(positions.indices), count: count)]
  while let (members, count) = waiting.popLast() {
    guard count > 1 else {
      cells.append(members.sorted())
      continue
    }
    let axis = longerAxis(of: members, positions)
    let ordered = members.sorted {
      let first = positions[$0]
      let second = positions[$1]
      return (first[axis], first[1 - axis], $0) < (second[axis], second[1 - axis], $1)
    }
    let low = count / 2
    let high = count - low
    let cut = min(max(low, (members.count * low + count / 2) / count), members.count - high)
    waiting.append((Array(ordered[cut...]), high))
    waiting.append((Array(ordered[..<cut]), low))
  }
  return cells
}

/// The axis along which some positions extend further, x if equal.
func longerAxis(of members: [Int], _ positions: [SIMD2<Int32>]) -> Int {
  var low = SIMD2<Int32>(repeating: .max)
  var high = SIMD2<Int32>(repeating: .min)
  for member in members {
    low = pointwiseMin(low, positions[member])
    high = pointwiseMax(high, positions[member])
  }
  // Within ±2^30 each, so the difference fits.
  let extent = high &- low
  return extent.y > extent.x ? 1 : 0
}
