import DESNE
import Datasets
import Testing

@Suite("Squared distance")
struct SquaredDistanceTests {
  private func distance(_ first: [UInt8], _ second: [UInt8]) -> UInt64 {
    first.withUnsafeBufferPointer { first in
      second.withUnsafeBufferPointer { second in
        guard let a = first.baseAddress, let b = second.baseAddress else { return 0 }
        return squaredDistance(a, b, count: first.count)
      }
    }
  }

  /// The definition, in another shape.
  private func definition(_ first: [UInt8], _ second: [UInt8]) -> UInt64 {
    UInt64(
      zip(first, second).map { Int($0) - Int($1) }.reduce(0) { $0 + $1 * $1 })
  }

  @Test(
    "equals the definition at every size around a vector and a block",
    arguments: Array(1...70) + [255, 784, 3_072, 65_535, 65_536, 65_537, 131_072, 131_073])
  func sizes(count: Int) {
    var random = SplitMix64(state: UInt64(count))
    let first = random.bytes(count)
    let second = random.bytes(count)
    #expect(distance(first, second) == definition(first, second))
    #expect(distance(first, first) == 0)
  }

  @Test(
    "all 0 against all 255 is exact where the sums of blocks are largest",
    arguments: [1, 65_535, 65_536, 65_537, 66_051, 131_072, 131_073, 1 << 20])
  func extremes(count: Int) {
    let dark = [UInt8](repeating: 0, count: count)
    let light = [UInt8](repeating: 255, count: count)
    #expect(distance(dark, light) == 65_025 * UInt64(count))
    #expect(distance(light, dark) == 65_025 * UInt64(count))
  }

  @Test(
    "one byte that differs counts wherever it is", arguments: [0, 1, 31, 65_535, 65_536, 65_599])
  func position(index: Int) {
    let first = [UInt8](repeating: 7, count: 65_600)
    var second = first
    second[index] = 250
    #expect(distance(first, second) == 243 * 243)
  }

  @Test("all pairs of byte values have the square of their difference")
  func bytes() {
    for first in UInt8.min...UInt8.max {
      for second in UInt8.min...UInt8.max {
        let difference = Int(first) - Int(second)
        guard distance([first], [second]) != UInt64(difference * difference) else { continue }
        Issue.record("\(first) and \(second)")
      }
    }
  }

  @Test("nothing is at distance 0")
  func nothing() {
    let one: [UInt8] = [1]
    one.withUnsafeBufferPointer { bytes in
      if let base = bytes.baseAddress { #expect(squaredDistance(base, base, count: 0) == 0) }
    }
  }
}

/// Steele's, Lea's and Flood's SplitMix64, for bytes that are the same on every machine.
struct SplitMix64 {
  var state: UInt64

  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = state
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      return UInt8(truncatingIfNeeded: (z ^ (z >> 31)) >> 56)
    }
  }
}
