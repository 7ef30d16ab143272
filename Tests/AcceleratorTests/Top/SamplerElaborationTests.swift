import Accelerator
import Configuration
import HDL
import TestSupport
import Testing
import Verilog

@Suite("Sampler")
struct SamplerElaborationTests {
  @Test(
    "every linter is silent about its Verilog", arguments: Tool.linters, ["small", "edge", "large"])
  func lint(tool: Tool, preset: String) throws {
    guard tool.isExpected else { try Test.cancel("\(tool) is not installed") }
    let design = emitVerilog(try elaborate(Sampler(.preset(preset)))).design
    #expect(try tool.complaints(about: design) == "")
  }
}
