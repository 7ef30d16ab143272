/// What the affinity stage finds for one row and one bandwidth: the block's registers at its end.
public struct RowEvaluation: Hashable, Sendable {
  /// log2 beta, in the format `logBeta`.
  public var logBeta: Int
  /// S, the sum of the weights: the last place of the format `weight`.
  public var weightSum: Int
  /// M, the sum of weights times exponents: the last place of the format `moment`.
  public var moment: Int
  /// log2 S, in the format `log2`.
  public var log2: Int
  /// 1 / m, in the format `reciprocal`, with S = m 2^e.
  public var reciprocal: Int
  /// e, the place of the leading one of S, counted from 1.0.
  public var sumExponent: Int
  /// M / S, in the format `entropy`.
  public var meanExponent: Int
  /// H, in the format `entropy`.
  public var entropy: Int
  /// H less log2 of the perplexity wanted: the last place of the format `entropy`.
  public var error: Int

  /// Puts an evaluation together.
  package init(
    logBeta: Int, weightSum: Int, moment: Int, log2: Int, reciprocal: Int, sumExponent: Int,
    meanExponent: Int, entropy: Int, error: Int
  ) {
    self.logBeta = logBeta
    self.weightSum = weightSum
    self.moment = moment
    self.log2 = log2
    self.reciprocal = reciprocal
    self.sumExponent = sumExponent
    self.meanExponent = meanExponent
    self.entropy = entropy
    self.error = error
  }
}
