/// Shares a number of exemplars out among groups in proportion to their sizes, by largest remainder.
///
/// Every group with an image gets at least one exemplar if there are as many exemplars as such groups:
/// a class without any could not be learnt. Equal remainders go to the group that comes first.
///
/// - Parameters:
///   - total: Exemplars to share out, 0 to the sum of `sizes`.
///   - sizes: Images of each group.
/// - Returns: One number a group, at most its size; together exactly `total`.
/// - Precondition: `total` is in its range and no size is negative.
public func proportionalShares(of total: Int, among sizes: [Int]) -> [Int] {
  let population = sizes.reduce(0, +)
  precondition(
    (0...population).contains(total), "\(total) exemplars do not fit \(population) images")
  guard population > 0 else { return sizes.map { _ in 0 } }
  var shares = sizes.map { total * $0 / population }
  let byRemainder = sizes.indices.sorted {
    let first = total * sizes[$0] % population
    let second = total * sizes[$1] % population
    return first == second ? $0 < $1 : first > second
  }
  // A remainder above zero leaves room for one more, so nobody exceeds its size.
  for group in byRemainder.prefix(total - shares.reduce(0, +)) { shares[group] += 1 }
  guard total >= sizes.count(where: { $0 > 0 }) else { return shares }
  for group in sizes.indices where sizes[group] > 0 && shares[group] == 0 {
    // The richest gives one away; some group has two, as there are enough for all.
    guard let richest = shares.indices.max(by: { (shares[$0], $1) < (shares[$1], $0) }) else {
      break
    }
    shares[richest] -= 1
    shares[group] = 1
  }
  return shares
}

/// The number of exemplars of a keep ratio: rounded to the nearest, halves up, at least 1.
///
/// - Parameters:
///   - ratio: Share of the images to keep, above 0, at most 1.
///   - population: Number of images, at least 1.
/// - Throws: `SelectionError` if the ratio is out of range.
public func exemplarCount(ratio: Double, of population: Int) throws(SelectionError) -> Int {
  guard ratio > 0, ratio <= 1 else {
    throw SelectionError("the ratio is \(ratio); choose a value above 0 and at most 1")
  }
  return min(
    population, max(1, Int((ratio * Double(population)).rounded(.toNearestOrAwayFromZero))))
}
