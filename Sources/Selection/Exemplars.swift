public import Datasets

/// The images a method chose to train on.
public struct Exemplars: Hashable, Codable, Sendable {
  /// How many images of one class there are and how many were chosen.
  public struct ClassCount: Hashable, Codable, Sendable {
    /// The class.
    public let label: Int
    /// Images of the class in the dataset.
    public let available: Int
    /// Exemplars of the class.
    public let selected: Int

    /// Creates a count from its parts.
    public init(label: Int, available: Int, selected: Int) {
      self.label = label
      self.available = available
      self.selected = selected
    }
  }

  /// Name of the method, as on the command line.
  public let method: String
  /// Positions in the dataset: distinct, ascending.
  public let indices: [Int]
  /// How much each exemplar counts in training, in the order of `indices`; nil if all count alike.
  public let weights: [Double]?
  /// One entry a class, in ascending order; empty without labels.
  public let classCounts: [ClassCount]

  /// Puts chosen positions in ascending order, with their weights, and counts them by class.
  ///
  /// - Parameters:
  ///   - method: Name of the method.
  ///   - indices: Positions in `dataset`, in any order.
  ///   - weights: One finite number a position, at least 0, in the order of `indices`.
  ///   - count: How many were asked for.
  ///   - dataset: What they were chosen from.
  /// - Throws: `SelectionError` if the positions are not `count` distinct ones of the dataset, or
  ///   the weights do not match them.
  public init(
    method: String, indices: [Int], weights: [Double]? = nil, count: Int, dataset: Dataset
  ) throws(SelectionError) {
    guard indices.count == count else {
      throw SelectionError("\(method) chose \(indices.count) images where \(count) were asked for")
    }
    if let weights {
      guard weights.count == count, weights.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
        throw SelectionError("\(method) gave weights that are not \(count) numbers from 0 on")
      }
    }
    let order = indices.indices.sorted { indices[$0] < indices[$1] }
    let ascending = order.map { indices[$0] }
    guard zip(ascending, ascending.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw SelectionError("\(method) chose an image twice")
    }
    guard (ascending.first ?? 0) >= 0, (ascending.last ?? 0) < dataset.count else {
      throw SelectionError("\(method) chose an image beyond the \(dataset.count) there are")
    }
    self.method = method
    self.indices = ascending
    self.weights = weights.map { weights in order.map { weights[$0] } }
    guard let labels = dataset.labels else {
      classCounts = []
      return
    }
    var available = [Int](repeating: 0, count: 256)
    var selected = available
    for label in labels { available[Int(label)] += 1 }
    for index in ascending { selected[Int(labels[index])] += 1 }
    classCounts = available.indices.filter { available[$0] > 0 }.map {
      ClassCount(label: $0, available: available[$0], selected: selected[$0])
    }
  }
}
