import Foundation

/// Seconds of processor time that this process and its finished children used so far.
func processorSeconds() -> Double {
  var total = 0.0
  for who in [RUSAGE_SELF.rawValue, RUSAGE_CHILDREN.rawValue] {
    var usage = rusage()
    getrusage(__rusage_who_t(who), &usage)
    total += Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
    total += Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
  }
  return total
}

/// The shortest of several runs in seconds: what the work costs when nothing disturbs it.
func best(of runs: Int, _ work: () throws -> Void) rethrows -> Double {
  var shortest = Double.infinity
  for _ in 0..<runs {
    let clock = ContinuousClock()
    let time = try clock.measure(work)
    shortest = min(shortest, time / .seconds(1))
  }
  return shortest
}

/// One line of the report: a figure, its goal and whether it is reached.
func printFigure(_ name: String, _ value: Double, _ unit: String, goal: String, _ isReached: Bool) {
  let number = String(format: value < 1 ? "%.3f" : "%.2f", value)
  print("\(isReached ? "ok  " : "MISS") \(name): \(number) \(unit) (goal \(goal))")
}
