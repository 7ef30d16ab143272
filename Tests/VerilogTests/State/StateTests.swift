import Foundation
import HDL
import Simulation
import TestSupport
import Testing
import Verilog

/// Registers, memories and bit-wise loops over many cycles, against a model in plain integers.
@Suite("State")
struct StateTests {
  /// Cycles that leave nothing unknown, then seeded random ones with a reset now and then.
  static var cycles: [StateModel.Inputs] {
    var cycles = (0..<16).map { index in
      StateModel.Inputs(
        data: index & 7, address: index & 7, write: true, read: index >= 8, enable: true,
        reset: true)
    }
    var generator = SplitMix64(state: 42)
    for _ in 0..<2000 {
      cycles.append(
        StateModel.Inputs(
          data: Int.random(in: 0..<256, using: &generator),
          address: Int.random(in: 0..<8, using: &generator),
          write: .random(using: &generator), read: .random(using: &generator),
          enable: .random(using: &generator),
          reset: Int.random(in: 0..<20, using: &generator) == 0))
    }
    return cycles
  }

  private func expectOutputs(
    _ found: [String], _ expected: [String], _ names: [String], _ cycle: Int,
    _ wrong: inout Set<String>
  ) {
    for (name, pair) in zip(names, zip(found, expected))
    where pair.0 != pair.1 && wrong.insert(name).inserted {
      Issue.record("\(name) in cycle \(cycle) is \(pair.0), not \(pair.1)")
    }
  }

  @Test("follows the model in the native simulator from the first cycle")
  func native() throws {
    let simulator = NativeSimulator(try elaborate(StateDesign(loops: true)))
    let storages = simulator.ports.indices.map(simulator.storage(ofPort:))
    let names = simulator.ports.map(\.name)
    var model = StateModel()
    var wrong: Set<String> = []
    for (cycle, inputs) in Self.cycles.enumerated() {
      storages[0].value = UInt64(inputs.data)
      storages[1].value = UInt64(inputs.address)
      for (storage, value) in zip(storages[2...], [inputs.write, inputs.read, inputs.enable]) {
        storage.value = value ? 1 : 0
      }
      simulator.setReset(inputs.reset)
      try simulator.settle()
      let found = storages[5...].map { $0.readBits().reversed().map(String.init).joined() }
      expectOutputs(found, model.outputs(inputs), Array(names[5...]), cycle, &wrong)
      try simulator.step()
      model.step(inputs)
    }
    #expect(simulator.cycleCount == Self.cycles.count)
  }

  @Test(
    "follows the model in Icarus once all words are written",
    .enabled(if: Tool.icarus.isExpected, "iverilog is not installed"))
  func icarus() throws {
    let design = emitVerilog(try elaborate(StateDesign(loops: true))).design
    let cycles = Self.cycles
    let vectors = cycles.map { inputs in
      StateModel.text(inputs.data, 8) + StateModel.text(inputs.address, 3)
        + [inputs.write, inputs.read, inputs.enable, inputs.reset].map { $0 ? "1" : "0" }.joined()
        + "\n"
    }
    let declarations = design.ports.map { port in
      "  \(port.direction == .input ? "reg" : "wire") [\(port.bitWidth - 1):0] \(port.name);"
    }
    let connections = (design.ports.map(\.name) + ["clock", "reset"]).map { ".\($0)(\($0))" }
    let outputs = design.ports.dropFirst(5).map(\.name)
    let bench = """
      module bench;
        reg [14:0] vectors [0:\(cycles.count - 1)];
        reg clock, reset;
        integer i;
      \(declarations.joined(separator: "\n"))
        \(design.topModule) top (\(connections.joined(separator: ", ")));
        initial begin
          $readmemb("vectors.txt", vectors);
          clock = 0;
          for (i = 0; i < \(cycles.count); i = i + 1) begin
            {data, address, write, read, enable, reset} = vectors[i];
            #5 $display("\(outputs.map { _ in "%b" }.joined(separator: " "))",
              \(outputs.joined(separator: ", ")));
            clock = 1;
            #5 clock = 0;
          end
        end
      endmodule

      """
    let lines = try Tool.simulate(
      design.files + [VerilogFile(name: "bench.v", text: bench)], vectors.joined())
    try #require(lines.count == cycles.count, "\(lines.prefix(5))")
    var model = StateModel()
    var wrong: Set<String> = []
    for (cycle, inputs) in cycles.enumerated() {
      if cycle >= 16 {
        let found = lines[cycle].split(separator: " ").map(String.init)
        expectOutputs(found, model.outputs(inputs), outputs, cycle, &wrong)
      }
      model.step(inputs)
    }
  }

  @Test("reaches the Verilog without a warning", arguments: Tool.linters)
  func lint(_ tool: Tool) throws {
    try tool.skipIfMissing()
    let design = emitVerilog(try elaborate(StateDesign(loops: false))).design
    let complaints = try tool.complaints(about: design)
    #expect(complaints.isEmpty, "\(complaints)")
  }

  @Test("feeds bits of a signal to other bits of it without a warning", arguments: Tool.linters)
  func lintLoops(_ tool: Tool) throws {
    try tool.skipIfMissing()
    let design = emitVerilog(try elaborate(StateDesign(loops: true))).design
    let complaints = try tool.complaints(about: design)
    withKnownIssue("Verilator takes a loop through different bits of an instance's ports for one.")
    {
      #expect(complaints.isEmpty, "\(complaints)")
    } when: {
      tool.name == "verilator"
    }
  }
}
