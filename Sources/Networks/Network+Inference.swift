public import Datasets

/// What a network says of some images.
public struct NetworkOutputs: Sendable {
  /// Images.
  public let count: Int
  /// Logits of an image.
  public let classCount: Int
  /// Inputs of the last layer for an image.
  public let featureCount: Int
  /// Logits, image after image.
  public let logits: [Float]
  /// Inputs of the last layer, image after image.
  public let features: [Float]

  /// The class of the largest logit of every image, the first of equals.
  public var predictions: [Int] {
    (0..<count).map { image in
      var best = 0
      for label in 1..<max(1, classCount)
      where logits[image * classCount + label] > logits[image * classCount + best] {
        best = label
      }
      return best
    }
  }

  /// The gradient of every image's cross-entropy by its logits: probabilities, with 1 taken from
  /// the true class.
  ///
  /// - Precondition: One label below `classCount` per image.
  public func logitGradients(labels: [UInt8]) -> [Float] {
    precondition(labels.count == count, "\(labels.count) labels of \(count) images")
    var gradients = logits
    gradients.withUnsafeMutableBufferPointer { values in
      for image in 0..<count {
        let row = UnsafeMutableBufferPointer(
          rebasing: values[image * classCount..<(image + 1) * classCount])
        _ = SoftmaxLoss.probabilities(row, label: Int(labels[image]))
        row[Int(labels[image])] -= 1
      }
    }
    return gradients
  }
}

extension Network {
  /// Runs the network over all images of a dataset.
  ///
  /// - Precondition: The images have the network's shape.
  public func outputs(of images: Dataset) -> NetworkOutputs {
    precondition(images.shape == shape, "a network for \(shape) sees images of \(images.shape)")
    let batch = min(64, images.count)
    let pass = NetworkPass(layers: layers, capacity: batch, hasGradients: false)
    let source = BatchSource(images: images, normalization: normalization)
    let featureCount = layers.last?.inputCount ?? 0
    var logits: [Float] = []
    var features: [Float] = []
    logits.reserveCapacity(images.count * classCount)
    features.reserveCapacity(images.count * featureCount)
    for start in stride(from: 0, to: images.count, by: batch) {
      let count = min(batch, images.count - start)
      for position in 0..<count {
        source.write(image: start + position, to: pass.input + position * shape.byteCount)
      }
      parameters.withUnsafeBufferPointer { values in
        if let base = values.baseAddress { pass.forward(base, count: count) }
      }
      logits += UnsafeBufferPointer(start: pass.output, count: count * classCount)
      features += UnsafeBufferPointer(
        start: pass.values[layers.count - 1].base, count: count * featureCount)
    }
    return NetworkOutputs(
      count: images.count, classCount: classCount, featureCount: featureCount, logits: logits,
      features: features)
  }

  /// The share of images whose class the network names, between 0 and 1.
  ///
  /// - Throws: `TrainingError` without labels.
  public func accuracy(on images: Dataset) throws(TrainingError) -> Double {
    guard let labels = images.labels else { throw .unlabelled(images.name) }
    let predictions = outputs(of: images).predictions
    let hits = zip(predictions, labels).count { $0 == Int($1) }
    return Double(hits) / Double(images.count)
  }
}
