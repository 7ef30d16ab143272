import Cosimulation
import HDL
import Simulation

/// Runs what the solver found on the native simulator, which has to come to the same end.
struct Replay {
  let design: Design
  /// Name of each node's net, by module.
  let names: [[String?]]
  let model: SolverModel

  /// - Parameter cover: What is hit in the last step; `nil` where an assertion fails in it.
  func run(
    until cover: PropertyInstance?, startsInReset: Bool
  ) throws(CosimulationError) -> Trace {
    let simulator = NativeSimulator(design)
    // A way to a cover may lead through a failing assertion.
    simulator.stopsAtFailures = cover == nil
    load(simulator)
    var waveform = TextWaveform(
      simulator, signals: design.top.ports.map(\.name) + hidden(simulator))
    for step in 0..<model.stepCount {
      for (index, port) in simulator.ports.enumerated() where port.isInput {
        write(model.words(port.name, step: step) ?? [0], to: simulator.storage(ofPort: index))
      }
      simulator.setReset(startsInReset && step == 0)
      let failure: PropertyFailure?
      do {
        try simulator.settle()
        waveform.sample()
        let hits = cover.flatMap { simulator.propertyCoverage()[$0.fullName]?.hits } ?? 0
        try simulator.step()
        if let cover, step == model.stepCount - 1,
          simulator.propertyCoverage()[cover.fullName]?.hits == hits + 1
        {
          return Trace(
            property: cover, cycle: step, message: cover.reachedText(cycle: step),
            waveform: waveform.description)
        }
        failure = nil
      } catch {
        failure = error.failure
      }
      guard let failure else { continue }
      if step == model.stepCount - 1 {
        return Trace(
          property: failure.property, cycle: step,
          message: failure.property.failureText(cycle: step), waveform: waveform.description)
      }
      break
    }
    throw CosimulationError(
      .internal,
      "what Yosys found about `\(design.top.name)` does not happen in the native simulator; "
        + "one of the two is wrong")
  }

  private func load(_ simulator: NativeSimulator) {
    func words(_ path: String, _ name: String) -> [UInt64]? {
      model.words(path.isEmpty ? name : "\(path).\(name)", step: 0)
    }
    simulator.loadState { scope, node in
      names[scope.moduleIndex][Int(node)].flatMap { words(scope.path, $0) }
    } word: { scope, memory, address in
      words(scope.path, "\(scope.module.memories[memory].name)[\(address)]")
    }
  }

  private func write(_ words: [UInt64], to storage: PortStorage) {
    words.withUnsafeBytes { bytes in
      if let base = bytes.baseAddress {
        storage.copy(from: base, count: min(bytes.count, storage.byteCount))
      }
    }
  }

  /// Registers that no port shows as they are.
  private func hidden(_ simulator: NativeSimulator) -> [String] {
    let ports = Set(design.top.ports.map(\.name))
    return simulator.registerNames.filter { !ports.contains($0) }
  }
}
