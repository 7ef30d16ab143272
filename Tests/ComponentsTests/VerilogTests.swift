import Components
import Foundation
import HDL
import Simulation
import TestSupport
import Testing
import Verilog

/// What the components become in Verilog.
@Suite("Components in Verilog")
struct ComponentVerilogTests {
  @Test("pass every linter without a warning", arguments: Tool.linters, Sample.all)
  func lint(tool: Tool, sample: Sample) throws {
    guard tool.isExpected else { try Test.cancel("\(tool) is not installed") }
    let complaints = try tool.complaints(about: emitVerilog(sample.elaborated()).design)
    #expect(complaints.isEmpty, "\(complaints)")
  }

  @Test("the smallest and widest pass too", arguments: Tool.linters)
  func extremeWidths(tool: Tool) throws {
    guard tool.isExpected else { try Test.cancel("\(tool) is not installed") }
    let designs = [
      try elaborate(encoders(width: 1)), try elaborate(encoders(width: 2)),
      try elaborate(encoders(width: 100)), try elaborate(arithmetic(1, 1)),
      try elaborate(arithmetic(65, 3)), try elaborate(extremes(count: 1, width: 1)),
      try elaborate(Arbiter(count: 1, policy: .roundRobin, keepsGrant: true)),
      try elaborate(Counter(modulo: 2, controls: [])), try elaborate(LFSR(width: 2)),
    ]
    for design in designs {
      let complaints = try tool.complaints(about: emitVerilog(design).design)
      #expect(complaints.isEmpty, "\(design.top.name): \(complaints)")
    }
  }

  @Test("run there as in the native simulator", arguments: Engine.allCases, Sample.all)
  func engines(engine: Engine, sample: Sample) async throws {
    let design = try sample.elaborated()
    let reference = NativeSimulator(design)
    let other = try await engine.start(design)
    for simulator in [reference, other] as [any Simulator] { try Bench(simulator).reset() }
    var stimulus = Stimulus(seed: 9)
    let ports = reference.ports
    for cycle in 0..<200 {
      for (index, port) in ports.enumerated() where port.isInput {
        let value = stimulus.next() & stimulus.next()
        reference.storage(ofPort: index).value = value
        other.storage(ofPort: index).value = value
      }
      try reference.settle()
      try other.settle()
      for (index, port) in ports.enumerated() where !port.isInput {
        try #require(
          other.storage(ofPort: index).value == reference.storage(ofPort: index).value,
          "\(port.name) in cycle \(cycle)")
      }
      try reference.step()
      try other.step()
    }
  }

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Golden")

  private static let goldens: [Sample] = [
    Sample("Counter") { try elaborate(Counter(modulo: 10, controls: [.enable, .clear, .load])) },
    Sample("LFSR") { try elaborate(LFSR(width: 8)) },
    Sample("RoundRobinArbiter") {
      try elaborate(Arbiter(count: 4, policy: .roundRobin, keepsGrant: true))
    },
    Sample("LeadingZeroCount") {
      try elaborate(
        Sketch("LeadingZeroCount") {
          (value: $0.input(.uint(8)), zeros: $0.output(.uint(4)))
        } body: { _, ports in
          ports.zeros.assign(ports.value.leadingZeroCount())
        })
    },
  ]

  @Test("read as kept in Golden; UPDATE_GOLDEN=1 rewrites it and fails", arguments: goldens)
  func golden(sample: Sample) throws {
    let file = Self.folder.appendingPathComponent("\(sample.name).v")
    let found = emitVerilog(try sample.elaborated(), toolVersion: "test").design.files.map(\.text)
      .joined(separator: "\n")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try found.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("\(file.lastPathComponent) is rewritten; look at the difference")
      return
    }
    #expect(found == (try String(contentsOf: file, encoding: .utf8)))
  }
}
