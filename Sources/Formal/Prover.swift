import Cosimulation
import Foundation
import HDL
import Verilog

/// Asks Yosys about one design and reads the answers.
struct Prover {
  let design: Design
  let options: ProofOptions
  /// What the solver sees: below the top there is nothing to assume.
  private let obliged: Design
  private let properties: [PropertyInstance]
  private let names: [[String?]]

  init(design: Design, options: ProofOptions) {
    self.design = design
    self.options = options
    obliged = design.assertingAssumptionsBelowTop()
    properties = obliged.properties
    names = design.modules.map(\.netNames)
  }

  func run() async throws(CosimulationError) -> Proof {
    let yosys = try options.toolchain.require(.yosys)
    guard options.depth >= 1 else {
      throw CosimulationError(
        .badData, "a proof of depth \(options.depth) looks at nothing; ask for at least 1")
    }
    if let box = design.modules.first(where: { $0.blackBox != nil }) {
      throw CosimulationError(
        .badData,
        "`\(design.top.name)` holds the black box `\(box.name)`, of which nothing is known to prove; "
          + "prove the modules beside it")
    }
    let covers = properties.filter { $0.kind == .cover }
    var proof = Proof(
      name: design.top.name, outcome: .proven(inductionLength: 0),
      covers: covers.map { Proof.Cover(property: $0, trace: nil) }, depth: options.depth)
    guard !properties.isEmpty else { return proof }
    let script = ProofScript(design: design, properties: properties, options: options)
    let answers = try await ask(script, yosys)
    func answer(_ question: ProofScript.Question) -> SolverAnswer? { answers[question] }

    for (index, cover) in covers.enumerated() {
      guard let model = answer(.cover(index))?.model else { continue }
      proof.covers[index].trace = try replay(model, until: cover, startsInReset: true)
    }
    if case .exhausted = answer(.consistency)?.ending {
      proof.outcome = .unknown(
        "the assumptions contradict each other: no run satisfies them for \(options.depth) cycles")
      return proof
    }
    if let model = answer(.duringReset)?.model {
      proof.outcome = .refuted(try replay(model, until: nil, startsInReset: true))
      return proof
    }
    guard let main = answer(.assertions) else { return proof }
    switch main.ending {
    case .found:
      guard let model = main.model else { break }
      proof.outcome = .refuted(try replay(model, until: nil, startsInReset: true))
    case .inductive(let length): proof.outcome = .proven(inductionLength: length)
    case .exhausted:
      proof.outcome = .bounded(depth: options.depth)
      if let gap = main.gap {
        proof.inductionGap = try replay(gap, until: nil, startsInReset: false)
      }
    case .timeout:
      proof.outcome = .unknown("the solver used up \(options.timeLimit ?? 0) seconds")
    case .unclear:
      throw CosimulationError(
        .internal, "Yosys gives no answer about `\(design.top.name)` that is understood")
    }
    return proof
  }

  /// Runs the script in a folder of its own, which is removed.
  private func ask(
    _ script: ProofScript, _ yosys: String
  ) async throws(CosimulationError) -> [ProofScript.Question: SolverAnswer] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "nms-proof-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let verilog = emitVerilog(obliged).design
    try writeSources(of: verilog, to: folder)
    try writeText(script.text(verilog), to: folder.appendingPathComponent(ProofScript.fileName))
    let run = try await ToolRun.run(yosys, ["-q", "-s", ProofScript.fileName], folder: folder.path)
    guard run.succeeded else {
      throw CosimulationError(
        .internal, "Yosys cannot look into `\(design.top.name)` (\(run.status))",
        details: run.firstLines())
    }
    var answers: [ProofScript.Question: SolverAnswer] = [:]
    for question in script.questions {
      let file = folder.appendingPathComponent(question.logName)
      guard let log = try? String(contentsOf: file, encoding: .utf8) else {
        throw CosimulationError(
          .internal, "Yosys wrote no answer about `\(design.top.name)`", details: run.firstLines())
      }
      answers[question] = SolverAnswer(log: log)
    }
    return answers
  }

  private func replay(
    _ model: SolverModel, until cover: PropertyInstance?, startsInReset: Bool
  ) throws(CosimulationError) -> Trace {
    let replay = Replay(design: design, names: names, model: model)
    return try replay.run(until: cover, startsInReset: startsInReset && design.top.usesReset)
  }
}
