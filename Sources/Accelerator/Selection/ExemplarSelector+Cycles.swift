import Configuration
import HDL

extension ExemplarSelector {
  /// Cycles from the one that takes a command with the rule `refinedCells` to the last exemplar, if no
  /// stream pauses.
  ///
  /// - Parameters:
  ///   - points: n.
  ///   - exemplars: k.
  ///   - lastExemplar: The highest exemplar, where the list ends; n - 1 at most.
  ///   - trials: For each cut in two, of the lower part before the upper one, the bits looked at to find
  ///     it: those that the keys of the two points beside it share from the top, and one more; all, if
  ///     they are equal. A key has the coordinate across the cut, then the other one.
  ///   - fillings: For each cluster that was empty, the points looked at from the last one down to the
  ///     one that moves.
  public func cyclesOfRefinedCells(
    points: Int, exemplars: Int, lastExemplar: Int, trials: [Int], fillings: [Int] = []
  ) -> Int {
    let row = points + ClusterRows.rowOverhead
    let search = NearestMean.cycles(clusters: exemplars)
    let pass = 1 + points * row
    let means = 1 + row + (points - 1) * max(row, search) + search
    let filling =
      2 * exemplars + fillings.reduce(0) { $0 + 2 * exemplars + 2 * $1 + 2 }
    let division = cyclesOfDivision(points: points, exemplars: exemplars, trials: trials)
    return 1 + division + 2 * pass + means + filling + 2 * exemplars + 2 * (lastExemplar + 1)
  }

  /// Cycles from the one that takes a command with the rule `grid` to the last exemplar, if no stream
  /// pauses.
  ///
  /// - Parameters:
  ///   - points: n.
  ///   - edges: Edges of the grids that were sorted: from ⌈√k⌉ to the one that does.
  ///   - cells: Occupied cells of the last grid.
  ///   - cellCounts: Points in the cell of each exemplar; a cell that gives several counts each time.
  ///   - lastExemplar: The highest exemplar.
  public func cyclesOfGrid(
    points: Int, edges: ClosedRange<Int>, cells: Int, cellCounts: [Int], lastExemplar: Int
  ) -> Int {
    let walk = points + 2
    // Bounding box, then the cells of all edges.
    var cycles = 2 + walk + 1 + edges.upperBound * (walk + 1)
    for edge in edges {
      let bits = Int.bitWidth - (edge - 1).leadingZeroBitCount
      cycles += 1 + 2 * bits * (walk + 1) + walk + 1
    }
    for count in cellCounts { cycles += cells + 2 + 2 * count + 1 + GridChoice.latency + 1 }
    return cycles + 2 * (lastExemplar + 1)
  }

  /// Cycles that the division into cells takes: for each cut a walk for the extent, one a bit that is
  /// looked at, one for the parts; for each cell a walk.
  private func cyclesOfDivision(points: Int, exemplars: Int, trials: [Int]) -> Int {
    var trials = trials[...]
    var cycles = 0
    var segments = [(points: points, exemplars: exemplars)]
    while let (points, exemplars) = segments.popLast() {
      guard exemplars > 1, let bits = trials.popFirst() else {
        cycles += points + 5
        continue
      }
      cycles += (bits + 2) * (points + 2) + PointShare.steps(shapes) + bits + 4
      let low = exemplars / 2
      let cut = (points * low + low) / exemplars
      segments += [(points - cut, exemplars - low), (cut, low)]
    }
    return cycles
  }
}
