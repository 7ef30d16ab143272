import DESNE
import Testing

@testable import Selection

@Suite("Submodular choices")
struct SubmodularTests {
  /// A symmetric matrix of random similarities between 0 and 1, some of them equal.
  static func similarities(_ count: Int, seed: UInt64) -> [Float] {
    var random = Xorshift64(seed: seed)
    var matrix = [Float](repeating: 1, count: count * count)
    for row in 0..<count {
      for column in 0..<row {
        let value = Float(random.next(below: 64)) / 64
        matrix[row * count + column] = value
        matrix[column * count + row] = value
      }
    }
    return matrix
  }

  @Test("by graph cut take the largest gain of the definition each time", arguments: 1...6)
  func graphCut(seed: UInt64) {
    let count = 23
    let matrix = Self.similarities(count, seed: seed)
    let places = (0..<count).filter { !$0.isMultiple(of: 4) }
    var expected: [Int] = []
    for _ in 0..<9 {
      let gains = places.map { place -> Double in
        if expected.contains(place) { return -.infinity }
        let toAll = places.reduce(0.0) { $0 + Double(matrix[$1 * count + place]) }
        let toChosen = expected.reduce(0.0) { $0 + Double(matrix[$1 * count + place]) }
        return toAll - 2 * toChosen
      }
      let best = gains.indices.max { gains[$0] < gains[$1] } ?? 0
      expected.append(places[gains.firstIndex(of: gains[best]) ?? 0])
    }
    // Sixty-fourths add up exactly, so equal gains are equal.
    #expect(GraphCut(similarities: matrix, count: count).choose(9, among: places) == expected)
  }

  @Test("in bins share out every place once, the bins alike in size", arguments: [1, 9, 10, 57])
  func bins(count: Int) {
    let cut = GraphCut(similarities: Self.similarities(count, seed: 9), count: count)
    let bins = cut.bins(10)
    #expect(bins.flatMap(\.self).sorted() == Array(0..<count))
    let sizes = bins.map(\.count)
    #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
    #expect(bins.first { !$0.isEmpty } == cut.choose(max(1, sizes[0]), among: Array(0..<count)))
  }

  @Test("Cosines are inner products of vectors of length 1; a zero vector has none")
  func cosines() {
    let vectors: [[Float]] = [[3, 4], [0, 0], [-6, -8], [4, -3]]
    let products = vectors.flatMap { first in
      vectors.map { second in zip(first, second).reduce(0) { $0 + $1.0 * $1.1 } }
    }
    let expected: [Float] = [1, 0, -1, 0, 0, 0, 0, 0, -1, 0, 1, 0, 0, 0, 0, 1]
    #expect(GraphCut.cosines(products, count: 4) == expected)
  }

  @Test("by facility location are the same lazily and plainly", arguments: 1...8)
  func lazyGreedy(seed: UInt64) {
    let count = 31
    let matrix = Self.similarities(count, seed: seed)
    let location = FacilityLocation(similarities: matrix, count: count)
    var reached = [Float](repeating: 0, count: count)
    var plain: [Int] = []
    for _ in 0..<count {
      var best = -1
      var most = -1.0
      for place in 0..<count where !plain.contains(place) {
        let gain = (0..<count).reduce(0.0) {
          $0 + Double(max(0, matrix[place * count + $1] - reached[$1]))
        }
        if gain > most {
          most = gain
          best = place
        }
      }
      plain.append(best)
      for other in 0..<count { reached[other] = max(reached[other], matrix[best * count + other]) }
    }
    for number in [1, 2, 7, count] {
      let choice = location.choose(number)
      #expect(choice.places == Array(plain.prefix(number)))
      #expect(choice.served.reduce(0, +) == count)
    }
    // All are chosen and every place is most similar to itself.
    #expect(location.choose(count).served.allSatisfy { $0 >= 0 })
  }

  @Test("Nearness is the largest distance less the distance")
  func nearness() {
    let points: [Float] = [0, 3, 7]
    let products = points.flatMap { first in points.map { first * $0 } }
    #expect(FacilityLocation.nearness(products, count: 3) == [7, 4, 0, 4, 7, 3, 0, 3, 7])
  }

  @Test("Each exemplar's weight is the number of images nearest to it")
  func served() {
    let points: [Float] = [0, 1, 2, 50, 51, 90]
    let products = points.flatMap { first in points.map { first * $0 } }
    let nearness = FacilityLocation.nearness(products, count: 6)
    let choice = FacilityLocation(similarities: nearness, count: 6).choose(3)
    let byPlace = zip(choice.places, choice.served).sorted { $0.0 < $1.0 }
    #expect(byPlace.map(\.1) == [3, 2, 1])
  }

  @Test("Every prefix of a bin sampling has a uniform share of each bin", arguments: 1...5)
  func sampling(seed: UInt64) {
    let bins = [Array(0..<7), [], Array(7..<14), Array(14..<21), Array(21..<24)]
    let order = BinSampling(bins, seed: seed).order
    #expect(order.sorted() == Array(0..<24))
    for length in 0...12 {
      let shares = [0, 2, 3, 4].map { bin in
        order.prefix(length).count { bins[bin].contains($0) }
      }
      #expect((shares.max() ?? 0) - (shares.min() ?? 0) <= 1)
    }
  }

  @Test("No bin is preferred where not every bin can give one")
  func remainder() {
    let bins = (0..<10).map { [$0] }
    var hits = [Int](repeating: 0, count: 10)
    for seed in 0..<400 {
      for place in BinSampling(bins, seed: UInt64(seed)).order.prefix(5) { hits[place] += 1 }
    }
    #expect(hits.allSatisfy { (150...250).contains($0) })
  }
}
