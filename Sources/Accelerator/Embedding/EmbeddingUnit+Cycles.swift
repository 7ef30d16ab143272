import Configuration
import HDL

extension EmbeddingUnit {
  /// Groups of pairs of an iteration: of row i those from (i + 1) / lanes to (n - 1) / lanes, both
  /// rounded down.
  ///
  /// - Parameter points: Points of the map, n.
  public func groupsOfIteration(points: Int) -> Int {
    (0..<max(0, points - 1)).reduce(0) { $0 + groups(ofRow: $1, points: points) }
  }

  /// Cycles of an iteration, if the joint probabilities never pause.
  ///
  /// The pairs take a cycle a group and one more a row, the points one each in both passes; around
  /// them are the ways through lanes, sums, update and mean.
  ///
  /// - Parameter points: Points of the map, n.
  public func cyclesOfIteration(points: Int) -> Int {
    let rows = (0..<max(0, points - 1)).reduce(0) { cycles, row in
      cycles + max(groups(ofRow: row, points: points) + 1, shapes.shortestRow)
    }
    let waits = Waits(configuration)
    // One cycle for the position of the first point; the last row has no pairs.
    let pairs = 1 + rows + shapes.shortestRow
    return pairs + waits.pairs + points + waits.update + points + waits.recentre
  }

  /// Cycles of a run from the command's to the first in which the unit is idle, if the joint
  /// probabilities never pause and are there as soon as they are wanted.
  ///
  /// - Parameters:
  ///   - points: Points of the map, n.
  ///   - iterations: Iterations of the run.
  public func cyclesOfRun(points: Int, iterations: Int) -> Int {
    1 + 2 * points + Waits(configuration).start
      + iterations * cyclesOfIteration(points: points)
  }

  /// Cycles from a clear to the first in which the unit is idle.
  public var cyclesOfClear: Int { 1 + Waits(configuration).flush }

  private func groups(ofRow row: Int, points: Int) -> Int {
    (points - 1) / shapes.lanes - (row + 1) / shapes.lanes + 1
  }
}
