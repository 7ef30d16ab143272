import HDL
import Simulation
import Verilog

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

let design = try elaborate(Counter(width: 4))
for file in emitVerilog(design).design.files { print(file.text) }

let simulator = NativeSimulator(design)
var waveform = TextWaveform(simulator)
for cycle in 0..<8 {
  simulator.storage(ofPort: 0).value = cycle == 1 || cycle >= 3 ? 1 : 0
  try simulator.settle()
  waveform.sample()
  try simulator.step()
}
print(waveform)
