import HDL
import Simulation
import Testing
import Verilog

/// A long chain of operators of one kind, without a name in it.
private struct Chain: Module {
  enum Link: CaseIterable {
    case sum, logic, choice, wire, complement
  }

  let link: Link
  let length: Int

  struct Ports {
    let a: UInt
    let b: UInt
    let y: UInt
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      a: declare.input(.uint(8)), b: declare.input(.uint(8)), y: declare.output(.uint(8)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    var value = ports.a .&+ ports.b
    for _ in 0..<length {
      switch link {
      case .sum: value = value .&+ 1
      case .logic: value = value .^ ports.b
      case .choice: value = mux(ports.b[0], value, ports.a)
      case .wire:
        let wire = module.wire(nil, .uint(8))
        wire.assign(value)
        value = wire
      case .complement: value = .!value
      }
    }
    ports.y.assign(value)
  }
}

@Suite("Deep designs")
struct DeepDesignTests {
  @Test("a chain of 30,000 operators overflows no stack", arguments: Chain.Link.allCases)
  fileprivate func chain(_ link: Chain.Link) throws {
    let design = try elaborate(Chain(link: link, length: 30_000))
    #expect(emitVerilog(design).design.files.count == 1)
    let simulator = NativeSimulator(design)
    simulator.storage(ofPort: 0).value = 3
    simulator.storage(ofPort: 1).value = 5
    try simulator.settle()
    let expected: UInt64 =
      switch link {
      case .sum: (8 + 30_000) & 255
      case .logic, .choice, .wire, .complement: 8
      }
    #expect(simulator.storage(ofPort: 2).value == expected)
  }
}
