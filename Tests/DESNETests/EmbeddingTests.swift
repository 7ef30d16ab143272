import DESNE
import Datasets
import FixedPoint
import Testing

@Suite("Embedding")
struct EmbeddingTests {
  @Test("is the same bits for every number of threads")
  func deterministic() throws {
    let digits = try Dataset.opticalDigits().prefix(200)
    let maps = try [1, 2, 4].map { threads in
      try Embedding(
        images: digits.pixels, bytesPerImage: 64,
        options: DESNEOptions(iterations: 60, threads: threads))
    }
    #expect(maps[0] == maps[1])
    #expect(maps[0] == maps[2])
    #expect(maps[0].history.map(\.iteration) == [50, 60])
  }

  @Test(
    "has the same bits on every machine",
    arguments: [
      (Precision.float32, 0xf6f9_795c_44eb_9a80 as UInt64), (.float64, 0x5a11_dee6_5877_b7af),
    ])
  func bits(precision: Precision, hash: UInt64) throws {
    let digits = try Dataset.opticalDigits().prefix(200)
    let embedding = try Embedding(
      images: digits.pixels, bytesPerImage: 64,
      options: DESNEOptions(iterations: 150, precision: precision))
    // Fowler, Noll and Vo's hash of the bit patterns.
    var found: UInt64 = 0xcbf2_9ce4_8422_2325
    for position in embedding.positions {
      for coordinate in [position.x, position.y] {
        found = (found ^ coordinate.bitPattern) &* 0x0000_0100_0000_01b3
      }
    }
    found = (found ^ embedding.klDivergence.bitPattern) &* 0x0000_0100_0000_01b3
    #expect(found == hash, "\(String(found, radix: 16))")
  }

  @Test("P is that of the definition", arguments: [2, 5, 128, 150], Precision.allCases)
  func affinities(count: Int, precision: Precision) throws {
    let digits = try Dataset.opticalDigits().prefix(count)
    let distances = try SquaredDistances(images: digits.pixels, bytesPerImage: 64)
    let options = DESNEOptions(search: .bisection(Bisection()), precision: precision)
    let bandwidths = try BandwidthResult(distances: distances, options: options)
    let affinities = Affinities(
      distances: distances, bandwidths: bandwidths, precision: precision)
    let wanted = PlainReference(images: digits.pixels, bytesPerImage: 64)
      .joint(log2Betas: bandwidths.log2Betas)
    let tolerance = precision == .float32 ? 5e-6 : 1e-12
    var sum = 0.0
    for i in 0..<count {
      for j in 0..<count {
        let (found, wanted) = (affinities[i, j], wanted[i * count + j])
        #expect(abs(found - wanted) <= tolerance * max(wanted, 1e-12))
        sum += found
      }
    }
    #expect(abs(sum - 1) < tolerance)
  }

  @Test("positions become integers to the nearest, ties to even, saturated")
  func quantisation() throws {
    let format = try FixedPointFormat(signed: true, integerBits: 4, fractionBits: 2)
    let positions: [SIMD2<Double>] = [
      SIMD2(0.125, 0.375), SIMD2(-0.125, -0.3), SIMD2(100, -100), SIMD2(7.75, -8),
    ]
    #expect(
      try positions.quantised(to: format)
        == [SIMD2(0, 2), SIMD2(0, -1), SIMD2(31, -32), SIMD2(31, -32)])
    #expect(throws: DESNEError.self) { try [SIMD2(Double.nan, 0)].quantised(to: format) }
    let wide = try FixedPointFormat(signed: true, integerBits: 30, fractionBits: 3)
    #expect(throws: DESNEError.self) { try positions.quantised(to: wide) }
  }
}
