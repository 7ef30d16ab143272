import Components
import HDL
import Simulation
import Testing
import Verilog

@Suite("Stream monitors")
struct StreamMonitorTests {
  /// Writes a number that changes every cycle, whether it was taken or not.
  private func restless(isMonitored: Bool = true) throws -> Design {
    try elaborate(
      Sketch("Restless") {
        (input: $0.sink(.uint(4)), output: $0.source(.uint(4), isMonitored: isMonitored))
      } body: { module, ports in
        let count = module.register("count", .uint(4), reset: 0)
        count.assign(count .&+ 1)
        ports.output.valid.assign(ports.input.valid)
        ports.output.payload.assign(count .^ ports.input.payload)
        ports.input.ready.assign(ports.output.ready)
      })
  }

  /// What stops a run in which the reader is never ready.
  private func failure(_ simulator: any Simulator, changesInput: Bool) throws -> String {
    let bench = Bench(simulator)
    try bench.reset()
    do {
      for cycle in 0..<5 {
        bench["input_valid"] = 1
        bench["input_payload"] = changesInput && cycle == 3 ? 1 : 0
        try bench.settle()
        try bench.step()
      }
      try bench.settle()
      return "nothing"
    } catch let error as SimulationError {
      return error.message
    }
  }

  private static let wrongSource = """
    assertion `output_stays` of `Restless` failed in cycle 2: valid fell or the payload changed \
    before ready (ComponentsTests/StreamMonitorTests.swift:13:53)
    """
  private static let wrongUse = """
    assumption `input_stays` of `Restless` failed in cycle 4: valid fell or the payload changed \
    before ready (ComponentsTests/StreamMonitorTests.swift:13:24)
    """

  @Test("stop a source that changes what it offers, and a testbench that does")
  func native() throws {
    #expect(
      try failure(NativeSimulator(restless()), changesInput: false) == Self.wrongSource)
    #expect(
      try failure(NativeSimulator(restless(isMonitored: false)), changesInput: true)
        == Self.wrongUse)
  }

  @Test("say the same in the Verilog", arguments: Engine.allCases)
  func engines(engine: Engine) async throws {
    #expect(
      try failure(await engine.start(restless()), changesInput: false) == Self.wrongSource)
    #expect(
      try failure(await engine.start(restless(isMonitored: false)), changesInput: true)
        == Self.wrongUse)
  }

  @Test("are nothing to synthesis")
  func cost() throws {
    func synthesised(isMonitored: Bool) throws -> [String] {
      let design = try elaborate(
        Sketch("Held") {
          (
            input: $0.sink(.uint(4), isMonitored: isMonitored),
            output: $0.source(.uint(4), isMonitored: isMonitored)
          )
        } body: { _, ports in
          ports.input.registered("stage").connect(to: ports.output)
        })
      let text = emitVerilog(design).design.files.last?.text ?? ""
      var lines = text.split(separator: "\n").map(String.init).dropFirst()[...]
      if let start = lines.firstIndex(of: "`ifndef SYNTHESIS"),
        let end = lines.lastIndex(of: "`endif")
      {
        #expect(isMonitored)
        lines.removeSubrange(start...end)
      }
      return Array(lines)
    }
    #expect(try synthesised(isMonitored: true) == synthesised(isMonitored: false))
  }
}
