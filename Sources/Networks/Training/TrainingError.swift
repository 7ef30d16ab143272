/// Why nothing can be learnt from a dataset.
public enum TrainingError: Error, Hashable, Sendable {
  /// The dataset of this name has no labels.
  case unlabelled(String)
  /// Weights and images differ in number.
  case weightCount(name: String, weights: Int, images: Int)
  /// A weight is negative or not finite, or all are 0.
  case weightValue(name: String, index: Int)
  /// Images to learn from and images to judge by differ in shape.
  case shapes(training: String, test: String)
}

extension TrainingError: CustomStringConvertible {
  /// What is wrong and what would help, in one sentence.
  public var description: String {
    switch self {
    case .unlabelled(let name):
      "\(name) has no labels, but a classifier learns from labels; choose a dataset with labels"
    case .weightCount(let name, let weights, let images):
      "there are \(weights) weights for the \(images) images of \(name); give one for each image"
    case .weightValue(let name, let index):
      "weight \(index) of \(name) is negative or not finite, or all are 0; "
        + "give weights of at least 0, one of them above"
    case .shapes(let training, let test):
      "training images are \(training) and test images \(test); choose parts of one dataset"
    }
  }
}
