import Datasets
import Networks

/// Dataset Quantization with Active Learning based Adaptive Sampling (Zhao et al., ECCV 2024, arXiv
/// 2407.07268), after the paper's description; there is no published code.
///
/// 1. Bins by graph cut as in DQ, but on features of the images as they will be trained.
/// 2. Class stability: networks learn from a quarter and from half of the images wanted, shared
///    evenly; the fall of each class's error gives the exponent of its learning curve.
/// 3. Twice, a quarter more is shared out image by image to the class whose expected error, by its
///    curve, falls most; the network learns again and its errors replace the expected ones.
/// 4. Within a class, a uniform random share of each bin.
///
/// The paper leaves the numbers open; those here are ours.
struct AdaptiveQuantizationSelection: SelectionMethod {
  let name = "dqas"
  let abstract = "DQ on features, with more images for classes that still learn from them"

  /// Networks that only judge classes learn briefly.
  static let options = TrainingOptions(updates: 200)

  func select(_ count: Int, in context: SelectionContext) throws -> Exemplars {
    let network = try context.network(for: name)
    try context.check(count)
    let orders = context.stored("dqas-orders") {
      context.groups.map { group in
        let products = InnerProducts.matrix(
          network.features(of: group.indices), count: group.count,
          dimension: network.outputs.featureCount)
        let similarities = GraphCut.cosines(products, count: group.count)
        let bins = GraphCut(similarities: similarities, count: group.count).bins(10)
        return BinSampling(bins, seed: ~group.seed).order.map { group.indices[$0] }
      }
    }
    let shares = try shares(of: count, orders: orders, in: context)
    let indices = zip(orders, shares).flatMap { Array($0.prefix($1)) }
    return try Exemplars(
      method: name, indices: indices, count: count, dataset: context.dataset)
  }

  private func shares(
    of count: Int, orders: [[Int]], in context: SelectionContext
  ) throws -> [Int] {
    let sizes = orders.map(\.count)
    // Without two images a class on average there is nothing to judge by.
    guard context.groups.count > 1, count >= 4 * sizes.count else {
      return proportionalShares(of: count, among: sizes)
    }
    var counts = proportionalShares(of: count / 4, among: sizes)
    let early = try self.errors(learningFrom: orders, counts: counts, in: context)
    let quarter = counts
    counts = proportionalShares(of: count / 2, among: sizes)
    var errors = try self.errors(learningFrom: orders, counts: counts, in: context)
    let exponents = errors.indices.map { group in
      LearningCurve.exponent(
        from: (quarter[group], early[group]), to: (counts[group], errors[group]))
    }
    for target in [count * 3 / 4, count] {
      counts = LearningCurve.shares(
        of: target, from: counts, errors: errors, exponents: exponents, limits: sizes)
      if target < count {
        errors = try self.errors(learningFrom: orders, counts: counts, in: context)
      }
    }
    return counts
  }

  /// The share of each group's images that a network gets wrong which learnt from the first images
  /// of every group, judged on the others.
  private func errors(
    learningFrom orders: [[Int]], counts: [Int], in context: SelectionContext
  ) throws -> [Double] {
    let dataset = context.dataset
    let labels = dataset.labels ?? []
    let training = try dataset.subset(
      indices: zip(orders, counts).flatMap { Array($0.prefix($1)) })
    // A hundred others of each group say enough.
    let judged = zip(orders, counts).map { Array($0.dropFirst($1).suffix(100)) }
    guard judged.contains(where: { !$0.isEmpty }) else { return orders.map { _ in 0 } }
    var network = Network(
      TrainedNetwork.architecture(for: dataset.shape), for: training,
      classCount: Int(labels.max() ?? 0) + 1, seed: context.seed)
    try network.train(on: training, options: Self.options, seed: context.seed)
    let predictions = network.outputs(of: try dataset.subset(indices: judged.flatMap(\.self)))
      .predictions
    var position = 0
    return judged.map { indices in
      var wrong = 0
      for index in indices {
        if predictions[position] != Int(labels[index]) { wrong += 1 }
        position += 1
      }
      return indices.isEmpty ? 0 : Double(wrong) / Double(indices.count)
    }
  }
}
