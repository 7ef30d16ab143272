import HDL
import Simulation
import TestSupport
import Testing
import Verilog

/// Wires and instances made within a case, cases named by an enum, and no default.
private struct Chooser: Module {
  enum Choice: Int { case sum, larger, complement, limit }

  struct Ports {
    let choice: UInt
    let a: UInt
    let b: UInt
    let y: UInt
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      choice: declare.input(.uint(2)), a: declare.input(.uint(8)), b: declare.input(.uint(8)),
      y: declare.output(.uint(8)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    module.switch(ports.choice) {
      $0.case(Choice.sum) { ports.y.assign(ports.a .&+ ports.b) }
      $0.case(Choice.larger) {
        let larger = module.wire("larger", .uint(8))
        module.when(ports.a .> ports.b) { larger.assign(ports.a) }
          .otherwise { larger.assign(ports.b) }
        ports.y.assign(larger)
      }
      $0.case(Choice.complement) {
        let complement = module.instance(Complement(), named: "complement")
        complement.value.assign(ports.a)
        ports.y.assign(complement.result)
      }
      $0.case(Choice.limit) { ports.y.set(to: 255) }
    }
  }
}

private struct Complement: Module {
  struct Ports {
    let value: UInt
    let result: UInt
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(value: declare.input(.uint(8)), result: declare.output(.uint(8)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) { ports.result.assign(.!ports.value) }
}

@Suite("Blocks of statements")
struct BlockTests {
  @Test("that have a case for every value need no default; what is made in one stays in it")
  func chooser() throws {
    let simulator = NativeSimulator(try elaborate(Chooser()))
    let storages = simulator.ports.indices.map(simulator.storage(ofPort:))
    for (choice, expected) in [(0, 3), (1, 0xff), (2, 0xfb), (3, 255)] as [(UInt64, UInt64)] {
      storages[0].value = choice
      storages[1].value = 4
      storages[2].value = 0xff
      try simulator.settle()
      #expect(storages[3].value == expected, "choice \(choice)")
    }
  }

  @Test("pass the linters", arguments: Tool.linters)
  func lint(_ tool: Tool) throws {
    try tool.skipIfMissing()
    let complaints = try tool.complaints(about: emitVerilog(try elaborate(Chooser())).design)
    #expect(complaints.isEmpty, "\(complaints)")
  }
}
