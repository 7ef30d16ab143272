import Foundation
import HDL
import TestSupport
import Testing
import Verilog

@Suite("Black boxes in Verilog")
struct BlackBoxTests {
  @Test("emit a file where the text is given, and a stub for linters where it is not")
  func files() throws {
    let design = emitVerilog(try elaborate(ClockedByPLL())).design
    #expect(design.files.map(\.name) == ["ROMMacro.v", "ClockedByPLL.v"])
    #expect(design.files.map(\.isForeign) == [true, false])
    #expect(design.missingModules == ["SB_PLL40_CORE"])
    #expect(design.clock == "clock" && design.reset == "reset")
    #expect(
      design.stubs.map(\.text) == [
        """
        // Ports and parameters of black box SB_PLL40_CORE, for linters: not for simulation.
        `default_nettype none
        // verilator lint_off UNDRIVEN
        // verilator lint_off UNUSED
        `ifdef __slang__
        `pragma diagnostic push
        `pragma diagnostic ignore="-Wunused-parameter"
        `pragma diagnostic ignore="-Wunused-port"
        `pragma diagnostic ignore="-Wundriven-port"
        `endif

        (* blackbox *)
        module SB_PLL40_CORE #(
          parameter FEEDBACK_PATH = "SIM\\"PLE\\\\",
          parameter DIVR = 4'ha,
          parameter DIVF = -3,
          parameter MASK = 32'd4294967295,
          parameter ID = 64'h123456789abcdef
        ) (
          input wire REFERENCECLK,
          input wire LATCHCLK,
          input wire RESETB,
          input wire CLEAR,
          input wire BYPASS,
          input wire [3:0] DYNAMICDELAY,
          output wire LOCK,
          output wire [1:0] PHASE
        );
        endmodule

        `ifdef __slang__
        `pragma diagnostic pop
        `endif
        // verilator lint_on UNUSED
        // verilator lint_on UNDRIVEN
        `default_nettype wire

        """
      ])
  }

  @Test("list their files before those that use them, and keep stubs apart")
  func written() throws {
    let folder = try TemporaryFolder()
    let written = try emitVerilog(try elaborate(ByPath())).write(to: folder.url)
    #expect(
      written == ["rtl/ByPath.v", "rtl/files.f", "rtl/linemap/ByPath.json", "sim/stubs/Real.v"])
    let list = try String(
      contentsOf: folder.url.appendingPathComponent("rtl/files.f"), encoding: .utf8)
    #expect(list == "../vendor/cells.v\nByPath.v\n")
  }

  @Test("with a real parameter pass every linter but Yosys, which has no real numbers")
  func real() throws {
    let design = emitVerilog(try elaborate(ByPath(hasLibrary: false))).design
    #expect(design.files[0].text.contains("    .FREQUENCY(12.5e6)\n"))
    for tool in Tool.linters where tool.isExpected {
      let complaints = try tool.complaints(about: design)
      if tool.name == "yosys" {
        #expect(complaints.contains("Replacing floating point parameter"))
      } else {
        #expect(complaints.isEmpty, "\(complaints)")
      }
    }
  }

  @Test("whose ports differ in width have no stub, which could only have one of them")
  func differing() throws {
    let design = emitVerilog(try elaborate(TwoWidths())).design
    #expect(design.missingModules == ["Delay"])
    #expect(design.stubs.isEmpty)
  }
}

private struct BytePorts {
  let a: Bits
  let y: Bits

  init(_ declare: PortDeclarer, width: Int = 8) {
    a = declare.input(.bits(width))
    y = declare.output(.bits(width))
  }
}

private struct Cell: BlackBox {
  var source: BlackBoxSource { .path("../vendor/cells.v") }
  func ports(_ declare: PortDeclarer) -> BytePorts { BytePorts(declare) }
}

private struct Real: BlackBox {
  var parameters: KeyValuePairs<String, ParameterValue> { ["FREQUENCY": .real("12.5e6")] }
  func ports(_ declare: PortDeclarer) -> BytePorts { BytePorts(declare) }
}

private struct ByPath: Module {
  var hasLibrary = true
  var moduleName: String { "ByPath" }

  func ports(_ declare: PortDeclarer) -> BytePorts { BytePorts(declare) }

  func body(_ module: ModuleBuilder, _ ports: BytePorts) {
    let real = module.instance(Real(), named: "real_unit")
    real.a.assign(ports.a)
    guard hasLibrary else { return ports.y.assign(real.y) }
    let cell = module.instance(Cell(), named: "cell_unit")
    cell.a.assign(real.y)
    ports.y.assign(cell.y)
  }
}

private struct Delay: BlackBox {
  let width: Int
  var parameters: KeyValuePairs<String, ParameterValue> { ["WIDTH": .integer(width)] }
  func ports(_ declare: PortDeclarer) -> BytePorts { BytePorts(declare, width: width) }
}

private struct TwoWidths: Module {
  func ports(_ declare: PortDeclarer) -> BytePorts { BytePorts(declare) }

  func body(_ module: ModuleBuilder, _ ports: BytePorts) {
    let low = module.instance(Delay(width: 3), named: "low")
    let high = module.instance(Delay(width: 5), named: "high")
    low.a.assign(ports.a[0..<3])
    high.a.assign(ports.a[3..<8])
    ports.y.assign(concatenate(high.y, low.y))
  }
}
