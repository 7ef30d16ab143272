import Configuration
import Testing

@testable import DESNE

@Suite("Blocks of the fixed-point model")
struct BlockTests {
  @Test("a row's sums and weights are the definition's, in every format and shift")
  func rows() throws {
    for configuration in try SamplerConfiguration.variants {
      let plain = PlainModel(configuration: configuration)
      let stage = AffinityStage(configuration.affinity, pointCount: 1_000)
      var random = Xorshift64(seed: 3)
      let limit = Int(configuration.affinity.formats.distance.maximum)
      for count in [1, 2, 7, 8, 33] {
        var distances = (1..<count).map { _ -> UInt32 in
          // Magnitudes of every size.
          UInt32(random.next(below: limit) >> random.next(below: 24))
        }
        distances.append(0)
        for logBeta in [-31, -24, -16, -9, -3, 4] {
          let fraction = configuration.affinity.formats.logBeta.fractionBits
          let value = logBeta << fraction + random.next(below: 1 << fraction)
          let found = stage.evaluate(distances, logBeta: value)
          let expected = plain.sums(distances, logBeta: value)
          #expect(found.weightSum == expected.sum, "\(configuration.name) \(count) \(logBeta)")
          #expect(found.moment == expected.moment, "\(configuration.name) \(count) \(logBeta)")
          let (exponents, weights) = stage.weights(distances, logBeta: value)
          for index in distances.indices {
            let one = plain.weight(distances[index], logBeta: value)
            #expect(Int(exponents[index]) == one.exponent)
            #expect(Int(weights[index]) == one.weight)
          }
        }
      }
    }
  }

  @Test("entropy, logarithm and reciprocal come from the sums as declared")
  func entropy() throws {
    let stage = AffinityStage(SamplerConfiguration.edge.affinity, pointCount: 1_000)
    // 64 equal weights: 6 bits of entropy, and log2 30 are wanted.
    let evaluation = stage.evaluate([UInt32](repeating: 0, count: 64), logBeta: -10 << 10)
    #expect(evaluation.weightSum == 64 << 20)
    #expect(evaluation.moment == 0)
    #expect(evaluation.log2 == 6 << 12)
    #expect(evaluation.sumExponent == 6)
    #expect(evaluation.reciprocal == 1 << 14)
    #expect(evaluation.entropy == 6 << 12)
    #expect(stage.targetEntropy == 20_099)  // log2(30) 2^12 = 20,098.7
    #expect(evaluation.error == 6 << 12 - 20_099)
  }

  @Test(
    "the entropy wanted is that of the perplexity, a third of the neighbours, and at least 0",
    arguments: [
      (1, 0), (2, 0), (4, 0), (7, 4_096), (91, 20_099), (92, 20_099), (90, 20_033), (1_000, 20_099),
    ])
  func target(points: Int, entropy: Int) {
    let stage = AffinityStage(SamplerConfiguration.edge.affinity, pointCount: points)
    #expect(stage.targetEntropy == entropy)
  }

  @Test("a prepared row has the minimum taken off, the point left out, and saturates")
  func prepare() throws {
    let stage = AffinityStage(SamplerConfiguration.edge.affinity, pointCount: 5)
    var saturations = 0
    let (row, minimum) = stage.prepare(
      row: [900, 0, 1_028, 1_027, 1 << 32], point: 1, saturations: &saturations)
    // 128 / 256 rounds up, 127 / 256 down.
    #expect(row == [0, 1, 0, UInt32((1 << 20) - 1)])
    #expect(minimum == 900)
    #expect(saturations == 1)
  }

  @Test("the sums over pairs are the definition's, in every format and for any number of threads")
  func pairs() throws {
    for configuration in try SamplerConfiguration.variants {
      let plain = PlainModel(configuration: configuration)
      let stage = PairStage(configuration)
      let formats = configuration.embedding.formats
      var random = Xorshift64(seed: 5)
      for (count, spread) in [(1, 4), (2, 4), (5, 60), (41, 1), (41, 500), (300, 30)] {
        let scale = Int(formats.pairPosition.maximum)
        let places = formats.position.fractionBits - formats.pairPosition.fractionBits
        let x = (0..<count).map { _ in (random.next(below: 2 * scale) - scale) * spread / 500 }
        let y = (0..<count).map { _ in (random.next(below: 2 * scale) - scale) * spread / 500 }
        let largest = Int(configuration.affinity.formats.joint.maximum)
        let joint = (0..<count * (count - 1) / 2).map { _ in
          UInt32(random.next(below: largest + 1) >> random.next(below: 12))
        }
        let positions = zip(x, y).map { SIMD2(Int32($0 << places), Int32($1 << places)) }
        let expected = plain.forces(x, y) { i, j in
          joint[FixedAffinities.rowStart(min(i, j), count: count) + max(i, j) - min(i, j) - 1]
        }
        for threads in [1, 2, 3, 50] {
          var saturations = SaturationCounters()
          let found = stage.forces(
            positions: positions, joint: joint, threads: threads, saturations: &saturations)
          #expect(found == expected, "\(configuration.name) \(count) \(spread) \(threads)")
          #expect(saturations.pairPositions == 0)
        }
      }
    }
  }

  @Test("a normalised number has its leading one at the exponent and its next bits as fraction")
  func normalized() {
    #expect(Normalized(1, fractionBits: 4) == Normalized(16, fractionBits: 4) ? false : true)
    #expect(Normalized(1, fractionBits: 4).exponent == 0)
    #expect(Normalized(0b1011_0111, fractionBits: 3).fraction == 0b011)
    #expect(Normalized(0b1011_0111, fractionBits: 3).exponent == 7)
    #expect(Normalized(0b101, fractionBits: 6).fraction == 0b010000)
    #expect(Normalized(.max, fractionBits: 16).fraction == 0xffff)
  }
}
