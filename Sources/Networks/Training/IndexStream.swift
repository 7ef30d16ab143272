import DESNE

/// Positions 0..<count in random order, again and again: every pass is a new permutation.
struct IndexStream {
  private var order: [Int]
  private var position: Int
  private var random: Xorshift64

  init(count: Int, seed: UInt64) {
    order = Array(0..<count)
    position = count
    random = Xorshift64(seed: seed)
  }

  mutating func next() -> Int {
    if position == order.count {
      for last in stride(from: order.count - 1, to: 0, by: -1) {
        order.swapAt(last, random.next(below: last + 1))
      }
      position = 0
    }
    position += 1
    return order[position - 1]
  }
}
