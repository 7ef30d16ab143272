/// Independent pieces of work on several threads.
enum Parallel {
  /// The results for 0 to `count` - 1, in this order.
  ///
  /// Each piece writes only its own place, so the order in which they run changes nothing.
  ///
  /// - Parameter threads: Threads to use; 0 is one per core.
  static func map<Result: Sendable>(
    _ count: Int, threads: Int, _ body: @Sendable (Int) -> Result
  ) -> [Result] {
    [Result](unsafeUninitializedCapacity: count) { buffer, initializedCount in
      initializedCount = count
      guard let base = buffer.baseAddress else { return }
      let memory = SharedMemory(base: base)
      Workers.perform(count, threads: threads) { (memory.base + $0).initialize(to: body($0)) }
    }
  }
}
