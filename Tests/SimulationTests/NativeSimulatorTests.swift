import HDL
import Testing

@testable import Simulation

struct Counter: Module {
  let width: Int

  struct Ports {
    let enable: Bit
    let count: UInt
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(enable: declare.input(.bit), count: declare.output(.uint(width)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let value = module.register("value", .uint(width), reset: 0, enable: ports.enable)
    value.assign(value .&+ 1)
    ports.count.assign(value)
  }
}

@Suite("NativeSimulator")
struct NativeSimulatorTests {
  @Test("counts while enabled and after reset")
  func counter() throws {
    let simulator = NativeSimulator(try elaborate(Counter(width: 4)))
    let enable = simulator.storage(ofPort: 0)
    var waveform = TextWaveform(simulator)
    for cycle in 0..<8 {
      enable.value = cycle == 1 || cycle >= 3 ? 1 : 0
      simulator.setReset(cycle == 5)
      try simulator.settle()
      waveform.sample()
      try simulator.step()
    }
    #expect(
      waveform.description == """
        enable  ▁▁▁▔▔▔▁▁▁▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔
        count   0  ·· 1  ·· 2  3  0  1
        """)
  }
}
