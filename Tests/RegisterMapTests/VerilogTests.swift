import Foundation
import HDL
import RegisterMap
import TestSupport
import Testing
import Verilog

/// What register maps become in Verilog.
@Suite("Register blocks in Verilog")
struct RegisterBlockVerilogTests {
  @Test("pass every linter without a warning", arguments: Tool.linters, Sample.all)
  func lint(tool: Tool, sample: Sample) throws {
    guard tool.isExpected else { try Test.cancel("\(tool) is not installed") }
    let design = try elaborate(RegisterBlock(sample.map))
    let complaints = try tool.complaints(about: emitVerilog(design).design)
    #expect(complaints.isEmpty, "\(complaints)")
  }

  @Test("pass every linter where they are used", arguments: Tool.linters)
  func lintUse(tool: Tool) throws {
    guard tool.isExpected else { try Test.cancel("\(tool) is not installed") }
    let complaints = try tool.complaints(about: emitVerilog(elaborate(Timer())).design)
    #expect(complaints.isEmpty, "\(complaints)")
  }

  @Test("read as kept in Golden; UPDATE_GOLDEN=1 rewrites it and fails")
  func golden() throws {
    let design = emitVerilog(try elaborate(Timer()), toolVersion: "test").design
    try expectGolden("Timer.v", design.files.map(\.text).joined(separator: "\n"))
  }
}

/// Compares a text with the one kept.
func expectGolden(_ name: String, _ text: String) throws {
  let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Golden/\(name)")
  if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
    try text.write(to: file, atomically: true, encoding: .utf8)
    Issue.record("\(name) is rewritten; look at the difference")
    return
  }
  #expect(text == (try String(contentsOf: file, encoding: .utf8)), "\(name)")
}
