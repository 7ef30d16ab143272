import HDL
import Simulation
import TestSupport
import Testing
import Verilog

/// Operands that turn out to be constant, of which tools have their own opinions.
@Suite("Constant operands")
struct ConstantOperandTests {
  private struct Constants: Module {
    struct Ports {
      let value: SInt
      let bits: UInt
      let flag: Bit
      let left: SInt
      let right: SInt
      let gone: UInt
      let close: UInt
      let entry: UInt
    }

    func ports(_ declare: PortDeclarer) -> Ports {
      Ports(
        value: declare.input(.sint(6)), bits: declare.input(.uint(6)), flag: declare.input(.bit),
        left: declare.output(.sint(6)), right: declare.output(.sint(6)),
        gone: declare.output(.uint(6)), close: declare.output(.uint(6)),
        entry: declare.output(.uint(8)))
    }

    func body(_ module: ModuleBuilder, _ ports: Ports) {
      // A number of one bit is never 1, so these are constant without being written so.
      let one = ports.flag.asSInt .!= 1
      let two = concatenate(one, module.constant(0, .bits(1))).asUInt
      let all = module.constant(-1, .sint(31)).asUInt
      ports.right.assign(ports.value .>> all)
      ports.close.assign(ports.bits .>> module.constant(2, .uint(3)))
      ports.gone.assign(ports.bits .>> all)
      ports.left.assign(
        (ports.value .<< module.constant(1, .uint(1))).truncated(to: 6))
      let table = module.readOnlyMemory("entries", .uint(8), [3, 7, 11, 200, 5])
      ports.entry.assign(
        table.read(address: concatenate(module.constant(0, .bits(1)), two).asUInt))
    }
  }

  @Test("are no reason for a warning", arguments: Tool.linters)
  func lint(_ tool: Tool) throws {
    try tool.skipIfMissing()
    let design = emitVerilog(try elaborate(Constants())).design
    let complaints = try tool.complaints(about: design)
    #expect(complaints.isEmpty, "\(complaints)")
  }

  @Test("shift out what they say, and find their entry")
  func values() throws {
    let simulator = NativeSimulator(try elaborate(Constants()))
    func port(_ name: String) throws -> PortStorage {
      let index = try #require(simulator.ports.firstIndex { $0.name == name })
      return simulator.storage(ofPort: index)
    }
    try port("value").value = 0b10_1101
    try port("bits").value = 0b11_0110
    try simulator.settle()
    #expect(try port("right").value == 0b11_1111)
    #expect(try port("gone").value == 0)
    #expect(try port("close").value == 0b1101)
    #expect(try port("left").value == 0b01_1010)
    #expect(try port("entry").value == 11)
  }
}
