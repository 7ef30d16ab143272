/// Greedy choice by the facility location gain: what all places gain in similarity to the nearest
/// chosen one.
struct FacilityLocation {
  /// `count` x `count` similarities of at least 0, row after row, symmetric.
  let similarities: [Float]
  let count: Int

  /// The gain of a place beside what the chosen reach already, added in the order of the places.
  ///
  /// Rounding keeps the order of numbers, so the gain never grows while `reached` does: what lazy
  /// choice relies on holds exactly.
  func gain(of place: Int, beyond reached: [Float]) -> Double {
    let row = place * count
    var sum = 0.0
    for other in 0..<count {
      sum += Double(max(0, similarities[row + other] - reached[other]))
    }
    return sum
  }

  /// Lazy greedy choice (Minoux, 1978): a gain is computed again only while it could be the
  /// largest. The first of equals wins, as without laziness.
  ///
  /// - Returns: Places in the order of choosing, and for each how many places it serves best.
  func choose(_ number: Int) -> (places: [Int], served: [Int]) {
    var reached = [Float](repeating: 0, count: count)
    var bounds = (0..<count).map { gain(of: $0, beyond: reached) }
    var step = [Int](repeating: 0, count: count)
    var chosen: [Int] = []
    for round in 0..<number {
      var best = Self.first(of: bounds)
      while step[best] != round {
        bounds[best] = gain(of: best, beyond: reached)
        step[best] = round
        best = Self.first(of: bounds)
      }
      chosen.append(best)
      bounds[best] = -.infinity
      for other in 0..<count {
        reached[other] = max(reached[other], similarities[best * count + other])
      }
    }
    var served = [Int](repeating: 0, count: number)
    for place in 0..<count where number > 0 {
      var nearest = 0
      for slot in 1..<max(1, number)
      where similarities[chosen[slot] * count + place]
        > similarities[chosen[nearest] * count + place]
      {
        nearest = slot
      }
      served[nearest] += 1
    }
    return (chosen, served)
  }

  private static func first(of bounds: [Double]) -> Int {
    var best = 0
    for place in bounds.indices where bounds[place] > bounds[best] { best = place }
    return best
  }

  /// The largest distance less each distance, from inner products.
  static func nearness(_ products: [Float], count: Int) -> [Float] {
    var nearness = products
    var largest: Float = 0
    for row in 0..<count {
      for column in 0..<count {
        let square =
          Double(products[row * count + row]) + Double(products[column * count + column])
          - 2 * Double(products[row * count + column])
        let distance = row == column ? 0 : Float(max(0, square).squareRoot())
        nearness[row * count + column] = distance
        largest = max(largest, distance)
      }
    }
    for entry in nearness.indices { nearness[entry] = largest - nearness[entry] }
    return nearness
  }
}
