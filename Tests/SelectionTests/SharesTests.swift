import Selection
import Testing

@Suite("Shares of classes")
struct SharesTests {
  @Test(
    "follow the largest remainder, the first of equals",
    arguments: [
      (10, [50, 30, 20], [5, 3, 2]), (7, [10, 20, 30], [1, 2, 4]),
      (3, [100, 1, 1], [1, 1, 1]), (4, [100, 1, 1], [2, 1, 1]), (2, [5, 5, 5], [1, 1, 0]),
      (0, [3, 4], [0, 0]), (7, [3, 4], [3, 4]), (1, [0, 0, 2], [0, 0, 1]), (0, [], []),
      (0, [0, 0], [0, 0]),
    ])
  func examples(total: Int, sizes: [Int], shares: [Int]) {
    #expect(proportionalShares(of: total, among: sizes) == shares)
  }

  @Test("sum to the total, exceed no size and leave no class out")
  func properties() {
    for sizes in [[1], [3, 1], [7, 0, 5], [2, 2, 2, 2], [40, 1, 1, 9], [1, 1, 1, 1, 96]] {
      let population = sizes.reduce(0, +)
      for total in 0...population {
        let shares = proportionalShares(of: total, among: sizes)
        #expect(shares.reduce(0, +) == total)
        #expect(zip(shares, sizes).allSatisfy { $0 >= 0 && $0 <= $1 })
        if total >= sizes.count(where: { $0 > 0 }) {
          #expect(zip(shares, sizes).allSatisfy { $0 > 0 || $1 == 0 })
        }
      }
    }
  }

  @Test(
    "a ratio is rounded to the nearest number of images, at least one",
    arguments: [
      (0.01, 1_000, 10), (0.05, 30, 2), (0.0001, 100, 1), (1, 7, 7), (0.5, 1, 1), (0.5, 3, 2),
      (0.999, 10, 10),
    ])
  func ratio(ratio: Double, population: Int, count: Int) throws {
    #expect(try exemplarCount(ratio: ratio, of: population) == count)
  }

  @Test("a ratio out of range is refused", arguments: [0, -0.1, 1.01, .infinity, .nan])
  func ratioRange(ratio: Double) {
    #expect(throws: SelectionError.self) { try exemplarCount(ratio: ratio, of: 10) }
  }
}
