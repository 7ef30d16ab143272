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

  @Test("every linter is silent about it on an AXI4 bus", arguments: Tool.linters, [32, 64])
  func bus(tool: Tool, addressBits: Int) throws {
    guard tool.isExpected else { try Test.cancel("\(tool) is not installed") }
    var configuration = try SamplerConfiguration.preset("small")
    configuration.memory.backEnd = .axi4
    configuration.memory.addressBits = addressBits
    let design = emitVerilog(try elaborate(Sampler(configuration))).design
    #expect(try tool.complaints(about: design) == "")
  }
}
