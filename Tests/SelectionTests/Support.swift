import DESNE
import Datasets
import Selection

/// Images, labels and maps that are the same on every machine.
enum Samples {
  /// Random images of 3 x 4 bytes; labels take turns unevenly: class 2 is the rarest of three.
  static func images(_ count: Int, seed: UInt64 = 1, isLabelled: Bool = true) throws -> Dataset {
    var random = Xorshift64(seed: seed)
    let pixels = (0..<count * 12).map { _ in UInt8(truncatingIfNeeded: random.next() >> 40) }
    let labels = (0..<count).map { UInt8([0, 1, 0, 1, 2, 0][$0 % 6]) }
    return try Dataset(
      name: "random", shape: ImageShape(height: 3, width: 4), pixels: pixels,
      labels: isLabelled ? labels : nil)
  }

  /// Images that are all the same grey.
  static func constant(_ count: Int, grey: UInt8) throws -> Dataset {
    try Dataset(
      name: "constant", shape: ImageShape(height: 2, width: 2),
      pixels: [UInt8](repeating: grey, count: 4 * count),
      labels: (0..<count).map { UInt8($0 % 2) })
  }

  /// A map of random positions in a square.
  static func scattered(_ group: SelectionGroup, _ seed: UInt64) -> [SIMD2<Int32>] {
    var random = Xorshift64(seed: seed)
    return (0..<group.count).map { _ in
      SIMD2(Int32(random.next(below: 2_001)) - 1_000, Int32(random.next(below: 2_001)) - 1_000)
    }
  }

  /// A map with all images at one place.
  static func collapsed(_ group: SelectionGroup, _ seed: UInt64) -> [SIMD2<Int32>] {
    [SIMD2<Int32>](repeating: SIMD2(7, -3), count: group.count)
  }

  /// A map with all images on three places, at the ends of the range of positions.
  static func extreme(_ group: SelectionGroup, _ seed: UInt64) -> [SIMD2<Int32>] {
    let end: Int32 = 1 << 30
    return (0..<group.count).map { [SIMD2(-end, -end), SIMD2(end, end), SIMD2(end, -end)][$0 % 3] }
  }
}
