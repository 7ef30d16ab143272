internal import CDESNEKernels
public import Configuration

/// The affinity stage in integers: one row of distances at a time.
public struct AffinityStage: Sendable {
  /// Sizes and formats.
  public let configuration: AffinityConfiguration
  /// log2 of the perplexity wanted, in the format `entropy`.
  public let targetEntropy: Int
  private let bandwidth: BandwidthUnit
  private let exp2: InterpolatedTable
  private let log2: InterpolatedTable
  private let reciprocal: InterpolatedTable
  private let distance: IntegerRange
  private let entropy: IntegerRange
  private let conditional: IntegerRange
  private let constants: nms_fixed_affinity

  /// Makes the tables.
  ///
  /// - Parameters:
  ///   - configuration: Sizes and formats.
  ///   - pointCount: Points of the run: the perplexity is at most a third of a point's neighbours,
  ///     and at least 1.
  /// - Precondition: the configuration is valid.
  public init(_ configuration: AffinityConfiguration, pointCount: Int) {
    let formats = configuration.formats
    self.configuration = configuration
    bandwidth = BandwidthUnit(configuration)
    exp2 = InterpolatedTable(
      .exp2, inputBits: formats.exponent.fractionBits, fractionBits: formats.weight.fractionBits,
      configuration: configuration.exp2Table)
    log2 = InterpolatedTable(
      .log2, inputBits: formats.normalizedSum.fractionBits,
      fractionBits: formats.log2.fractionBits, configuration: configuration.log2Table)
    reciprocal = InterpolatedTable(
      .reciprocal, inputBits: formats.normalizedSum.fractionBits,
      fractionBits: formats.reciprocal.fractionBits, configuration: configuration.reciprocalTable)
    distance = IntegerRange(formats.distance)
    entropy = IntegerRange(formats.entropy)
    conditional = IntegerRange(formats.conditional)
    let neighbours = max(pointCount - 1, 1)
    let wanted = neighbours >= 3 * configuration.perplexity
    targetEntropy =
      neighbours <= 3
      ? 0
      : ExactFunction.log2(
        wanted ? configuration.perplexity : neighbours, over: wanted ? 1 : 3,
        fractionBits: formats.entropy.fractionBits)
    constants = nms_fixed_affinity(
      exponent_maximum: UInt32(formats.exponent.maximum),
      exponent_bits: UInt32(formats.exponent.fractionBits),
      weight_bits: UInt32(formats.weight.fractionBits),
      factor_bits: UInt32(formats.weightFactor.fractionBits),
      moment_bits: UInt32(formats.moment.fractionBits),
      is_narrow: formats.betaMantissa.fractionBits + formats.distance.bitWidth <= 31
        && formats.weightFactor.fractionBits + formats.exponent.fractionBits <= 30 ? 1 : 0)
  }

  /// The row of a point without the point itself, less its minimum, in the format `distance`.
  ///
  /// - Parameters:
  ///   - row: Exact squared distances to all points.
  ///   - point: Which one is left out.
  ///   - saturations: Counts distances beyond the format.
  /// - Returns: The row and its minimum, 0 for an empty one.
  public func prepare(
    row: [UInt64], point: Int, saturations: inout Int
  ) -> (distances: [UInt32], minimum: UInt64) {
    var minimum = UInt64.max
    for index in row.indices where index != point { minimum = min(minimum, row[index]) }
    guard row.count > 1 else { return ([], 0) }
    let places = -distance.fractionBits
    let limit = UInt64(distance.maximum)
    let half: UInt64 = places > 0 ? 1 << UInt64(places - 1) : 0
    var distances: [UInt32] = []
    distances.reserveCapacity(row.count - 1)
    for index in row.indices where index != point {
      var value = (row[index] - minimum + half) >> UInt64(places)
      if value > limit {
        value = limit
        saturations += 1
      }
      distances.append(UInt32(value))
    }
    return (distances, minimum)
  }

  /// One pass over a prepared row for one bandwidth.
  ///
  /// - Precondition: the row has at least one distance, and 0 is among them.
  public func evaluate(_ distances: [UInt32], logBeta: Int) -> RowEvaluation {
    let scale = bandwidth.scale(logBeta: logBeta)
    var sum: UInt64 = 0
    var moment: UInt64 = 0
    withUnsafePointer(to: constants) { constants in
      nms_fixed_affinity_row(
        distances, distances.count, scale.mantissa, Int32(scale.places), exp2.values, constants,
        &sum, &moment)
    }
    return finish(logBeta: logBeta, weightSum: Int(sum), moment: Int(moment))
  }

  /// What follows the sums: logarithm, reciprocal, entropy and error.
  package func finish(logBeta: Int, weightSum: Int, moment: Int) -> RowEvaluation {
    let formats = configuration.formats
    let normalized = Normalized(weightSum, fractionBits: formats.normalizedSum.fractionBits)
    let exponent = normalized.exponent - formats.weight.fractionBits
    let log2 = exponent << formats.log2.fractionBits + log2.value(at: normalized.fraction)
    let reciprocal = reciprocal.value(at: normalized.fraction)
    let meanPlaces =
      formats.moment.fractionBits + formats.reciprocal.fractionBits + exponent
      - entropy.fractionBits
    let mean = (Int128(moment) * Int128(reciprocal)).shiftedRight(rounding: meanPlaces)
    var ignored = 0
    let logarithm = log2.shiftedRight(rounding: formats.log2.fractionBits - entropy.fractionBits)
    let entropy = entropy.saturated(logarithm + mean, &ignored)
    return RowEvaluation(
      logBeta: logBeta, weightSum: weightSum, moment: moment, log2: log2, reciprocal: reciprocal,
      sumExponent: exponent, meanExponent: mean, entropy: entropy, error: entropy - targetEntropy)
  }

  /// The exponents and weights of a row for one bandwidth, in the formats `exponent` and `weight`.
  public func weights(
    _ distances: [UInt32], logBeta: Int
  ) -> (exponents: [UInt32], weights: [UInt32]) {
    let scale = bandwidth.scale(logBeta: logBeta)
    var exponents = [UInt32](repeating: 0, count: distances.count)
    var weights = exponents
    withUnsafePointer(to: constants) { constants in
      nms_fixed_affinity_weights(
        distances, distances.count, scale.mantissa, Int32(scale.places), exp2.values, constants,
        &exponents, &weights)
    }
    return (exponents, weights)
  }

  /// p_j|i of a row from its weights and their evaluation, in the format `conditional`.
  ///
  /// - Parameter saturations: Counts probabilities of 1 where the format does not hold it.
  public func conditional(
    weights: [UInt32], evaluation: RowEvaluation, saturations: inout Int
  ) -> [UInt32] {
    let formats = configuration.formats
    let places =
      formats.weight.fractionBits + formats.reciprocal.fractionBits + evaluation.sumExponent
      - conditional.fractionBits
    return weights.map { weight in
      let product = Int(weight) * evaluation.reciprocal
      return UInt32(conditional.saturated(product.shiftedRight(rounding: places), &saturations))
    }
  }
}
