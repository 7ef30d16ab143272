import Datasets
import Networks

/// What the baselines know of the images from a network that learnt from all of them.
struct TrainedNetwork: Sendable {
  /// What the network says of every image.
  let outputs: NetworkOutputs
  /// The gradient of every image's loss by the logits.
  let logitGradients: [Float]

  /// Five passes over 10,000 images: the accuracy on new images no longer rises much.
  static let options = TrainingOptions(updates: 1_500)

  init(_ dataset: Dataset, method: String, seed: UInt64) throws {
    guard let labels = dataset.labels else {
      throw SelectionError("\(method) trains a network and needs labels; \(dataset.name) has none")
    }
    let classCount = Int(labels.max() ?? 0) + 1
    var network = Network(
      Self.architecture(for: dataset.shape), for: dataset, classCount: classCount, seed: seed)
    try network.train(on: dataset, options: Self.options, seed: seed)
    outputs = network.outputs(of: dataset)
    logitGradients = outputs.logitGradients(labels: labels)
  }

  /// Convolutions, but for images too small for them.
  static func architecture(for shape: ImageShape) -> NetworkArchitecture {
    min(shape.height, shape.width) >= 8 ? .cnn : .mlp
  }

  /// The inputs of the last layer of some images, one image after the other.
  func features(of indices: [Int]) -> [Float] {
    rows(of: outputs.features, width: outputs.featureCount, indices)
  }

  /// The gradients by the logits of some images, one image after the other.
  func logitGradients(of indices: [Int]) -> [Float] {
    rows(of: logitGradients, width: outputs.classCount, indices)
  }

  private func rows(of values: [Float], width: Int, _ indices: [Int]) -> [Float] {
    var chosen: [Float] = []
    chosen.reserveCapacity(indices.count * width)
    for index in indices { chosen += values[index * width..<(index + 1) * width] }
    return chosen
  }

  /// Inner products of the gradients of some images' losses by the parameters of the last layer.
  ///
  /// The gradient by the biases is that by the logits, a; by the weights it is the outer product of
  /// a and the features h. So two images have the product `a·a' (1 + h·h')`.
  func gradientProducts(of indices: [Int]) -> [Float] {
    var products = InnerProducts.matrix(
      features(of: indices), count: indices.count, dimension: outputs.featureCount)
    let byLogits = InnerProducts.matrix(
      logitGradients(of: indices), count: indices.count, dimension: outputs.classCount)
    for entry in products.indices { products[entry] = byLogits[entry] * (1 + products[entry]) }
    return products
  }
}

extension SelectionContext {
  /// The network, trained when the first method asks for it.
  func network(for method: String) throws -> TrainedNetwork {
    try stored("trained-network") {
      try TrainedNetwork(dataset, method: method, seed: seed)
    }
  }

  /// Chooses in every group its proportional share.
  func selectInGroups(
    _ count: Int, method: String,
    _ choose: (_ count: Int, _ group: SelectionGroup) throws -> (places: [Int], weights: [Double]?)
  ) throws -> Exemplars {
    try check(count)
    var indices: [Int] = []
    var weights: [Double] = []
    for (group, share) in zip(groups, proportionalShares(of: count, among: groups.map(\.count)))
    where share > 0 {
      let chosen = try choose(share, group)
      indices += chosen.places.map { group.indices[$0] }
      weights += chosen.weights ?? []
    }
    return try Exemplars(
      method: method, indices: indices, weights: weights.isEmpty ? nil : weights, count: count,
      dataset: dataset)
  }
}
