/// The softmax of logits and the cross-entropy with the true class.
enum SoftmaxLoss {
  /// Replaces logits by probabilities and returns the cross-entropy with `label`.
  static func probabilities(
    _ logits: UnsafeMutableBufferPointer<Float>, label: Int
  ) -> Double {
    let largest = logits.max() ?? 0
    let loss = Double(largest - logits[label])
    var total = 0.0
    for index in logits.indices {
      let power = ElementaryFunctions.exponential(Double(logits[index] - largest))
      total += power
      logits[index] = Float(power)
    }
    for index in logits.indices { logits[index] = Float(Double(logits[index]) / total) }
    return loss + ElementaryFunctions.logarithm(total)
  }
}
