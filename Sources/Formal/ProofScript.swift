import HDL
import Verilog

/// The Yosys script of a proof: one `sat` a question, each answer to a log of its own.
struct ProofScript {
  /// What is asked.
  enum Question: Hashable {
    /// Do all assertions hold, by induction or up to the depth?
    case assertions
    /// Do those that are sampled in reset hold in the cycle with reset?
    case duringReset
    /// Is there a run at all that satisfies the assumptions?
    case consistency
    /// Is there a way to a cover, by its place among the covers?
    case cover(Int)

    /// Name of the file with the answer.
    var logName: String {
      switch self {
      case .assertions: "assertions.log"
      case .duringReset: "reset.log"
      case .consistency: "consistency.log"
      case .cover(let index): "cover_\(index).log"
      }
    }
  }

  static let fileName = "proof.ys"

  let questions: [Question]
  private let covers: [(signal: String, isSampledInReset: Bool)]
  private let usesReset: Bool
  private let options: ProofOptions

  init(design: Design, properties: [PropertyInstance], options: ProofOptions) {
    self.options = options
    usesReset = design.top.usesReset
    let found = properties.filter { $0.kind == .cover }
    covers = found.map { (Self.signal($0), $0.isSampledInReset) }
    var questions: [Question] = []
    let assertions = properties.filter { $0.kind == .assertion }
    if !assertions.isEmpty { questions.append(.assertions) }
    if usesReset, assertions.contains(where: \.isSampledInReset) {
      questions.append(.duringReset)
    }
    if properties.contains(where: { $0.kind == .assumption }) { questions.append(.consistency) }
    self.questions = questions + found.indices.map(Question.cover)
  }

  /// Name of a property's net once the hierarchy is dissolved.
  private static func signal(_ property: PropertyInstance) -> String {
    // The top module's own name is no part of it.
    property.fullName.split(separator: ".").dropFirst().joined(separator: ".")
  }

  /// The script for the emitted Verilog.
  func text(_ verilog: VerilogDesign) -> String {
    // No pass that may use the freedom of an unknown value: it would decide a start state. Cells of
    // covers mean nothing to the solver; their nets stay.
    var lines = [
      "read_verilog -formal " + verilog.files.map(\.name).joined(separator: " "),
      "hierarchy -check -top \(verilog.topModule)", "proc", "flatten", "delete t:$cover",
    ]
    for cover in covers { lines.append("setattr -set keep 1 w:\(cover.signal)") }
    lines += ["memory_collect", "memory_map", "opt_clean"]
    for question in questions {
      lines.append(
        "tee -q -o \(question.logName) sat \(arguments(question).joined(separator: " ")) "
          + verilog.topModule)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func arguments(_ question: Question) -> [String] {
    var result = ["-set-assumes", "-show-public"]
    if let limit = options.timeLimit { result += ["-timeout", "\(limit)"] }
    // Steps count from 1. In the first one reset is active; only in it, so that an induction starts
    // after it.
    let running = usesReset ? ["-set", "reset", "0", "-set-at", "1", "reset", "1"] : []
    let first = usesReset ? 1 : 0
    switch question {
    case .assertions:
      result += ["-prove-asserts", "-seq", "\(first)", "-maxsteps", "\(options.depth)"] + running
      result.append(options.isInductive ? "-tempinduct" : "-tempinduct-baseonly")
    case .duringReset:
      result += ["-prove-asserts", "-seq", "1", "-set", "reset", "1"]
    case .consistency:
      result += ["-seq", "\(first + options.depth)"] + running
    case .cover(let index):
      let cover = covers[index]
      let skipped = cover.isSampledInReset ? 0 : first
      result += ["-prove", cover.signal, "0", "-tempinduct-baseonly", "-seq", "\(skipped)"]
      result += ["-maxsteps", "\(options.depth + first - skipped)"] + running
    }
    return result
  }
}
