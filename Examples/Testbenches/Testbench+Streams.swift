/// How often the two ends of a stream pause, by chance.
package struct Pauses {
  /// Of a hundred cycles.
  let percent: UInt64
  var generator: SplitMix64

  /// Neither end ever waits.
  package static let none = Pauses(percent: 0, seed: 0)

  package init(percent: UInt64, seed: UInt64) {
    self.percent = percent
    generator = SplitMix64(seed: seed)
  }

  mutating func next() -> Bool { generator.next() % 100 < percent }
}

/// A generator of numbers that are the same in every run.
package struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

extension Testbench {
  /// Sends items into one stream while receiving from another, both with pauses.
  ///
  /// - Parameters:
  ///   - items: What to send.
  ///   - source: Name of the stream that the design reads.
  ///   - write: Puts an item on the payload ports.
  ///   - sink: Name of the stream that the design writes.
  ///   - count: How many payloads to wait for.
  ///   - read: Takes what the payload ports have.
  ///   - pauses: How often either end waits of its own accord.
  /// - Throws: `Mismatch` if nothing moves for 10,000 cycles.
  package func exchange<Item, Result>(
    _ items: [Item], into source: String, write: (Item) -> Void, from sink: String, count: Int,
    read: () -> Result, pauses: Pauses = .none
  ) throws -> [Result] {
    var pauses = pauses
    var results: [Result] = []
    var sent = 0
    var isOffered = false
    var idle = 0
    while sent < items.count || results.count < count {
      if !isOffered, sent < items.count, !pauses.next() {
        write(items[sent])
        isOffered = true
      }
      self["\(source)_valid"] = isOffered ? 1 : 0
      self["\(sink)_ready"] = pauses.next() ? 0 : 1
      try settle()
      idle += 1
      if isOffered, self["\(source)_ready"] == 1 {
        isOffered = false
        sent += 1
        idle = 0
      }
      if self["\(sink)_valid"] == 1, self["\(sink)_ready"] == 1 {
        results.append(read())
        idle = 0
      }
      try step()
      if idle == 10_000 {
        throw Mismatch("nothing moved for \(idle) cycles after \(results.count) results")
      }
    }
    self["\(source)_valid"] = 0
    self["\(sink)_ready"] = 0
    return results
  }
}
