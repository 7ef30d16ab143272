import Foundation
import HDL
import TestSupport
import Testing
import Verilog

@Suite("Emitted Verilog")
struct GoldenTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Golden")

  private func text(_ golden: GoldenDesign) throws -> String {
    emitVerilog(try golden.elaborated(), toolVersion: "test").design.files.map(\.text)
      .joined(separator: "\n")
  }

  @Test(
    "is what is kept in Golden; UPDATE_GOLDEN=1 rewrites it and fails", arguments: GoldenDesign.all)
  func golden(_ golden: GoldenDesign) throws {
    let file = Self.folder.appendingPathComponent("\(golden.name).v")
    let found = try text(golden)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try found.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("\(file.lastPathComponent) is rewritten; look at the difference")
      return
    }
    #expect(found == (try String(contentsOf: file, encoding: .utf8)))
  }

  @Test("passes every linter without a warning", arguments: Tool.linters, GoldenDesign.all)
  func lint(_ tool: Tool, _ golden: GoldenDesign) throws {
    try tool.skipIfMissing()
    let complaints = try tool.complaints(about: emitVerilog(golden.elaborated()).design)
    #expect(complaints.isEmpty, "\(complaints)")
  }

  @Test("is the same from every elaboration", arguments: GoldenDesign.all)
  func repeatable(_ golden: GoldenDesign) throws {
    #expect(try text(golden) == text(golden))
  }

  @Test("holds each distinct module once")
  func shared() throws {
    let design = emitVerilog(try elaborate(Hierarchy())).design
    #expect(
      design.files.map(\.name) == ["Counter_width8.v", "Counter_width4.v", "Hierarchy.v"])
  }

  @Test("describes the ports, the clock and the reset of the top module")
  func ports() throws {
    let counter = emitVerilog(try elaborate(Counter(width: 8))).design
    #expect(counter.topModule == "Counter_width8")
    #expect(counter.clock == "clock")
    #expect(counter.reset == "reset")
    #expect(
      counter.ports == [
        VerilogPort(name: "enable", bitWidth: 1, direction: .input),
        VerilogPort(name: "count", bitWidth: 8, direction: .output),
      ])
    let ripple = emitVerilog(try elaborate(Ripple(width: 4))).design
    #expect(ripple.clock == nil)
    #expect(ripple.reset == nil)
  }
}
