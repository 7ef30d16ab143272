internal import Configuration
internal import FixedPoint
public import HDL

/// Widths and ranges that follow from the configuration, shared by the units of affinity and search.
struct AffinityShapes: Hashable, Sendable {
  let configuration: SamplerConfiguration
  let formats: AffinityFormats

  init(_ configuration: SamplerConfiguration) {
    self.configuration = configuration
    formats = configuration.affinity.formats
  }

  /// Candidates of one generation, all evaluated in one pass over the row: a lane each.
  var lanes: Int {
    switch configuration.search.strategy {
    case .differentialEvolution, .fireworks: configuration.search.population
    case .bisection: 1 << configuration.search.bisectionBits - 1
    }
  }

  /// Points of a row at most.
  var maximumPoints: Int { configuration.affinity.maximumPoints }
  /// Bits of a point's number.
  var pointBits: Int { addressBits(maximumPoints) }
  /// Bits of a number of points.
  var countBits: Int { addressBits(maximumPoints + 1) }
  /// Bits of an exact distance.
  var distanceBits: Int { configuration.distance.distanceBits }

  // MARK: Bandwidth

  /// The smallest and the largest log2 beta, in the last place of its format.
  var bounds: ClosedRange<Int> {
    let bits = formats.logBeta.fractionBits
    return configuration.search.minimumLogBeta << bits...configuration.search.maximumLogBeta << bits
  }

  /// Places by which a product of distance and mantissa is shifted right to be the exponent, at the
  /// largest log2 beta; the shift of a lane comes on top. Negative where it goes left.
  var leastPlaces: Int {
    formats.distance.fractionBits + formats.betaMantissa.fractionBits
      - formats.exponent.fractionBits - configuration.search.maximumLogBeta
  }

  /// Bits of the shift of a lane: 0 to the width of the search's bounds.
  var shiftBits: Int {
    addressBits(configuration.search.maximumLogBeta - configuration.search.minimumLogBeta + 1)
  }

  // MARK: Tables

  /// 2^-g, which distances are multiplied with.
  var mantissaTable: PolynomialTable {
    table(.exp2, from: formats.logBeta, to: formats.betaMantissa, \.exp2Table)
  }

  /// 2^-f, which becomes a weight.
  var weightTable: PolynomialTable {
    table(.exp2, from: formats.exponent, to: formats.weight, \.exp2Table)
  }

  /// log2 of the sum's mantissa.
  var logarithmTable: PolynomialTable {
    table(.log2, from: formats.normalizedSum, to: formats.log2, \.log2Table)
  }

  /// The reciprocal of the sum's mantissa.
  var reciprocalTable: PolynomialTable {
    table(.reciprocal, from: formats.normalizedSum, to: formats.reciprocal, \.reciprocalTable)
  }

  private func table(
    _ function: TabulatedFunction, from input: FixedPointFormat, to output: FixedPointFormat,
    _ table: KeyPath<AffinityConfiguration, TableConfiguration>
  ) -> PolynomialTable {
    PolynomialTable(
      function, inputBits: input.fractionBits, fractionBits: output.fractionBits,
      table: configuration.affinity[keyPath: table])
  }

  /// A weight is at most 1.
  var weightRange: FixedPointFormat {
    let fractionBits = formats.weight.fractionBits
    return FixedPointFormat(integers: [0, 1 << fractionBits], fractionBits: fractionBits)
  }

  /// Cycles of a lane.
  var laneLatency: Int { WeightLane(configuration).latency }

  /// Cycles of the entropy unit.
  var entropyLatency: Int { EntropyUnit(configuration).latency }

  // MARK: Sums

  /// The sum of the weights of a row.
  var weightSumBits: Int {
    IntegerShape(holding: [maximumPoints << formats.weight.fractionBits]).bitWidth
  }

  /// The sum of the products of weights and exponents of a row.
  var momentSumBits: Int {
    IntegerShape(holding: [maximumPoints << formats.moment.fractionBits]).bitWidth
  }

  /// Bits of the place of the sum's leading one above the binary point; the sum is at least 1.
  var exponentBits: Int { addressBits(weightSumBits - formats.weight.fractionBits) }

  /// Bits of an entropy less another.
  var errorBits: Int { formats.entropy.bitWidth + 1 }
}

/// What the affinity pipeline finds for one candidate of one row.
public struct Evaluation: Bundle {
  /// log2 beta, in its format.
  public let logBeta: SInt
  /// The entropy less the one wanted, in the last place of the format `entropy`.
  public let error: SInt
  /// 1 / m, in the format `reciprocal`, with the sum of the weights m 2^e.
  public let reciprocal: UInt
  /// e.
  public let exponent: UInt

  /// The widths.
  public var layout: EvaluationLayout {
    EvaluationLayout(
      logBetaBits: logBeta.bitWidth, errorBits: error.bitWidth,
      reciprocalBits: reciprocal.bitWidth, exponentBits: exponent.bitWidth)
  }
}

/// Declares an `Evaluation`.
public struct EvaluationLayout: Layout {
  let logBetaBits: Int
  let errorBits: Int
  let reciprocalBits: Int
  let exponentBits: Int

  /// Declares the four fields.
  public func make(_ field: FieldDeclarer) -> Evaluation {
    Evaluation(
      logBeta: field(.sint(logBetaBits)), error: field(.sint(errorBits)),
      reciprocal: field(.uint(reciprocalBits)), exponent: field(.uint(exponentBits)))
  }
}

extension AffinityShapes {
  /// The layout of an evaluation.
  var evaluation: EvaluationLayout {
    EvaluationLayout(
      logBetaBits: formats.logBeta.bitWidth, errorBits: errorBits,
      reciprocalBits: formats.reciprocal.bitWidth, exponentBits: exponentBits)
  }
}
