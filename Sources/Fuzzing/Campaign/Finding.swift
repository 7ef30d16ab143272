import HDL
import Simulation
import Verilog

/// A circuit on which the engines disagree, or that one refuses, and the smallest one like it.
public struct Finding: Sendable {
  /// Seed of the campaign.
  public var seed: UInt64
  /// Number of the circuit.
  public var number: Int
  /// What was said of the whole circuit.
  public var verdict: Verdict
  /// The smallest circuit with a fault like it.
  public var minimal: Recipe
  /// What was said of that.
  public var minimalVerdict: Verdict
  /// Inputs and outputs of the smallest circuit up to the mismatch.
  public var waveform: String

  /// Everything a user needs to see the fault and to repeat it.
  public var description: String {
    var lines = ["circuit \(number) of seed \(seed): \(Self.words(verdict))"]
    lines.append("repeat it with: hdl-fuzz --seed \(seed) --start \(number) --circuits 1")
    lines.append("smallest circuit (\(minimal.stepCount) steps): \(Self.words(minimalVerdict))")
    if !waveform.isEmpty { lines.append(waveform) }
    lines.append(minimal.swiftCode())
    if let verilog { lines.append(verilog) }
    return lines.joined(separator: "\n")
  }

  /// The Verilog of the smallest circuit; `nil` where the language refuses it.
  public var verilog: String? {
    guard let design = try? elaborate(CircuitModule(minimal)) else { return nil }
    return emitVerilog(design, toolVersion: "fuzz").design.files.map(\.text).joined(separator: "\n")
  }

  private static func words(_ verdict: Verdict) -> String {
    switch verdict {
    case .agreement: return "all engines agree"
    case .refusal(let engine, let words): return "\(engine) refuses it: \(words)"
    case .mismatch(let mismatch):
      let values = mismatch.values.map { "\($0.engine) \($0.value)" }.joined(separator: ", ")
      return "\(mismatch.port) (\(mismatch.bitWidth) bits) differs in cycle \(mismatch.cycle): "
        + values
    }
  }
}

extension BatchRun {
  /// The ports of one circuit in the native simulator, and below them the outputs in each engine.
  func waveform(of circuit: NumberedRecipe) async throws -> String {
    let design = try elaborate(CircuitModule(circuit.recipe))
    let verilog = emitVerilog(design, toolVersion: "fuzz").design
    var texts: [String] = []
    var starts: [(name: String, start: () throws -> any Simulator, discard: () -> Void)] = [
      ("native", { NativeSimulator(design) }, {})
    ]
    for engine in engines {
      let program = try await engine.prepare(verilog)
      starts.append((engine.name, program.start, program.discard))
    }
    defer { for start in starts { start.discard() } }
    for (index, start) in starts.enumerated() {
      let simulator = try start.start()
      let outputs = simulator.ports.filter { !$0.isInput }.map(\.name)
      var waveform = TextWaveform(simulator, ports: index == 0 ? nil : outputs)
      for cycle in 0..<cycles {
        simulator.setReset(stimulus.isReset(cycle: cycle))
        for (port, input) in circuit.recipe.inputs.enumerated() {
          stimulus.drive(
            simulator.storage(ofPort: port), circuit: circuit.stimulus, node: input.id, cycle: cycle
          )
        }
        try simulator.settle()
        waveform.sample()
        try simulator.step()
      }
      texts.append("\(start.name):\n\(waveform)")
    }
    let reset = (0..<cycles).map { stimulus.isReset(cycle: $0) ? "1" : "0" }.joined()
    return "reset in cycles 0 to \(cycles - 1): \(reset)\n" + texts.joined(separator: "\n")
  }
}
