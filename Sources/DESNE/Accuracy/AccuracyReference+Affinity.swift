internal import CDESNEKernels
public import Configuration
internal import FixedPoint

extension AccuracyReference {
  /// The affinity stage with teacher forcing: every row is given the floating-point bandwidth, rounded
  /// to its format.
  ///
  /// - Returns: The errors of the signals in the order of the pipeline.
  public func affinityErrors() -> [SignalError] {
    let formats = configuration.affinity.formats
    let stage = AffinityStage(configuration.affinity, pointCount: count)
    var pairs: [String: (fixed: [Double], real: [Double])] = [:]
    func add(_ name: String, _ fixed: Double, _ real: Double) {
      pairs[name, default: ([], [])].fixed.append(fixed)
      pairs[name, default: ([], [])].real.append(real)
    }
    func unit(_ format: FixedPointFormat) -> Double {
      Double(sign: .plus, exponent: format.exponent, significand: 1)
    }
    let limit = Double(Int(formats.exponent.maximum)) * unit(formats.exponent)
    for point in 0..<count {
      var saturations = 0
      let row = distances.row(point)
      let (prepared, minimum) = stage.prepare(
        row: row.map(UInt64.init), point: point, saturations: &saturations)
      let log2Beta = bandwidths.log2Betas[point]
      let logBeta = Int((log2Beta / unit(formats.logBeta)).rounded())
      let beta = nms_exp2(log2Beta)
      let evaluation = stage.evaluate(prepared, logBeta: logBeta)
      let (exponents, weights) = stage.weights(prepared, logBeta: logBeta)
      let conditional = stage.conditional(
        weights: weights, evaluation: evaluation, saturations: &saturations)
      var (sum, moment) = (0.0, 0.0)
      var real: [Double] = []
      var place = 0
      for other in 0..<count where other != point {
        let distance = Double(UInt64(row[other]) - minimum)
        let exponent = beta * distance
        let weight = nms_exp2(-exponent)
        sum += weight
        moment += weight * exponent
        real.append(weight)
        add("distance", Double(prepared[place]) * unit(formats.distance), distance)
        // Beyond its format an exponent has no weight, which is what counts.
        if exponent < limit {
          add("exponent", Double(exponents[place]) * unit(formats.exponent), exponent)
        }
        add("weight", Double(weights[place]) * unit(formats.weight), weight)
        place += 1
      }
      add("logBeta", Double(logBeta) * unit(formats.logBeta), log2Beta)
      add("weightSum", Double(evaluation.weightSum) * unit(formats.weight), sum)
      add("log2", Double(evaluation.log2) * unit(formats.log2), nms_log2(sum))
      let inverse =
        Double(evaluation.reciprocal) * unit(formats.reciprocal)
        / nms_exp2(Double(evaluation.sumExponent))
      add("reciprocal", inverse, 1 / sum)
      add(
        "entropy", Double(evaluation.entropy) * unit(formats.entropy), nms_log2(sum) + moment / sum)
      for (fixed, weight) in zip(conditional, real) {
        add("conditional", Double(fixed) * unit(formats.conditional), weight / sum)
      }
    }
    let order = [
      ("distance", formats.distance.notation), ("logBeta", formats.logBeta.notation),
      ("exponent", formats.exponent.notation), ("weight", formats.weight.notation),
      ("weightSum", "exact sum"), ("log2", formats.log2.notation),
      ("reciprocal", formats.reciprocal.notation), ("entropy", formats.entropy.notation),
      ("conditional", formats.conditional.notation),
    ]
    return order.compactMap { name, format in
      pairs[name].map { SignalError(name: name, format: format, fixed: $0.fixed, real: $0.real) }
    }
  }

  /// What a search in fixed point gives, against the yardstick.
  public struct AffinityQuality: Codable, Hashable, Sendable {
    /// The median, over points, of the relative error of the perplexity: of the exact distribution
    /// with the bandwidth found.
    public var medianPerplexityError: Double
    /// The same error below which 99 of 100 points lie.
    public var perplexityError99: Double
    /// Points with an error of more than 1 percent.
    public var outliers: Int
    /// The mean total variation between the rows p_j|i found and exact.
    public var totalVariation: Double
    /// Evaluations of a point.
    public var evaluations: Double
  }

  /// Searches with a configuration, and measures what comes out.
  ///
  /// - Throws: `ConfigurationError` if it is not valid.
  public func affinityQuality(
    _ configuration: SamplerConfiguration, seed: UInt64 = 1, threads: Int = 0
  ) throws -> AffinityQuality {
    try quality(
      of: FixedModel(configuration).affinities(distances: distances, seed: seed, threads: threads),
      configuration)
  }

  func quality(
    of found: FixedAffinities, _ configuration: SamplerConfiguration
  ) -> AffinityQuality {
    let formats = configuration.affinity.formats
    let betaUnit = Double(sign: .plus, exponent: formats.logBeta.exponent, significand: 1)
    let unit = Double(sign: .plus, exponent: formats.conditional.exponent, significand: 1)
    var errors: [Double] = []
    var variation = 0.0
    for point in 0..<count {
      let row = BandwidthRow(
        distances: distances.row(point), index: point, target: bandwidths.target,
        precision: .float64)
      let logBeta = Double(found.bandwidths[point].best.logBeta) * betaUnit
      let entropy = row.point(atLog2Beta: logBeta).entropy
      errors.append(abs(nms_exp2(entropy) / bandwidths.target - 1))
      let exact = row.conditionalProbabilities(atLog2Beta: bandwidths.log2Betas[point])
      for other in 0..<count {
        variation +=
          abs(
            Double(found.conditional[point * count + other]) * unit - exact[other]) / 2
      }
    }
    errors.sort()
    let total = found.bandwidths.reduce(0) { $0 + $1.evaluations }
    return AffinityQuality(
      medianPerplexityError: errors[count / 2], perplexityError99: errors[count * 99 / 100],
      outliers: errors.count { $0 > 0.01 }, totalVariation: variation / Double(count),
      evaluations: Double(total) / Double(count))
  }
}
