public import Datasets

/// The networks that there are, small enough to train thousands of them on one core.
public enum NetworkArchitecture: String, CaseIterable, Codable, Hashable, Sendable {
  /// One dense layer: multinomial logistic regression.
  case softmax
  /// One hidden layer of 256 units.
  case mlp
  /// After LeNet-5 (LeCun et al., Proceedings of the IEEE 86(11), 1998): two convolutions of 8 and
  /// 16 filters with pooling, one hidden layer of 128 units. Windows are 5 x 5, and 3 x 3 for
  /// images of fewer than 16 pixels.
  case cnn

  /// The layers for images of a shape.
  ///
  /// - Precondition: `classCount` is positive; a `cnn` sees at least 8 x 8 pixels.
  public func layers(for shape: ImageShape, classCount: Int) -> [Layer] {
    switch self {
    case .softmax: return [.dense(inputs: shape.byteCount, outputs: classCount)]
    case .mlp:
      return [
        .dense(inputs: shape.byteCount, outputs: 256), .rectifier(count: 256),
        .dense(inputs: 256, outputs: classCount),
      ]
    case .cnn:
      let shorter = min(shape.height, shape.width)
      precondition(shorter >= 8, "a cnn needs images of at least 8 x 8 pixels, not \(shape)")
      let side = shorter < 16 ? 3 : 5
      var layers: [Layer] = []
      var planes = shape
      for filters in [8, 16] {
        layers.append(.convolution(input: planes, side: side, filters: filters))
        planes = layers.last?.outputShape ?? planes
        let canPool = min(planes.height, planes.width) >= 2
        layers.append(canPool ? .pooling(input: planes) : .rectifier(count: planes.byteCount))
        planes = layers.last?.outputShape ?? planes
      }
      return layers + [
        .dense(inputs: planes.byteCount, outputs: 128), .rectifier(count: 128),
        .dense(inputs: 128, outputs: classCount),
      ]
    }
  }
}
