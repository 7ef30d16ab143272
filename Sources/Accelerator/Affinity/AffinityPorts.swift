internal import Configuration
public import HDL

/// What is known of a row after its search.
public struct RowResult: Bundle {
  /// The point whose row it is.
  public let point: UInt
  /// The log2 beta found, in its format.
  public let logBeta: SInt
  /// The entropy less the one wanted, in the last place of the format `entropy`.
  public let error: SInt
  /// Generations behind the first population, or passes of bisection.
  public let generations: UInt
  /// Whether the entropy is within the tolerance of the one wanted.
  public let isWithinTolerance: Bit
  /// The least distance to another point.
  public let minimum: UInt
  /// Whether all distances to others are equal: every bandwidth gives the same probabilities.
  public let isFlat: Bit
  /// Others at the least distance; with more of them than the perplexity wanted it cannot be met.
  public let nearest: UInt
  /// Distances that were beyond their format and took its end.
  public let saturatedDistances: UInt
  /// Probabilities that were beyond their format and took its end.
  public let saturatedProbabilities: UInt

  /// The widths.
  public var layout: RowResultLayout {
    RowResultLayout(
      pointBits: point.bitWidth, countBits: nearest.bitWidth, distanceBits: minimum.bitWidth,
      logBetaBits: logBeta.bitWidth, errorBits: error.bitWidth, generationBits: generations.bitWidth
    )
  }
}

/// Declares a `RowResult`.
public struct RowResultLayout: Layout {
  let pointBits: Int
  let countBits: Int
  let distanceBits: Int
  let logBetaBits: Int
  let errorBits: Int
  let generationBits: Int

  /// Declares all fields.
  public func make(_ field: FieldDeclarer) -> RowResult {
    RowResult(
      point: field(.uint(pointBits)), logBeta: field(.sint(logBetaBits)),
      error: field(.sint(errorBits)), generations: field(.uint(generationBits)),
      isWithinTolerance: field(.bit),
      minimum: field(.uint(distanceBits)), isFlat: field(.bit), nearest: field(.uint(countBits)),
      saturatedDistances: field(.uint(countBits)), saturatedProbabilities: field(.uint(countBits)))
  }
}

/// p_j|i of one j.
public struct Probability: Bundle {
  /// In the format `conditional`; 0 for the point itself.
  public let value: UInt
  /// It is the row's last.
  public let isLast: Bit

  /// The width.
  public var layout: ProbabilityLayout { ProbabilityLayout(bits: value.bitWidth) }
}

/// Declares a `Probability`.
public struct ProbabilityLayout: Layout {
  let bits: Int

  /// Declares both fields.
  public func make(_ field: FieldDeclarer) -> Probability {
    Probability(value: field(.uint(bits)), isLast: field(.bit))
  }
}

/// What a testbench or a debugger may watch; unconnected it costs nothing.
public struct AffinityObservation {
  /// An evaluation is handed to the search.
  public let valid: Bit
  /// The evaluation.
  public let evaluation: Evaluation
  /// Sums enter the entropy unit.
  public let sumsValid: Bit
  /// The sum of the weights.
  public let weightSum: UInt
  /// The sum of weights times exponents.
  public let momentSum: UInt

  init(_ declare: PortDeclarer, _ shapes: AffinityShapes) {
    valid = declare.output(.bit)
    evaluation = declare.output(of: shapes.evaluation)
    sumsValid = declare.output(.bit)
    weightSum = declare.output(.uint(shapes.weightSumBits))
    momentSum = declare.output(.uint(shapes.momentSumBits))
  }
}

extension AffinityShapes {
  /// The layout of a row's result.
  var result: RowResultLayout {
    RowResultLayout(
      pointBits: pointBits, countBits: countBits, distanceBits: distanceBits,
      logBetaBits: formats.logBeta.bitWidth, errorBits: errorBits, generationBits: generationBits)
  }
}
