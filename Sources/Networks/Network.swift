import DESNE
public import Datasets

/// A network with its parameters: a value that training changes.
public struct Network: Sendable {
  /// The layers, from the image to the logits.
  public let layers: [Layer]
  /// Height, width and channels of the images.
  public let shape: ImageShape
  /// Logits.
  public let classCount: Int
  /// Weights and biases, layer after layer.
  public internal(set) var parameters: [Float]
  /// How bytes become inputs; training sets it from its images.
  public internal(set) var normalization: PixelNormalization

  /// Makes a network with weights uniform in `+-sqrt(6 / inputs)` (He et al., ICCV 2015) and biases
  /// of 0; the last layer's weights are a tenth of that, so that training starts undecided.
  public init(
    _ architecture: NetworkArchitecture, for images: Dataset, classCount: Int, seed: UInt64
  ) {
    layers = architecture.layers(for: images.shape, classCount: classCount)
    shape = images.shape
    self.classCount = classCount
    normalization = PixelNormalization(images)
    parameters = []
    var random = Xorshift64(seed: seed)
    for (index, layer) in layers.enumerated() {
      var bound = (6 / Double(layer.fanIn)).squareRoot()
      if index == layers.count - 1 { bound *= 0.1 }
      for _ in 0..<layer.weightCount {
        let unit = Double(random.next() >> 40) / Double(1 << 24)
        parameters.append(Float((2 * unit - 1) * bound))
      }
      parameters += [Float](repeating: 0, count: layer.biasCount)
    }
  }

  /// Multiplications of one image's way forward.
  public var multiplications: Int { layers.reduce(0) { $0 + $1.multiplications } }
}
