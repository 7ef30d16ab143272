import HDL
import TestSupport
import Testing
import Verilog

/// What an instance is connected to, where operators of signed operands make it.
@Suite("Signed connections")
struct SignedConnectionTests {
  private struct Part: Module {
    struct Ports {
      let product: SInt
      let shifted: SInt
      let sum: SInt
    }

    func ports(_ declare: PortDeclarer) -> Ports {
      Ports(
        product: declare.input(.sint(8)), shifted: declare.input(.sint(4)),
        sum: declare.output(.sint(9)))
    }

    func body(_ module: ModuleBuilder, _ ports: Ports) {
      ports.sum.assign(ports.product .+ ports.shifted)
    }
  }

  private struct Whole: Module {
    struct Ports {
      let value: SInt
      let amount: UInt
      let sum: SInt
    }

    func ports(_ declare: PortDeclarer) -> Ports {
      Ports(
        value: declare.input(.sint(4)), amount: declare.input(.uint(2)),
        sum: declare.output(.sint(9)))
    }

    func body(_ module: ModuleBuilder, _ ports: Ports) {
      let part = module.instance(Part(), named: "part")
      part.product.assign(ports.value .* ports.value)
      part.shifted.assign(ports.value .>> ports.amount)
      ports.sum.assign(part.sum)
    }
  }

  @Test("are nets, at which Yosys does not stop", arguments: Tool.linters)
  func lint(_ tool: Tool) throws {
    try tool.skipIfMissing()
    let design = emitVerilog(try elaborate(Whole())).design
    let complaints = try tool.complaints(about: design)
    #expect(complaints.isEmpty, "\(complaints)")
  }
}
