import DESNE

/// A random order of the images of bins in which every prefix has its uniform share of each bin.
///
/// The bins that hold one more are random too: the first bin, of the most typical images, has no
/// advantage.
struct BinSampling {
  /// Places, in the order of drawing.
  let order: [Int]

  init(_ bins: [[Int]], seed: UInt64) {
    var random = Xorshift64(seed: seed)
    var waiting = bins.map { shuffled($0, &random) }
    var order: [Int] = []
    while true {
      let open = shuffled(waiting.indices.filter { !waiting[$0].isEmpty }, &random)
      if open.isEmpty { break }
      for bin in open { order.append(waiting[bin].removeLast()) }
    }
    self.order = order
  }
}

private func shuffled(_ values: [Int], _ random: inout Xorshift64) -> [Int] {
  var values = values
  for last in stride(from: values.count - 1, to: 0, by: -1) {
    values.swapAt(last, random.next(below: last + 1))
  }
  return values
}
