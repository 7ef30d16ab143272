import Accelerator
import Configuration
import Selection

extension ExpectedSelection {
  /// The cycles of a selection without pauses, by the selector's formula.
  func cycles(_ problem: SelectionProblem, _ configuration: SamplerConfiguration) -> Int {
    let selector = ExemplarSelector(configuration)
    let last = exemplars[exemplars.count - 1]
    guard let first = grids.first, let final = grids.last else {
      return selector.cyclesOfRefinedCells(
        points: problem.count, exemplars: problem.exemplars, lastExemplar: last,
        trials: trials(
          problem, coordinateBits: configuration.embedding.formats.position.bitWidth),
        fillings: fillings(clusters: problem.exemplars))
    }
    return selector.cyclesOfGrid(
      points: problem.count, edges: first.edge...final.edge, cells: final.occupied,
      cellCounts: cellCounts, lastExemplar: last)
  }
}

extension SelectionCoverage {
  /// Notes what is special about a selection.
  mutating func cover(
    _ problem: SelectionProblem, _ expected: ExpectedSelection,
    _ configuration: SamplerConfiguration
  ) {
    let (count, positions) = (problem.count, problem.positions)
    note(.refinedCells, problem.rule == .refinedCells)
    note(.grid, problem.rule == .grid)
    note(.onePoint, count == 1)
    note(.twoPoints, count == 2)
    note(.threePoints, count == 3)
    note(.mostPoints, count == configuration.affinity.maximumPoints)
    note(.oneExemplar, problem.exemplars == 1)
    note(.someExemplars, problem.exemplars > 1 && problem.exemplars < count)
    note(.allExemplars, problem.exemplars == count)

    let places = Set(positions).count
    note(.onePlace, count > 1 && places == 1)
    note(.duplicates, places > 1 && places < count)
    let (xs, ys) = (positions.map(\.x), positions.map(\.y))
    let width = Int(xs.max() ?? 0) - Int(xs.min() ?? 0)
    let height = Int(ys.max() ?? 0) - Int(ys.min() ?? 0)
    note(.line, places > 2 && min(width, height) == 0)
    note(.upright, height > width)
    note(.lying, height < width)
    note(.square, height == width && height > 0)
    let format = configuration.embedding.formats.position
    note(.lowestCoordinate, (xs + ys).contains { Int128($0) == format.minimum })
    note(.highestCoordinate, (xs + ys).contains { Int128($0) == format.maximum })
    switch problem.rule {
    case .refinedCells: coverClusters(problem, expected)
    case .grid: coverGrids(problem, expected, places: places)
    }
  }

  private mutating func coverClusters(
    _ problem: SelectionProblem, _ expected: ExpectedSelection
  ) {
    let points = 0..<problem.count
    note(.movedPoint, expected.cells != expected.refined)
    note(.stayingPoint, points.contains { expected.cells[$0] == expected.refined[$0] })
    note(
      .equalImages,
      points.contains { $0 > 0 && problem.distances[$0, 0] == 0 })
    let empty = expected.fillings(clusters: problem.exemplars).count
    note(.emptyCluster, empty > 0)
    note(.emptyClusters, empty > 1)
    var least: [Int: (sum: Int, count: Int)] = [:]
    for point in points {
      let (cluster, sum) = (expected.filled[point], expected.clusterSums[point])
      guard let found = least[cluster], found.sum <= sum else {
        least[cluster] = (sum, 1)
        continue
      }
      if found.sum == sum { least[cluster] = (sum, found.count + 1) }
    }
    note(.equalMedoids, least.values.contains { $0.count > 1 })
    note(.equallyNear, hasEquallyNear(problem, expected))
  }

  /// Whether a point that stays is as near to the mean of another cell: if its distances to the
  /// members of a cell of as many points are those to its own.
  private func hasEquallyNear(
    _ problem: SelectionProblem, _ expected: ExpectedSelection
  ) -> Bool {
    let points = 0..<problem.count
    guard problem.exemplars > 1, expected.cells == expected.refined else { return false }
    return points.allSatisfy { problem.distances[$0, 0] == 0 }
  }

  private mutating func coverGrids(
    _ problem: SelectionProblem, _ expected: ExpectedSelection, places: Int
  ) {
    guard let last = expected.grids.last else { return }
    note(.firstGrid, expected.grids.count == 1)
    note(.laterGrid, expected.grids.count > 1)
    note(.finestGrid, last.edge == 1_024)
    note(.oneCell, last.edge == 1)
    note(.surplusCells, last.occupied > problem.exemplars)
    note(.fewCells, last.occupied < problem.exemplars)
    note(.separatedPlaces, last.occupied < problem.exemplars && last.occupied == places)
  }
}
