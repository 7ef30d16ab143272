import Networks

/// Herding (Welling, ICML 2009) on the features of a trained network: each choice brings the mean
/// of the chosen nearest to the mean of the group.
struct HerdingSelection: SelectionMethod {
  let name = "herding"
  let abstract = "images whose mean feature follows that of the group, features of a network"

  func select(_ count: Int, in context: SelectionContext) throws -> Exemplars {
    let network = try context.network(for: name)
    return try context.selectInGroups(count, method: name) { share, group in
      let features = network.features(of: group.indices)
      return (Self.choose(share, features, dimension: network.outputs.featureCount), nil)
    }
  }

  /// Places of the choices, in the order of choosing; the first of equals wins.
  static func choose(_ count: Int, _ features: [Float], dimension: Int) -> [Int] {
    let population = features.count / dimension
    var mean = [Double](repeating: 0, count: dimension)
    var squares = [Double](repeating: 0, count: population)
    for place in 0..<population {
      for component in 0..<dimension {
        let value = Double(features[place * dimension + component])
        mean[component] += value
        squares[place] += value * value
      }
    }
    for component in mean.indices { mean[component] /= Double(population) }
    var wanted = mean
    var isChosen = [Bool](repeating: false, count: population)
    var chosen: [Int] = []
    for _ in 0..<count {
      // |wanted - x|² without the part that is the same for all.
      var best = -1
      var least = Double.infinity
      for place in 0..<population where !isChosen[place] {
        var product = 0.0
        for component in 0..<dimension {
          product += wanted[component] * Double(features[place * dimension + component])
        }
        let cost = squares[place] - 2 * product
        if cost < least || best < 0 {
          least = cost
          best = place
        }
      }
      isChosen[best] = true
      chosen.append(best)
      // The sum that t + 1 choices should have, less the sum of the t that there are.
      for component in 0..<dimension {
        wanted[component] += mean[component] - Double(features[best * dimension + component])
      }
    }
    return chosen
  }
}
