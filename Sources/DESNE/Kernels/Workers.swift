import Dispatch
import Foundation
import Synchronization

/// Runs numbered pieces of work on several threads.
///
/// Pieces write to places of their own, so a result never depends on how many threads there are or
/// which of them does what.
enum Workers {
  /// The number of threads for a request; 0 asks for one per core.
  static func threads(_ requested: Int) -> Int {
    requested > 0 ? requested : max(1, ProcessInfo.processInfo.activeProcessorCount)
  }

  /// Calls `body` once with every number in `0..<count`.
  ///
  /// The pieces are begun in ascending order: put the largest first.
  static func perform(_ count: Int, threads: Int, _ body: @Sendable (Int) -> Void) {
    let workers = min(Self.threads(threads), count)
    guard workers > 1 else {
      for index in 0..<max(count, 0) { body(index) }
      return
    }
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        body(index)
      }
    }
  }
}

/// Memory that threads write to in places that do not overlap.
struct SharedMemory<Element>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Element>
}

/// Fixed-size memory that is freed with its last reference.
final class Storage<Element: BitwiseCopyable & Numeric>: @unchecked Sendable {
  let count: Int
  let base: UnsafeMutablePointer<Element>

  /// Memory filled with zeros.
  init(count: Int) {
    self.count = count
    base = .allocate(capacity: max(count, 1))
    base.initialize(repeating: 0, count: max(count, 1))
  }

  deinit { base.deallocate() }
}
