import Simulation

extension SimulationError {
  /// The error of an engine that stopped, with the last lines the design printed.
  static func stopped(
    _ name: String, cycle: Int, reason: String, printed: String
  ) -> SimulationError {
    let lines = printed.split(separator: "\n").suffix(3).joined(separator: "\n")
    let tail = lines.isEmpty ? "" : "; it printed last:\n" + lines
    return SimulationError("`\(name)` stopped in cycle \(cycle): \(reason)\(tail)")
  }
}
