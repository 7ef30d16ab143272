import Foundation

/// Lets as many tools run at once as the machine has processors.
///
/// A test run asks for dozens of models at the same moment; without the gate that many compilers
/// would compete for memory.
actor ToolGate {
  static let shared = ToolGate(places: max(1, ProcessInfo.processInfo.activeProcessorCount))

  private var places: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// Creates a gate with `places` free places.
  init(places: Int) { self.places = places }

  /// Takes a place, in order of arrival.
  func enter() async {
    if places > 0 {
      places -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  /// Gives a place back, to the one that waits longest.
  func leave() {
    if waiting.isEmpty {
      places += 1
    } else {
      waiting.removeFirst().resume()
    }
  }
}
