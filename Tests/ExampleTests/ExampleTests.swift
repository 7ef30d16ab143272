import ExampleTestbenches
import Foundation
import HDL
import Simulation
import TestSupport
import Testing
import Verilog

@Suite("Examples")
struct ExampleTests {
  @Test(
    "pass their testbenches on every engine", arguments: Example.all.map(\.name), Engine.allCases)
  func testbenches(name: String, engine: Engine) async throws {
    let example = try Self.example(name)
    let bench = try await Simulations.bench(example.design(), on: engine)
    #expect(try !example.check(bench).isEmpty)
  }

  // The core's memories are unknown until written: its engines are compared program by program.
  @Test(
    "agree cycle by cycle on all engines, whatever comes in",
    arguments: Example.all.map(\.name).filter { $0 != "rv32i" })
  func engines(name: String) async throws {
    let design = try Self.example(name).design()
    let native = try await Simulations.bench(design, on: .native).simulator
    let others = [
      try await Simulations.bench(design, on: .verilator).simulator,
      try await Simulations.bench(design, on: .icarus).simulator,
    ]
    var generator = SplitMix64(seed: 5)
    var waiting: [String: Bool] = [:]
    for cycle in 0..<300 {
      for simulator in [native] + others { simulator.setReset(cycle < 2) }
      for (index, port) in native.ports.enumerated() where port.isInput {
        let stem = port.name.prefix { $0 != "_" }
        // What a stream offers stays until it is taken.
        if waiting[String(stem)] == true, port.name != "\(stem)_ready" { continue }
        let value = generator.next()
        for simulator in [native] + others { simulator.storage(ofPort: index).value = value }
      }
      for simulator in [native] + others { try simulator.settle() }
      var values: [String: UInt64] = [:]
      for (index, port) in native.ports.enumerated() {
        let value = native.storage(ofPort: index).value
        values[port.name] = value
        // State is unknown until it is reset.
        guard cycle >= 2, !port.isInput, !Self.mayBeUnknown(port.name) else { continue }
        for other in others {
          try #require(
            other.storage(ofPort: index).value == value,
            "\(port.name) in cycle \(cycle) on \(other.engineName)")
        }
      }
      for (port, value) in values where port.hasSuffix("_valid") {
        let stem = String(port.dropLast(6))
        waiting[stem] = cycle >= 2 && value == 1 && values["\(stem)_ready"] == 0
      }
      for simulator in [native] + others { try simulator.step() }
    }
  }

  /// Outputs of registers without a reset value, which mean something only where another port says
  /// so.
  private static func mayBeUnknown(_ port: String) -> Bool {
    port == "checksum_payload" || port == "received"
  }

  @Test(
    "pass every linter without a warning", arguments: Example.all.map(\.name),
    TestSupport.Tool.linters)
  func lint(name: String, tool: TestSupport.Tool) throws {
    guard tool.isExpected else { try Test.cancel("\(tool) is not installed") }
    let design = emitVerilog(try Self.example(name).design()).design
    let complaints = try tool.complaints(about: design)
    #expect(complaints.isEmpty, "\(complaints)")
  }

  @Test("draw a waveform")
  func waveform() throws {
    let example = try Self.example("uart")
    let bench = Testbench(
      NativeSimulator(try example.design()), showing: example.ports, cycles: example.cycles)
    _ = try example.check(bench)
    let lines = bench.waveform.split(separator: "\n")
    #expect(lines.count == example.ports.count)
    #expect(lines.contains { $0.hasPrefix("line ") && $0.contains("▔▁") })
  }

  static func example(_ name: String) throws -> Example {
    try #require(Example.all.first { $0.name == name })
  }
}
