import HDL
import Simulation
import TestSupport
import Testing
import Verilog

/// Signals that feed other bits of themselves, in pieces.
@Suite("Split loops")
struct SplittingTests {
  private static let vectors: [[UInt64]] = {
    var generator = SplitMix64(state: 5)
    return (0..<300).map { _ in
      let word = generator.next()
      return [word & 0xff, word >> 8 & 0xff_ffff, word >> 32 & 1, word >> 33 & 3]
    }
  }()

  @Test("leave no loop of whole signals behind, and every name in its place")
  func structure() throws {
    let design = try elaborate(Folded())
    let module = design.top
    // What nothing reads whole any more is still there to be looked at.
    #expect(emitVerilog(design).design.files[0].text.contains("wire [11:0] inner = {inner_11_8"))
    #expect(module.isAcyclic)
    let names = Set(module.nodeNames.compactMap { $0 })
    #expect(names.isSuperset(of: ["sums", "differences", "choices", "inner", "flags"]))
    #expect(names.isSuperset(of: ["sums_15_8", "inner_11_8", "flags_9"]))
  }

  @Test("give the expected values in the native simulator")
  func native() throws {
    let simulator = NativeSimulator(try elaborate(Folded()))
    let storages = simulator.ports.indices.map(simulator.storage(ofPort:))
    for vector in Self.vectors {
      for (storage, value) in zip(storages, vector) { storage.value = value }
      try simulator.settle()
      let found = storages.dropFirst(4).map(\.value)
      try #require(found == Folded.expected(vector[0], vector[1], vector[2], vector[3]))
    }
  }

  @Test(
    "give the same values in Icarus",
    .enabled(if: Tool.icarus.isExpected, "iverilog is not installed"))
  func icarus() throws {
    let design = emitVerilog(try elaborate(Folded())).design
    let declarations = design.ports.map { port in
      "  \(port.direction == .input ? "reg" : "wire") [\(port.bitWidth - 1):0] \(port.name);"
    }
    let outputs = design.ports.dropFirst(4).map(\.name)
    let bench = """
      module bench;
        reg [31:0] vectors [0:\(4 * Self.vectors.count - 1)];
        integer i;
      \(declarations.joined(separator: "\n"))
        Folded top (\(design.ports.map { ".\($0.name)(\($0.name))" }.joined(separator: ", ")));
        initial begin
          $readmemh("vectors.txt", vectors);
          for (i = 0; i < \(4 * Self.vectors.count); i = i + 4) begin
            a = vectors[i]; b = vectors[i + 1]; c = vectors[i + 2]; n = vectors[i + 3];
            #1 $display("\(outputs.map { _ in "%0d" }.joined(separator: " "))",
              \(outputs.joined(separator: ", ")));
          end
        end
      endmodule

      """
    let lines = try Tool.simulate(
      design.files + [VerilogFile(name: "bench.v", text: bench)],
      Self.vectors.joined().map { String($0, radix: 16) + "\n" }.joined())
    #expect(
      lines
        == Self.vectors.map { vector in
          Folded.expected(vector[0], vector[1], vector[2], vector[3]).map(String.init)
            .joined(separator: " ")
        })
  }
}
