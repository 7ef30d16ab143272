import DESNE
import Datasets
import Testing

@testable import Selection

@Suite("Rules of selection")
struct RuleTests {
  /// One grey byte an image, no labels, so that distances are squares of differences.
  private func line(_ greys: [UInt8]) throws -> Dataset {
    try Dataset(name: "line", shape: ImageShape(height: 1, width: 1), pixels: greys)
  }

  private func choose(
    _ name: String, _ count: Int, _ greys: [UInt8], _ positions: [SIMD2<Int32>] = [],
    seed: UInt64 = 1
  ) throws -> [Int] {
    let context = SelectionContext(dataset: try line(greys), seed: seed) { _, _ in positions }
    return try SelectionMethods.named(name).select(count, in: context).indices
  }

  /// Two clouds of three on a map, each with its middle last.
  private let clouds: [SIMD2<Int32>] = [
    SIMD2(0, 0), SIMD2(4, 4), SIMD2(2, 2), SIMD2(100, 0), SIMD2(104, 4), SIMD2(102, 3),
  ]

  @Test("the grid takes the smallest edge and the image nearest to each centre")
  func grid() throws {
    // 105 x 5 over 2 x 2 cells: all four are occupied; the best two are the fullest.
    #expect(MapGrid.smallest(over: clouds, occupied: 2).edge == 2)
    #expect(MapGrid.smallest(over: clouds, occupied: 4).edge == 2)
    #expect(MapGrid.smallest(over: clouds, occupied: 5).edge == 3)
    let square: [SIMD2<Int32>] = [
      SIMD2(0, 0), SIMD2(24, 26), SIMD2(99, 99), SIMD2(80, 70), SIMD2(10, 90), SIMD2(60, 20),
    ]
    #expect(try choose("grid", 4, [0, 0, 0, 0, 0, 0], square) == [1, 3, 4, 5])
    #expect(try choose("grid", 1, [0, 0, 0, 0, 0, 0], square) == [5])
  }

  @Test("the grid leaves out the cells with fewest images, of equals the last")
  func gridSurplus() throws {
    let positions: [SIMD2<Int32>] = [
      SIMD2(0, 0), SIMD2(99, 0), SIMD2(0, 99), SIMD2(99, 99), SIMD2(98, 99),
    ]
    #expect(try choose("grid", 3, [0, 0, 0, 0, 0], positions) == [0, 1, 4])
  }

  @Test("the medoid of a grid cell is judged by images, not by the map")
  func gridMedoid() throws {
    let greys: [UInt8] = [10, 12, 50, 200, 100, 103]
    // Mean 475 / 6 = 79.2: the nearest is 100. On the map the centre is (52.5, 2.5).
    #expect(try choose("grid-medoid", 1, greys, clouds) == [4])
    #expect(try choose("cells", 1, greys, clouds) == [4])
    #expect(try choose("grid", 1, greys, clouds) == [3])
  }

  @Test("cells of equal count cut across the longer side")
  func cells() {
    #expect(equalCells(2, of: clouds).sorted { $0[0] < $1[0] } == [[0, 1, 2], [3, 4, 5]])
    let column = clouds.map { SIMD2($0.y, $0.x) }
    #expect(equalCells(2, of: column).sorted { $0[0] < $1[0] } == [[0, 1, 2], [3, 4, 5]])
    // Six images for three cells: two for the one cell of the lower side.
    #expect(
      equalCells(3, of: clouds).sorted { $0[0] < $1[0] } == [[0, 2], [1, 3], [4, 5]])
  }

  @Test("cells are disjoint, complete and differ by few images", arguments: 1...23)
  func cellSizes(count: Int) throws {
    var random = Xorshift64(seed: UInt64(count))
    for population in [count, count + 1, 2 * count, 97] where population >= count {
      let positions = (0..<population).map { _ in
        SIMD2(Int32(random.next(below: 50)), Int32(random.next(below: 20)))
      }
      let cells = equalCells(count, of: positions)
      #expect(cells.count == count)
      #expect(cells.flatMap { $0 }.sorted() == Array(0..<population))
      let sizes = cells.map(\.count).sorted()
      #expect(sizes[0] >= 1 && sizes[count - 1] - sizes[0] <= 2, "\(sizes)")
    }
  }

  @Test("farthest points start in the middle and go to the ends, the first of equals")
  func farthest() throws {
    let positions = [-50, -20, 1, 30, 50].map { SIMD2<Int32>(Int32($0), 0) }
    let greys = [UInt8](repeating: 0, count: 5)
    #expect(try choose("farthest-point", 1, greys, positions) == [2])
    #expect(try choose("farthest-point", 2, greys, positions) == [0, 2])
    #expect(try choose("farthest-point", 3, greys, positions) == [0, 2, 4])
    #expect(try choose("farthest-point", 4, greys, positions) == [0, 1, 2, 4])
  }

  @Test("medoids on the map find two clouds and take the medoid image of each")
  func mapMedoids() throws {
    #expect(try choose("map-medoids", 2, [10, 12, 50, 200, 100, 103], clouds) == [1, 5])
  }

  @Test("k-centre adds the image furthest from the chosen ones", arguments: 0..<8 as Range<UInt64>)
  func kCentre(seed: UInt64) throws {
    let chosen = try choose("k-centre", 3, [0, 100, 101, 255, 254], seed: seed)
    #expect(!(chosen.contains(1) && chosen.contains(2)))
    #expect(!(chosen.contains(3) && chosen.contains(4)))
  }

  @Test("k-means finds the clusters whatever its seed", arguments: 0..<8 as Range<UInt64>)
  func kMeans(seed: UInt64) throws {
    // Means 2, 101 and 251 of three each.
    let chosen = try choose("k-means", 3, [0, 2, 4, 100, 101, 103, 250, 251, 255], seed: seed)
    #expect(chosen == [1, 4, 7])
  }

  @Test("Lloyd's steps end where no image is nearer to another mean")
  func lloyd() throws {
    let dataset = try Samples.images(60, isLabelled: false)
    let clusters = filledClusters(
      KMeansSelection().clusters(7, ImageDistances(dataset), seed: 4), 7)
    let means = clusters.map { members in
      (0..<12).map { byte in
        members.reduce(0.0) { $0 + Double(dataset.pixels[$1 * 12 + byte]) } / Double(members.count)
      }
    }
    for (cluster, members) in clusters.enumerated() {
      for member in members {
        let distances = means.map { mean in
          (0..<12).reduce(0.0) {
            let difference = Double(dataset.pixels[member * 12 + $1]) - mean[$1]
            return $0 + difference * difference
          }
        }
        #expect(distances[cluster] <= (distances.min() ?? 0) + 1e-6)
      }
    }
  }

  @Test("a refined cell gives an image to the cell with the nearest mean, not back")
  func refined() throws {
    // Cells of the map are {0, 1, 2} and {3, 4, 5}; by its grey, image 2 belongs to the second.
    let greys: [UInt8] = [10, 20, 190, 200, 205, 212]
    #expect(try choose("cells", 2, greys, clouds) == [1, 4])
    // Means 73.3 and 205.7 send image 2 over: {10, 20} and {190, 200, 205, 212}.
    #expect(try choose("refined-cells", 2, greys, clouds) == [0, 3])
  }

  @Test("of equally near means an image stays with its own")
  func ties() throws {
    let distances = ImageDistances(try line([0, 10, 20, 10]))
    // Means 5 and 15: images 1 and 3 are as near to both.
    #expect(nearestMeans([0, 0, 1, 1], 2, distances) == [0, 0, 1, 1])
    #expect(nearestMeans([0, 1, 1, 0], 2, distances) == [0, 1, 1, 0])
    let equal = ImageDistances(try line([7, 7, 7, 7]))
    #expect(nearestMeans([2, 1, 0, 1], 3, equal) == [2, 1, 0, 1])
    #expect(filledClusters([1, 1, 1, 1], 3) == [[3], [0, 1], [2]])
  }

  @Test("distances are the same whether kept or computed when asked for")
  func distances() throws {
    let dataset = try Samples.images(23)
    let kept = ImageDistances(dataset)
    let computed = ImageDistances(dataset, storedLimit: 0)
    for first in 0..<23 {
      for second in 0..<23 {
        let sum = (0..<12).reduce(0) {
          let difference =
            Int(dataset.pixels[first * 12 + $1]) - Int(dataset.pixels[second * 12 + $1])
          return $0 + difference * difference
        }
        #expect(kept[first, second] == UInt64(sum))
        #expect(computed[first, second] == UInt64(sum))
      }
    }
  }

  @Test("the medoid is the first member with the smallest sum")
  func medoid() throws {
    let distances = ImageDistances(try line([0, 10, 11, 20, 200]))
    #expect(distances.medoid(of: [0, 1, 2, 3]) == 1)
    #expect(distances.medoid(of: [3, 2, 1, 0]) == 1)
    #expect(distances.medoid(of: [0, 1, 3, 4]) == 3)
    #expect(distances.medoid(of: [4]) == 4)
  }

  @Test("exemplars refuse what no method may choose")
  func exemplars() throws {
    let dataset = try Samples.images(5)
    for (indices, weights) in [
      ([1, 1], nil), ([1, 5], nil), ([-1, 2], nil), ([1], nil), ([1, 2], [1.0]),
      ([1, 2], [1.0, .nan]), ([1, 2], [1.0, -1]),
    ] as [([Int], [Double]?)] {
      #expect(throws: SelectionError.self) {
        try Exemplars(method: "x", indices: indices, weights: weights, count: 2, dataset: dataset)
      }
    }
    let exemplars = try Exemplars(
      method: "x", indices: [4, 0], weights: [2, 3], count: 2, dataset: dataset)
    #expect(exemplars.indices == [0, 4])
    #expect(exemplars.weights == [3, 2])
  }
}
