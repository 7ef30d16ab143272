import DESNE

/// k-centre greedy (Gonzalez 1985; Sener and Savarese 2018) on pixels: from a random image on, the
/// image furthest from all chosen ones, the first of equals.
struct KCentreSelection: GroupSelectionMethod {
  let name = "k-centre"
  let abstract = "greedy k-centre: again and again the image furthest from all chosen ones"

  func select(_ count: Int, from group: SelectionGroup) throws -> [Int] {
    let distances = try group.distances()
    var random = Xorshift64(seed: group.seed)
    return farthestFirst(count, of: group.count, from: random.next(below: group.count)) {
      distances[$0, $1]
    }
  }
}

/// Farthest-first traversal: starts at `first` and adds the element furthest from all chosen ones.
///
/// Elements that are chosen already never come again, not even where all distances are 0; of equally
/// distant ones the first is taken.
///
/// - Complexity: O(`count` n) distances.
func farthestFirst(
  _ count: Int, of population: Int, from first: Int, distance: (Int, Int) -> UInt64
) -> [Int] {
  guard count > 0 else { return [] }
  var chosen = [first]
  var isChosen = [Bool](repeating: false, count: population)
  isChosen[first] = true
  var nearest = [UInt64](repeating: .max, count: population)
  while chosen.count < count, let last = chosen.last {
    var furthest: Int?
    for element in 0..<population where !isChosen[element] {
      nearest[element] = min(nearest[element], distance(last, element))
      if furthest.map({ nearest[element] > nearest[$0] }) ?? true { furthest = element }
    }
    guard let furthest else { break }
    isChosen[furthest] = true
    chosen.append(furthest)
  }
  return chosen
}
