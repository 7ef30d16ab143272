public import Datasets

/// One step of a network, with the sizes of what goes in and comes out for one image.
public enum Layer: Hashable, Sendable {
  /// Every output is a bias and a weighted sum of all inputs; weights lie input by input.
  case dense(inputs: Int, outputs: Int)
  /// Square windows of `side` pixels, moved by one, without a margin; weights lie filter by filter,
  /// each in the order of `ImageShape`, biases follow.
  case convolution(input: ImageShape, side: Int, filters: Int)
  /// `max(0, x)`.
  case rectifier(count: Int)
  /// The maximum of every square of 2 x 2, then `max(0, x)`; a last odd row or column is left out.
  case pooling(input: ImageShape)

  /// Floats that go in for one image.
  public var inputCount: Int {
    switch self {
    case .dense(let inputs, _): inputs
    case .convolution(let input, _, _), .pooling(let input): input.byteCount
    case .rectifier(let count): count
    }
  }

  /// Floats that come out for one image.
  public var outputCount: Int {
    switch self {
    case .dense(_, let outputs): outputs
    case .rectifier(let count): count
    case .convolution, .pooling: outputShape?.byteCount ?? 0
    }
  }

  /// Weights and biases.
  public var parameterCount: Int { weightCount + biasCount }

  /// Parameters that are multiplied; they come first.
  var weightCount: Int {
    switch self {
    case .dense(let inputs, let outputs): inputs * outputs
    case .convolution(_, _, let filters): fanIn * filters
    case .rectifier, .pooling: 0
    }
  }

  /// Parameters that are added.
  var biasCount: Int {
    switch self {
    case .dense(_, let outputs): outputs
    case .convolution(_, _, let filters): filters
    case .rectifier, .pooling: 0
    }
  }

  /// Inputs that an output sees.
  var fanIn: Int {
    switch self {
    case .dense(let inputs, _): inputs
    case .convolution(let input, let side, _): input.channels * side * side
    case .rectifier, .pooling: 1
    }
  }

  /// Planes that come out, where the layer makes planes.
  var outputShape: ImageShape? {
    switch self {
    case .convolution(let input, let side, let filters):
      ImageShape(
        height: input.height - side + 1, width: input.width - side + 1, channels: filters)
    case .pooling(let input):
      ImageShape(height: input.height / 2, width: input.width / 2, channels: input.channels)
    case .dense, .rectifier: nil
    }
  }

  /// Multiplications of one image's way forward.
  public var multiplications: Int {
    switch self {
    case .dense: weightCount
    case .convolution(_, _, let filters): weightCount * outputCount / filters
    case .rectifier, .pooling: 0
    }
  }
}
