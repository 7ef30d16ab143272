import HDL
import Simulation
import TestSupport
import Testing
import Verilog

@Suite("Conditions")
struct ConditionTests {
  @Test("do what an interpreter does statement by statement", arguments: UInt64(1)...150)
  func interpreted(_ seed: UInt64) throws {
    let program = ConditionProgram(seed: seed)
    let simulator = NativeSimulator(try elaborate(program))
    let storages = simulator.ports.indices.map(simulator.storage(ofPort:))
    simulator.setReset(true)
    try simulator.settle()
    try simulator.step()
    simulator.setReset(false)
    var held = [0, 1, 2, 3, 0]
    var generator = SplitMix64(state: seed)
    for cycle in 0..<40 {
      let conditions = Int.random(in: 0..<256, using: &generator)
      let input = Int.random(in: 0..<256, using: &generator)
      storages[0].value = UInt64(conditions)
      storages[1].value = UInt64(input)
      try simulator.settle()
      let next = program.interpret(held, conditions: conditions, input: input)
      let found = storages[2...].map { Int($0.value) }
      #expect(found == held[..<4] + [next[4]], "program \(seed), cycle \(cycle)")
      try simulator.step()
      held = next
    }
  }

  @Test("of random programs reach the Verilog without a warning", arguments: Tool.linters)
  func lint(_ tool: Tool) throws {
    try tool.skipIfMissing()
    for seed in UInt64(1)...8 {
      let design = emitVerilog(try elaborate(ConditionProgram(seed: seed))).design
      let complaints = try tool.complaints(about: design)
      #expect(complaints.isEmpty, "\(complaints)")
    }
  }

  @Test("of random programs mean the same to Icarus")
  func icarus() throws {
    try Tool.icarus.skipIfMissing()
    for seed in UInt64(1)...12 {
      let program = ConditionProgram(seed: seed)
      let design = emitVerilog(try elaborate(program)).design
      var generator = SplitMix64(state: seed)
      let cycles = (0..<40).map { _ in
        (Int.random(in: 0..<256, using: &generator), Int.random(in: 0..<256, using: &generator))
      }
      var held = [0, 1, 2, 3, 0]
      let stimulus = cycles.map { conditions, input in
        "    conditions = \(conditions); input_ = \(input); #5 $display(\"%0d %0d %0d %0d %0d\", "
          + "v0, v1, v2, v3, v4); clock = 1; #5 clock = 0;"
      }
      let bench = """
        module bench;
          reg clock, reset;
          reg [7:0] conditions, input_;
          wire [7:0] v0, v1, v2, v3, v4;
          \(design.topModule) top (.clock(clock), .reset(reset), .conditions(conditions),
            .\(design.ports[1].name)(input_), .values_0(v0), .values_1(v1), .values_2(v2),
            .values_3(v3), .values_4(v4));
          initial begin
            clock = 0; reset = 1; conditions = 0; input_ = 0; #5 clock = 1; #5 clock = 0; reset = 0;
        \(stimulus.joined(separator: "\n"))
          end
        endmodule

        """
      let lines = try Tool.simulate(
        design.files + [VerilogFile(name: "bench.v", text: bench)], "")
      try #require(lines.count == cycles.count, "\(lines.prefix(5))")
      for (line, (conditions, input)) in zip(lines, cycles) {
        let next = program.interpret(held, conditions: conditions, input: input)
        let expected = (held[..<4] + [next[4]]).map(String.init).joined(separator: " ")
        #expect(line == expected, "program \(seed)")
        held = next
      }
    }
  }
}
