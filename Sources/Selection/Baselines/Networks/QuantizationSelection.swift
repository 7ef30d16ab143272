/// Dataset Quantization (Zhou et al., ICCV 2023, arXiv 2308.10524): ten bins a class by graph cut on
/// the gradients of the last layer, then a uniform random share of each.
///
/// The published code trains the network anew for every bin and takes the loss of the softmax's
/// softmax; here one network serves all bins, with the plain loss. Dropping patches concerns how
/// images are stored, not which.
struct QuantizationSelection: SelectionMethod {
  let name = "dq"
  let abstract = "Dataset Quantization: a random share of ten graph-cut bins of gradients a class"

  func select(_ count: Int, in context: SelectionContext) throws -> Exemplars {
    let network = try context.network(for: name)
    let orders = context.stored("dq-orders") {
      context.groups.map { group in
        let similarities = GraphCut.cosines(
          network.gradientProducts(of: group.indices), count: group.count)
        let bins = GraphCut(similarities: similarities, count: group.count).bins(10)
        return BinSampling(bins, seed: group.seed).order
      }
    }
    var next = 0
    return try context.selectInGroups(count, method: name) { share, group in
      while context.groups[next] !== group { next += 1 }
      return (Array(orders[next].prefix(share)), nil)
    }
  }
}
