import Foundation

/// One answer of Yosys' `sat`, read from its log.
struct SolverAnswer {
  /// How it ended.
  enum Ending {
    /// A model was found: for a proof, a counterexample.
    case found
    /// There is none, for ever, by induction over so many steps.
    case inductive(length: Int)
    /// There is none within the steps asked for.
    case exhausted
    /// The time was up.
    case timeout
    /// It said none of this.
    case unclear
  }

  var ending: Ending
  /// The values of the model, where one was found.
  var model: SolverModel?
  /// The last start of an induction that did not come to an end.
  var gap: SolverModel?

  init(log: String) {
    var table = SolverModel()
    var length = 0
    ending = .unclear
    for line in log.split(separator: "\n") {
      if let row = SolverModel.Row(line) {
        table.append(row)
      } else if line.hasPrefix("** Trying induction with length ") {
        length = Int(line.split(separator: " ")[5]) ?? 0
        // What stands before belongs to an induction step.
        if !table.isEmpty { gap = table }
        table = SolverModel()
      } else if line.contains("Induction step proven: SUCCESS!") {
        ending = .inductive(length: length)
      } else if line.contains("model found for base case: FAIL!")
        || line.contains("SAT solving finished - model found")
        || line.contains("SAT proof finished - model found: FAIL!")
      {
        ending = .found
        table = SolverModel()
      } else if line.contains("Reached maximum number of time steps")
        || line.contains("no model found")
      {
        ending = .exhausted
        if !table.isEmpty { gap = table }
        table = SolverModel()
      } else if line.contains("Interrupted SAT solver: TIMEOUT!") {
        ending = .timeout
      }
    }
    if case .found = ending { model = table } else if !table.isEmpty { gap = table }
  }
}

/// The values of all signals in all steps of a model.
struct SolverModel {
  /// A line such as `     2 \child.value    10     a   1010`.
  struct Row {
    var step: Int
    var name: String
    var words: [UInt64]

    init?(_ line: Substring) {
      let parts = line.split(separator: " ")
      guard parts.count >= 5, let step = Int(parts[0]), parts[1].first == "\\" else { return nil }
      self.step = step
      name = String(parts[1].dropFirst())
      let bits = Array(parts[parts.count - 1].utf8)
      words = Array(repeating: 0, count: (bits.count + 63) / 64)
      for (place, bit) in bits.reversed().enumerated() where bit == UInt8(ascii: "1") {
        words[place / 64] |= 1 << UInt64(place % 64)
      }
    }
  }

  private var values: [[String: [UInt64]]] = []

  var isEmpty: Bool { values.isEmpty }
  /// Number of steps.
  var stepCount: Int { values.count }

  fileprivate mutating func append(_ row: Row) {
    while values.count < row.step { values.append([:]) }
    guard row.step >= 1 else { return }
    values[row.step - 1][row.name] = row.words
  }

  /// The words of a signal in a step from 0; `nil` for one that does not matter.
  func words(_ name: String, step: Int) -> [UInt64]? { values[step][name] }
}
