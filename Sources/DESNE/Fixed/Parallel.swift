internal import Dispatch

/// Independent pieces of work on several threads.
enum Parallel {
  /// The results for 0 to `count` - 1, in this order.
  ///
  /// Each piece writes only its own place, so the order in which they run changes nothing.
  static func map<Result: Sendable>(
    _ count: Int, threads: Int, _ body: (Int) -> Result
  ) -> [Result] {
    guard threads > 1, count > 1 else { return (0..<count).map(body) }
    var results = [Result?](repeating: nil, count: count)
    let workers = min(threads, count)
    results.withUnsafeMutableBufferPointer { results in
      nonisolated(unsafe) let places = results
      withoutActuallyEscaping(body) { body in
        nonisolated(unsafe) let body = body
        DispatchQueue.concurrentPerform(iterations: workers) { worker in
          for index in stride(from: worker, to: count, by: workers) {
            places[index] = body(index)
          }
        }
      }
    }
    return results.compactMap { $0 }
  }
}
