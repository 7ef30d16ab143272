import Components
import HDL
import Testing

@Suite("LFSR")
struct LFSRTests {
  @Test(
    "runs through every state but 0", arguments: 2...16, [LFSR.Form.fibonacci, .galois])
  func period(width: Int, form: LFSR.Form) throws {
    let bench = try Bench(LFSR(width: width, form: form))
    try bench.reset()
    bench["enable"] = 1
    var seen = [Bool](repeating: false, count: 1 << width)
    for _ in 1..<1 << width {
      try bench.settle()
      seen[Int(bench["state"])] = true
      try bench.step()
    }
    try bench.settle()
    #expect(bench["state"] == 1)
    #expect(!seen[0])
    #expect(seen.dropFirst().allSatisfy { $0 })
  }

  /// The recurrence is read from the hardware's own output, so this is no statement about the table
  /// alone: a primitive polynomial of the full degree means a period of 2^width - 1.
  @Test(
    "has a primitive polynomial of its width behind it", arguments: LFSR.widths,
    [LFSR.Form.fibonacci, .galois])
  func primitive(width: Int, form: LFSR.Form) throws {
    let bench = try Bench(LFSR(width: width, form: form, seed: width == 2 ? 3 : 5))
    try bench.reset()
    bench["enable"] = 1
    var bits: [Bool] = []
    for _ in 0..<2 * width {
      try bench.settle()
      bits.append(bench["state"] & 1 == 1)
      try bench.step()
    }
    let (polynomial, length) = GF2Polynomial.recurrence(of: bits)
    #expect(length == width)
    #expect(GF2Polynomial.isPrimitive(polynomial, degree: width))
  }

  @Test("a polynomial that is not primitive is told from one that is")
  func notPrimitive() {
    // x^4 + x^3 + x^2 + x + 1 is irreducible, but x has the order 5.
    #expect(!GF2Polynomial.isPrimitive(0b11111, degree: 4))
    #expect(!GF2Polynomial.isPrimitive(0b10101, degree: 4))
    #expect(GF2Polynomial.isPrimitive(0b10011, degree: 4))
    #expect(GF2Polynomial.primeFactors(of: 1 << 59 - 1).sorted() == [179_951, 3_203_431_780_337])
  }

  @Test("stays while it is not enabled")
  func held() throws {
    let bench = try Bench(LFSR(width: 8, seed: 77))
    try bench.reset()
    for _ in 0..<3 {
      try bench.settle()
      #expect(bench["state"] == 77)
      try bench.step()
    }
  }

  @Test("refuses a width without taps and a seed that does not fit or is 0")
  func refused() {
    #expect(
      mistakes(in: LFSR(width: 1))
        == "parameter-out-of-range: an LFSR of 1 bits; use 2 to 64 bits")
    #expect(
      mistakes(in: LFSR(width: 65))
        == "parameter-out-of-range: an LFSR of 65 bits; use 2 to 64 bits")
    #expect(
      mistakes(in: LFSR(width: 4, seed: 0))
        == "parameter-out-of-range: an LFSR of 4 bits has seed 0; use a seed in 1...15")
    #expect(
      mistakes(in: LFSR(width: 4, form: .galois, seed: 16))
        == "parameter-out-of-range: an LFSR of 4 bits has seed 16; use a seed in 1...15")
    #expect(LFSR.taps(65) == [])
  }
}

@Suite("Xorshift")
struct XorshiftTests {
  /// The paper's programs, in the words of C.
  private struct Model {
    var algorithm: Xorshift.Algorithm
    var state: [UInt64]

    mutating func next() -> UInt64 {
      switch algorithm {
      case .xorshift32:
        var y = UInt32(truncatingIfNeeded: state[0])
        y ^= y << 13
        y ^= y >> 17
        y ^= y << 5
        state[0] = UInt64(y)
        return UInt64(y)
      case .xorshift64:
        state[0] ^= state[0] << 13
        state[0] ^= state[0] >> 7
        state[0] ^= state[0] << 17
        return state[0]
      case .xorshift128:
        let parts = state.map { UInt32(truncatingIfNeeded: $0) }
        let t = parts[0] ^ (parts[0] << 11)
        let w = (parts[3] ^ (parts[3] >> 19)) ^ (t ^ (t >> 8))
        state = state.dropFirst() + [UInt64(w)]
        return UInt64(w)
      }
    }
  }

  @Test(
    "gives the numbers of the published programs",
    arguments: [
      (Xorshift.Algorithm.xorshift32, [723_471_715, 2_497_366_906, 2_064_144_800] as [UInt64]),
      (.xorshift64, [8_748_534_153_485_358_512, 3_040_900_993_826_735_515]),
      (.xorshift128, [3_701_687_786, 458_299_110, 2_500_872_618, 3_633_119_408, 516_391_518]),
    ])
  func published(algorithm: Xorshift.Algorithm, numbers: [UInt64]) throws {
    let bench = try Bench(Xorshift(algorithm))
    try bench.reset()
    bench["enable"] = 1
    for number in numbers {
      try bench.settle()
      try bench.step()
      try bench.settle()
      #expect(bench["value"] == number)
    }
  }

  @Test(
    "follows its recurrence from any seed, while enabled", arguments: Xorshift.Algorithm.allCases)
  func recurrence(algorithm: Xorshift.Algorithm) throws {
    let seed = algorithm == .xorshift128 ? [0, 0, 1, 0] : [0x1357_9bdf]
    let bench = try Bench(Xorshift(algorithm, seed: seed))
    var model = Model(algorithm: algorithm, state: seed.map(UInt64.init))
    var expected = UInt64(seed.last ?? 0)
    var stimulus = Stimulus(seed: 3)
    try bench.reset()
    for _ in 0..<500 {
      let enable = stimulus.next() & 3 != 0
      bench["enable"] = enable ? 1 : 0
      try bench.settle()
      try #require(bench["value"] == expected)
      if enable { expected = model.next() }
      try bench.step()
    }
  }

  @Test("refuses a seed of the wrong size, of zeros only, or out of range")
  func refused() {
    #expect(
      mistakes(in: Xorshift(.xorshift128, seed: [1]))
        == "parameter-out-of-range: xorshift128 has seed [1]; "
        + "give 4 numbers in 0...4294967295, not all 0")
    #expect(
      mistakes(in: Xorshift(.xorshift32, seed: [0]))
        == "parameter-out-of-range: xorshift32 has seed [0]; give one number in 1...4294967295")
    #expect(
      mistakes(in: Xorshift(.xorshift64, seed: [-1]))
        == "parameter-out-of-range: xorshift64 has seed [-1]; "
        + "give one number in 1...9223372036854775807")
  }
}
