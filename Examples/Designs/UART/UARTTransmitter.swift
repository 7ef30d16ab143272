import Components
package import HDL

/// Sends bytes over one line: a start bit (0), eight data bits, least significant first, and a stop
/// bit (1), each `divider` clock cycles long. The line rests at 1.
package struct UARTTransmitter: Module {
  /// Clock cycles a bit: clock frequency over baud rate, at least 2.
  package let divider: Int

  package init(divider: Int) { self.divider = divider }

  enum State: CaseIterable { case idle, start, data, stop }

  package struct Ports {
    let data: Stream<Bits>
    let line: Bit
  }

  package func ports(_ declare: PortDeclarer) -> Ports {
    Ports(data: declare.sink(.bits(8)), line: declare.output(.bit))
  }

  package func body(_ module: ModuleBuilder, _ ports: Ports) {
    let state = module.stateMachine("state", State.self, initial: .idle)
    let timer = module.register("timer", .uint(addressBits(divider)), reset: 0)
    let position = module.register("position", .uint(3))
    let shifter = module.register("shifter", .bits(8))
    let line = module.register("lineDriver", .bit, reset: 1)

    let isBitOver = (timer .== divider - 1).named("isBitOver")
    timer.assign(timer .&+ 1)
    module.when(state.is(.idle) .| isBitOver) { timer.set(to: 0) }

    state.when(.idle) {
      line.set(to: 1)
      module.when(ports.data.valid) {
        shifter.assign(ports.data.payload)
        state.go(to: .start)
      }
    }
    state.when(.start) {
      line.set(to: 0)
      position.set(to: 0)
      module.when(isBitOver) { state.go(to: .data) }
    }
    state.when(.data) {
      line.assign(shifter[0])
      module.when(isBitOver) {
        shifter.assign(shifter.rotatedRight(by: 1))
        position.assign(position .&+ 1)
        module.when(position .== 7) { state.go(to: .stop) }
      }
    }
    state.when(.stop) {
      line.set(to: 1)
      module.when(isBitOver) { state.go(to: .idle) }
    }

    // A register drives the line: a glitch on it would be a start bit.
    ports.line.assign(line)
    ports.data.ready.assign(state.is(.idle))
  }
}
