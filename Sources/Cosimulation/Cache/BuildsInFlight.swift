import Foundation

/// Joins requests of one process for the same cache entry, so that it is built once.
///
/// Other processes may build it at the same time; the cache takes whichever is first.
actor BuildsInFlight {
  static let shared = BuildsInFlight()

  private var tasks: [String: Task<Result<URL, CosimulationError>, Never>] = [:]

  /// The result of `build`, or of the build of the same `name` that is under way.
  func result(
    of name: String, build: @escaping @Sendable () async throws(CosimulationError) -> URL
  ) async throws(CosimulationError) -> URL {
    if let task = tasks[name] { return try await task.value.get() }
    let task = Task { () -> Result<URL, CosimulationError> in
      do throws(CosimulationError) {
        return .success(try await build())
      } catch {
        return .failure(error)
      }
    }
    tasks[name] = task
    defer { tasks[name] = nil }
    return try await task.value.get()
  }
}
