/// Greedy choice by the graph cut gain, and bins of a group by it.
///
/// The gain of x beside the chosen S among the places R is
/// `lambda * sum(sim(y, x), y in R) - 2 sum(sim(s, x), s in S)`: near to all, far from the chosen.
struct GraphCut {
  /// `count` x `count` similarities, row after row, symmetric.
  let similarities: [Float]
  let count: Int
  var lambda = 1.0

  /// Chooses among some places; the first of equals wins.
  func choose(_ number: Int, among places: [Int]) -> [Int] {
    var gains = places.map { place in
      lambda * places.reduce(0.0) { $0 + Double(similarities[$1 * count + place]) }
    }
    var isChosen = [Bool](repeating: false, count: places.count)
    var chosen: [Int] = []
    for _ in 0..<min(number, places.count) {
      var best = -1
      for slot in places.indices where !isChosen[slot] && (best < 0 || gains[slot] > gains[best]) {
        best = slot
      }
      isChosen[best] = true
      chosen.append(places[best])
      let row = places[best] * count
      for slot in places.indices { gains[slot] -= 2 * Double(similarities[row + places[slot]]) }
    }
    return chosen
  }

  /// Bins of equal size up to one image: each chosen among what the ones before it left.
  func bins(_ number: Int) -> [[Int]] {
    var left = Array(0..<count)
    return (0..<number).map { bin in
      let size = count * (bin + 1) / number - count * bin / number
      let chosen = choose(size, among: left)
      var isChosen = [Bool](repeating: false, count: count)
      for place in chosen { isChosen[place] = true }
      left.removeAll { isChosen[$0] }
      return chosen
    }
  }

  /// Cosines from inner products; 0 beside a vector of length 0.
  static func cosines(_ products: [Float], count: Int) -> [Float] {
    let lengths = (0..<count).map { Double(max(0, products[$0 * count + $0])).squareRoot() }
    var cosines = products
    for row in 0..<count {
      for column in 0..<count {
        let scale = lengths[row] * lengths[column]
        let entry = row * count + column
        cosines[entry] = scale > 0 ? Float(Double(products[entry]) / scale) : 0
      }
    }
    return cosines
  }
}
