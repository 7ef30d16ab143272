import DESNE
import Datasets
import Testing

@Suite("Matrix of squared distances")
struct SquaredDistanceMatrixTests {
  @Test(
    "is symmetric with a zero diagonal and has the definition in every other place",
    arguments: [(1, 1), (2, 1), (3, 5), (7, 64), (20, 33)])
  func definition(count: Int, size: Int) {
    var random = SplitMix64(state: UInt64(100 * count + size))
    let images = random.bytes(count * size)
    let matrix = SquaredDistanceMatrix(images: images, bytesPerImage: size)
    #expect(matrix.count == count)
    #expect(matrix.values.count == count * count)
    for row in 0..<count {
      #expect(matrix[row, row] == 0)
      for column in 0..<count {
        var sum = 0
        for byte in 0..<size {
          let difference = Int(images[row * size + byte]) - Int(images[column * size + byte])
          sum += difference * difference
        }
        #expect(matrix[row, column] == UInt64(sum), "row \(row), column \(column)")
        #expect(matrix.values[row * count + column] == UInt64(sum))
      }
    }
  }

  @Test("no images give an empty matrix")
  func empty() {
    let matrix = SquaredDistanceMatrix(images: [], bytesPerImage: 64)
    #expect(matrix.count == 0)
    #expect(matrix.values.isEmpty)
  }

  /// NumPy, int64, over the file of the repository: 225 * ((a[i] - a[j]) ** 2).sum().
  @Test(
    "published digits are as far apart as NumPy finds them",
    arguments: [
      (0, 1, 798_075), (0, 2, 659_250), (1, 2, 389_925), (3, 8, 405_450), (0, 1_796, 497_700),
      (1_795, 1_796, 349_650), (100, 900, 231_525), (17, 1_717, 812_475),
      (172, 1_589, 1_335_375), (1_585, 1_648, 6_300),
    ])
  func digits(first: Int, second: Int, distance: UInt64) throws {
    let pair = try Dataset.opticalDigits().subset(indices: [first, second])
    let matrix = SquaredDistanceMatrix(images: pair.pixels, bytesPerImage: 64)
    #expect(matrix[0, 1] == distance)
    #expect(matrix[1, 0] == distance)
  }

  @Test("all published digits have the sum and the extremes that NumPy finds")
  func allDigits() throws {
    let digits = try Dataset.opticalDigits()
    let matrix = SquaredDistanceMatrix(images: digits.pixels, bytesPerImage: 64)
    #expect(matrix.values.reduce(0, +) == 1_745_921_678_400)
    #expect(matrix.values.max() == 1_335_375)
    #expect(matrix.values.filter { $0 > 0 }.min() == 6_300)
    #expect(matrix.values.filter { $0 == 0 }.count == digits.count)
  }
}
