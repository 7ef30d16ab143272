import DESNE

/// Every subset of the dataset is equally likely; labels are not looked at.
struct RandomSelection: SelectionMethod {
  let name = "random"
  let abstract = "images drawn at random from the whole set"

  func select(_ count: Int, in context: SelectionContext) throws -> Exemplars {
    try context.check(count)
    return try Exemplars(
      method: name, indices: sample(count, of: context.dataset.count, seed: context.seed),
      count: count, dataset: context.dataset)
  }
}

/// Images drawn at random, each class with its share.
struct StratifiedRandomSelection: GroupSelectionMethod {
  let name = "stratified"
  let abstract = "images drawn at random from each class in proportion to its size"

  func select(_ count: Int, from group: SelectionGroup) throws -> [Int] {
    sample(count, of: group.count, seed: group.seed)
  }
}

/// The front of a Fisher-Yates shuffle of `0..<population`.
func sample(_ count: Int, of population: Int, seed: UInt64) -> [Int] {
  var random = Xorshift64(seed: seed)
  var order = Array(0..<population)
  for place in 0..<count {
    order.swapAt(place, place + random.next(below: population - place))
  }
  return Array(order.prefix(count))
}
