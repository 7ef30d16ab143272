public import Datasets

/// What learns from a selection and is judged on test images.
public enum Learner: String, CaseIterable, Codable, Hashable, Sendable {
  /// The nearest training image decides; no network, no seed.
  case nearestNeighbor = "1-nn"
  /// Multinomial logistic regression.
  case softmax
  /// One hidden layer of 256 units.
  case mlp
  /// Two convolutions and a hidden layer, after LeNet-5.
  case cnn

  /// The network, if the learner is one.
  public var architecture: NetworkArchitecture? {
    switch self {
    case .nearestNeighbor: nil
    case .softmax: .softmax
    case .mlp: .mlp
    case .cnn: .cnn
    }
  }

  /// Learns and returns the share of test images whose class it names, between 0 and 1.
  ///
  /// - Parameters:
  ///   - training: Labelled images to learn from.
  ///   - weights: How much each counts; networks use them, the nearest neighbour does not.
  ///   - test: Labelled images to judge by.
  ///   - classCount: Classes, more than every label.
  ///   - options: How a network learns.
  ///   - seed: Of a network's first weights and the order of the images.
  /// - Throws: `TrainingError` without labels, for wrong weights, or images of two shapes.
  public func accuracy(
    training: Dataset, weights: [Float]? = nil, test: Dataset, classCount: Int,
    options: TrainingOptions = .init(), seed: UInt64
  ) throws(TrainingError) -> Double {
    guard training.shape == test.shape else {
      throw .shapes(training: "\(training.shape)", test: "\(test.shape)")
    }
    guard let architecture else {
      return try NearestNeighborClassifier(training).accuracy(on: test)
    }
    var network = Network(architecture, for: training, classCount: classCount, seed: seed)
    try network.train(on: training, weights: weights, options: options, seed: seed)
    return try network.accuracy(on: test)
  }
}
