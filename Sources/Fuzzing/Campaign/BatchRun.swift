import Cosimulation
import Foundation
import HDL
import Simulation
import Verilog

/// Runs circuits side by side on all engines and compares every bit of every output in every cycle.
struct BatchRun {
  let engines: [FuzzEngine]
  let stimulus: Stimulus
  let cycles: Int
  /// Reads the Verilog as well, where given.
  var slang: SlangLint?

  /// Why a batch could not be compared.
  enum Failure: Error {
    /// The language refuses a circuit that ought to be legal.
    case elaboration(String)
    /// An engine refuses the Verilog, warns of it, or stops.
    case engine(String, String)
  }

  /// The first mismatch of each circuit that has one, by its number.
  ///
  /// - Throws: `Failure`, or `CosimulationError` when a tool is missing or broken.
  func mismatches(of circuits: [NumberedRecipe]) async throws -> [Int: Mismatch] {
    let (design, verilog) = try verilog(of: circuits)
    let programs = try await programs(of: verilog)
    defer { for program in programs { program.discard() } }
    var simulators: [any Simulator] = [NativeSimulator(design)]
    for program in programs { simulators.append(try program.start()) }
    return try compare(simulators, circuits)
  }

  /// Whether the engine of a failure refuses a circuit alone, without a simulation.
  func refusal(of circuit: NumberedRecipe, like failure: Failure) async throws -> Verdict? {
    do {
      let verilog = try verilog(of: [circuit]).1
      guard case .engine(let name, _) = failure else { return nil }
      if name == "slang", let slang {
        try await Self.refusing(name) { try await slang.check(verilog) }
      }
      for engine in engines where engine.name == name {
        try await Self.refusing(name) { try await engine.check(verilog) }
      }
      return nil
    } catch let failure as Failure {
      return Judge.refusal(failure)
    }
  }

  private func verilog(of circuits: [NumberedRecipe]) throws -> (Design, VerilogDesign) {
    do {
      let design = try elaborate(Batch(circuits: circuits))
      return (design, emitVerilog(design, toolVersion: "fuzz").design)
    } catch {
      throw Failure.elaboration("\(error)")
    }
  }

  private func programs(of design: VerilogDesign) async throws -> [FuzzEngine.Program] {
    try await withThrowingTaskGroup(of: (Int, FuzzEngine.Program?).self) { group in
      for (index, engine) in engines.enumerated() {
        group.addTask {
          (index, try await Self.refusing(engine.name) { try await engine.prepare(design) })
        }
      }
      if let slang {
        group.addTask {
          try await Self.refusing("slang") { try await slang.check(design) }
          return (-1, nil)
        }
      }
      var programs = [FuzzEngine.Program?](repeating: nil, count: engines.count)
      for try await (index, program) in group where index >= 0 { programs[index] = program }
      return programs.compactMap { $0 }
    }
  }

  /// Turns a tool's verdict on the text into a failure of the batch.
  private static func refusing<Value>(
    _ engine: String, _ work: () async throws -> Value
  ) async throws -> Value {
    do {
      return try await work()
    } catch let error as CosimulationError where error.kind != .missingTool {
      throw Failure.engine(engine, "\(error)")
    }
  }

  /// One port of one circuit in all simulators.
  private struct Probe {
    let circuit: Int
    let stimulus: Int
    let node: Int
    let name: String
    let index: Int
    let storages: [PortStorage]
  }

  private func compare(
    _ simulators: [any Simulator], _ circuits: [NumberedRecipe]
  ) throws -> [Int: Mismatch] {
    var inputs: [Probe] = []
    var outputs: [Probe] = []
    var index = 0
    for circuit in circuits {
      func probe(_ node: Int, _ name: String) -> Probe {
        defer { index += 1 }
        return Probe(
          circuit: circuit.number, stimulus: circuit.stimulus, node: node, name: name, index: index,
          storages: simulators.map { $0.storage(ofPort: index) })
      }
      for input in circuit.recipe.inputs { inputs.append(probe(input.id, "in\(input.id)")) }
      for output in circuit.recipe.ends.outputs {
        outputs.append(probe(output.id.node, output.id.outputName))
      }
    }
    let icarus = simulators.map { $0 as? IcarusSimulator }
    var found: [Int: Mismatch] = [:]
    for cycle in 0..<cycles {
      let isReset = stimulus.isReset(cycle: cycle)
      for simulator in simulators { simulator.setReset(isReset) }
      for input in inputs {
        for storage in input.storages {
          stimulus.drive(storage, circuit: input.stimulus, node: input.node, cycle: cycle)
        }
      }
      for simulator in simulators { try advance(simulator, { try $0.settle() }) }
      let unknown = icarus.map { Set($0?.unknownPorts ?? []) }
      for output in outputs where found[output.circuit] == nil {
        if isEqual(output, unknown) { continue }
        found[output.circuit] = mismatch(output, cycle, simulators, unknown)
      }
      for simulator in simulators { try advance(simulator, { try $0.step() }) }
    }
    return found
  }

  private func advance(
    _ simulator: any Simulator, _ work: (any Simulator) throws -> Void
  ) throws {
    do {
      try work(simulator)
    } catch {
      throw Failure.engine(simulator.engineName, "\(error)")
    }
  }

  private func isEqual(_ probe: Probe, _ unknown: [Set<Int>]) -> Bool {
    let expected = probe.storages[0]
    let bytes = (expected.bitWidth + 7) / 8
    for (index, storage) in probe.storages.enumerated().dropFirst() {
      if memcmp(expected.bytes, storage.bytes, bytes) != 0 || unknown[index].contains(probe.index) {
        return false
      }
    }
    return true
  }

  private func mismatch(
    _ probe: Probe, _ cycle: Int, _ simulators: [any Simulator], _ unknown: [Set<Int>]
  ) -> Mismatch {
    let names = ["native"] + engines.map(\.name)
    let values = zip(names, zip(probe.storages, unknown)).map { name, value in
      (engine: name, value: (value.1.contains(probe.index) ? "x" : "") + value.0.hexadecimal)
    }
    return Mismatch(
      cycle: cycle, port: probe.name, bitWidth: probe.storages[0].bitWidth, values: values)
  }
}

extension PortStorage {
  /// The value in hexadecimal without leading zeros.
  var hexadecimal: String {
    var text = ""
    for index in (0..<(bitWidth + 7) / 8).reversed() {
      let byte = bytes.load(fromByteOffset: index, as: UInt8.self)
      text += byte < 16 ? "0\(String(byte, radix: 16))" : String(byte, radix: 16)
    }
    let digits = text.drop { $0 == "0" }
    return digits.isEmpty ? "0" : String(digits)
  }
}
