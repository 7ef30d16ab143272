import DESNE
public import Datasets

extension Network {
  /// Learns from labelled images: softmax cross-entropy, batches from random permutations.
  ///
  /// The result depends on the arguments alone: not on the machine, its number of cores, or what
  /// else runs.
  ///
  /// - Parameters:
  ///   - images: Labelled images of the network's shape.
  ///   - weights: How much each image counts; all the same if nil. The loss of a batch is the
  ///     weighted mean.
  ///   - seed: Of the order of the images and their random changes.
  /// - Returns: The loss of every update's batch.
  /// - Throws: `TrainingError` without labels or for weights that are none.
  @discardableResult
  public mutating func train(
    on images: Dataset, weights: [Float]? = nil, options: TrainingOptions = .init(), seed: UInt64
  ) throws(TrainingError) -> [Double] {
    guard let labels = images.labels else { throw .unlabelled(images.name) }
    precondition(images.shape == shape, "a network for \(shape) sees images of \(images.shape)")
    try Self.check(weights, images)
    let batch = min(options.batchSize, images.count)
    normalization = PixelNormalization(images)
    let source = BatchSource(images: images, normalization: normalization)
    let pass = NetworkPass(layers: layers, capacity: batch, hasGradients: true)
    let gradient = FloatBuffer(count: parameters.count)
    var optimizer = OptimizerState(options, parameterCount: parameters.count)
    var stream = IndexStream(count: images.count, seed: seed)
    var random = Xorshift64(seed: ~seed)
    var losses: [Double] = []
    var batchLabels = [UInt8](repeating: 0, count: batch)
    var batchWeights = [Float](repeating: 1, count: batch)
    for update in 0..<options.updates {
      for position in 0..<batch {
        let image = stream.next()
        source.write(
          image: image, to: pass.input + position * shape.byteCount,
          augmentation: options.augmentation, random: &random)
        batchLabels[position] = labels[image]
        if let weights { batchWeights[position] = weights[image] }
      }
      gradient.clear()
      let loss = parameters.withUnsafeBufferPointer { values -> Double in
        guard let base = values.baseAddress else { return 0 }
        pass.forward(base, count: batch)
        let loss = pass.differentiateLoss(labels: batchLabels, weights: batchWeights)
        pass.backward(base, into: gradient.base, count: batch)
        return loss
      }
      optimizer.step(update: update, gradient: gradient.base, parameters: &parameters)
      losses.append(loss)
    }
    return losses
  }

  private static func check(_ weights: [Float]?, _ images: Dataset) throws(TrainingError) {
    guard let weights else { return }
    guard weights.count == images.count else {
      throw .weightCount(name: images.name, weights: weights.count, images: images.count)
    }
    if let index = weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      throw .weightValue(name: images.name, index: index)
    }
    if weights.allSatisfy({ $0 == 0 }) { throw .weightValue(name: images.name, index: 0) }
  }
}

extension NetworkPass {
  /// Fills `outputGradient` and returns the weighted mean loss of a batch.
  func differentiateLoss(labels: [UInt8], weights: [Float]) -> Double {
    let classCount = layers.last?.outputCount ?? 0
    let total = weights.reduce(0.0) { $0 + Double($1) }
    let scale = total > 0 ? 1 / total : 0
    outputGradient.update(from: output, count: labels.count * classCount)
    var loss = 0.0
    for image in labels.indices {
      let row = UnsafeMutableBufferPointer(
        start: outputGradient + image * classCount, count: classCount)
      let share = Double(weights[image]) * scale
      loss += share * SoftmaxLoss.probabilities(row, label: Int(labels[image]))
      row[Int(labels[image])] -= 1
      for index in row.indices { row[index] *= Float(share) }
    }
    return loss
  }
}
