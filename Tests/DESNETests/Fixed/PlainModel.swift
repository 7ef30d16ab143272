import Configuration
import FixedPoint

@testable import DESNE

/// The blocks' definitions, one value at a time in wide integers: what the kernels must give.
struct PlainModel {
  var configuration: SamplerConfiguration

  /// A quotient by a power of two to nearest, a half up, by the package's own rounding.
  static func rounded(_ value: Int128, _ places: Int) -> Int128 {
    places >= 0
      ? RoundingMode.nearestHalfUp.divide(value, byPowerOfTwo: places).quotient
      : value << Int128(-places)
  }

  /// Exponent and weight of one distance.
  func weight(_ distance: UInt32, logBeta: Int) -> (exponent: Int, weight: Int) {
    let formats = configuration.affinity.formats
    let fraction = formats.logBeta.fractionBits
    let mantissas = InterpolatedTable(
      .exp2, inputBits: fraction, fractionBits: formats.betaMantissa.fractionBits,
      configuration: configuration.affinity.exp2Table)
    let powers = InterpolatedTable(
      .exp2, inputBits: formats.exponent.fractionBits, fractionBits: formats.weight.fractionBits,
      configuration: configuration.affinity.exp2Table)
    let whole = -logBeta >> fraction
    let mantissa = mantissas.value(at: -logBeta & ((1 << fraction) - 1))
    let product = Int128(mantissa) * Int128(distance)
    let places =
      formats.betaMantissa.fractionBits + formats.distance.fractionBits + whole
      - formats.exponent.fractionBits
    let exponent = min(Int(Self.rounded(product, places)), Int(formats.exponent.maximum))
    let power = powers.value(at: exponent & ((1 << formats.exponent.fractionBits) - 1))
    return (
      exponent, Int(Self.rounded(Int128(power), exponent >> formats.exponent.fractionBits))
    )
  }

  /// S and M of a row.
  func sums(_ distances: [UInt32], logBeta: Int) -> (sum: Int, moment: Int) {
    let formats = configuration.affinity.formats
    var (sum, moment) = (0, 0)
    for distance in distances {
      let (exponent, weight) = weight(distance, logBeta: logBeta)
      let factor = Self.rounded(
        Int128(weight), formats.weight.fractionBits - formats.weightFactor.fractionBits)
      sum += weight
      moment += Int(
        Self.rounded(
          factor * Int128(exponent),
          formats.weightFactor.fractionBits + formats.exponent.fractionBits
            - formats.moment.fractionBits))
    }
    return (sum, moment)
  }

  /// The sums over ordered pairs, each pair computed twice.
  func forces(_ x: [Int], _ y: [Int], joint: (Int, Int) -> UInt32) -> EmbeddingForces {
    let formats = configuration.embedding.formats
    let table = InterpolatedTable(
      .reciprocal, inputBits: formats.normalizedDistance.fractionBits,
      fractionBits: formats.weight.fractionBits,
      configuration: configuration.embedding.reciprocalTable)
    let count = x.count
    var result = EmbeddingForces(
      attraction: Array(repeating: .zero, count: count),
      repulsion: Array(repeating: .zero, count: count), weightSum: 0)
    for i in 0..<count {
      for j in 0..<count where j != i {
        let (dx, dy) = (x[i] - x[j], y[i] - y[j])
        let places =
          2 * formats.pairPosition.fractionBits - formats.squaredDistance.fractionBits
        let square =
          Self.rounded(Int128(dx * dx), places) + Self.rounded(Int128(dy * dy), places)
        let r =
          Int(min(square, formats.squaredDistance.maximum))
          + 1 << formats.squaredDistance.fractionBits
        var exponent = 0
        while r >> (exponent + 1) != 0 { exponent += 1 }
        let below = (r - 1 << exponent) << 32
        let input = below >> (exponent + 32 - formats.normalizedDistance.fractionBits)
        let q = Self.rounded(
          Int128(table.value(at: input)), exponent - formats.squaredDistance.fractionBits)
        let repel = Self.rounded(
          q * q, 2 * formats.weight.fractionBits - formats.squaredWeight.fractionBits)
        let attract = min(
          Self.rounded(
            q * Int128(joint(i, j)),
            configuration.affinity.formats.joint.fractionBits + formats.weight.fractionBits
              - formats.attraction.fractionBits), formats.attraction.maximum)
        result.attraction[i] &+= SIMD2(Int(attract) * dx, Int(attract) * dy)
        result.repulsion[i] &+= SIMD2(Int(repel) * dx, Int(repel) * dy)
        result.weightSum += Int(q)
      }
    }
    return result
  }
}

extension SamplerConfiguration {
  /// Configurations whose formats take every path of the kernels.
  static var variants: [SamplerConfiguration] {
    get throws {
      func unsigned(_ integer: Int, _ fraction: Int) throws -> FixedPointFormat {
        try FixedPointFormat(signed: false, integerBits: integer, fractionBits: fraction)
      }
      func signed(_ integer: Int, _ fraction: Int) throws -> FixedPointFormat {
        try FixedPointFormat(signed: true, integerBits: integer, fractionBits: fraction)
      }
      var all = presets
      var wide = edge
      wide.name = "wide"
      wide.affinity.formats.distance = try unsigned(28, 0)
      wide.affinity.formats.betaMantissa = try unsigned(1, 16)
      wide.affinity.formats.exponent = try unsigned(6, 14)
      wide.affinity.formats.weight = try unsigned(1, 26)
      wide.affinity.formats.weightFactor = try unsigned(1, 26)
      wide.affinity.formats.moment = try unsigned(0, 32)
      wide.affinity.formats.joint = try unsigned(0, 22)
      wide.embedding.formats.pairPosition = try signed(8, 13)
      wide.embedding.formats.weight = try unsigned(1, 20)
      wide.embedding.formats.squaredWeight = try unsigned(1, 24)
      wide.embedding.formats.attraction = try unsigned(0, 26)
      var small = edge
      small.name = "narrow"
      small.affinity.formats.exponent = try unsigned(4, 6)
      small.affinity.exp2Table = TableConfiguration(segmentBits: 2, degree: 1)
      small.affinity.formats.weight = try unsigned(1, 10)
      small.affinity.formats.weightFactor = try unsigned(1, 12)
      small.affinity.formats.moment = try unsigned(0, 26)
      small.affinity.formats.joint = try unsigned(0, 8)
      small.embedding.formats.pairPosition = try signed(6, 2)
      small.embedding.formats.squaredDistance = try unsigned(8, 8)
      small.embedding.formats.normalizedDistance = try unsigned(1, 4)
      small.embedding.reciprocalTable = TableConfiguration(segmentBits: 3, degree: 0)
      small.embedding.formats.weight = try unsigned(1, 8)
      small.embedding.formats.squaredWeight = try unsigned(1, 18)
      small.embedding.formats.attraction = try unsigned(0, 20)
      all += [wide, small]
      for configuration in all { try configuration.validate() }
      return all
    }
  }
}
