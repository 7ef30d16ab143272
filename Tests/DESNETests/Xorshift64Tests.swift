import Testing
import DESNE

@Suite("Xorshift64")
struct Xorshift64Tests {
  /// From a Python program of the published recurrence and SplitMix64's finaliser.
  @Test(
    "starts with the published sequence",
    arguments: [
      (
        0,
        [
          0x6661_260e_8cc5_7df4, 0x2ed7_a803_1b23_0a0f, 0x1383_0ddd_eb20_2fdb,
          0xf16d_fbd5_6f8e_f944,
        ]
      ),
      (
        1,
        [
          0x7274_658b_cb6f_4838, 0xd287_4a86_df7c_98a8, 0x4737_03a9_09c3_4b99,
          0xeba4_2236_54ed_0b4e,
        ]
      ),
      (
        42,
        [
          0xfb4d_394f_8ead_bd08, 0x5eca_1bf6_459a_a472, 0x6848_8c8e_0042_cdba,
          0x8514_5493_9804_66a1,
        ]
      ),
      (
        .max,
        [
          0x311d_6e06_15ee_ce39, 0xb221_6081_c07b_bde5, 0xeb72_6f6e_8d14_93de,
          0xa4b1_8f12_9da3_8d79,
        ]
      ),
    ] as [(UInt64, [UInt64])])
  func firstValues(seed: UInt64, values: [UInt64]) {
    var random = Xorshift64(seed: seed)
    #expect(values.map { _ in random.next() } == values)
  }

  /// A shift by `distance` and an exclusive or as a linear map on bits, one bit at a time.
  private func xorshift(_ bits: [Bool], by distance: Int) -> [Bool] {
    bits.indices.map { index in
      let source = index - distance
      return bits[index] != (bits.indices.contains(source) && bits[source])
    }
  }

  @Test("follows the recurrence written over single bits", arguments: [3, 99, 1 << 63] as [UInt64])
  func recurrence(seed: UInt64) {
    var random = Xorshift64(seed: seed)
    var bits = [Bool](repeating: false, count: 64)
    let first = random.next()
    for index in 0..<64 { bits[index] = first >> UInt64(index) & 1 == 1 }
    for _ in 0..<1_000 {
      bits = xorshift(xorshift(xorshift(bits, by: 13), by: -7), by: 17)
      let value = bits.indices.reduce(UInt64(0)) { $0 | (bits[$1] ? 1 << UInt64($1) : 0) }
      #expect(random.next() == value)
    }
  }

  @Test("no seed gives a sequence of zeros")
  func zeros() {
    for seed in 0..<10_000 as Range<UInt64> {
      var random = Xorshift64(seed: seed)
      #expect(random.next() != 0)
    }
    // The seed that the finaliser maps to 0.
    var random = Xorshift64(seed: 0 &- 0x9e37_79b9_7f4a_7c15)
    #expect(random.next() != 0)
  }

  @Test(
    "numbers below a bound reach each of them and no other", arguments: [1, 2, 3, 7, 256, 1_000])
  func bound(bound: Int) {
    var random = Xorshift64(seed: 5)
    var counts = [Int](repeating: 0, count: bound)
    for _ in 0..<bound * 100 { counts[random.next(below: bound)] += 1 }
    #expect(counts.allSatisfy { $0 > 0 })
  }
}
